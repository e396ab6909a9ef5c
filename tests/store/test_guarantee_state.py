"""What is drawn on a guarantee is kept as acts come in: read at once however many cases drew, and rebuilt alike."""

import secrets
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.guarantees import GuaranteeState, fold_guarantee
from officer_app.core.ports import FeedAct
from officer_app.store import act_table, folded_acts
from officer_app.store.journal import SqliteJournal
from tests.fakes import NOW, Chain, signer
from tests.store.conftest import Opener, tables

NUMBER = "CASH-1"
ENTRY: dict[str, Any] = {
    "guarantee_type": "C",
    "holder": "0994000163011",
    "satang": 1000,
    "expiry": "2056-02-29",
    "licence": "L",
}
STEPS: tuple[tuple[ActKind, dict[str, Any]], ...] = (
    (ActKind.GUARANTEE_REGISTERED, ENTRY),
    (ActKind.GUARANTEE_DRAWN, {"case": "C-1", "satang": 600}),
    (ActKind.GUARANTEE_DRAWN, {"case": "C-2", "satang": 600}),
    (ActKind.GUARANTEE_FREED, {"case": "C-1", "satang": 600}),
    (ActKind.GUARANTEE_CLOSED, {"reason": "ใบอนุญาตสิ้นอายุ"}),
    (ActKind.PRINT, {}),
)


def own(journal: SqliteJournal, kind: ActKind, fields: dict[str, Any], after: str = "") -> Act:
    draft = Draft(secrets.token_hex(8), kind, Subject("guarantee", NUMBER), "wanida", NOW, fields, after)
    act = journal.record(draft, signer(1))
    assert isinstance(act, Act)
    return act


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(["own", "heard", "fed back"])), max_size=16))
def test_what_is_added_one_by_one_is_what_all_acts_fold_to(
    opening: Opener, done: list[tuple[tuple[ActKind, dict[str, Any]], str]]
) -> None:
    journal, far, sent = opening(f"{secrets.token_hex(8)}.db"), Chain("MS-2"), 0
    for (kind, fields), how in done:
        if how == "own":
            own(journal, kind, fields)
        elif how == "heard":
            far.act(kind, fields, number=NUMBER, about="guarantee")
            journal.receive([FeedAct(journal.acts_cursor() + 1, far.acts[-1])])
        elif waiting := journal.own_acts(sent, 1):
            # The centre gives an own act its place in the feed, behind what came meanwhile.
            journal.receive([FeedAct(journal.acts_cursor() + 1, waiting[0])])
            sent = waiting[0].station_seq
    kept, state = tables(journal), journal.guarantee_state(NUMBER)
    with journal.reading() as connection:
        placed = act_table.on_subject(connection, "guarantee", NUMBER)
    assert state == fold_guarantee((act for act, _ in placed), {act.act_id: seq for act, seq in placed if seq})
    journal.rebuild()
    assert (tables(journal), journal.guarantee_state(NUMBER)) == (kept, state)
    journal.close()


def test_an_act_more_reads_none_of_those_before_it(journal: SqliteJournal, monkeypatch: Any) -> None:
    own(journal, *STEPS[0])

    def read(*_: object) -> None:
        raise AssertionError("all acts are read")

    monkeypatch.setattr(folded_acts, "on_subject", read)
    own(journal, *STEPS[1])
    assert journal.guarantee_state(NUMBER).free == 400


def test_acts_that_name_each_other_in_a_circle_are_never_merely_added_to(opening: Opener) -> None:
    journal = opening()
    one, two = Chain("X-1"), Chain("X-2")
    one.act(ActKind.GUARANTEE_REGISTERED, ENTRY, number=NUMBER, about="guarantee", act_id="a", after="b")
    two.act(ActKind.GUARANTEE_DRAWN, STEPS[1][1], number=NUMBER, about="guarantee", act_id="b", after="a")
    journal.receive([FeedAct(1, one.acts[0]), FeedAct(2, two.acts[0])])
    own(journal, *STEPS[2])
    kept = tables(journal)
    journal.rebuild()
    assert tables(journal) == kept


def test_an_unknown_guarantee_is_none(journal: SqliteJournal) -> None:
    assert journal.guarantee_state("nobody's") == GuaranteeState()
