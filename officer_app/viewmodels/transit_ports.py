"""What the transit desk's page is handed: the desk, its printing, declared data from files and records."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from officer_app.core.canonical import Value
from officer_app.core.ports import Person
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_lists import Listing
from officer_app.viewmodels.paper_ports import PaperDesk
from officer_app.viewmodels.register_ports import TakenOut


class TransitOffice(Protocol):
    """One workstation's transit desk. All is called on the main thread, but for what `papers` does and `take_out`."""

    @property
    def desk(self) -> TransitDesk: ...
    @property
    def papers(self) -> PaperDesk | None:
        """Its printing; None where there is none."""
        ...

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of file that lists and registers are taken out as: pdf, xlsx, csv."""
        ...

    def take_out(self, officer: Person, register: str, kind: str, which: Listing | None = None) -> TakenOut:
        """Write a register (cases, of one list where `which` says so, guarantees, numbers, figures) as a file of `kind`
        into the home; who took it out is noted. May raise.
        """
        ...

    def label(self, field: str) -> Both | None:
        """How form 448/1, the container list or the receipt calls a field: `route`, `items.hs_code`; None where it is
        in none of them.
        """
        ...

    def longest(self, field: str) -> int:
        """How many characters the same forms take for a field that is a text; zero where it is in none of them."""
        ...

    def files(self) -> Sequence[str]:
        """The names of the data files that lie ready, youngest first."""
        ...

    def load(self, name: str) -> Mapping[str, Value] | Refusal:
        """The declared data in a file that lies ready, or at a path that was typed."""
        ...

    def record(self, number: str) -> Mapping[str, Value] | None:
        """The declared data of an electronic transit declaration that was mirrored; None where there is none."""
        ...
