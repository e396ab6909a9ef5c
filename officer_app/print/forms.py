"""The print edge's door: form data in, PDF bytes out."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from officer_app.print.again import fit_to_print
from officer_app.print.data import fill
from officer_app.print.data_copy import data_of
from officer_app.print.errors import BadResolution, BadTemplate, FormError, UnknownForm
from officer_app.print.reading import read_template
from officer_app.print.schema import json_schema
from officer_app.print.sheets import AS_IT_IS, Placing, Reprint, State
from officer_app.print.template import Template
from officer_app.texts import Both

if TYPE_CHECKING:
    from officer_app.print.render import Press

LEAST_DPI, MOST_DPI = 150, 2400
"""Printers this edge prints bar codes for, dots an inch."""

__all__ = ["FormError", "Forms", "Pdf"]

Certified = Callable[[str, bytes], bool]
"""Whether the office has signed the template of a form, these very bytes."""


def nothing_certified(form: str, template: bytes) -> bool:
    """What holds where no office root is known."""
    return False


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

    def __init__(self, folder: Path, fonts: Path | None = None, certified: Certified = nothing_certified) -> None:
        """`folder` holds the templates (`resources/forms`), `fonts` Sarabun's TTF files (default: the package's);
        `certified` says which templates the office has signed.
        """
        self._folder = folder
        self._fonts = fonts
        self._certified = certified
        self._templates: dict[str, tuple[Template, bytes]] = {}

    def ids(self) -> list[str]:
        """The names of the forms there are."""
        return sorted(path.stem for path in self._folder.glob("*.toml"))

    def title(self, form: str) -> Both:
        """What people call the form; its code where there is no such template, or none that could be read: of a newer
        version, or one that is gone.
        """
        try:
            made = self.template(form)
        except (UnknownForm, BadTemplate):
            return Both(form, form)
        return Both(made.name, made.title_en)

    def schema(self, form: str) -> dict[str, object]:
        """The form's fields in the words of JSON Schema. Raises UnknownForm, BadTemplate."""
        return json_schema(self.template(form))

    def template(self, form: str) -> Template:
        """The form as data. Raises UnknownForm, BadTemplate."""
        return self._read(form)[0]

    def template_bytes(self, form: str) -> bytes:
        """The template's own bytes: what the office signs. Raises UnknownForm, BadTemplate."""
        return self._read(form)[1]

    def is_certified(self, form: str) -> bool:
        """Whether the office has signed this form's template. Raises UnknownForm, BadTemplate."""
        return self._certified(form, self._read(form)[1])

    def render(
        self,
        form: str,
        data: Mapping[str, object],
        *,
        core: bool = False,
        sample: bool = False,
        training: bool = False,
        reprint: Reprint | None = None,
        placing: Placing = AS_IT_IS,
        dpi: int = 300,
    ) -> Pdf:
        """The form filled with `data`, for a printer of `dpi` dots an inch (bar codes keep to its dots).

        `core`: the data are the customs computer's; a form that asks for it is marked as sample without. `training`:
        it is marked as made in training, and as nothing else instead. Raises
        UnknownForm, FormDataError (what is missing, unknown, wrong), DoesNotFit (a text longer than its box; nothing
        is ever cut), BadTemplate, FontsMissing, BadResolution: all of them FormError. The same input gives the same
        bytes.
        """
        made, template = self._read(form)
        if not LEAST_DPI <= dpi <= MOST_DPI:
            raise BadResolution(dpi)
        press = self._press
        filled = fill(made.fields, data, press.lacks)
        reprint = reprint and fit_to_print(reprint, press.lacks)
        marked = sample or training or (made.only_core and not core)
        state = State(self._certified(form, template), marked, reprint, training)
        marks = {"certified": state.certified, "sample": state.sample, "copy": reprint.number if reprint else 1}
        marks |= {"training": True} if training else {}
        attached = data_of(form, made.version, marks, data)
        content, pages = press.render(made, filled, attached, state=state, placing=placing, dpi=dpi)
        return Pdf(content, pages, hashlib.sha256(content).hexdigest(), form, made.version, state.certified)

    def preview(self, form: str) -> Pdf:
        """The form filled with its own invented data, marked as sample. Raises FormError."""
        return self.render(form, self.template(form).sample, sample=True)

    @cached_property
    def _press(self) -> "Press":
        # Not at the top: reportlab and HarfBuzz cost two tenths of a second that a counter's start must not pay.
        module = import_module("officer_app.print.render")
        press: Press = module.press(self._fonts)
        return press

    def _read(self, form: str) -> tuple[Template, bytes]:
        if form not in self._templates:
            # Looked up among the names, so that no form name can reach another file.
            if form not in self.ids():
                raise UnknownForm(form, self.ids())
            try:
                data = (self._folder / f"{form}.toml").read_bytes()
            except OSError as exc:
                raise BadTemplate(form, str(exc.strerror)) from exc
            self._templates[form] = (read_template(form, data), data)
        return self._templates[form]
