"""Command barcodes of a workstation: makes the codes of its sheet for a shift, and says what a scanned one is worth."""

from dataclasses import dataclass

from officer_app.core.buddhist import datetime_be
from officer_app.core.commands import Command, CommandRules, Verb, Written, read_code, sheet_of, write_code
from officer_app.core.ports import Clock
from officer_app.core.refusals import Refusal
from officer_app.core.shifts import Shift, shift_at, shifts_before
from officer_app.security.command_codes import new_secret, proof, proves
from officer_app.store.journal import SqliteJournal

SECRET = "command_secret"
SHEET = "command_sheet"
"""Names of what the encrypted journal keeps: the secret (hex), and how often the sheet was replaced."""
REMEMBERED_SHIFTS, REMEMBERED_SHEETS = 30, 5
"""How far back a code is still told from a forged one: that much is said about it, and it never acts."""


@dataclass(frozen=True)
class SheetRow:
    """One barcode of the sheet; `number` and `words` of its preset text, 0 and empty where it has none."""

    verb: Verb
    number: int
    words: str
    code: str


class CommandSheet:
    """The codes of one workstation. Raises StoreError where the journal will not do."""

    def __init__(self, journal: SqliteJournal, clock: Clock, rules: CommandRules) -> None:
        self._journal = journal
        self._clock = clock
        self.rules = rules
        self._secret = b""

    @property
    def shift(self) -> Shift:
        """The shift it is now."""
        return shift_at(self._clock(), self.rules.shifts)

    @property
    def number(self) -> int:
        """How often the sheet was replaced, ever."""
        return int(self._journal.value(SHEET) or 0)

    def replace(self) -> int:
        """From now on every sheet printed before is void (lost, copied); gives the new number."""
        number = self.number + 1
        self._journal.keep_value(SHEET, str(number))
        return number

    def rows(self) -> list[SheetRow]:
        """The sheet of this desk for the shift it is now."""
        shift, sheet = self.shift, self.number
        made = []
        for verb, number in sheet_of(self._journal.station.desk, self.rules):
            words = self.rules.text(verb, number) or ""
            parts = self._parts(shift, sheet, verb, number, words)
            made.append(SheetRow(verb, number, words, write_code(verb, number, proof(self._key, *parts))))
        return made

    def read(self, content: str) -> Command | Refusal:
        """What a scanned code commands here and now, or why it does not. See `core.commands.ReadCommand`."""
        written = read_code(content)
        if written is None:
            return Refusal("command_foreign")
        words = self.rules.text(written.verb, written.words)
        shift, sheet = self.shift, self.number
        if words is not None and self._made(written, shift, sheet, words):
            return Command(written.verb, words)
        return self._why_not(written, shift, sheet)

    def _why_not(self, written: Written, shift: Shift, sheet: int) -> Refusal:
        words = self.rules.text(written.verb, written.words)
        if words is None:
            return Refusal("command_foreign")
        for past in (shift, *shifts_before(shift, self.rules.shifts, REMEMBERED_SHIFTS)):
            for number in range(sheet, max(-1, sheet - REMEMBERED_SHEETS), -1):
                if self._made(written, past, number, words):
                    when = {"shift": past.name, "begins": datetime_be(past.begins), "until": datetime_be(past.ends)}
                    return Refusal("command_stale", when) if past != shift else Refusal("command_replaced")
        return Refusal("command_foreign")

    def _made(self, written: Written, shift: Shift, sheet: int, words: str) -> bool:
        return proves(self._key, written.proof, *self._parts(shift, sheet, written.verb, written.words, words))

    def _parts(self, shift: Shift, sheet: int, verb: Verb, number: int, words: str) -> tuple[str, ...]:
        station = self._journal.station
        place = (station.site, station.name, station.desk)
        # The words themselves: a text changed in the settings is another command than the one on the sheet.
        return (*place, shift.key, str(sheet), str(verb), str(number), words)

    @property
    def _key(self) -> bytes:
        if not self._secret:
            # The window and the command line may both be first: two secrets would make each other's codes foreign.
            self._secret = bytes.fromhex(self._journal.keep_first(SECRET, new_secret()))
        return self._secret
