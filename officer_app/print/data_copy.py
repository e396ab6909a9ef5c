"""The copy of a form's data that goes along inside its PDF."""

import json
from collections.abc import Mapping
from datetime import date


def data_of(form: str, version: str, marks: Mapping[str, object], data: Mapping[str, object]) -> bytes:
    """The JSON that is attached: the form, its version, what its sheets say of themselves, the data as they came."""
    whole = {"form": form, "version": version, **marks, "data": data}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1, default=_moment).encode("utf-8")


def _moment(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no form data")
