"""The header: which desk of which site, who is there, and a large mark when nothing of it is real."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from officer_app.ui.widgets.said import Said


class Header(QFrame):
    """One line above all pages."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self._desk = Said(14, bold=True)
        self._station = Said(11)
        self._officer = Said(12, bold=True)
        self._keys = Said(10)
        self._sample = Said(13, bold=True, name="sample")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(16)
        row.addWidget(self._desk)
        row.addWidget(self._station)
        row.addStretch(1)
        row.addWidget(self._sample, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._officer)
        row.addWidget(self._keys)

    def show_desk(self, desk: str, station: str, sample: str) -> None:
        """The desk, the workstation, and the mark (empty where the work is real)."""
        self._desk.say(desk)
        self._station.say(station)
        self._sample.say_or_hide(sample)

    def set_compact(self, *, compact: bool) -> None:
        """On a small screen the names of keys give way to the mark and the officer."""
        self._keys.setVisible(not compact)
        self._desk.resize_text(12 if compact else 14, bold=True)
        self._station.resize_text(10 if compact else 11)
        self._sample.resize_text(11 if compact else 13, bold=True)

    def show_officer(self, officer: str, keys: str) -> None:
        """Who is at the desk, and the keys that always work."""
        self._officer.say(officer)
        self._keys.say(keys)
