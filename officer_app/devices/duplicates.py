"""Duplicates: a scanner held on one code reads it again and again; that is one scan."""


class Repeats:
    """Remembers the last code of one scanner. `gap_s`: seconds within which the same code is a repeat."""

    def __init__(self, gap_s: float = 1.0) -> None:
        self._gap_s = gap_s
        self._code: bytes | str | None = None
        self._at = 0.0

    def is_repeat(self, code: bytes | str, at: float) -> bool:
        """Whether `code`, read at `at`, only repeats the one before; each repeat starts the gap anew.

        Another code in between makes it a new scan: that took a hand.
        """
        repeat = code == self._code and 0 <= at - self._at <= self._gap_s
        self._code = code
        self._at = at
        return repeat
