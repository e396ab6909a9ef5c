"""A desk's world for tests: real stores in a folder, sample permits, officers with real keys, a clock to turn."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from officer_app.central.memory import MemoryCentral, MemoryCentre
from officer_app.core.acts import Act, Mode
from officer_app.core.ports import (
    Central,
    Claim,
    Denied,
    Granted,
    Person,
    SignedIn,
    Signer,
    Station,
    Taken,
    TokenSays,
    Unreachable,
)
from officer_app.core.records import DeclarationLine, Permit, Record, permit_to_doc
from officer_app.core.refusals import Refusal
from officer_app.devices.unheard import Unheard
from officer_app.print.forms import Forms
from officer_app.security.keys import Ed25519Signer
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror
from officer_app.texts import Both, Texts
from officer_app.usecases.counter import Counter
from officer_app.viewmodels.ports import Printed, Tools

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 21, 3, 4, 5, tzinfo=UTC)
KEY = bytes(range(32))

GREEN, RED, XRAY, ROAD = "9911A0000001", "9911A0000002", "9911A0000003", "9911A0000004"
CANCELLED, LOADED, HELD, UNKNOWN = "9911A0000005", "9911A0000006", "9911A0000007", "9911A0000099"
TRANSIT = "A0201991100077"

INSPECTOR = Person("somchai", "สมชาย ใจตรง", frozenset({"inspection", "supervisor"}))
CHECKER = Person("malee", "มาลี รอบคอบ", frozenset({"checking_post"}))
XRAYER = Person("wichai", "วิชัย แม่นยำ", frozenset({"xray"}))


class Sounds:
    """Signals that are remembered."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.trouble: Unheard | None = None

    def good(self) -> None:
        self.heard.append("good")

    def refuse(self) -> None:
        self.heard.append("refuse")

    def attention(self) -> None:
        self.heard.append("attention")

    def alarm(self) -> None:
        self.heard.append("alarm")

    def silence(self) -> None:
        self.heard.append("silence")

    @property
    def last(self) -> str:
        return self.heard[-1] if self.heard else ""


class Later:
    """Background work that a test lets happen when it likes: `step` does the oldest, as the main thread sees it."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[], None]] = []

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Both], None]) -> None:
        def happen() -> None:
            try:
                answer = work()
            except RuntimeError as fault:
                failed(Both(f"ไทย {fault}", str(fault)))
            else:
                done(answer)

        self._waiting.append(happen)

    def step(self) -> None:
        self._waiting.pop(0)()

    def settle(self) -> None:
        """All of it happens, and what comes of it too."""
        while self._waiting:
            self.step()

    @property
    def under_way(self) -> int:
        return len(self._waiting)


class Printer:
    """Makes slips, or does not."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str, str]] = []
        self.reasons: list[str] = []
        self.refusal: Refusal | None = None
        self.fault: Exception | None = None

    def __call__(self, officer: SignedIn, number: str, act_id: str, reason: str) -> Printed | Refusal:
        if self.fault is not None:
            raise self.fault
        if self.refusal is not None:
            return self.refusal
        self.made.append((officer.person.name, number, act_id))
        self.reasons.append(reason)
        return Printed(f"slip-{number}.pdf", 1, len(self.made))


class OneAnswer(MemoryCentral):
    """The simulated centre, but it answers every claim alike."""

    def __init__(self, answer: Granted | Taken | Denied | Unreachable) -> None:
        centre = MemoryCentre("CE", clock=lambda: NOW)
        centre.let_in("any")
        super().__init__(centre, "any")
        self.answer = answer
        self.claims: list[Claim] = []

    def claim(self, claim: Claim, deadline_s: float) -> Granted | Taken | Denied:
        """The one answer."""
        self.claims.append(claim)
        if isinstance(self.answer, Unreachable):
            raise self.answer
        return self.answer


_DECLARATIONS = (
    DeclarationLine("A0121991100123", 120, "CT", 1_234_567),
    DeclarationLine("A0121991100124", 8, "PK", 96_500),
)
_SAMPLE = {
    "line": "GREEN",
    "state": "issued",
    "mode": "air",
    "release_port": "0123",
    "load_port": "0129",
    "vehicle": "2ฒฆ4321",
    "vehicle_province": "สมุทรปราการ",
    "vehicle_country": "TH",
    "seal_no": "TH0099123",
    "flight": "TG 999",
    "departure_at": "2026-11-21T20:30:00+07:00",
    "mawb": "21799900011",
    "company_tax_no": "0105599000014",
    "company_branch": "00000",
    "company_name": "บริษัท ตัวอย่างส่งออกผลไม้และกล้วยไม้ไทย จำกัด",
    "core_status": "0209",
    "core_as_of": "2026-11-21T08:55:00+07:00",
}


