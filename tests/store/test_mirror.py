"""The mirror: what is found by which number, what outranks what, and where the feed stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officer_app.core.ports import FeedRecord
from officer_app.core.records import Record, permit_from_doc
from officer_app.store.mirror import SqliteMirror
from tests.fakes import FILE_KEY, NOW, NUMBER, OTHER, permit, record

LATER = NOW + timedelta(hours=1)
EARLIER = NOW - timedelta(hours=1)


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[SqliteMirror]:
    made = SqliteMirror(tmp_path / "mirror.db", FILE_KEY)
    yield made
    made.close()


def feed(mirror: SqliteMirror, *records: Record) -> None:
    """Hand records over as the centre's feed does."""
    start = mirror.records_cursor()
    mirror.apply([FeedRecord(start + place, each) for place, each in enumerate(records, start=1)])


def gone(number: str = NUMBER, provenance: str = "sample") -> Record:
    return Record("permit", number, "", provenance, LATER, deleted=True)


def numbers(found: list[Record]) -> list[str]:
    return sorted(each.number for each in found)


def state(mirror: SqliteMirror) -> str:
    return permit_from_doc(mirror.find(NUMBER)[0].doc).state


def test_a_record_comes_out_as_it_went_in(mirror: SqliteMirror) -> None:
    given_ = record(permit(), NOW + timedelta(microseconds=7), "core")
    feed(mirror, given_)
    assert mirror.find(NUMBER) == [replace(given_, keys={})]


def test_a_permit_is_found_by_all_its_numbers(mirror: SqliteMirror) -> None:
    made = permit(mawb="02012345675", hawb="CTI0001", container_no="ZZZU0000155", vehicle="70-1234", trailer="2ฒฆ 4321")
    feed(mirror, record(made), record(permit(OTHER)))
    for number in ("A0121991100123", "02012345675", "CTI0001", "ZZZU0000155", "701234", "2ฒฆ4321", NUMBER):
        assert NUMBER in numbers(mirror.find(number))
    assert numbers(mirror.find("A0121991100123")) == [NUMBER, OTHER]
    assert mirror.find("CTI0002") == []
    assert mirror.find("") == []


def test_a_record_that_is_found_in_two_ways_comes_once(mirror: SqliteMirror) -> None:
    made = Record("permit", "X", "{}", "sample", NOW, keys={"X": "hawb", "Y": "plate"})
    feed(mirror, made)
    assert len(mirror.find("X")) == 1


def test_a_number_may_be_of_two_kinds(mirror: SqliteMirror) -> None:
    feed(mirror, Record("permit", "N", "{}", "sample", NOW), Record("transit", "N", "{}", "sample", NOW))
    assert sorted(each.kind for each in mirror.find("N")) == ["permit", "transit"]
    feed(mirror, Record("transit", "N", "", "sample", LATER, deleted=True))
    assert [each.kind for each in mirror.find("N")] == ["permit"]


def test_a_record_of_another_kind_under_the_same_number_neither_outranks_nor_counts(mirror: SqliteMirror) -> None:
    feed(mirror, Record("transit", "N", "{}", "core", LATER, keys={"T": "plate"}))
    feed(mirror, Record("permit", "N", '{"a":1}', "sample", NOW, keys={"P": "plate"}))
    assert sorted((each.kind, each.doc) for each in mirror.find("N")) == [("permit", '{"a":1}'), ("transit", "{}")]
    assert [mirror.find(key)[0].kind for key in ("T", "P")] == ["transit", "permit"]
    assert mirror.records_digest() == mirror.records_digest(full=True)


def test_a_withdrawn_record_is_found_by_nothing_and_counted_nowhere(mirror: SqliteMirror) -> None:
    feed(mirror, record(permit(hawb="CTI0001")), record(permit(OTHER)))
    feed(mirror, gone())
    assert mirror.find(NUMBER) == mirror.find("CTI0001") == []
    assert (mirror.count("permit"), numbers(mirror.listed("permit", 10))) == (1, [OTHER])


def test_a_withdrawn_record_may_come_again(mirror: SqliteMirror) -> None:
    feed(mirror, record(permit(hawb="CTI0001")), gone())
    feed(mirror, record(permit(hawb="CTI0002"), LATER + timedelta(hours=1)))
    assert numbers(mirror.find("CTI0002")) == [NUMBER]
    assert mirror.find("CTI0001") == []


