"""The release right over a real line: races, deadlines held by the caller, answers that get lost."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from psycopg import sql

from officer_app.central import schema
from officer_app.central.address import parse_address
from officer_app.central.client import PgCentral
from officer_app.core.ports import Claim, Denied, Granted, Taken, Unreachable
from officer_app.sync.fault_proxy import FaultProxy, Mode
from tests.central.conftest import Centre, PgCentre
from tests.central.writing import Journal, claim

RACES = 300
LONG_S = 20.0
"""Far longer than any answer takes on this machine; no test waits for it to pass."""


@pytest.fixture
def proxy(pg: PgCentre) -> Iterator[FaultProxy]:
    """A network between a workstation and its centre that can be cut."""
    with closing(FaultProxy(int(parse_address(pg.url).params["port"]))) as proxy:
        yield proxy


def test_of_two_that_claim_at_once_exactly_one_is_granted(pg: PgCentre) -> None:
    clients = [pg.enrol("CP-1a", "CP-1"), pg.enrol("CP-1b", "CP-1")]
    answers: list[list[Granted | Taken | Denied]] = [[], []]
    start = threading.Barrier(2)

    def race(lane: int) -> None:
        for number in range(RACES):
            asked = claim(permit=f"9911A{number:07}", act_id=f"lane-{lane}-{number}")
            start.wait()
            answers[lane].append(clients[lane].claim(asked, LONG_S))

    lanes = [threading.Thread(target=race, args=(lane,)) for lane in range(2)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    pairs = list(zip(*answers, strict=True))
    assert len(pairs) == RACES
    assert all(sorted(type(answer).__name__ for answer in pair) == ["Granted", "Taken"] for pair in pairs)
    for number, pair in enumerate(pairs):
        winner = 0 if isinstance(pair[0], Granted) else 1
        taken = pair[1 - winner]
        assert isinstance(taken, Taken)
        assert taken.act_id == f"lane-{winner}-{number}"


def test_a_caller_waits_no_longer_than_its_deadline_for_a_line_that_is_dead(pg: PgCentre, proxy: FaultProxy) -> None:
    one = pg.client(pg.enrolment("CP-1", "CP-1"), proxy.port)
    assert one.claim(claim(permit="9911A0000009", act_id="warm"), LONG_S) == Granted("centre")
    proxy.cut()
    failed = threading.Event()

    def ask() -> None:
        with pytest.raises(Unreachable):
            one.claim(claim(), 0.3)
        failed.set()

    caller = threading.Thread(target=ask)
    caller.start()
    # The proxy would let the call hang for ever: that the caller comes back at all is the deadline's doing.
    assert failed.wait(LONG_S)
    caller.join()
    one.close()


def test_an_answer_that_was_lost_is_given_again_to_the_same_act(pg: PgCentre, proxy: FaultProxy) -> None:
    enrolment = pg.enrolment("CP-1", "CP-1")
    one, other = pg.client(enrolment, proxy.port), pg.enrol("CP-2", "CP-1")
    assert one.claim(claim(permit="9911A0000009", act_id="warm"), LONG_S) == Granted("centre")
    proxy.set_mode(Mode.DROP_REPLY)
    with pytest.raises(Unreachable):
        one.claim(claim(act_id="r-1"), LONG_S)
    proxy.restore()
    # The centre decided, though the answer never came.
    assert isinstance(other.claim(claim(act_id="r-2"), LONG_S), Taken)
    assert one.claim(claim(act_id="r-1"), LONG_S) == Granted("centre")
    journal = Journal("CP-1")
    journal.release(act_id="r-1")
    assert pg.client(enrolment).push(journal.acts)[0].outcome == "stored"
    one.close()


def test_after_a_cut_the_first_claim_is_answered_again(pg: PgCentre, proxy: FaultProxy) -> None:
    one = pg.client(pg.enrolment("CP-1", "CP-1"), proxy.port)
    one.hello()
    proxy.cut()
    with pytest.raises(Unreachable):
        one.claim(claim(), 0.05)
    proxy.restore()
    one.hello()
    assert one.claim(claim(), LONG_S) == Granted("centre")
    one.close()


def test_a_claim_that_nobody_waits_for_any_more_is_not_asked_later(pg: PgCentre, proxy: FaultProxy) -> None:
    one = pg.client(pg.enrolment("CP-1", "CP-1"), proxy.port)
    assert one.claim(claim(permit="9911A0000009", act_id="warm"), LONG_S) == Granted("centre")
    proxy.cut()
    for number in range(5):
        with pytest.raises(Unreachable):
            one.claim(claim(permit=f"9911A000001{number}"), 0.02)
    proxy.restore()
    one.hello()
    assert one.claim(claim(permit="9911A0000020", act_id="last"), LONG_S) == Granted("centre")
    decided = pg.connect().execute("select count(*) from core.decision").fetchone()
    assert decided is not None
    assert decided[0] <= 3, "the first, the one under way when the line was cut, and the last"
    one.close()


def test_what_a_claim_says_of_itself_does_not_count(pg: PgCentre) -> None:
    one = pg.enrol("CP-1", "CP-1")
    odd = Claim(permit="9911A0000001'; drop table core.act; --", round=1, act_id="%s", post="CP-1", officer="{}")
    odd = replace(odd, mode="sample")
    assert one.claim(odd, LONG_S) == Granted("centre")
    assert one.claim(odd, LONG_S) == Granted("centre")


def test_after_close_a_claim_says_so(pg: PgCentre) -> None:
    one: PgCentral = pg.enrol("CP-1", "CP-1")
    one.close()
    with pytest.raises(Unreachable):
        one.claim(claim(), LONG_S)


def test_an_act_that_used_its_right_uses_no_other(centre: Centre) -> None:
    one, journal = centre.enrol("CP-1a", "CP-1"), Journal("CP-1a", centre.site)
    journal.act(act_id="used")
    one.push(journal.acts)
    assert one.claim(claim(act_id="r-1"), LONG_S) == Granted("centre")
    assert one.claim(claim("9911A0000002", act_id="r-1"), LONG_S) == Denied("act_id_used")
    assert one.claim(claim("9911A0000002", act_id="used"), LONG_S) == Denied("act_id_used")


def test_who_hears_of_an_act_that_claimed_cannot_send_another_under_its_name(centre: Centre) -> None:
    one, thief = centre.enrol("CP-1a", "CP-1"), centre.enrol("CP-1b", "CP-1")
    mine, theirs = Journal("CP-1a", centre.site), Journal("CP-1b", centre.site)
    one.claim(claim(act_id="r-1"), LONG_S)
    taken = thief.claim(claim(act_id="r-2"), LONG_S)
    assert isinstance(taken, Taken)
    theirs.act(permit="9911A0000002", act_id=taken.act_id)
    theirs.act()
    outcomes = [(outcome.outcome, outcome.reason) for outcome in thief.push(theirs.acts)]
    assert outcomes == [("refused", "act_id_used"), ("stored", "")]
    mine.release(act_id="r-1")
    assert one.push(mine.acts)[0].outcome == "stored"


ASKED: dict[str, object] = {
    "p_permit": "9911A0000001",
    "p_round": 1,
    "p_act_id": "r-1",
    "p_post": "CP-1",
    "p_officer": "malee",
    "p_unverified": False,
    "p_stamp": "",
    "p_purpose": "release",
    "p_mode": "sample",
    "p_epoch": 0,
    "p_seat": "seat",
    "p_looked": False,
}
NO_CLAIMS: list[tuple[str, object]] = [
    *((name, None) for name in ASKED if name != "p_mode"),
    *((name, "x" * 201) for name in ("p_permit", "p_act_id", "p_post", "p_officer", "p_stamp", "p_purpose", "p_seat")),
    *((name, "") for name in ("p_permit", "p_act_id", "p_purpose")),
    ("p_round", 0),
    ("p_round", -1),
    ("p_purpose", "'; drop table core.decision; --"),
]


def test_what_is_no_claim_is_denied_and_decides_nothing(pg: PgCentre) -> None:
    given = pg.enrolment("CP-1a", "CP-1")
    answers = []
    with schema.connect(parse_address(given.url, given.password)) as station:
        for wrong in NO_CLAIMS:
            asked = {**ASKED, wrong[0]: wrong[1]}
            named = sql.SQL(", ").join(sql.SQL("{} => %s").format(sql.Identifier(name)) for name in asked)
            question = sql.SQL("select answer, code from api_v1.claim({})").format(named)
            found = station.execute(question, list(asked.values()))
            answers.append((wrong, found.fetchall()))
    assert answers == [(wrong, [("denied", "bad_format")]) for wrong in NO_CLAIMS]
    assert pg.connect().execute("select * from core.decision").fetchall() == []
