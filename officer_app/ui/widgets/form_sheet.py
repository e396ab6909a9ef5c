"""A form on the page: labelled lines to type into, two beside each other; what was typed stays with its subject."""

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QWidget

from officer_app.ui.theme import BASE_PT
from officer_app.ui.widgets.entry import Entry
from officer_app.ui.widgets.said import Said, Segment, inked, shown
from officer_app.viewmodels.form import Form
from officer_app.viewmodels.view import Tone

COLUMNS = 3
_FIELD_PT = 12


class FormSheet(QWidget):
    """Shows a Form of the view."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self._segment = segment
        self._subject = ""
        self._title = Said(16, bold=True)
        self._hint = Said(BASE_PT, segment=segment)
        self._wrong = Said(12, bold=True, segment=segment)
        self.fields: dict[str, Entry] = {}
        self._labels: dict[str, Said] = {}
        self._told = ("", "")
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(4, 0, 4, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        for row, label in enumerate((self._title, self._hint, self._wrong)):
            grid.addWidget(label, row, 0, 1, 2 * COLUMNS)
        for column in range(COLUMNS):
            grid.setColumnStretch(2 * column + 1, 1)
        self.hide()

    @property
    def values(self) -> Mapping[str, str]:
        """What was typed, by the names of the fields."""
        return {name: entry.text() for name, entry in self.fields.items()}

    @property
    def current(self) -> QWidget:
        """The field that the next key belongs to: the one with the focus, else the first."""
        # Asked of the form, not of the application: the window need not be the active one.
        focused = self.focusWidget()
        return focused if focused in self.fields.values() else next(iter(self.fields.values()), self)

    def next_field(self) -> None:
        """Enter: on to the next field; from the last one to the first."""
        entries = list(self.fields.values())
        place = next((at for at, entry in enumerate(entries) if entry is self.current), -1)
        entries[(place + 1) % len(entries)].setFocus()

    def show_form(self, form: Form | None) -> None:
        """Show it, or take the place away. Another subject begins with empty fields."""
        shown(self, wanted=form is not None)
        if form is None:
            self._told = ("", "")
            return
        if not self.fields:
            self._make(form)
        if form.subject != self._subject:
            self._subject = form.subject
            for entry in self.fields.values():
                entry.clear()
            next(iter(self.fields.values())).setFocus()
        self._title.say(form.title)
        self._hint.say_or_hide("" if form.wrong[1] else form.hint)
        for field in form.fields:
            self._labels[field.name].say(field.label)
            self.fields[field.name].setAccessibleName(field.label)
            self.fields[field.name].setAccessibleDescription(field.hint)
            self.fields[field.name].setPlaceholderText(field.hint if not field.wide else "")
        self._say_wrong(form)

    def _say_wrong(self, form: Form) -> None:
        name, sentence = form.wrong
        label = self._labels[name].said if name in self._labels else ""
        self._wrong.say_or_hide(f"{label}: {sentence}" if label and sentence else sentence)
        inked(self._wrong, Tone.REFUSE)
        if form.wrong != self._told and name in self.fields:
            self.fields[name].setFocus()
        self._told = form.wrong

    def _make(self, form: Form) -> None:
        row, column = self._grid.rowCount(), 0
        for field in form.fields:
            label, entry = Said(BASE_PT), Entry(_FIELD_PT)
            label.setBuddy(entry)
            self._labels[field.name], self.fields[field.name] = label, entry
            if field.wide and column:
                row, column = row + 1, 0
            self._grid.addWidget(label, row, 2 * column)
            self._grid.addWidget(entry, row, 2 * column + 1, 1, 2 * COLUMNS - 1 if field.wide else 1)
            # Shown at once: what Qt shows by itself, it shows after this key, and what is not seen takes no focus.
            label.show()
            entry.show()
            column += COLUMNS if field.wide else 1
            if column >= COLUMNS:
                row, column = row + 1, 0
