"""The words of a reprint, held to what every other text on a paper is held to."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from officer_app.print.data import fill
from officer_app.print.sheets import Reprint
from officer_app.print.template import Field

_FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "reason": Field("เหตุผลที่พิมพ์ซ้ำ", "Reason of the reprint", "text", required=True),
        "officer": Field("ผู้พิมพ์ซ้ำ", "Printed again by", "text"),
    }
)


def fit_to_print(reprint: Reprint, lacks: Callable[[str], str]) -> Reprint:
    """The reprint in the spelling that is printed. Raises FormDataError for what cannot be printed; see `fill`."""
    said = fill(_FIELDS, {"reason": reprint.reason, "officer": reprint.officer}, lacks).texts
    return replace(reprint, reason=said["reason"], officer=said["officer"])