def permit(number: str, **changes: str) -> Permit:
    """An invented permit: air, Green, two declarations."""
    fields = {**_SAMPLE, "hawb": f"HAWB{number[-4:]}", **changes}
    return Permit(number=number, declarations=_DECLARATIONS, **fields)


PERMITS = (
    permit(GREEN),
    permit(RED, line="RED", order="51", mawb="21799900022", vehicle="70-1234", hawb=""),
    permit(XRAY, line="RED", order="XRAY", mawb="21799900033", vehicle="3ฒณ77"),
    permit(
        ROAD,
        mode="road",
        mawb="",
        hawb="",
        flight="",
        departure_at="",
        trailer="71-5678",
        container_no="TEXU9900011",
        container_code="22G1",
        vehicle="1ฒญ9876",
    ),
    permit(CANCELLED, state="cancelled", mawb="", vehicle="", hawb=""),
    permit(LOADED, state="loaded", core_status="0409", mawb="", vehicle="", hawb=""),
    permit(HELD, state="held", mawb="", vehicle="", hawb=""),
)


def record_of(made: Permit) -> Record:
    """The permit as the mirror keeps it."""
    as_of = NOW - timedelta(minutes=7)
    return Record("permit", made.number, permit_to_doc(made), "sample", as_of, keys=made.search_keys)


def transit_record() -> Record:
    """A transit declaration."""
    return Record("transit", TRANSIT, "{}", "sample", NOW - timedelta(minutes=7))


@dataclass
class World:
    """One workstation. `tools` go into a model."""

    counter: Counter
    journal: SqliteJournal
    mirror: SqliteMirror
    texts: Texts
    sounds: Sounds = field(default_factory=Sounds)
    later: Later = field(default_factory=Later)
    printer: Printer = field(default_factory=Printer)
    changes: list[str] = field(default_factory=list)
    now: datetime = NOW

    @property
    def tools(self) -> Tools:
        return Tools(
            self.counter, self.texts, self.sounds, self.later.run, self.printer, lambda: self.changes.append("changed")
        )

    def close(self) -> None:
        self.mirror.close()
        self.journal.close()


def signed_in(person: Person) -> SignedIn:
    """`person` with a key of his own."""
    return SignedIn(person, Ed25519Signer(Ed25519PrivateKey.generate()))


def make_world(folder: Path, desk: str, central: Central | None = None, mode: Mode = Mode.SAMPLE) -> World:
    """A workstation of `desk` (inspection or checking_post) in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    name, post = ("CE-1", "") if desk == "inspection" else ("CP-1-1", "CP-1")
    journal = SqliteJournal(folder / "journal.db", KEY, Station("CE", name, desk, post, mode))
    mirror = SqliteMirror(folder / "mirror.db", KEY)
    mirror.load([*(record_of(made) for made in PERMITS), transit_record()])
    mirror.contacted(NOW - timedelta(seconds=42))
    ids = count(1)
    tokens: dict[str, TokenSays] = {}

    def issue_token(act: Act, signer: Signer) -> str:
        text = f"OA1:{act.act_id}"
        tokens[text] = TokenSays(
            act.subject.number,
            act.subject.round,
            act.text("outcome"),
            act.text("stamp_text"),
            act.text("release_post"),
            act.officer,
            act.at,
            act.hash.hex(),
        )
        return text

    world: World
    counter = Counter(
        journal=journal,
        mirror=mirror,
        clock=lambda: world.now,
        new_id=lambda: f"00000000-0000-7000-8000-{len(name):04d}{next(ids):08d}",
        issue_token=issue_token,
        read_token=lambda text: tokens.get(text) or Refusal("forged_token"),
        central=central,
        paper_title=Forms(ROOT / "resources" / "forms").title,
    )
    world = World(counter, journal, mirror, Texts.load(ROOT / "resources" / "texts"))
    return world
