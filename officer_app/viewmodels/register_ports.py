"""What the page of registers is handed: a register read, and taken out as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from officer_app.core.refusals import Refusal
from officer_app.usecases.progress import Progress
from officer_app.usecases.read_register import Register, Wanted


@dataclass(frozen=True)
class TakenOut:
    """A register in its file; `rows` of it."""

    file: str
    rows: int


class RegisterDesk(Protocol):
    """The registers of one workstation. Methods are called off the main thread and may raise."""

    @property
    def shifts(self) -> Mapping[str, str]:
        """The shifts of the site: name → when it begins."""
        ...

    def read(self, wanted: Wanted, progress: Progress) -> Register:
        """The register that is wanted. Raises Stopped."""
        ...

    def take_out(self, officer: str, register: Register, kind: str) -> TakenOut | Refusal:
        """Write `register` as `kind`: xlsx, or pdf (a day's acts, else the figures); who took it out is noted."""
        ...
