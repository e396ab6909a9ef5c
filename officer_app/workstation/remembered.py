"""What is folded from all acts of some kinds, and remembered as long as there are no more of them."""

from collections.abc import Callable, Collection
from typing import Generic, TypeVar

from officer_app.store.journal import SqliteJournal

T = TypeVar("T")


class Remembered(Generic[T]):
    """Acts are never changed or deleted: as many of these kinds as before are the same ones. Any thread."""

    def __init__(self, journal: SqliteJournal, kinds: Collection[str], fold: Callable[[], T]) -> None:
        self._journal = journal
        self._kinds = frozenset(kinds)
        self._fold = fold
        self._known: tuple[int, object, T] | None = None

    def get(self, besides: object = None) -> T:
        """The fold; made anew too where `besides`, which it also depends on, is another one. Raises StoreError."""
        # Counted first: what arrives while it is folded shows the next time.
        number = self._journal.count_of_kinds(self._kinds)
        known = self._known
        if known is not None and known[:2] == (number, besides):
            return known[2]
        folded = self._fold()
        self._known = (number, besides, folded)
        return folded
