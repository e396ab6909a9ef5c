"""What the transit desk's page is handed: the desk, its printing, declared data from files and records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from officer_app.core.canonical import Value
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.viewmodels.paper_ports import PaperDesk
from officer_app.viewmodels.register_ports import TakenOut


@dataclass(frozen=True)
class TransitSheet:
    """A register or list to be taken out: `name` for its file, its title, its heads, its rows; figures are numbers."""

    name: str
    title: Both
    heads: tuple[Both, ...]
    rows: tuple[tuple[str | int, ...], ...]


class TransitOffice(Protocol):
    """One workstation's transit desk. All is called on the main thread, but for what `papers` does and `take_out`."""

    @property
    def desk(self) -> TransitDesk: ...
    @property
    def papers(self) -> PaperDesk | None:
        """Its printing; None where there is none."""
        ...

    def take_out(self, officer: str, sheet: TransitSheet) -> TakenOut:
        """Write `sheet` as a spreadsheet into the home; who took it out is noted. May raise."""
        ...

    def label(self, field: str) -> Both | None:
        """How form 448/1 or the container list calls a field: `route`, `items.hs_code`; None where neither has it."""
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
