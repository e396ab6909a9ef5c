"""Makes the small journal and mirror of the present schema version, kept here for ever once that version is released.

    python -m tests.upgrades.make_version

writes `version_N/`, unless it is there: what was kept is never made again. The key beside the files is made for them
alone and protects nothing but invented data.
"""

import json
import secrets
from datetime import timedelta
from pathlib import Path

from officer_app.core.acts import GENESIS, Act, ActKind, Draft, Mode, Place, Subject, compose, read
from officer_app.core.canonical import Value
from officer_app.core.export import PermitState
from officer_app.core.ports import FeedAct, FeedRecord, Signer, Station
from officer_app.core.records import Record
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror
from officer_app.store.schema import JOURNAL_STEPS
from tests.fakes import NOW, permit, record, signer

FOLDER = Path(__file__).resolve().parent
KEY_NAME = "test-file-key-for-invented-data-only.hex"
CONTENTS = "contents.json"
STATION = Station("CE", "CE-1", "inspection", "", Mode.SAMPLE)
STATION_KEY, OFFICER_KEY, FAR_KEY = signer(1), signer(2), signer(3)
STAMPED, RELEASED, HELD, DOUBLE = (f"9911A000000{digit}" for digit in range(1, 5))
CASE = "A0112991100002"


def main() -> None:
    """Make the folder of the present version."""
    folder = FOLDER / f"version_{len(JOURNAL_STEPS)}"
    folder.mkdir()
    key = secrets.token_bytes(32)
    (folder / KEY_NAME).write_text(key.hex() + "\n", "ascii")
    journal = SqliteJournal(folder / "journal.db", key, STATION)
    fill_journal(journal)
    contents = {"acts": [[act.body.decode(), act.signature.hex()] for act in journal.acts()]}
    journal.close()
    mirror = SqliteMirror(folder / "mirror.db", key)
    fill_mirror(mirror)
    mirror.close()
    (folder / CONTENTS).write_text(json.dumps(contents, ensure_ascii=False, indent=1) + "\n", "utf-8")


def fill_journal(journal: SqliteJournal) -> None:
    """One of each thing a journal keeps."""
    own, far = Subject("station", "CE-1"), Far()
    put(journal, ActKind.STATION_OPENED, own, STATION_KEY, public_key=STATION_KEY.public_key.hex(), desk="inspection")
    registered = {"officer": "somchai", "display": "สมชาย ใจตรง", "key_id": OFFICER_KEY.key_id}
    put(journal, ActKind.KEY_REGISTERED, own, STATION_KEY, **registered, public_key=OFFICER_KEY.public_key.hex())
    for number in (STAMPED, RELEASED, DOUBLE):
        stamp = {"outcome": "green", "stamp_text": "Status 0309", "release_post": "CP-1"}
        put(journal, ActKind.STAMP, Subject("permit", number), OFFICER_KEY, **stamp)
    put(journal, ActKind.HOLD, Subject("permit", HELD), OFFICER_KEY, reason="ตู้ไม่ตรงกับใบกำกับ")
    released = far.release(journal.permit_state(RELEASED), RELEASED)
    twice = [far.release(journal.permit_state(DOUBLE), DOUBLE) for _ in range(2)]
    received = far.act(
        ActKind.TRANSIT_RECEIVE, Subject("transit", CASE), "", {"applicant": "บริษัท ตัวอย่างผ่านแดนสมมติ จำกัด"}
    )
    known = journal.own_acts(0, 100)
    # What the centre would not take has no place in its feed.
    places = enumerate([*known[:-1], released, *twice, received], start=1)
    journal.new_feed_epoch("00000000-0000-4000-8000-000000000001")
    journal.receive([FeedAct(place, act) for place, act in places])
    journal.mark_pushed(len(known))
    journal.quarantine(known[-1].act_id, "refused_by_centre", "an invented reason")
    journal.intend_claim(RELEASED, 1, "claimed-1")
    journal.keep_value("station_key", "not a real key")


def fill_mirror(mirror: SqliteMirror) -> None:
    """Permits with their other numbers, a withdrawn one and a transit declaration."""
    made = [record(permit(number, hawb=f"CTI{number[-4:]}", vehicle="70-1234")) for number in (STAMPED, RELEASED)]
    gone = Record("permit", HELD, "", "sample", NOW, deleted=True)
    transit = Record("transit", "A0112991100002", '{"decl_no":"A0112991100002"}', "sample", NOW)
    mirror.apply([FeedRecord(place, each) for place, each in enumerate([*made, gone, transit], start=1)])
    mirror.contacted(NOW)


class Far:
    """The checking post, whose acts came through the centre."""

    def __init__(self) -> None:
        self.acts: list[Act] = []

    def release(self, state: PermitState, number: str) -> Act:
        """A release in its chain."""
        return self.act(ActKind.RELEASE, Subject("permit", number), state.last_act, {"granted_by": "centre"})

    def act(self, kind: ActKind, subject: Subject, after: str, fields: dict[str, Value]) -> Act:
        """An act in its chain."""
        seq = len(self.acts) + 1
        at = NOW + timedelta(minutes=seq)
        draft = Draft(f"far-{seq}", kind, subject, "malee", at, fields)
        prev = self.acts[-1].hash if self.acts else GENESIS
        place = Place("CE", "CP-1a", seq, prev, after, Mode.SAMPLE)
        unsigned = read(compose(draft, place, FAR_KEY.key_id), b"")
        self.acts.append(read(unsigned.body, FAR_KEY.sign(unsigned.hash)))
        return self.acts[-1]


def put(journal: SqliteJournal, kind: ActKind, subject: Subject, by: Signer, **fields: str) -> None:
    """Record an act."""
    seq = len(journal.acts()) + 1
    officer = "" if by is STATION_KEY else "somchai"
    draft = Draft(f"own-{seq}", kind, subject, officer, NOW + timedelta(seconds=seq), dict(fields))
    journal.record(draft, by, None, (lambda act, key: "OA1:INVENTED") if kind is ActKind.STAMP else None)


if __name__ == "__main__":
    main()