def test_a_changed_record_is_no_longer_found_by_its_old_numbers(mirror: SqliteMirror) -> None:
    feed(mirror, record(permit(hawb="OLD001")), record(permit(hawb="NEW001"), LATER))
    assert mirror.find("OLD001") == []
    assert numbers(mirror.find("NEW001")) == [NUMBER]


def test_the_younger_record_stays_with_its_numbers_whatever_comes_late(mirror: SqliteMirror) -> None:
    feed(mirror, record(permit(hawb="NEW001", state="cancelled"), LATER), record(permit(hawb="OLD001"), NOW))
    assert state(mirror) == "cancelled"
    assert numbers(mirror.find("NEW001")) == [NUMBER]
    assert mirror.find("OLD001") == []


def test_a_repeated_feed_does_not_bring_back_what_was_withdrawn(mirror: SqliteMirror) -> None:
    feed(mirror, record(permit(hawb="CTI0001")), gone())
    mirror.restart_feed("epoch-2")
    feed(mirror, record(permit(hawb="CTI0001")))
    assert mirror.find(NUMBER) == mirror.find("CTI0001") == []


def test_an_older_version_behind_a_younger_one_in_one_batch_counts_in_the_digest_as_it_was_fed(
    mirror: SqliteMirror,
) -> None:
    feed(mirror, record(permit(state="held"), NOW), record(permit(), NOW - timedelta(days=1)))
    assert state(mirror) == "held"
    assert mirror.records_digest(full=True) == mirror.records_digest()
    feed(mirror, record(permit(state="cancelled"), NOW + timedelta(days=1)))
    assert mirror.records_digest(full=True) == mirror.records_digest()


def test_of_two_of_one_time_the_later_in_the_feed_counts(mirror: SqliteMirror) -> None:
    feed(mirror, record(permit()), record(permit(state="held")))
    assert state(mirror) == "held"


def test_a_file_read_at_the_counter_never_replaces_what_the_customs_computer_said(mirror: SqliteMirror) -> None:
    feed(mirror, record(permit(state="cancelled"), NOW, "core"))
    assert mirror.load([record(permit(hawb="CTI0001"), LATER, "counter"), record(permit(OTHER), LATER)]) == 1
    assert (state(mirror), mirror.find("CTI0001")) == ("cancelled", [])


def test_nor_does_a_file_bring_back_what_the_customs_computer_withdrew(mirror: SqliteMirror) -> None:
    feed(mirror, record(permit(), NOW, "core"), gone(provenance="core"))
    assert mirror.load([record(permit(), LATER + timedelta(days=1), "counter")]) == 0
    assert mirror.find(NUMBER) == []


def test_what_the_customs_computer_says_replaces_a_file_however_young(mirror: SqliteMirror) -> None:
    mirror.load([record(permit(hawb="CTI0001"), LATER, "counter")])
    feed(mirror, record(permit(state="cancelled"), EARLIER, "core"))
    assert (state(mirror), mirror.find("CTI0001")) == ("cancelled", [])


def test_a_younger_file_replaces_an_older_one_and_not_the_other_way(mirror: SqliteMirror) -> None:
    assert mirror.load([record(permit(state="held"), NOW, "counter")]) == 1
    assert mirror.load([record(permit(state="issued"), LATER, "counter")]) == 1
    assert mirror.load([record(permit(state="loaded"), EARLIER, "counter")]) == 0
    assert state(mirror) == "issued"


def test_the_cursor_moves_with_what_is_stored(mirror: SqliteMirror, tmp_path: Path) -> None:
    assert mirror.records_cursor() == 0
    feed(mirror, record(permit()), record(permit(OTHER)))
    mirror.apply([])
    assert mirror.records_cursor() == 2
    mirror.load([record(permit("9911A0000003"))])
    assert mirror.records_cursor() == 2
    again = SqliteMirror(tmp_path / "mirror.db", FILE_KEY)
    assert again.records_cursor() == 2
    again.close()
    mirror.restart_feed("epoch-2")
    assert (mirror.records_cursor(), mirror.count("permit")) == (0, 3)


