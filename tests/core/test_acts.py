"""Acts: what is composed is read back, and only one spelling of an act is an act."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.acts import (
    GENESIS,
    ActKind,
    BadAct,
    Draft,
    Mode,
    Place,
    Subject,
    compose,
    format_time,
    parse_time,
    read,
)
from officer_app.core.canonical import NotCanonical

AT = datetime(2026, 11, 21, 10, 4, 5, 6, tzinfo=timezone(timedelta(hours=7)))
DRAFT = Draft("id-1", ActKind.STAMP, Subject("permit", "9911A0000001", 2), "สมชาย", AT, {"outcome": "green", "n": 1})
PLACE = Place("CE", "CE-1", 7, bytes(range(32)), "id-0", Mode.SAMPLE)
BODY = compose(DRAFT, PLACE, "00ff" * 4)


def changed(**fields: object) -> bytes:
    """The body with fields changed, or left out where they are None, still canonical."""
    table = {**json.loads(BODY), **fields}
    kept = {key: value for key, value in table.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_what_was_composed_is_read_back() -> None:
    act = read(BODY, b"signed")
    assert (act.body, act.signature) == (BODY, b"signed")
    assert (act.act_id, act.kind, act.subject) == ("id-1", "stamp", Subject("permit", "9911A0000001", 2))
    assert (act.site, act.station, act.station_seq, act.prev) == ("CE", "CE-1", 7, bytes(range(32)))
    assert (act.officer, act.at, act.after, act.mode, act.key) == ("สมชาย", AT, "id-0", "sample", "00ff" * 4)
    assert act.fields == {"outcome": "green", "n": 1}


def test_a_text_field_that_is_missing_or_no_text_is_empty() -> None:
    act = read(BODY, b"")
    assert (act.text("outcome"), act.text("n"), act.text("nowhere")) == ("green", "", "")


def test_a_known_offset_of_the_clock_stands_in_the_body() -> None:
    told = compose(DRAFT, Place("CE", "CE-1", 7, GENESIS, "", Mode.REAL, clock_offset_ms=-250), "k")
    assert json.loads(told)["clock_offset_ms"] == -250
    assert "clock_offset_ms" not in json.loads(BODY)


def test_a_changed_byte_changes_the_hash() -> None:
    act = read(BODY, b"")
    assert read(changed(officer="somchaj"), b"").hash != act.hash
    assert len(act.hash) == 32


def test_an_act_that_may_not_be_signed_is_not_composed() -> None:
    draft = Draft("id-1", ActKind.HOLD, Subject("permit", "9911A0000001"), "somchai", AT, {"reason": "a\nb"})
    with pytest.raises(NotCanonical, match=r"body\.fields\.reason"):
        compose(draft, PLACE, "k")


@pytest.mark.parametrize("field", sorted(set(json.loads(BODY)) - {"v", "fields"}))
@pytest.mark.parametrize("value", [None, True, [], 1.5])
def test_an_act_without_one_of_its_fields_or_with_another_kind_of_it_is_none(field: str, value: object) -> None:
    with pytest.raises(BadAct):
        read(changed(**{field: value}), b"")


ODD: dict[str, dict[str, object]] = {
    "a sequence that is text": {"station_seq": "7"},
    "fields that are a list": {"fields": []},
    "a subject without a round": {"subject": {"kind": "permit", "number": "1"}},
    "a round that is text": {"subject": {"kind": "permit", "number": "1", "round": "1"}},
    "a hash in capitals": {"prev": "AB" * 32},
    "a hash with blanks": {"prev": "ab " * 32},
    "a short hash": {"prev": "ab" * 31},
    "no hash": {"prev": "xy" * 32},
    "a time without a zone": {"at": "2026-11-21T03:04:05.000006"},
    "a time with another zone": {"at": "2026-11-21T03:04:05.000006+00:00"},
    "a time without microseconds": {"at": "2026-11-21T03:04:05Z"},
    "a time with few digits": {"at": "2026-11-21T03:04:05.6Z"},
    "a time with short parts": {"at": "2026-1-2T3:4:5.000006Z"},
    "a time in Thai digits": {"at": "๒๐๒๖-11-21T03:04:05.000006Z"},
    "a time in small letters": {"at": "2026-11-21t03:04:05.000006z"},
    "a day that is none": {"at": "2026-02-30T03:04:05.000006Z"},
}


@pytest.mark.parametrize("kind", ODD)
def test_an_act_spelt_otherwise_is_none(kind: str) -> None:
    with pytest.raises(BadAct):
        read(changed(**ODD[kind]), b"")


@pytest.mark.parametrize("depth", [100, 900, 990, 5_000])
def test_a_deep_body_is_an_act_or_none_but_never_another_error(depth: int) -> None:
    body = BODY.replace(b'"n":1', b'"n":' + b"[" * depth + b"]" * depth)
    try:
        assert read(body, b"").body == body
    except BadAct:
        assert depth > 14


@given(st.binary(max_size=100))
def test_no_bytes_raise_anything_but_bad_act(data: bytes) -> None:
    with pytest.raises(BadAct):
        read(data, b"")


def test_an_act_of_a_newer_version_is_read_with_its_unknown_kind() -> None:
    assert read(changed(v=2, kind="teleport", witness="x"), b"").kind == "teleport"


@given(st.datetimes(timezones=st.timezones()))
def test_a_time_is_written_in_one_way_and_read_back(at: datetime) -> None:
    try:
        text = format_time(at)
    except ValueError:
        assert at.year in (1, 9999)
        return
    assert len(text) == len("2026-11-21T03:04:05.000006Z")
    assert parse_time(text) == at.astimezone(UTC)


@pytest.mark.parametrize("at", [AT.replace(tzinfo=None), datetime(1, 1, 1, tzinfo=AT.tzinfo)])
def test_a_time_that_says_nothing_is_refused(at: datetime) -> None:
    with pytest.raises(ValueError, match="time"):
        format_time(at)
