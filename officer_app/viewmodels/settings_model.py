"""The page of settings: each explained, found, changed by a supervisor; taken out to a file, taken in from one."""

from collections.abc import Sequence
from enum import StrEnum

from officer_app.core.acts import ActKind
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.viewmodels.list_view import ListView
from officer_app.viewmodels.page_work import PageTools
from officer_app.viewmodels.settings_view import settings_view
from officer_app.viewmodels.station_page import StationPage
from officer_app.viewmodels.station_ports import SettingChange, SettingRow, SettingsDesk

MAY = ACT_ROLES[ActKind.SETTINGS_CHANGED]


class Asked(StrEnum):
    """What the officer is asked for."""

    NOTHING = ""
    VALUE = "setting_value"
    EXPORT = "setting_export"
    IMPORT = "setting_import"


class SettingsModel(StationPage):
    """State of the page. `changes` are what a file would change; they wait for one more key."""

    def __init__(self, desk: SettingsDesk, tools: PageTools) -> None:
        super().__init__(tools)
        self.asked = Asked.NOTHING
        self.wrong: Refusal | None = None
        self.words = ""
        self.only_changed = False
        self.rows: Sequence[SettingRow] = ()
        self.changes: Sequence[SettingChange] = ()
        self._file = ""
        self._desk = desk

    @property
    def question(self) -> str:
        """What is asked for, by name; empty where nothing is."""
        return str(self.asked)

    @property
    def may_change(self) -> bool:
        """Whether who is here may change settings."""
        return self.officer is not None and bool(self.officer.person.roles & MAY)

    def shown(self) -> list[SettingRow]:
        """The settings that are wanted."""
        words = self.words.casefold()
        return [
            row
            for row in self.rows
            if (not self.only_changed or row.value != row.default)
            and any(words in text.casefold() for text in (row.key, row.title.th, row.title.en, row.value))
        ]

    def row(self) -> SettingRow | None:
        """The one that is selected."""
        listed = self.shown()
        return listed[self.selected] if not self.changes and self.selected < len(listed) else None

    def refresh(self) -> None:
        """Read the file."""
        if self.officer is not None:
            self._work(self._desk.rows, self._take)

    def _take(self, rows: Sequence[SettingRow]) -> None:
        self.rows = rows
        self.selected = max(0, min(self._length() - 1, self.selected))

    def _forget(self) -> None:
        super()._forget()
        self.rows, self.changes, self.words, self._file = (), (), "", ""
        self.asked, self.wrong, self.only_changed = Asked.NOTHING, None, False

    # --- keys

    def enter(self, text: str) -> None:
        """The answer to what is asked; words to find; else the setting that is selected."""
        if self.busy or self.officer is None:
            self._signals.refuse()
        elif self.asked is not Asked.NOTHING:
            self._answer(text)
        elif text.strip():
            # Whoever looks for words wants all of them, changed or not.
            self.words, self.only_changed, self.selected, self.message = text.strip(), False, 0, None
        else:
            self.press("apply" if self.changes else "change")

    def escape(self) -> bool:
        """Leave the question, the differences, what was looked for; then out."""
        if self.asked is not Asked.NOTHING:
            self.asked, self.wrong = Asked.NOTHING, None
        elif self.changes:
            self.changes, self.selected, self.message = (), 0, None
        elif self.words or self.only_changed:
            self.words, self.only_changed, self.selected, self.message = "", False, 0, None
        else:
            return super().escape()
        return True

    def press(self, name: str) -> None:
        """change, only, export, take, apply."""
        if self.busy or self.asked is not Asked.NOTHING:
            self._signals.attention()
        elif name in ("change", "take", "apply") and not self.may_change:
            self._refused(Refusal("role", {"role": "/".join(sorted(MAY))}))
        elif name == "only":
            self.only_changed, self.selected, self.message = not self.only_changed, 0, None
        elif name == "apply":
            self._apply()
        else:
            self._ask_for(name)

    def _ask_for(self, name: str) -> None:
        row = self.row()
        if name == "change" and row is None:
            self._signals.attention()
        elif name == "change" and row is not None and row.effect == "fixed":
            self._refused(Refusal("setting_fixed", {"key": row.key}))
        else:
            self.asked = {"change": Asked.VALUE, "export": Asked.EXPORT}.get(name, Asked.IMPORT)
            self.wrong, self.message = None, None

    def _answer(self, text: str) -> None:
        officer, row, desk = self.officer, self.row(), self._desk
        if not text or officer is None:
            self._signals.attention()
        elif self.asked is Asked.EXPORT:
            self._work(lambda: desk.export(text), self._exported)
        elif self.asked is Asked.IMPORT:
            self._file = text
            self._work(lambda: desk.differences(text), self._compared)
        elif row is not None:
            key = row.key
            self._work(lambda: desk.change(officer, key, text), self._changed_one)

    def _apply(self) -> None:
        officer, desk, file, shown = self.officer, self._desk, self._file, self.changes
        if not shown or officer is None:
            self._signals.attention()
            return
        self._work(lambda: desk.take_over(officer, file, shown), self._taken)

    # --- answers

    def _changed_one(self, answer: SettingChange | Refusal) -> None:
        if self._stands(answer) or isinstance(answer, Refusal):
            return
        self.refresh()
        self._say(f"setting_changed_{answer.effect}", good=True, key=answer.key, value=answer.after)
        self._signals.good()

    def _exported(self, answer: str | Refusal) -> None:
        if self._stands(answer) or isinstance(answer, Refusal):
            return
        self._say("setting_exported", good=True, file=answer)
        self._signals.good()

    def _compared(self, answer: Sequence[SettingChange] | Refusal) -> None:
        if self._stands(answer) or isinstance(answer, Refusal):
            return
        self.changes, self.selected = answer, 0
        self._say("setting_differs")
        self._signals.attention()

    def _taken(self, answer: Sequence[SettingChange] | Refusal) -> None:
        if isinstance(answer, Refusal):
            self._refused(answer)
            return
        self.changes, self.selected = (), 0
        self.refresh()
        self._say("setting_taken", good=True, n=str(sum(not change.kept for change in answer)))
        self._signals.good()

    def _stands(self, answer: object) -> bool:
        """Whether the question stands: its answer was no good, and says so beside what was typed."""
        if isinstance(answer, Refusal):
            self.wrong = answer
            self._signals.refuse()
            return True
        self.asked, self.wrong = Asked.NOTHING, None
        return False

    def view(self, language: str) -> ListView:
        """See `ListModel`."""
        return settings_view(self, language, *self._said(language))

    def _length(self) -> int:
        return len(self.changes) if self.changes else len(self.shown())
