"""`simulate stations`: many workstations at one centre, steady and in bursts, and a count of what arrived."""

import argparse
import random
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from threading import Event, Lock

from officer_app.central import admin, auditing
from officer_app.central.client import PgCentral
from officer_app.cli.administration import admin_url, administration
from officer_app.cli.answers import DONE, WORLD_FAILED, Answer, BadUsage
from officer_app.cli.context import Context
from officer_app.core.acts import GENESIS, Act, ActKind, Draft, Mode, Place, Subject, compose, read
from officer_app.core.ports import Signer, Unreachable
from officer_app.security import station_keys
from officer_app.workstation.opening import new_id, now

LANES = 24
MOST_STATIONS = 2000
BURST_EVERY_S = 10.0
BURST_S = 1.0


def declare(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `simulate stations`."""
    parser = actions.add_parser("stations", help="many workstations at a centre that is there for trying")
    parser.add_argument("--url", default="", help="the administration's URL of the centre")
    parser.add_argument("--site", default="SIM", help="a site for this alone; its acts are samples")
    parser.add_argument("--stations", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=25.0, help="acts a second, all workstations together")
    parser.add_argument("--burst", type=float, default=10.0, help="times as many, one second in ten")
    parser.set_defaults(command=_stations)


@dataclass
class Simulated:
    """One workstation: its chain, and what of it was acknowledged."""

    name: str
    site: str
    line: PgCentral
    signer: Signer
    head: bytes = GENESIS
    acts: list[Act] = field(default_factory=list)
    acknowledged: int = 0
    turn: Lock = field(default_factory=Lock)

    def work(self, due: float) -> tuple[float, int]:
        """Write an act and push what waits; how long after it was due that was answered (seconds), and failed tries."""
        with self.turn:
            self.acts.append(self._act(len(self.acts) + 1))
            tries = 0
            while self.acknowledged < len(self.acts):
                try:
                    self.line.push(self.acts[self.acknowledged :])
                    self.acknowledged = len(self.acts)
                except Unreachable:
                    tries += 1
                    Event().wait(0.1)
            return time.monotonic() - due, tries

    def _act(self, seq: int) -> Act:
        subject = Subject("permit", f"9911S{random.randrange(10**7):07d}")
        draft = Draft(new_id(), ActKind.PRESENT, subject, "simulated", now())
        place = Place(self.site, self.name, seq, self.head, "", Mode.SAMPLE)
        unsigned = read(compose(draft, place, self.signer.key_id), b"")
        self.head = unsigned.hash
        return read(unsigned.body, self.signer.sign(unsigned.hash))


def _stations(context: Context, args: argparse.Namespace) -> Answer:
    if not (0 < args.stations <= MOST_STATIONS and args.seconds > 0 and args.rate > 0 and args.burst >= 1):
        raise BadUsage("stations_numbers", {"most": str(MOST_STATIONS)})
    with administration(), ExitStack() as lines:
        url = admin_url(args.url)
        admin.init(url)
        stations = [_enrolled(url, args.site, number, lines) for number in range(1, args.stations + 1)]
        begun = time.monotonic()
        _greet(stations)
        greeted_s = time.monotonic() - begun
        with ThreadPoolExecutor(LANES) as lanes:
            done = [each.result() for each in _play(lanes, stations, args)]
        arrived = {act.body for act in auditing.read_all(url, args.site) if not act.refused_code}
    written = [act for station in stations for act in station.acts]
    body: dict[str, object] = {
        "stations": len(stations),
        "connected_s": round(greeted_s, 3),
        "acts": len(written),
        "lost": sum(1 for act in written if act.body not in arrived),
        "retried": sum(tries for _, tries in done),
    }
    body |= _quantiles([took for took, _ in done])
    return Answer(
        WORLD_FAILED if body["lost"] else DONE, body, "\n".join(f"{key}: {value}" for key, value in body.items())
    )


def _enrolled(url: str, site: str, number: int, lines: ExitStack) -> Simulated:
    signer = station_keys.load(station_keys.create())
    name = f"{site}-{new_id()[-6:]}-{number}"
    given = admin.enrol(url, site, name, "inspection", "", signer.public_key, Mode.SAMPLE)
    line = lines.enter_context(closing(PgCentral(given.url, given.password)))
    return Simulated(name, site, line, signer)


def _greet(stations: Sequence[Simulated]) -> None:
    """Every workstation opens its line and sends a first act; as after a power cut, all of them at once."""
    with ThreadPoolExecutor(LANES) as lanes:
        for first in [lanes.submit(station.work, time.monotonic()) for station in stations]:
            first.result()


def _play(
    lanes: ThreadPoolExecutor, stations: Sequence[Simulated], args: argparse.Namespace
) -> list[Future[tuple[float, int]]]:
    """One act after the other at its time, each at a workstation drawn by lot."""
    pause, begun = Event(), time.monotonic()
    due, done = begun, []
    while due < begun + args.seconds:
        pause.wait(max(0.0, due - time.monotonic()))
        done.append(lanes.submit(random.choice(stations).work, due))
        bursting = (due - begun) % BURST_EVERY_S >= BURST_EVERY_S - BURST_S
        due += 1.0 / (args.rate * (args.burst if bursting else 1.0))
    return done


def _quantiles(took: Sequence[float]) -> dict[str, object]:
    """Median, 99th of a hundred and longest (milliseconds)."""
    hundredths = statistics.quantiles(took, n=100, method="inclusive") if len(took) > 1 else list(took) * 99
    return {
        "push_median_ms": round(hundredths[49] * 1000, 1),
        "push_p99_ms": round(hundredths[98] * 1000, 1),
        "push_longest_ms": round(max(took) * 1000, 1),
    }
