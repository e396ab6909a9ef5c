"""What a desk's models are handed beside the use cases: signals, the printer of slips, work off the main thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from officer_app.core.commands import CommandRules, ReadCommand, Verb
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both, Coded, Texts
from officer_app.usecases.counter import Counter
from officer_app.viewmodels.entrances import AskSecond, nobody_second

T = TypeVar("T")


class Sentence(Protocol):
    """Anything said in both languages."""

    @property
    def th(self) -> str: ...
    @property
    def en(self) -> str: ...


class Signals(Protocol):
    """Sound or light. No verb blocks and none raises."""

    def good(self) -> None: ...
    def refuse(self) -> None: ...
    def attention(self) -> None: ...
    def alarm(self) -> None: ...
    def silence(self) -> None: ...
    @property
    def trouble(self) -> Coded | None:
        """Why nobody hears them, the sentence `unheard.<code>`; None while they are heard."""
        ...


@dataclass(frozen=True)
class Printed:
    """A slip that was made: the name of its file, its pages, which copy it is (from 1).

    `printer`: where it was sent, empty where it is only a file. `done`: the printer says that it is printed;
    `open`: it has not ended it yet; `moving`: and nothing holds it up; `sentence`: what the printer said. `later` asks
    what became of the slip since, also where it was printed once more elsewhere: off the main thread, may raise; None
    where nothing more can become of it.
    """

    file: str
    pages: int
    copy: int
    printer: str = ""
    done: bool = False
    sentence: Sentence | None = None
    open: bool = False
    moving: bool = False
    later: "Callable[[], Printed] | None" = field(default=None, compare=False)


@dataclass(frozen=True)
class Storage:
    """How the disk is and the second medium. `room`: plenty, little, or spent (only acts are written any more);
    `copy`: none, good, away, same_disk or ahead; `behind`: how many unsent acts are not on it. `mirror_lost`: the
    reference records were damaged and set aside, and have not come again.
    """

    room: str = "plenty"
    free_mb: int = 0
    copy: str = "none"
    behind: int = 0
    mirror_lost: bool = False


PrintSlip = Callable[[SignedIn, str, str, str], Printed | Refusal]
"""Prints the slip of a stamp (officer, permit number, act id, why again or empty) and records it.

Called off the main thread; may raise."""

Explain = Callable[[Exception], Sentence | None]
"""The sentence for a fault of the world (a full disk, a lost file); None where it is a mistake of ours."""


class Run(Protocol):
    """Runs `work` off the main thread; `done`, or `failed` with the fault's sentence, is then called on it, once."""

    def __call__(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Both], None]) -> None: ...


@dataclass(frozen=True)
class Link:
    """The line to the centre. `trouble`: none, here, centre, or alone (no centre is set); `encrypted`: None where
    it is not known. `sentence` says more about a trouble.
    """

    trouble: str = "alone"
    encrypted: bool | None = None
    sentence: Sentence | None = None


@dataclass(frozen=True)
class Scanner:
    """The scanners of the desk: whether all of them read, why not, and whether another one does. `name` is their
    ports; empty where none is set.
    """

    name: str = ""
    ready: bool = False
    sentence: Sentence | None = None
    another: bool = False


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `state` good, attention or bad; the sentence says what to do."""

    name: str
    state: str
    sentence: Sentence


class Devices(Protocol):
    """What the test bench looks at. `watch`, `findings` and `ports` may be called on any thread."""

    def watch(self, on_bytes: Callable[[str, bytes, float], None] | None) -> None:
        """Let `on_bytes` (url, bytes, seconds of a monotonic clock) hear what scanners send, on any thread."""
        ...

    def findings(self) -> list[Finding]:
        """What the doctor says of devices; may take a second."""
        ...


@dataclass(frozen=True)
class Tools:
    """What every desk model works with; `changed` is called when an answer came that no key asked for."""

    counter: Counter
    texts: Texts
    signals: Signals
    run: Run
    print_slip: PrintSlip
    changed: Callable[[], None]
    read_command: ReadCommand | None = None
    command_rules: CommandRules = field(default_factory=CommandRules)
    window: Callable[[Verb], None] = lambda verb: None
    ask_second: AskSecond = nobody_second
    officers: Callable[[], Sequence[Person]] = tuple
