"""Views: everything a page shows, as plain values in one language. Pages render them and decide nothing."""

from dataclasses import dataclass, field
from enum import StrEnum

from officer_app.core.scans import ScanCount
from officer_app.viewmodels.form import Form
from officer_app.viewmodels.tones import Shape, Tone

__all__ = [
    "Asking",
    "Card",
    "Choices",
    "Fact",
    "Granting",
    "Line",
    "Mark",
    "Option",
    "Row",
    "Shape",
    "Side",
    "StatusItem",
    "Step",
    "Table",
    "Tone",
    "Verb",
    "View",
]


class Step(StrEnum):
    """What the last key press did; empty before any."""

    NOTHING = ""
    STAMPED = "stamped"
    RELEASED = "released"
    INSPECTING = "inspecting"
    XRAY_SENT = "xray_sent"
    HELD = "held"
    UNHELD = "unheld"


@dataclass(frozen=True)
class Mark:
    """A line or an outcome: `colour` green, red, xray or grey of the theme, its shape, its word."""

    colour: str
    shape: Shape
    word: str


@dataclass(frozen=True)
class Fact:
    """A labelled value. `strong`: to be compared with the cargo or paper; `tone` when it wants a look."""

    label: str
    value: str
    strong: bool = False
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True)
class Row:
    """One declaration: number, packages with unit, gross weight in kg."""

    number: str
    packages: str
    weight: str


@dataclass(frozen=True)
class Side:
    """One of the two truths shown side by side: our stamp, or the core's status with its age."""

    title: str
    value: str
    note: str
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True)
class Granting:
    """Who grants releases here (`code` says which of the cases it is), and whether he can be asked now."""

    code: str
    text: str
    tone: Tone
    shape: Shape


@dataclass(frozen=True)
class Card:
    """One record, or what was read where there is none. `due` says what it calls for next; `rows` and `total`
    are its declarations; `line` is None for what has none.
    """

    number: str
    kind: str
    line: Mark | None = None
    due: str = ""
    facts: tuple[Fact, ...] = ()
    rows: tuple[Row, ...] = ()
    total: Row | None = None
    ours: Side | None = None
    core: Side | None = None
    acts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    source: str = ""
    sample: bool = False


@dataclass(frozen=True)
class Verb:
    """One key: `name` (e.g. stamp_green), what it does, and `why` it cannot be done now (empty: it can).

    `reason` is the whole sentence of `why`; `wanted` marks the verb that the record calls for.
    """

    name: str
    key: str
    title: str
    why: str = ""
    reason: str = ""
    wanted: bool = False

    @property
    def enabled(self) -> bool:
        """Whether the key does anything now."""
        return not self.why


@dataclass(frozen=True)
class Asking:
    """A text the officer is asked for. `what`: findings, xray, hold or unhold; `wrong`: why the last Enter did
    nothing; `emptied`: what was typed is to be taken away (it was a scan); `whole`: a phrase is the whole answer;
    `more`: what the key is called that turns to phrases for which there was no room.
    """

    what: str
    prompt: str
    hint: str
    wrong: str = ""
    emptied: bool = False
    phrases: tuple[str, ...] = ()
    whole: bool = False
    more: str = ""


@dataclass(frozen=True)
class Option:
    """One answer to choose: the digit key that takes it, what it is, where it leads."""

    key: str
    title: str
    note: str


@dataclass(frozen=True)
class Choices:
    """A question with its answers: what a number means that fits more than one thing."""

    prompt: str
    hint: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Line:
    """One line of a list, cell by cell; `tone` of the last cell, `tones` of others by their place."""

    cells: tuple[str, ...]
    tone: Tone = Tone.NEUTRAL
    tones: tuple[tuple[int, Tone], ...] = ()


@dataclass(frozen=True)
class Table:
    """A list with one line selected. `grid`: keys move about in it and no text is typed meanwhile; `empty` is said
    where it has no lines; `wide` is the column that takes what room is left, from 0 (-1: the last).
    """

    title: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    selected: int = 0
    empty: str = ""
    grid: bool = False
    wide: int = -1


@dataclass(frozen=True)
class View:
    """All that a desk page shows.

    `code`: of the refusal shown, empty otherwise. `must_acknowledge`: nothing goes on before Space or Esc.
    `busy`: an answer is being waited for. `waiting`: scans that came meanwhile. `printing`: empty, printing,
    printed or failed; `print_text` says so.
    """

    language: str
    tone: Tone
    shape: Shape
    headline: str
    sentence: str = ""
    note: str = ""
    code: str = ""
    step: Step = Step.NOTHING
    mark: Mark | None = None
    must_acknowledge: bool = False
    busy: bool = False
    waiting: int = 0
    card: Card | None = None
    asking: Asking | None = None
    choices: Choices | None = None
    table: Table | None = None
    form: Form | None = None
    granting: Granting | None = None
    verbs: tuple[Verb, ...] = ()
    printing: str = ""
    print_text: str = ""
    counts: ScanCount = field(default_factory=ScanCount)


@dataclass(frozen=True)
class StatusItem:
    """One sentence of the status bar. `name`: age, unsent, quarantined, link, encryption, settings, scanner or sound;
    `more` says what to do about it; `detail` is for who wants to know.
    """

    name: str
    text: str
    tone: Tone
    shape: Shape
    more: str = ""
    detail: str = ""
