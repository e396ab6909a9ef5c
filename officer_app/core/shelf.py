"""What long readings need of a journal: acts in stretches, so that somebody can be told how far, and can say stop."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from officer_app.core.acts import Act
from officer_app.core.register import Span


@dataclass(frozen=True)
class SetAside:
    """An own act that the centre would not take: `code` of its reason, and the reason in the centre's words."""

    act: Act
    code: str
    reason: str


class Shelf(Protocol):
    """A journal as registers and reconciliation read it. Any thread."""

    def heads(self) -> Mapping[str, int]:
        """The last sequence known here of each workstation."""
        ...

    def stretch(self, station: str, after_seq: int, up_to: int, span: Span) -> list[Act]:
        """The acts of `span` that `station` recorded behind `after_seq`, up to `up_to` itself, in its order."""
        ...

    def set_aside(self) -> list[SetAside]:
        """The own acts that the centre would not take and has not taken since, oldest first."""
        ...
