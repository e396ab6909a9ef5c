"""The role matrix at work: each verb tried by each role at each desk; what the table has not is refused, unrecorded."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.assess import StampWish
from officer_app.core.canonical import Value
from officer_app.core.export import Outcome
from officer_app.core.kinds import KINDS, Need
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.usecases.annul import annul
from officer_app.usecases.authority import close_case, force_move, hand_back
from officer_app.usecases.confirm_release import confirm_release
from officer_app.usecases.counter import Counter
from officer_app.usecases.record_print import may_print
from officer_app.usecases.reroute import redirect, reroute
from officer_app.usecases.stamp import stamp
from officer_app.usecases.steps import KINDS as STEPS
from officer_app.usecases.steps import take_step
from officer_app.usecases.transit_desk import may as may_in_transit
from officer_app.usecases.turn_back import turn_back
from tests.fakes import CE_1, CHECKER, INSPECTOR, SUPERVISOR, Desk, desk, officer, permit, record
from tests.role_table import ACTS, EVERY_DESK, ORDER, SECONDS, roles_of

REASON = "เหตุผลที่บันทึกไว้"
MAY, MAY_SECOND = roles_of(ACTS), roles_of(SECONDS)
OTHER = officer("prasit", "supervisor", seed=41)
Verb = Callable[[Counter, SignedIn, str], object]
FILLED: Mapping[Need, Value] = {Need.TEXT: "ข้อความ", Need.WHOLE: 1, Need.FLAG: True, Need.LIST: ["ก"]}


def stamping(outcome: Outcome) -> Verb:
    return lambda counter, who, number: stamp(counter, who, number, StampWish(outcome, "CP-1", REASON))


def step(kind: ActKind) -> Verb:
    fields = {name: FILLED[need] for name, need in KINDS[kind].fields.items() if name not in ("reason", "stamp")}
    return lambda counter, who, number: take_step(counter, who, number, kind, REASON, fields)


def to_green(counter: Counter, who: SignedIn, number: str) -> object:
    return reroute(counter, who, OTHER, number, "GREEN", REASON)


VERBS: Mapping[str, Verb] = {
    **{f"stamp {outcome}": stamping(outcome) for outcome in Outcome},
    **{str(kind): step(kind) for kind in sorted(STEPS)},
    "reroute": to_green,
    "redirect": lambda counter, who, number: redirect(counter, who, number, "CP-2", REASON),
    "annul": lambda counter, who, number: annul(counter, who, OTHER, number, REASON),
    "release": confirm_release,
    "refuse": lambda counter, who, number: turn_back(counter, who, number, REASON),
    "print": lambda counter, who, number: may_print(who),
    "authority_handed_back": lambda counter, who, number: hand_back(counter, who, "CP-1"),
    "authority_forced": lambda counter, who, _: force_move(counter, who, OTHER, "CP-1", "centre", "centre", REASON),
    "case_closed": lambda counter, who, number: close_case(counter, who, OTHER, "a case", REASON),
}
IN_TRANSIT = {name for name in MAY if name.startswith("transit_")}


@pytest.fixture(scope="module", params=EVERY_DESK)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A workstation of each desk, with a permit for every trial."""
    folder = tmp_path_factory.mktemp("desk")
    station = replace(CE_1, desk=request.param, post="CP-1" if request.param == "checking_post" else "")
    with desk(Path(folder), station) as opened:
        opened.mirror.load([record(permit(number_of(what, role))) for what in VERBS for role in ORDER])
        yield opened


def number_of(what: str, role: str) -> str:
    """A permit of its own for each trial."""
    return f"9911A{1 + sorted(VERBS).index(what) * len(ORDER) + ORDER.index(role):07}"


def alone(role: str) -> SignedIn:
    """An officer with this role and no other."""
    return officer(f"only-{role}", role, seed=50 + ORDER.index(role))


