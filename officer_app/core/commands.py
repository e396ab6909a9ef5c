"""Command barcodes: what may be scanned instead of pressed, how a code is written, and when one may act. Pure.

A code is `OC1:` + two letters of the verb + the number of its preset words (0: none) + 10 characters of proof, all of
them in Code 128's cheap alphabet: `OC1:SR1K7M2Q9XW4P`. The proof is made elsewhere from a secret of the workstation.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from officer_app.core.refusals import Refusal
from officer_app.core.shifts import SHIFTS

PREFIX = "OC1:"
PROOF_CHARACTERS = 10
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that a code read aloud or typed is not misread."""


class Verb(StrEnum):
    """What a command does; the value is its two letters in the code."""

    STAMP_GREEN = "SG"
    INSPECT = "IN"
    STAMP_RED = "SR"
    SEND_XRAY = "XS"
    STAMP_XRAY = "XP"
    HOLD = "HO"
    RELEASE = "RE"
    REFUSE = "RF"
    UNDO = "UN"
    ACKNOWLEDGE = "AK"
    CLEAR = "CL"
    NEXT_PAGE = "NP"
    PRINT_AGAIN = "PR"
    CHANGE_OFFICER = "CO"
    CHOOSE = "CH"


WITH_WORDS = frozenset({Verb.STAMP_RED, Verb.HOLD, Verb.REFUSE})
"""Commands that record words; each preset text has a barcode of its own."""

NEEDS_SUBJECT = frozenset(Verb) - {
    Verb.ACKNOWLEDGE,
    Verb.CLEAR,
    Verb.NEXT_PAGE,
    Verb.CHANGE_OFFICER,
    Verb.CHOOSE,
}
"""Commands that record something: their permit has to have been scanned just before (design §11)."""

AT_DESK: Mapping[str, tuple[Verb, ...]] = {
    "inspection": (
        Verb.STAMP_GREEN,
        Verb.STAMP_RED,
        Verb.STAMP_XRAY,
        Verb.INSPECT,
        Verb.SEND_XRAY,
        Verb.HOLD,
        Verb.UNDO,
        Verb.PRINT_AGAIN,
        Verb.ACKNOWLEDGE,
        Verb.CLEAR,
        Verb.NEXT_PAGE,
        Verb.CHANGE_OFFICER,
        Verb.CHOOSE,
    ),
    "checking_post": (
        Verb.RELEASE,
        Verb.REFUSE,
        Verb.ACKNOWLEDGE,
        Verb.CLEAR,
        Verb.NEXT_PAGE,
        Verb.CHANGE_OFFICER,
        Verb.CHOOSE,
    ),
}
"""What stands on a desk's sheet, in its order. The other desks have no page of their own yet."""

_CODE = re.compile(rf"OC1:(?P<verb>{'|'.join(Verb)})(?P<words>[0-9])(?P<proof>[{ALPHABET}]{{{PROOF_CHARACTERS}}})")
MOST_WORDS = 9
CHOICES = 4
"""Answers shown at once where a number means more than one thing: each has its digit key and its barcode."""
MOST_CODES = 28
"""Barcodes that a sheet has room for. What comes last, the choices, gives way to preset texts: they have keys, too."""


@dataclass(frozen=True)
class Written:
    """A code as it is written: verb, number of its words (0: none), proof."""

    verb: Verb
    words: int
    proof: str


@dataclass(frozen=True)
class Command:
    """A command whose proof is right: here, now. `words` is what it records, for those that record words."""

    verb: Verb
    words: str = ""


@dataclass(frozen=True)
class CommandRules:
    """What a site sets about commands.

    `window_s`: seconds for which a scanned permit may be acted on; `words`: preset texts by verb, at most nine each.
    """

    shifts: Mapping[str, str] = field(default_factory=lambda: dict(SHIFTS))
    window_s: int = 60
    words: Mapping[Verb, tuple[str, ...]] = field(default_factory=dict)

    def text(self, verb: Verb, number: int) -> str | None:
        """The preset text `number` (from 1) of `verb`, or None; 0 is the empty text of a verb that needs none."""
        if verb is Verb.CHOOSE:
            return str(number) if 0 < number <= CHOICES else None
        texts = self.words.get(verb, ())
        if verb not in WITH_WORDS:
            return "" if number == 0 else None
        return texts[number - 1] if 0 < number <= len(texts) else None


ReadCommand = Callable[[str], Command | Refusal]
"""Reads a command code: the command, or why it is none here and now (`command_foreign`, `command_stale`, ...)."""

ALARMS = frozenset({"command_foreign", "command_stale", "command_replaced"})
"""Refusals that somebody should look into: a code that is not of this desk's sheet, or no longer."""


def is_command(content: str) -> bool:
    """Whether an unwrapped text claims to be a command."""
    return content.startswith(PREFIX)


def read_code(content: str) -> Written | None:
    """The parts of a code; None for what is written in no such way."""
    found = _CODE.fullmatch(content)
    return None if found is None else Written(Verb(found["verb"]), int(found["words"]), found["proof"])


def write_code(verb: Verb, words: int, proof: str) -> str:
    """The code that `read_code` reads. Raises ValueError for parts that are none."""
    code = f"{PREFIX}{verb}{words}{proof}"
    if read_code(code) is None:
        raise ValueError(f"no code has the parts {verb}, {words}, {proof!r}")
    return code


def sheet_of(desk: str, rules: CommandRules) -> list[tuple[Verb, int]]:
    """What a sheet of `desk` holds: each verb, or each of its preset texts (from 1), in order."""
    rows: list[tuple[Verb, int]] = []
    for verb in AT_DESK.get(desk, ()):
        rows += [(verb, number) for number in range(MOST_WORDS + 1) if rules.text(verb, number) is not None]
    return rows[:MOST_CODES]


def too_late(scanned_at: datetime | None, now: datetime, rules: CommandRules) -> Refusal | None:
    """Why a command may not act on what was scanned at `scanned_at` (None: nothing was), or None."""
    if scanned_at is None:
        return Refusal("command_no_subject", {"seconds": str(rules.window_s)})
    # A clock set back proves nothing about how fresh a scan is.
    if not timedelta(0) <= now - scanned_at <= timedelta(seconds=rules.window_s):
        return Refusal("command_late", {"seconds": str(rules.window_s)})
    return None
