"""What is wrong with a row of an imported file: where, and in both languages why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`line` counts from 1, the header included; `column` is empty where the whole line is meant."""

    line: int
    column: str
    th: str
    en: str


class BadRow(ValueError):
    """A row that cannot become a record: `column`, and why in Thai and English."""

    def __init__(self, column: str, th: str, en: str) -> None:
        super().__init__(en)
        self.column = column
        self.th = th
        self.en = en


class NotThisFile(ValueError):
    """The whole file is something else; the message says what was missing."""