@pytest.mark.parametrize("role", ORDER)
def test_every_use_case_asks_the_table(place: Desk, role: str) -> None:
    let, recorded = set(), set()
    for what, verb in VERBS.items():
        before = len(place.journal.acts())
        answer = verb(place.counter, alone(role), number_of(what, role))
        if not refused_for_the_role(answer):
            let.add(what)
        if len(place.journal.acts()) != before:
            recorded.add(what)
    assert let == {what for what in VERBS if role in MAY[what]}
    assert recorded <= let


@pytest.mark.parametrize("role", ORDER)
def test_the_transit_desk_asks_the_table(role: str) -> None:
    let = {what for what in IN_TRANSIT if may_in_transit(alone(role), ActKind(what)) is None}
    assert let == {what for what in IN_TRANSIT if role in MAY[what]}


@pytest.mark.parametrize("role", ORDER)
def test_the_second_officer_needs_a_role_of_his_own(place: Desk, role: str) -> None:
    first, second = officer("first", "inspection", "supervisor", seed=42), alone(role)
    counter = place.counter
    answers = {
        "annul": annul(counter, first, second, number_of("annul", role), REASON),
        "reroute": reroute(counter, first, second, number_of("reroute", role), "GREEN", REASON),
        "authority_forced": force_move(counter, first, second, "CP-1", "centre", "centre", REASON),
        "case_closed": close_case(counter, first, second, "a case", REASON),
    }
    let = {what for what, answer in answers.items() if not refused_for_the_role(answer)}
    assert let == {what for what in MAY_SECOND if role in MAY_SECOND[what]}


def refused_for_the_role(answer: object) -> bool:
    """Whether it was the role that spoke against it."""
    return isinstance(answer, Refusal) and answer.code == "role"


def test_every_kind_that_people_record_is_tried_here() -> None:
    elsewhere = {"match", "collective", "fee_charged", "fee_paid", "petition_filed", "petition_decided"}
    elsewhere |= {"settings_changed"}  # tests/workstation/test_station_settings.py: of a workstation, not of a counter
    guarantees = {name for name in MAY if name.startswith("guarantee_")}
    assert set(VERBS) | IN_TRANSIT | elsewhere | guarantees == set(MAY)
    assert set(VERBS) & elsewhere == set()


# --- separation of duty


def test_nobody_releases_what_he_stamped_under_any_spelling(place: Desk) -> None:
    number = "9911A9000001"
    place.mirror.load([record(permit(number))])
    both = officer("Som Chai", "inspection", "checking_post", seed=43)
    stamp(place.counter, both, number, StampWish(Outcome.GREEN, "CP-1"))
    for spelt in ("Som Chai", "somchai", "SOMCHAI", "ｓｏｍｃｈａｉ", "som\u00a0chai", "som\u200bchai"):
        again = SignedIn(replace(both.person, name=spelt), officer("x", seed=44).signer)
        answer = confirm_release(place.counter, again, number)
        assert isinstance(answer, Refusal)
        assert answer.code == "same_officer"


def test_nobody_approves_what_he_asks_for_under_any_spelling(place: Desk) -> None:
    number = "9911A9000002"
    place.mirror.load([record(permit(number))])
    stamp(place.counter, INSPECTOR, number, StampWish(Outcome.GREEN, "CP-1"))
    first = officer("anong", "supervisor", "inspection", seed=45)
    for spelt in ("anong", "Anong ", "ＡＮＯＮＧ"):
        second = SignedIn(replace(first.person, name=spelt), SUPERVISOR.signer)
        for answer in (
            annul(place.counter, first, second, number, REASON),
            force_move(place.counter, first, second, "CP-1", "centre", "centre", REASON),
            close_case(place.counter, first, second, "a case", REASON),
        ):
            assert isinstance(answer, Refusal)
            assert answer.code == "same_officer"
    assert isinstance(annul(place.counter, first, None, number, REASON), Refusal)
    assert isinstance(annul(place.counter, first, CHECKER, number, REASON), Refusal)
