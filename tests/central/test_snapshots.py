"""A mirror that is loaded from a snapshot first: the same as pulled, resumed after a cut, never half, never forged."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.central import snapshots
from officer_app.central.address import parse_address
from officer_app.core.ports import Central, FeedRecord, SnapshotOffer, Unreachable
from officer_app.core.records import Record
from officer_app.core.snapshots import BadSnapshot, Manifest, compose_manifest, pack, read_manifest, unpack
from officer_app.security import file_key, station_keys
from officer_app.sync.fault_proxy import FaultProxy, Mode
from officer_app.usecases.sync_once import sync_once
from officer_app.workstation.first_load import PINNED, FirstLoad
from tests.central.conftest import PgCentre
from tests.central.writing import AT, permit_record
from tests.fakes import CE_1, Desk, desk

SIGNER = station_keys.load(station_keys.create())
MANY = 57


@pytest.fixture
def stocked(pg: PgCentre, monkeypatch: pytest.MonkeyPatch) -> PgCentre:
    """A centre with records, some of them changed and one withdrawn, and a snapshot in parts of ten."""
    monkeypatch.setattr(snapshots, "PART_RECORDS", 10)
    numbers = [f"9911A00000{place:02d}" for place in range(MANY)]
    pg.load([permit_record(number) for number in numbers])
    pg.load([permit_record(number, "held", AT + timedelta(hours=1)) for number in numbers[::5]])
    pg.load([replace(permit_record(numbers[3], at=AT + timedelta(hours=2)), doc="", deleted=True, keys={})])
    made = snapshots.make_snapshot(pg.url, pg.site, SIGNER.public_key, SIGNER.sign)
    assert (made.records, len(made.parts)) == (MANY, 6)
    return pg


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    """A new workstation."""
    file_key.load_or_create(tmp_path / "file.key")
    with desk(tmp_path / "CE-1", CE_1) as opened:
        yield opened


def loading(at: Desk, central: Central, tmp_path: Path) -> FirstLoad:
    return FirstLoad(tmp_path / "parts", at.journal, at.mirror, central, tmp_path / "file.key")


def holds(at: Desk) -> list[Record]:
    return at.mirror.listed("permit", 1000)


def test_what_a_snapshot_brings_is_what_pulling_brings(stocked: PgCentre, at: Desk, tmp_path: Path) -> None:
    line = stocked.enrol("CE-1")
    load = loading(at, line, tmp_path)
    done = sync_once(at.journal, at.mirror, line, load=load)
    assert (load.refused, done.pulled, done.digest_equal) == ("", MANY, True)
    with desk(tmp_path / "other", CE_1) as pulled:
        sync_once(pulled.journal, pulled.mirror, line)
        assert holds(pulled) == holds(at)
        assert pulled.mirror.records_cursor() == at.mirror.records_cursor()
        assert at.mirror.records_digest(full=True) == pulled.mirror.records_digest(full=True)
    assert not (tmp_path / "parts").exists()
    stocked.load([permit_record("9911A0000099")])
    after = sync_once(at.journal, at.mirror, line, load=loading(at, line, tmp_path))
    assert (after.pulled, after.digest_equal) == (1, True)


class Counting:
    """A line that counts the parts it fetched, and may hand out something else."""

    def __init__(self, line: Central, change: Callable[[int, bytes], bytes] = lambda part, content: content) -> None:
        self.parts: list[int] = []
        self._line = line
        self._change = change

    def __getattr__(self, name: str) -> object:
        return getattr(self._line, name)

    def snapshot_part(self, snapshot_id: str, part: int) -> bytes:
        self.parts.append(part)
        return self._change(part, self._line.snapshot_part(snapshot_id, part))


def test_after_a_cut_only_what_is_missing_is_fetched(stocked: PgCentre, at: Desk, tmp_path: Path) -> None:
    enrolment = stocked.enrolment("CE-1")
    seen: list[tuple[int, int]] = []
    with closing(FaultProxy(int(parse_address(stocked.url).params["port"]))) as proxy:
        line = stocked.client(enrolment, proxy.port)

        def cut(done: int, parts: int) -> None:
            seen.append((done, parts))
            if done == 3:
                proxy.set_mode(Mode.RESET)

        first = replace_line(loading(at, line, tmp_path), Counting(line))
        first.on_part = cut
        with pytest.raises(Unreachable):
            sync_once(at.journal, at.mirror, line, load=first)
        assert (at.mirror.records_cursor(), holds(at)) == (0, []), "nothing of it is used before all of it is here"
        assert seen == [(1, 6), (2, 6), (3, 6)]
        proxy.restore()
        # The disk of a counter is nobody's reading: what lies there is sealed.
        assert not any(b"9911A" in file.read_bytes() for file in (tmp_path / "parts").iterdir())
        damaged = next(iter(sorted((tmp_path / "parts").iterdir())))
        damaged.write_bytes(damaged.read_bytes()[:-5])
        line.close()
        line = stocked.client(enrolment, proxy.port)
        again = Counting(line)
        done = sync_once(at.journal, at.mirror, line, load=replace_line(loading(at, line, tmp_path), again))
        assert sorted(again.parts) == [1, 4, 5, 6]
        assert (done.digest_equal, len(holds(at))) == (True, MANY - 1)
        line.close()


def replace_line(load: FirstLoad, line: object) -> FirstLoad:
    """The same load over another line."""
    load.central = cast(Central, line)
    return load


def forged(line: Central, parts: tuple[str, ...] = ()) -> SnapshotOffer:
    """The centre's offer with other parts, signed by somebody else."""
    manifest = read_manifest(offered(line).manifest)
    body = compose_manifest(replace(manifest, parts=parts or manifest.parts))
    return SnapshotOffer(body, station_keys.load(station_keys.create()).sign(body))