def test_who_grants_and_what_was_granted_is_forgotten_when_the_feed_begins_anew(mirror: SqliteMirror) -> None:
    made = [replace(record(permit()), kind=kind, number=f"{kind}/1") for kind in ("authority", "decision", "case")]
    feed(mirror, record(permit()), *made)
    mirror.restart_feed("epoch-2")
    assert [mirror.find(each.number) for each in made] == [[], [], []], "a restored centre may not know of them"
    assert numbers(mirror.find(NUMBER)) == [NUMBER], "the counter goes on with what it knows of permits"


def test_a_batch_is_stored_whole_or_not_at_all(mirror: SqliteMirror) -> None:
    broken = replace(record(permit(OTHER)), as_of=NOW.replace(tzinfo=None))
    with pytest.raises(TypeError):
        mirror.apply([FeedRecord(1, record(permit())), FeedRecord(2, broken)])
    assert (mirror.find(NUMBER), mirror.records_cursor()) == ([], 0)


def test_a_batch_whose_last_piece_is_broken_leaves_nothing(mirror: SqliteMirror) -> None:
    many = [FeedRecord(place, record(permit(f"9911E{place:07d}"))) for place in range(1, 251)]
    broken = replace(record(permit(OTHER)), as_of=NOW.replace(tzinfo=None))
    with pytest.raises(TypeError):
        mirror.apply([*many, FeedRecord(251, broken)])
    assert (mirror.count("permit"), mirror.records_cursor()) == (0, 0)
    assert mirror.records_digest(full=True) == mirror.records_digest()


def test_others_are_let_go_first_between_pieces_of_a_batch_and_all_of_it_is_stored(mirror: SqliteMirror) -> None:
    seen: list[int] = []
    # Another reader sees nothing of a batch before it is whole.
    mirror.let_go_first(lambda: seen.append(mirror.count("permit")))
    mirror.apply([FeedRecord(place, record(permit(f"9911E{place:07d}"))) for place in range(1, 251)])
    assert seen == [0, 0, 0]
    assert (mirror.count("permit"), mirror.records_cursor()) == (250, 250)
    assert mirror.records_digest(full=True) == mirror.records_digest()
    assert seen[3:] == [250], "and while all that is stored is counted again"


def test_the_last_contact_is_remembered_to_the_microsecond(mirror: SqliteMirror) -> None:
    assert mirror.last_contact() is None
    at = NOW + timedelta(microseconds=3)
    mirror.contacted(at)
    assert mirror.last_contact() == at


def test_the_list_is_by_number_and_no_longer_than_asked(mirror: SqliteMirror) -> None:
    feed(mirror, *(record(permit(f"9911A000000{digit}")) for digit in (3, 1, 2)))
    assert [each.number for each in mirror.listed("permit", 2)] == ["9911A0000001", "9911A0000002"]
    assert mirror.listed("transit", 5) == []


def version(number: str, hours: int, hawb: str, deleted: bool) -> Record:
    made = record(permit(number, hawb=hawb), NOW + timedelta(hours=hours))
    return replace(made, deleted=True, doc="", keys={}) if deleted else made


VERSIONS = st.builds(
    version,
    st.sampled_from([NUMBER, OTHER]),
    st.integers(0, 50),
    st.sampled_from(["HAWB01", "HAWB02", "HAWB03"]),
    st.booleans(),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(VERSIONS, max_size=8, unique_by=lambda each: each.as_of), st.data())
def test_in_whatever_order_versions_come_the_youngest_stands(
    tmp_path_factory: pytest.TempPathFactory, versions: list[Record], data: st.DataObject
) -> None:
    mirror = SqliteMirror(tmp_path_factory.mktemp("mirror") / "mirror.db", FILE_KEY)
    feed(mirror, *data.draw(st.permutations(versions)))
    wanted = []
    for number in (NUMBER, OTHER):
        youngest = max((each for each in versions if each.number == number), key=lambda each: each.as_of, default=None)
        if youngest is not None and not youngest.deleted:
            wanted.append(youngest)
    assert mirror.listed("permit", 10) == [replace(each, keys={}) for each in wanted]
    for hawb in ("HAWB01", "HAWB02", "HAWB03"):
        assert numbers(mirror.find(hawb)) == sorted(each.number for each in wanted if hawb in each.keys)
    mirror.close()
