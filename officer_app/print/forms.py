"""The print edge's door: form data in, PDF bytes out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from officer_app.print.data import fill
from officer_app.print.errors import BadResolution, BadTemplate, FormError, UnknownForm
from officer_app.print.reading import read_template
from officer_app.print.schema import json_schema
from officer_app.print.template import Template

if TYPE_CHECKING:
    from officer_app.print.render import Press

LEAST_DPI, MOST_DPI = 150, 2400
"""Printers this edge prints bar codes for, dots an inch."""

__all__ = ["FormError", "Forms", "Pdf"]


@dataclass(frozen=True)
class Pdf:
    """A printed form: its bytes, and what the register keeps of it."""

    data: bytes
    pages: int
    sha256: str
    form: str
    version: str
    certified: bool


class Forms:
    """The forms of one folder of templates, printed with one typeface. Nothing is read before it is asked for."""

    def __init__(self, folder: Path, fonts: Path | None = None) -> None:
        """`folder` holds the templates (`resources/forms`), `fonts` Sarabun's TTF files (default: the package's)."""
        self._folder = folder
        self._fonts = fonts
        self._templates: dict[str, Template] = {}

    def ids(self) -> list[str]:
        """The names of the forms there are."""
        return sorted(path.stem for path in self._folder.glob("*.toml"))

    def schema(self, form: str) -> dict[str, object]:
        """The form's fields in the words of JSON Schema. Raises UnknownForm, BadTemplate."""
        return json_schema(self._template(form))

    def render(
        self,
        form: str,
        data: Mapping[str, object],
        *,
        certified: bool = False,
        sample: bool = False,
        dpi: int = 300,
    ) -> Pdf:
        """The form filled with `data`, for a printer of `dpi` dots an inch (bar codes keep to its dots).

        Raises UnknownForm, FormDataError (what is missing, unknown, wrong), DoesNotFit (a text longer than its box;
        nothing is ever cut), BadTemplate, FontsMissing, BadResolution: all of them FormError. The same input gives the
        same bytes.
        """
        made = self._template(form)
        if not LEAST_DPI <= dpi <= MOST_DPI:
            raise BadResolution(dpi)
        press = self._press
        filled = fill(made.fields, data, press.lacks)
        content, pages = press.render(made, filled, certified=certified, sample=sample, dpi=dpi)
        return Pdf(content, pages, hashlib.sha256(content).hexdigest(), form, made.version, certified)

    @cached_property
    def _press(self) -> "Press":
        # Not at the top: reportlab and HarfBuzz cost two tenths of a second that a counter's start must not pay.
        module = import_module("officer_app.print.render")
        press: Press = module.press(self._fonts)
        return press

    def _template(self, form: str) -> Template:
        if form not in self._templates:
            # Looked up among the names, so that no form name can reach another file.
            if form not in self.ids():
                raise UnknownForm(form, self.ids())
            try:
                data = (self._folder / f"{form}.toml").read_bytes()
            except OSError as exc:
                raise BadTemplate(form, str(exc.strerror)) from exc
            self._templates[form] = read_template(form, data)
        return self._templates[form]
