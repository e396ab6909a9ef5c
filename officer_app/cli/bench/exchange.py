"""The exchange's figure: acts pushed with all checks, beside the bare function call."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from officer_app.central import admin
from officer_app.central.client import PgCentral
from officer_app.central.embedded import EmbeddedPostgres
from officer_app.cli.bench.floors import bare_push
from officer_app.cli.bench.rows import Row, row
from officer_app.core.acts import GENESIS, Act, ActKind, Draft, Mode, Place, Subject, compose, read
from officer_app.security import station_keys
from officer_app.workstation.opening import new_id, now

SITE = "BENCH"
BATCH = 500


def push_rate(folder: Path, batches: int) -> Row:
    """Acts per second in batches of 500, on a real PostgreSQL with durable commits."""
    with EmbeddedPostgres(folder / "postgres") as server:
        url = server.admin_url("central")
        admin.init(url)
        ours, floor = [], []
        (our_key, our_acts), (bare_key, bare_acts) = _chain("OURS", batches), _chain("FLOOR", batches)
        at_floor = admin.enrol(url, SITE, "FLOOR", "inspection", "", bare_key, Mode.SAMPLE)
        given = admin.enrol(url, SITE, "OURS", "inspection", "", our_key, Mode.SAMPLE)
        client = PgCentral(given.url, given.password)
        try:
            bare = bare_push(at_floor.url, at_floor.password)
            client.hello()
            for mine, theirs in zip(our_acts, bare_acts, strict=True):
                begun = perf_counter()
                client.push(mine)
                ours.append(BATCH / (perf_counter() - begun))
                begun = perf_counter()
                bare(theirs)
                floor.append(BATCH / (perf_counter() - begun))
        finally:
            client.close()
    return row("push_batch_500", ours, floor, "acts/s", ">= 10000 acts/s, >= 0.8x")


def _chain(station: str, batches: int) -> tuple[bytes, list[Sequence[Act]]]:
    """A chain of stamps of one workstation, ready to be sent; its public key."""
    signer = station_keys.load(station_keys.create())
    head, made = GENESIS, []
    for seq in range(1, batches * BATCH + 1):
        subject = Subject("permit", f"9911C{seq:07d}")
        fields = {
            "outcome": "green",
            "stamp_text": "Status 0309",
            "release_post": "CP-1",
            "findings": "",
            "line": "GREEN",
        }
        draft = Draft(new_id(), ActKind.STAMP, subject, "bench", now(), fields)
        unsigned = read(compose(draft, Place(SITE, station, seq, head, "", Mode.SAMPLE), signer.key_id), b"")
        act = read(unsigned.body, signer.sign(unsigned.hash))
        head = act.hash
        made.append(act)
    return signer.public_key, [made[first : first + BATCH] for first in range(0, len(made), BATCH)]
