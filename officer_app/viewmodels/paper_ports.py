"""What pages of printing are handed: pictures of papers, and the queue of what was printed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.viewmodels.ports import Sentence


@dataclass(frozen=True)
class PagePicture:
    """One page of a paper: `width` x `height` dots, `stride` bytes a row, 1 (grey) or 3 (RGB) a dot; its size in mm."""

    width: int
    height: int
    stride: int
    grey: bool
    width_mm: float
    height_mm: float
    pixels: bytes


Pages = Callable[[int], Iterator[PagePicture]]
"""The pages of a paper for a printer of so many dots an inch, one by one."""


class Painting(Protocol):
    """Draws papers on printers; any thread, while the program's windows live (or could)."""

    def __call__(self, printer: str, title: str, dpi: int, pages: Pages) -> str:
        """Draw all pages on `printer` as one job called `title`; `dpi` 0: what the printer has.

        Gives an empty text, or why nothing was queued: unknown_printer or not_accepting.
        """
        ...


@dataclass(frozen=True)
class PrintRow:
    """One print as the queue page lists it. `status`: made, queued, printing, waiting, printed, failed or unknown;
    `why` is the printer's sentence; `at` is a moment (ISO 8601).
    """

    act_id: str
    form: str
    title: Sentence
    number: str
    copy: int
    printer: str
    officer: str
    at: str
    status: str
    said: Sentence
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether its printer has not ended it yet."""
        return self.status in ("queued", "printing", "waiting", "unknown") and bool(self.printer)


@dataclass(frozen=True)
class Choice:
    """A paper that can be printed of a number: its form and its title in both languages."""

    form: str
    title: Sentence


@dataclass(frozen=True)
class Wanted:
    """A paper of a number; `more` are texts that no record has and the officer typed, by field."""

    form: str
    number: str
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NeedsText:
    """The paper has a field that no record fills: the officer is asked for it by its label."""

    field: str
    label: Sentence


class PaperDesk(Protocol):
    """The printing of one workstation. Every method is called off the main thread and may raise."""

    def rows(self) -> Sequence[PrintRow]:
        """The latest prints, youngest first; ends that printers know are recorded."""
        ...

    def cancel(self, act_id: str) -> Refusal | None:
        """Take an open print out of its printer's queue."""
        ...

    def again(self, officer: SignedIn, act_id: str, reason: str) -> PrintRow | Refusal:
        """Print the same paper once more; a Refusal `reason_needed` where it counts as printed before."""
        ...

    def choices(self, number: str) -> Sequence[Choice]:
        """The papers that `number` may have."""
        ...

    def preview(self, officer: SignedIn, wanted: Wanted) -> Sequence[PagePicture] | NeedsText | Refusal:
        """How a paper will look; nothing is recorded."""
        ...

    def pictures_of(self, act_id: str) -> Sequence[PagePicture] | Refusal:
        """How a paper of the list looks."""
        ...

    def print_paper(self, officer: SignedIn, wanted: Wanted, reason: str) -> PrintRow | NeedsText | Refusal:
        """Print a paper where its form goes; `reason_needed` where it was printed before."""
        ...
