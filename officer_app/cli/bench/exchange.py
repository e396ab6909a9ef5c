"""The exchange's figures: acts pushed, rights claimed, records pulled, each beside the bare call or loop."""

import gc
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from officer_app.central import admin
from officer_app.central.client import PgCentral
from officer_app.central.embedded import EmbeddedPostgres
from officer_app.cli.bench.floors import bare_insert, bare_pull, bare_push
from officer_app.cli.bench.rows import Row, by_turns_ms, row
from officer_app.core.acts import GENESIS, Act, ActKind, Draft, Mode, Place, Subject, compose, read
from officer_app.core.ports import Claim
from officer_app.core.records import DeclarationLine, Permit, Record, permit_to_doc
from officer_app.security import station_keys
from officer_app.store.mirror import SqliteMirror
from officer_app.usecases.sync_once import RECORDS_BATCH
from officer_app.workstation.opening import new_id, now

SITE = "BENCH"
BATCH = 500
PULLS = 5


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


def claim_online(folder: Path, times: int) -> Row:
    """A release claim at the centre over an open line, beside the bare INSERT of the same row over one (ms)."""
    with EmbeddedPostgres(folder / "claims") as server:
        url = server.admin_url("central")
        admin.init(url)
        given = admin.enrol(url, SITE, "CLAIMS", "checking_post", "CP-1", bytes(32), Mode.SAMPLE)
        client = PgCentral(given.url, given.password)
        try:
            client.hello()
            numbers = iter(range(10 * times))

            def ours() -> None:
                number = next(numbers)
                client.claim(Claim(f"9911D{number:07d}", 1, f"bench-{number}", "CP-1", "bench", mode="sample"), 10.0)

            mine, least = by_turns_ms(ours, bare_insert(url), times)
        finally:
            client.close()
    return row("claim_online", mine, least, "ms", "median <= 2x")


def pull_rate(folder: Path, records: int) -> Row:
    """Records a second from the centre into an empty mirror, beside a cursor and executemany into the same tables."""
    ours, floor = [], []
    with EmbeddedPostgres(folder / "pull") as server:
        url = server.admin_url("central")
        admin.init(url)
        permits = (sample_record(number) for number in range(records))
        admin.load(url, SITE, permits)
        given = admin.enrol(url, SITE, "PULL", "inspection", "", bytes(32), Mode.SAMPLE)
        client = PgCentral(given.url, given.password)
        try:
            client.hello()
            # As the window does at its start (app.stage): the collector walks what a pull makes, and not the program.
            gc.collect()
            gc.freeze()
            for turn in range(PULLS):
                mirror = SqliteMirror(folder / f"pull-{turn}.db", bytes(32))
                begun = perf_counter()
                while entries := client.pull_records(mirror.records_cursor(), RECORDS_BATCH):
                    mirror.apply(entries)
                ours.append(records / (perf_counter() - begun))
                mirror.close()
                empty = folder / f"floor-{turn}.db"
                SqliteMirror(empty, bytes(32)).close()
                begun = perf_counter()
                bare_pull(given.url, given.password, empty, bytes(32), RECORDS_BATCH)
                floor.append(records / (perf_counter() - begun))
        finally:
            client.close()
    return row("pull_records", ours, floor, "records/s", ">= 0.8x")


def sample_record(number: int) -> Record:
    """A permit as the centre feeds it, with one declaration and a container."""
    lines = (DeclarationLine(f"A00209{number:08d}", 2, "CT", 12_500),)
    permit = Permit(f"9911E{number:07d}", "GREEN", "issued", lines, container_no=f"ZZZU{number:07d}")
    return Record("permit", permit.number, permit_to_doc(permit), "sample", now(), keys=permit.search_keys)


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