class Forging(Counting):
    """A line on which somebody changes what the centre says: its offer, or the fourth part."""

    def __init__(
        self,
        line: Central,
        offer: SnapshotOffer | None = None,
        change: Callable[[bytes], bytes] = lambda part: part,
    ) -> None:
        super().__init__(line, lambda part, content: change(content) if part == 4 else content)
        self._offer = offer or offered(line)

    def snapshot(self) -> SnapshotOffer:
        return self._offer


WRONG: dict[str, Callable[[Central], SnapshotOffer]] = {
    "another's signature": forged,
    "another site": lambda line: signed(line, site="MS"),
    "another key": lambda line: signed(line, key=True),
    "a part less": lambda line: forged(line, parts=("00" * 32,)),
    "no manifest": lambda line: SnapshotOffer(b"{}", bytes(64)),
    "half a manifest": lambda line: SnapshotOffer(offered(line).manifest[:-9], offered(line).signature),
    "a byte changed": lambda line: SnapshotOffer(
        offered(line).manifest.replace(b'"records":57', b'"records":58'), offered(line).signature
    ),
}


def offered(line: Central) -> SnapshotOffer:
    offer = line.snapshot()
    assert offer is not None
    return offer


def signed(line: Central, site: str = "CE", *, key: bool = False) -> SnapshotOffer:
    """An offer that is rightly signed, of another site or with another key than the one that is pinned."""
    signer = station_keys.load(station_keys.create()) if key else SIGNER
    manifest = replace(read_manifest(offered(line).manifest), site=site, public_key=signer.public_key.hex())
    body = compose_manifest(manifest)
    return SnapshotOffer(body, signer.sign(body))


def test_a_forged_snapshot_is_refused_by_name_and_the_old_mirror_stays(
    stocked: PgCentre, at: Desk, tmp_path: Path
) -> None:
    line = stocked.enrol("CE-1")
    at.mirror.load([permit_record("9911A0000500")])
    before = holds(at)
    at.journal.keep_value(PINNED, SIGNER.public_key.hex())
    for how, forge in WRONG.items():
        load = replace_line(loading(at, line, tmp_path), Forging(line, offer=forge(line)))
        assert load(line.hello()) == 0, how
        assert load.refused, how
        assert (holds(at), at.mirror.records_cursor()) == (before, 0), how
        assert not (tmp_path / "parts").exists()


def test_a_part_that_is_not_what_the_manifest_says_is_refused_by_its_number(
    stocked: PgCentre, at: Desk, tmp_path: Path
) -> None:
    line = stocked.enrol("CE-1")
    changes: list[Callable[[bytes], bytes]] = [lambda part: part[:-1], lambda part: b"", lambda part: part + b"x"]
    for change in changes:
        load = replace_line(loading(at, line, tmp_path), Forging(line, change=change))
        assert load(line.hello()) == 0
        assert "part 4 of 6" in load.refused
        assert holds(at) == []


def test_a_snapshot_from_before_a_restore_is_left_aside(stocked: PgCentre, at: Desk, tmp_path: Path) -> None:
    stocked.restored()
    line = stocked.enrol("CE-1")
    load = loading(at, line, tmp_path)
    done = sync_once(at.journal, at.mirror, line, load=load)
    assert load.refused == ""
    assert done.digest_equal
    assert done.pulled > MANY, "it was pulled, old versions and all"


def test_of_older_snapshots_one_stays(stocked: PgCentre) -> None:
    for _ in range(3):
        snapshots.make_snapshot(stocked.url, stocked.site, SIGNER.public_key, SIGNER.sign)
    found = stocked.connect().execute(
        "select (select count(*) from core.snapshot), (select count(distinct snapshot_id) from core.snapshot_part)"
    )
    assert found.fetchone() == (2, 2)


@given(
    st.lists(
        st.builds(
            Record,
            st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
            st.sampled_from(["core", "counter"]),
            st.datetimes(timezones=st.just(UTC)),
            st.booleans(),
            st.dictionaries(st.text("ก0\n", max_size=4), st.text("ก0\n", max_size=4), max_size=2),
        ),
        max_size=5,
    )
)
def test_what_is_packed_comes_out_again(records: list[Record]) -> None:
    entries = [FeedRecord(place, each) for place, each in enumerate(records, start=1)]
    part = pack(entries)
    assert unpack(part, sha256(part).hexdigest()) == entries


@given(st.binary(max_size=60))
def test_what_is_no_part_and_no_manifest_is_refused_and_never_more(data: bytes) -> None:
    with pytest.raises(BadSnapshot):
        unpack(data, sha256(data).hexdigest())
    with pytest.raises(BadSnapshot):
        read_manifest(data)


def test_a_manifest_says_what_it_said() -> None:
    manifest = Manifest("CE", "7-ab", "epoch", 7, "123", datetime(2026, 1, 2, tzinfo=UTC), 5, ("aa", "bb"), "00")
    assert read_manifest(compose_manifest(manifest)) == manifest
