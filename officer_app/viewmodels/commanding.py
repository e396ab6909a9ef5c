"""Commands from bar codes at a desk: what is believed, what acts now, and how it is told when one does not."""

from collections.abc import Callable, Mapping
from datetime import datetime

from officer_app.core.commands import (
    ALARMS,
    NEEDS_SUBJECT,
    Command,
    CommandRules,
    ReadCommand,
    Verb,
    is_command,
    too_late,
)
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import unwrap

Doing = Callable[[str], None]
"""Does a command; given its preset words."""


class Commanding:
    """Judges scanned commands for one desk. `window` does what concerns no record: next page, change of officer."""

    def __init__(self, read: ReadCommand | None, rules: CommandRules, window: Callable[[Verb], None]) -> None:
        self._read = read
        self._rules = rules
        self._window = window
        self.subject_at: datetime | None = None

    def everywhere(
        self, acknowledge: Callable[[], None], clear: Callable[[], None], choose: Callable[[int], None]
    ) -> dict[Verb, Doing]:
        """What commands do at every desk."""
        return {
            Verb.ACKNOWLEDGE: lambda _: acknowledge(),
            Verb.CLEAR: lambda _: clear(),
            Verb.CHOOSE: lambda place: choose(int(place)),
            Verb.NEXT_PAGE: lambda _: self._window(Verb.NEXT_PAGE),
            Verb.CHANGE_OFFICER: lambda _: self._window(Verb.CHANGE_OFFICER),
        }

    def claims(self, text: str) -> bool:
        """Whether a scanned text is for here: with no sheet set up it is a text like any other."""
        return self._read is not None and is_command(unwrap(text))

    def judge(self, text: str, now: datetime, doing: Mapping[Verb, Doing]) -> Command | Refusal:
        """The command of `text`, if it is of this desk's sheet, done here, and what it needs was just scanned."""
        if self._read is None:
            return Refusal("command_foreign")
        command = self._read(unwrap(text))
        if isinstance(command, Refusal):
            return command
        if command.verb in NEEDS_SUBJECT and (late := too_late(self.subject_at, now, self._rules)):
            return late
        if command.verb not in doing:
            return Refusal("command_other_desk")
        return command


def is_alarm(code: str) -> bool:
    """Whether a refusal of this code gets the alarm instead of the sound of a refusal."""
    return code in ALARMS
