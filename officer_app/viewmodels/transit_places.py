"""Places of the transit page: what each shows and what its keys do; and the clerk who goes from one to the other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from officer_app.core.acts import ActKind
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.viewmodels.speech import Speech, Voices
from officer_app.viewmodels.transit_asking import Sheet
from officer_app.viewmodels.transit_ports import TransitOffice
from officer_app.viewmodels.view import Card, Table


@dataclass(frozen=True)
class Key:
    """A key of a place: `key` is F5 to F10 or Enter; `title` a key of the catalogue; `why` it is closed, if it is."""

    key: str
    title: str
    do: Callable[[], None]
    why: Refusal | None = None
    wanted: bool = False


class Place:
    """Something the page shows. What a key does where a place has no use for it is nothing."""

    keeps = False
    """Whether something is being counted here that leaving would lose: scans wait."""

    def title(self, speech: Speech) -> str:
        """The headline while nothing else is said."""
        return ""

    def hint(self, speech: Speech) -> str:
        """What the keys do here."""
        return ""

    def table(self, speech: Speech) -> Table | None:
        """The list or grid, if it is one."""
        return None

    def card(self, speech: Speech) -> Card | None:
        """The card, if it is one."""
        return None

    def offers(self) -> tuple[Key, ...]:
        """The keys at the foot of the page."""
        return ()

    def refresh(self) -> None:
        """Read again what is shown."""

    def tick(self) -> None:
        """Time went by."""
        self.refresh()

    def move(self, rows: int) -> None:
        """Up or down."""

    def side(self, steps: int) -> None:
        """Left or right."""

    def digit(self, number: int) -> None:
        """A digit, 0 to 9."""

    def space(self) -> None:
        """The space bar."""

    def enter(self) -> None:
        """Enter alone."""


class Clerk(Protocol):
    """Whoever is at the desk, as places and their steps see him."""

    @property
    def office(self) -> TransitOffice: ...
    @property
    def officer(self) -> SignedIn | None: ...
    @property
    def voices(self) -> Voices: ...
    def ask(self, sheet: Sheet) -> None:
        """Ask what a sheet asks, then let it finish."""
        ...

    def ask_later(self, sheet: Sheet) -> None:
        """Ask it when nothing else is asked any more."""
        ...

    def go(self, place: Place) -> None:
        """Show `place`; Esc comes back here."""
        ...

    def back(self) -> None:
        """Leave the place that is shown."""
        ...

    def open_case(self, number: str) -> None:
        """Show a case, over the lists."""
        ...

    def code_of(self, case: str) -> str:
        """The signed code of `case` that was just scanned from its paper; empty where none was."""
        ...

    def second(self, what: Both, kind: ActKind, done: Callable[[SignedIn | None], None]) -> None:
        """Ask a second officer to sign in on the spot; None where it was given up."""
        ...

    def refused(self, refusal: Refusal) -> None:
        """Say why not; it stays until it is acknowledged."""
        ...

    def recorded(self, headline: Both, sentence: Both, *, good: bool = True) -> None:
        """Say what was recorded, and read again what is shown."""
        ...

    def work(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Off the main thread; `done` then gets the answer on it."""
        ...

    def aside(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Off the main thread while the desk goes on; `done` then gets the answer on it."""
        ...

    def print_papers(self, case: str, forms: Iterable[str], more: Mapping[str, str] | None = None) -> None:
        """Print papers of a case, one after the other."""
        ...
