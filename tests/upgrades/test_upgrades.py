"""Every journal and mirror that was ever released opens with this program, whole, and work goes on in it."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

import sqlcipher3.dbapi2 as sqlcipher
from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.export import State
from officer_app.core.transit import Phase
from officer_app.security.check import check
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror
from officer_app.store.schema import JOURNAL_STEPS, MIRROR_STEPS
from tests.fakes import NOW
from tests.upgrades.make_version import (
    CASE,
    CONTENTS,
    DOUBLE,
    FOLDER,
    HELD,
    KEY_NAME,
    OFFICER_KEY,
    RELEASED,
    STAMPED,
    STATION,
)

VERSIONS = sorted(folder.name for folder in FOLDER.glob("version_*"))


@dataclass(frozen=True)
class Kept:
    """A copy of what was kept of one version, and what is known to be in it."""

    folder: Path
    key: bytes
    acts: list[tuple[bytes, bytes]]

    @property
    def number(self) -> int:
        """Which version it is of."""
        return int(self.folder.name.removeprefix("version_"))

    def journal(self) -> SqliteJournal:
        return SqliteJournal(self.folder / "journal.db", self.key, STATION)

    def mirror(self) -> SqliteMirror:
        return SqliteMirror(self.folder / "mirror.db", self.key)


@pytest.fixture(params=VERSIONS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    folder = tmp_path / str(request.param)
    shutil.copytree(FOLDER / str(request.param), folder)
    key = bytes.fromhex((folder / KEY_NAME).read_text("ascii").strip())
    contents = json.loads((folder / CONTENTS).read_text("utf-8"))
    return Kept(folder, key, [(body.encode(), bytes.fromhex(signed)) for body, signed in contents["acts"]])


def version_of(file: Path, key: bytes) -> int:
    connection = sqlcipher.connect(str(file))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return version


def test_the_first_version_is_kept_and_none_was_left_out() -> None:
    numbers = [int(name.removeprefix("version_")) for name in VERSIONS]
    assert sorted(numbers) == list(range(1, max(numbers) + 1))
    assert max(numbers) <= len(JOURNAL_STEPS)


def test_what_was_kept_is_of_the_version_it_is_kept_for(kept: Kept) -> None:
    assert version_of(kept.folder / "journal.db", kept.key) == kept.number


def test_opening_brings_it_to_the_present_version(kept: Kept) -> None:
    kept.journal().close()
    kept.mirror().close()
    assert version_of(kept.folder / "journal.db", kept.key) == len(JOURNAL_STEPS)
    assert version_of(kept.folder / "mirror.db", kept.key) == len(MIRROR_STEPS)


def test_every_act_is_there_byte_for_byte_and_its_chain_and_signatures_hold(kept: Kept) -> None:
    journal = kept.journal()
    acts = journal.acts()
    assert [(act.body, act.signature) for act in acts] == kept.acts
    own = [act for act in acts if act.station == "CE-1"]
    assert check(own, {}).defects == ()
    journal.close()


def test_the_states_are_what_they_were_and_can_be_folded_again(kept: Kept) -> None:
    journal = kept.journal()
    numbers = (STAMPED, RELEASED, HELD, DOUBLE)
    states = [journal.permit_state(number) for number in numbers]
    assert [state.state for state in states] == [State.STAMPED, State.RELEASED, State.HELD, State.RELEASED]
    assert [each.kind for each in states[3].irregularities] == ["double_release"]
    assert states[2].hold_reason == "ตู้ไม่ตรงกับใบกำกับ"
    assert journal.transit_state(CASE).phase is (Phase.NEW if kept.number == 1 else Phase.RECEIVED)
    journal.rebuild()
    assert [journal.permit_state(number) for number in numbers] == states
    journal.close()


def test_cursors_claims_codes_and_what_was_set_aside_are_kept(kept: Kept) -> None:
    journal = kept.journal()
    # In version 1 the act that was set aside has a place in the feed: the centre took it after all.
    set_aside = 0 if kept.number == 1 else 1
    assert (journal.queue().unsent, journal.queue().quarantined, journal.pushed_seq()) == (0, set_aside, 6)
    assert journal.feed_epoch() == "00000000-0000-4000-8000-000000000001"
    assert journal.acts_cursor() == len(kept.acts) - set_aside
    assert journal.intend_claim(RELEASED, 1, "another") == "claimed-1"
    assert journal.token_of("own-3") == "OA1:INVENTED"
    assert journal.value("station_key") == "not a real key"
    journal.close()


def test_the_mirror_finds_what_it_found(kept: Kept) -> None:
    mirror = kept.mirror()
    assert [each.number for each in mirror.find("CTI0001")] == [STAMPED]
    assert sorted(each.number for each in mirror.find("701234")) == [STAMPED, RELEASED]
    assert mirror.find(HELD) == []
    assert [each.kind for each in mirror.find("A0112991100002")] == ["transit"]
    # Version 1 did not note what came through the feed: it is fed once more.
    fed = 0 if kept.number == 1 else 4
    assert (mirror.records_cursor(), mirror.last_contact()) == (fed, NOW)
    assert mirror.records_digest() == mirror.records_digest(full=True)
    mirror.close()


def test_work_goes_on_in_the_same_chain(kept: Kept) -> None:
    journal = kept.journal()
    own = journal.own_acts(0, 100)
    draft = Draft("new-1", ActKind.HOLD, Subject("permit", STAMPED), "somchai", NOW, {"reason": "ต่อ"})
    act = journal.record(draft, OFFICER_KEY)
    assert isinstance(act, Act)
    assert (act.station_seq, act.prev, act.after) == (len(own) + 1, own[-1].hash, "own-3")
    assert journal.permit_state(STAMPED).state is State.HELD
    journal.close()
