"""Scans counted: how many came in and what became of each; nothing is lost without a number here."""

from collections import OrderedDict
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class ScanCount:
    """Scans since the desk was opened. `dropped` names each reason with its number, in order of first appearance.

    Every scan is counted once: understood (a known kind of number), refused (a text nobody knows or may use),
    repeat (the same code read again within the gap) or dropped (never became a text).
    """

    understood: int = 0
    refused: int = 0
    repeats: int = 0
    dropped: tuple[tuple[str, int], ...] = ()

    @property
    def read(self) -> int:
        """All frames that were read whole: understood, refused and repeated ones."""
        return self.understood + self.refused + self.repeats

    @property
    def dropped_total(self) -> int:
        """All that was dropped, whatever the reason."""
        return sum(number for _, number in self.dropped)

    def with_understood(self) -> "ScanCount":
        """One more scan that was understood."""
        return replace(self, understood=self.understood + 1)

    def with_refused(self) -> "ScanCount":
        """One more scan that was refused."""
        return replace(self, refused=self.refused + 1)

    def with_repeat(self) -> "ScanCount":
        """One more scan that only repeated the one before."""
        return replace(self, repeats=self.repeats + 1)

    def with_dropped(self, reason: str) -> "ScanCount":
        """One more drop for `reason`."""
        numbers = dict(self.dropped)
        numbers[reason] = numbers.get(reason, 0) + 1
        return replace(self, dropped=tuple(numbers.items()))

    def as_dict(self) -> dict[str, int | dict[str, int]]:
        """The numbers for `--json`."""
        return {
            "read": self.read,
            "understood": self.understood,
            "refused": self.refused,
            "repeats": self.repeats,
            "dropped": dict(self.dropped),
        }


MOST_UNKNOWN = 100


@dataclass(frozen=True)
class Typed:
    """Something a person typed that is no number: a password may have gone astray, so only its length is kept."""

    length: int


class UnknownCodes:
    """Codes that nobody knew, and how often each was read; the last hundred different ones, latest first."""

    def __init__(self) -> None:
        self._codes: OrderedDict[str | Typed, int] = OrderedDict()

    def note(self, code: str | Typed) -> None:
        """One more reading of `code`."""
        self._codes[code] = self._codes.pop(code, 0) + 1
        if len(self._codes) > MOST_UNKNOWN:
            self._codes.popitem(last=False)

    @property
    def listed(self) -> list[tuple[str | Typed, int]]:
        """Each code with its number."""
        return list(reversed(self._codes.items()))
