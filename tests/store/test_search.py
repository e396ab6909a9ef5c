"""Search by a part of a number finds what looking at every number finds, before and after it was indexed."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officer_app.core.ports import FeedRecord
from officer_app.core.records import Record
from officer_app.store.mirror import SqliteMirror
from officer_app.store.search_index import BATCH, SHORTEST
from tests.fakes import FILE_KEY, NOW, permit, record

Opener = Callable[[], SqliteMirror]


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Opener]:
    with ExitStack() as stack:

        def opened() -> SqliteMirror:
            mirror = SqliteMirror(tmp_path / f"{secrets.token_hex(8)}.db", FILE_KEY)
            stack.callback(mirror.close)
            return mirror

        yield opened


def naive(records: list[Record], part: str) -> set[tuple[str, str]]:
    """What looking at every number of every record finds."""
    if len(part) < SHORTEST:
        return set()
    shown = {(each.number, each.kind): each for each in records}
    return {
        key for key, each in shown.items() if not each.deleted and any(part in n for n in (each.number, *each.keys))
    }


def found(mirror: SqliteMirror, part: str) -> list[tuple[str, str]]:
    return [(match.number, match.kind) for match in mirror.search(part, 10_000)]


# Few characters, so that parts meet; a quote and letters that a query could be broken with.
TEXT = st.text("AB01\"*'%_ก", min_size=1, max_size=9)
RECORDS = st.lists(
    st.builds(
        Record,
        kind=st.sampled_from(["permit", "transit", "case", "authority"]),
        number=TEXT,
        doc=st.just("{}"),
        provenance=st.just("sample"),
        as_of=st.just(NOW),
        deleted=st.booleans(),
        keys=st.dictionaries(TEXT, st.sampled_from(["mawb", "hawb", "plate", "container"]), max_size=4),
    ),
    max_size=12,
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RECORDS, st.lists(TEXT, min_size=1, max_size=6), st.integers(0, 12), st.booleans())
def test_a_search_finds_what_looking_at_every_number_finds(
    opening: Opener, records: list[Record], parts: list[str], cut: int, later: bool
) -> None:
    mirror = opening()
    mirror.apply([FeedRecord(place, each) for place, each in enumerate(records[:cut], start=1)])
    if later:
        mirror.index_some()
    mirror.apply([FeedRecord(place, each) for place, each in enumerate(records[cut:], start=cut + 1)])
    public = [each for each in records if each.kind in ("permit", "transit")]
    taken = [each.number[start:] for each in records for start in (0, 1, 3)]
    for part in (*parts, *taken):
        names = found(mirror, part)
        assert len(set(names)) == len(names)
        assert set(names) == naive(public, part)


@pytest.mark.parametrize("indexed", [False, True])
@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("9911A0000001", "permit"),
        ("9911A0", "permit"),
        ("0000001", "permit"),
        ("11A00", "permit"),
        ("A0121991100123", "declaration"),
        ("00123", "declaration"),
        ("0201234", "mawb"),
        ("45675", "mawb"),
        ("TI00", "hawb"),
        ("PCIU359", "container"),
        ("591458", "container"),
        ("7012", "plate"),
        ("กข12", "plate"),
    ],
)
def test_a_permit_is_found_by_the_start_the_end_and_the_middle_of_each_of_its_numbers(
    opening: Opener, part: str, what: str, indexed: bool
) -> None:
    mirror = opening()
    numbers = {"mawb": "020-12345675", "hawb": "CTI0012", "container_no": "PCIU3591458"}
    made = record(permit("9911A0000001", vehicle="70-1234", trailer="2กข 1234", **numbers))
    mirror.load([made, record(replace(permit("9912B7777777", hawb="XYZ999"), declarations=()))])
    if indexed:
        assert not mirror.index_some()
    assert [(match.number, match.what) for match in mirror.search(part, 9)] == [("9911A0000001", what)]


def test_what_it_begins_comes_before_what_it_ends_and_that_before_the_rest(opening: Opener) -> None:
    mirror = opening()
    mirror.load([record(permit(number)) for number in ("9911A0999000", "9911B0000999", "9990A0000000")])
    mirror.index_some()
    assert [match.number for match in mirror.search("999", 9)] == ["9990A0000000", "9911B0000999", "9911A0999000"]
    assert [match.number for match in mirror.search("999", 2)] == ["9990A0000000", "9911B0000999"]
    assert mirror.search("99", 9) == []


def test_a_number_that_a_record_lost_finds_it_no_more(opening: Opener) -> None:
    mirror = opening()
    mirror.load([record(permit(hawb="OLD0001"))])
    mirror.index_some()
    mirror.apply([FeedRecord(1, record(permit(hawb="NEW0001"), NOW + timedelta(hours=1)))])
    assert [match.value for match in mirror.search("W0001", 9)] == ["NEW0001"]
    assert mirror.search("OLD0001", 9) == []
    mirror.apply([FeedRecord(2, Record("permit", permit().number, "", "core", NOW + timedelta(hours=2), deleted=True))])
    assert mirror.search("NEW0001", 9) == []


def test_many_are_indexed_in_batches_until_nothing_waits(opening: Opener) -> None:
    mirror = opening()
    count = BATCH + 20
    mirror.load([record(permit(f"9911A{place:07d}")) for place in range(count)])
    while mirror.index_some():
        pass
    with mirror.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM search_new").scalar_one() == 0
    assert len(mirror.search("11A00", count + 1)) == count
    assert [match.number for match in mirror.search(f"{BATCH:07d}", 9)] == [f"9911A{BATCH:07d}"]
