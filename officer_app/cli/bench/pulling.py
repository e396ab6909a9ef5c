"""Scan to paint while the centre's records come in by the thousand: what a counter feels on its first morning."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from officer_app.central import admin
from officer_app.central.client import PgCentral
from officer_app.central.embedded import EmbeddedPostgres
from officer_app.cli.bench.counter import scan_to_painted
from officer_app.cli.bench.exchange import sample_record
from officer_app.cli.bench.rows import Row
from officer_app.cli.stage import Desktop
from officer_app.core.acts import Mode
from officer_app.devices.simulated_scanner import SimulatedScanner
from officer_app.usecases.sync_once import RECORDS_BATCH
from officer_app.workstation.opening import Workstation

SITE = "BENCH"
RECORDS = 20_000
"""After the last of them the feed begins anew, until the scans are done."""


def scan_while_pulling(
    desktop: Desktop, opened: Workstation, scanner: SimulatedScanner, password: str, times: int, folder: Path
) -> Row:
    """As `scan_to_painted`, with a bulk pull into the same mirror going on all the while."""
    with EmbeddedPostgres(folder / "pulling") as server:
        url = server.admin_url("central")
        admin.init(url)
        admin.load(url, SITE, (sample_record(number) for number in range(RECORDS)))
        given = admin.enrol(url, SITE, "PULLING", "inspection", "", bytes(32), Mode.SAMPLE)
        client = PgCentral(given.url, given.password)
        try:
            client.hello()
            return scan_to_painted(
                desktop, opened, scanner, password, times, "scan_while_pulling", lambda: _pulling(opened, client)
            )
        finally:
            client.close()


@contextmanager
def _pulling(opened: Workstation, client: PgCentral) -> Iterator[None]:
    """Records come in meanwhile, on a thread of their own as in the window. Raises what stopped them."""
    done = Event()

    def pull() -> None:
        turn = 0
        while not done.is_set():
            if entries := client.pull_records(opened.mirror.records_cursor(), RECORDS_BATCH):
                opened.mirror.apply(entries)
            else:
                turn += 1
                opened.mirror.restart_feed(f"bench-{turn}")

    with ThreadPoolExecutor(1, "pulling") as pool:
        pulled = pool.submit(pull)
        try:
            yield
        finally:
            done.set()
    pulled.result()
