"""The kinds of act the centre takes, what it makes of others, and what of those a newer program takes after all."""

import json
import secrets
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from officer_app.central import admin
from officer_app.core.acts import Act, ActKind
from officer_app.core.canonical import DEEPEST, NotCanonical, Value, encode
from officer_app.core.digests import chained
from officer_app.core.ports import PushOutcome
from tests.central.conftest import PgCentre
from tests.central.writing import Journal, body_with


def test_the_centre_knows_the_kinds_of_its_program(pg: PgCentre) -> None:
    found = {kind for (kind,) in pg.connect().execute("select kind from core.act_kind").fetchall()}
    assert found == set(map(str, ActKind))


def test_a_kind_that_a_newer_program_brings_is_read_again_and_fed(pg: PgCentre) -> None:
    one, journal = pg.enrol("CE-1"), Journal("CE-1")
    journal.act()
    journal.append(body_with(journal, kind="teleported"))
    journal.append(b"never an act")
    journal.append(body_with(journal, kind="forgotten"))
    journal.act()
    one.push(journal.acts)
    connection = pg.connect()
    connection.execute("insert into core.act_kind (kind) values ('teleported')")
    admin.init(pg.url)
    fed = [entry.act for entry in one.pull_acts(0, 10)]
    assert fed == [journal.acts[0], journal.acts[4], journal.acts[1]]
    mark = one.digest("acts", 3)
    assert mark is not None
    assert mark.digest == chained(act.hash for act in fed)
    admin.init(pg.url)
    assert len(one.pull_acts(0, 10)) == 3, "once"
    outcomes = [outcome.outcome for outcome in one.push(journal.acts)]
    assert outcomes == ["duplicate", "duplicate", "refused", "refused", "duplicate"]


def test_an_act_that_was_set_aside_is_read_when_the_centre_is_updated(pg: PgCentre) -> None:
    one, journal = pg.enrol("CP-1", "CP-1"), Journal("CP-1")
    journal.release(act_id="r-1")
    one.set_aside(journal.acts[0])
    assert one.pull_acts(0, 10) == ()
    admin.init(pg.url)
    assert [entry.act for entry in one.pull_acts(0, 10)] == journal.acts
    released = pg.connect().execute("select act_id from core.decision").fetchall()
    assert released == [("r-1",)]


def test_all_kinds_are_read_by_tracking_and_reports(pg: PgCentre) -> None:
    one, journal = pg.enrol("CE-1"), Journal("CE-1")
    for kind in ActKind:
        journal.act(kind)
    one.push(journal.acts)
    events = pg.connect().execute("select kind from report.permit_events order by feed_seq").fetchall()
    assert [kind for (kind,) in events] == [act.kind for act in journal.acts]


def nested(depth: int) -> Value:
    value: Value = "x"
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


def test_tables_stand_inside_each_other_sixteen_deep_and_no_deeper(pg: PgCentre) -> None:
    one, journal = pg.enrol("CE-1"), Journal("CE-1")
    # The body is one table, its fields another.
    for inside in (DEEPEST - 2, DEEPEST - 1, DEEPEST - 3):
        journal.append(body_with(journal, fields={"deep": nested(inside)}))
    assert [outcome.outcome for outcome in one.push(journal.acts)] == ["stored", "refused", "stored"]
    assert len(one.pull_acts(0, 10)) == 2
    whole = [body_with(journal, fields={"deep": nested(inside)}) for inside in (DEEPEST - 2, DEEPEST - 1)]
    assert [_same(replace(journal.acts[0], body=body)) for body in whole] == [True, False], "as the core has it"


TEXT = st.text(max_size=8)
VALUES = st.recursive(
    TEXT
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.none()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=25)
@given(st.lists(st.dictionaries(TEXT, VALUES, max_size=4), min_size=2, max_size=4), st.booleans())
def test_one_by_one_and_as_a_whole_the_centre_takes_the_same_as_the_core(
    shared_url: str, tables: list[dict[str, Value]], spaced: bool
) -> None:
    centre = PgCentre(shared_url, f"site-{secrets.token_hex(6)}")
    with centre.clients:
        bodies = [json.loads(body_with(Journal("S", centre.site), fields=table)) for table in tables]
        separators = (", ", ": ") if spaced else (",", ":")
        for station, size in (("ONE", 1), ("ALL", len(tables))):
            journal = Journal(station, centre.site)
            line = centre.enrol(station)
            for number, body in enumerate(bodies):
                place = journal.place()
                fitted = {**body, "station": station, "station_seq": place.station_seq, "prev": place.prev.hex()}
                fitted["act_id"] = f"{station}-{number}"
                text = json.dumps(fitted, ensure_ascii=False, sort_keys=True, separators=separators)
                journal.append(text.encode("utf-8", "surrogatepass"))
            outcomes: list[PushOutcome] = []
            for start in range(0, len(tables), size):
                outcomes += line.push(journal.acts[start : start + size])
            assert [outcome.outcome == "stored" for outcome in outcomes] == [_same(act) for act in journal.acts]


def _same(act: Act) -> bool:
    try:
        return encode(table_of(act.body)) == act.body
    except (NotCanonical, ValueError):
        return False


def table_of(body: bytes) -> dict[str, Value]:
    """A body as a table."""
    found: dict[str, Value] = json.loads(body.decode())
    return found
