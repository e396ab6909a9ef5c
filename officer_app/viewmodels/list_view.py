"""What a page with a list shows, as plain values in one language, and what its keys reach."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

from officer_app.texts import Both
from officer_app.viewmodels.page_work import Message, PageWork
from officer_app.viewmodels.view import Asking, Fact, Line, Tone, Verb

Row = TypeVar("Row")


@dataclass(frozen=True)
class Evidence:
    """One side of a case: who or what it is, what is said of it, the facts of its act."""

    title: str
    note: str
    facts: tuple[Fact, ...]
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True)
class Bar:
    """What a chart says of one key: a value of each series (None: nothing known), and the numbers as text."""

    label: str
    values: tuple[int | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """`stacked`: the values of a bar add up; else they stand side by side. `colours` are names of the theme's, one a
    series; each series has its own hatching too.
    """

    title: str
    series: tuple[str, ...]
    colours: tuple[str, ...]
    bars: tuple[Bar, ...]
    stacked: bool = True

    @property
    def said(self) -> str:
        """All of it in words, for who hears it."""
        rows = (
            f"{bar.label}: {', '.join(f'{name} {text}' for name, text in zip(self.series, bar.texts, strict=True))}"
            for bar in self.bars
        )
        return "; ".join((self.title, *rows))


class Rows(Sequence[Line], Generic[Row]):
    """The lines of very many `rows`, each made once it is looked at; equal to those of the same rows said alike."""

    def __init__(self, rows: tuple[Row, ...], language: str, make: Callable[[Row], Line]) -> None:
        self._rows, self._language, self._make = rows, language, make
        # A view asks for each cell of a line many times.
        self._made: dict[int, Line] = {}

    def __len__(self) -> int:
        """All of them."""
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        """The line in `place`."""
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        made = self._made.get(place)
        if made is None:
            made = self._made[place] = self._make(self._rows[place])
        return made

    def __eq__(self, other: object) -> bool:
        """The very same rows in the same language."""
        return isinstance(other, Rows) and self._rows is other._rows and self._language == other._language

    def __hash__(self) -> int:
        """By what makes them equal."""
        return hash((id(self._rows), self._language))


@dataclass(frozen=True)
class ListView:
    """All that the page shows. `facts` stand above the list, `sides` and `charts` below it; `done` of a long work is
    in percent, None where nothing long is under way; `entry` is the label of the field, empty where there is none;
    `long`: the list takes the greater part of the page, and PgUp and PgDn move in it.
    """

    title: str
    hint: str
    heads: tuple[str, ...] = ()
    lines: Sequence[Line] = ()
    selected: int = 0
    empty: str = ""
    message: str = ""
    tone: Tone = Tone.NEUTRAL
    asking: Asking | None = None
    entry: str = ""
    verbs: tuple[Verb, ...] = ()
    facts: tuple[Fact, ...] = ()
    sides: tuple[Evidence, ...] = ()
    charts: tuple[Chart, ...] = ()
    done: int | None = None
    long: bool = False


class ListModel(PageWork):
    """A page with a list, as the window drives it. Main thread only."""

    @abstractmethod
    def view(self, language: str) -> ListView:
        """The page as it is now."""

    @abstractmethod
    def enter(self, text: str) -> None:
        """Enter: what was typed, or the line that is selected."""

    @abstractmethod
    def escape(self) -> bool:
        """One step back; False where there is none."""

    @abstractmethod
    def press(self, name: str) -> None:
        """The key of the verb `name`."""

    @abstractmethod
    def on_scan(self, text: str) -> None:
        """What was scanned while the page is open."""

    @abstractmethod
    def refresh(self) -> None:
        """The page was opened: read what it shows."""

    def move(self, steps: int) -> None:
        """Up or down the list."""
        self.selected = max(0, min(self._length() - 1, self.selected + steps))

    def fail(self, sentence: Both) -> None:
        """Something of ours went wrong: the page says so and goes on."""
        self.message = Message(sentence, good=False)

    @abstractmethod
    def _length(self) -> int:
        """Lines of the list that is shown."""

    def _said(self, language: str) -> tuple[str, Tone]:
        """The message with its tone."""
        if self.message is None:
            return "", Tone.NEUTRAL
        tone = {True: Tone.GOOD, False: Tone.REFUSE, None: Tone.NEUTRAL}[self.message.good]
        return self.message.text.say(language), tone
