"""The chaos run with real parts: `python -m tests.chaos.real_parts --seconds 600 --seed 1`.

Eight workstations as processes of the real program against two PostgreSQL servers, through proxies: lines go black, are
torn down, lose their answers; processes are killed with -9, servers crash, clocks jump. What was said at the commands'
mouths is counted in the end. The seed draws what happens; when it happens is the machine's.
"""

import argparse
import random
import tempfile
import time
from collections import Counter as Counted
from pathlib import Path
from threading import Event

from officer_app.sync.fault_proxy import Mode
from tests.chaos.real_end import wrongs
from tests.chaos.real_town import RealTown

MODES = (Mode.PASS, Mode.PASS, Mode.PASS, Mode.BLACKHOLE, Mode.RESET, Mode.DROP_REPLY)
QUIET_S = 2.0
LONGEST = 4
"""So many times as long a run may take on a machine where what has to happen comes slowly."""


def rage(town: RealTown, chance: random.Random, seconds: float, needed: frozenset[str] = frozenset()) -> Counted[str]:
    """Let it all happen for `seconds`, or until all of `needed` was said or done; gives what happened how often."""
    happened: Counted[str] = Counted()
    rest = Event()
    for name in town.places:
        town.start(name, chance.randrange(1 << 30))
    begun = time.monotonic()

    def enough() -> bool:
        spent = time.monotonic() - begun
        return spent >= seconds * LONGEST or (spent >= seconds and needed <= {*happened, *said(town)})

    while not enough():
        rest.wait(chance.uniform(0.1, 0.7))
        kind = chance.choices(("line", "kill", "centre", "post"), (20, 3, 1, 1))[0]
        happened[kind] += 1
        name = chance.choice(list(town.places))
        if kind == "line":
            chance.choice(town.places[name].proxies).set_mode(chance.choice(MODES))
        elif kind == "kill":
            town.kill(name)
            town.start(name, chance.randrange(1 << 30))
        else:
            server = town.centre if kind == "centre" else town.post
            server.crash()
            rest.wait(chance.uniform(0, 1.5))
            server.start()
    return happened


def said(town: RealTown) -> Counted[str]:
    """What the workstations said at their commands' mouths, how often."""
    lines = (line for place in town.places.values() for line in place.lines())
    return Counted(str(line.get("kind") or line.get("refused") or next(iter(line))) for line in lines)


def calm(town: RealTown) -> None:
    """Everything is mended; the workstations work on for a moment, then end."""
    for place in town.places.values():
        for proxy in place.proxies:
            proxy.set_mode(Mode.PASS)
    Event().wait(QUIET_S)
    for name in town.places:
        town.kill(name)


def run(
    folder: Path, seed: int, seconds: float, needed: frozenset[str] = frozenset()
) -> tuple[list[str], dict[str, int]]:
    """What is wrong in the end (empty: nothing), and what happened how often. `needed`: see `rage`."""
    with RealTown(folder, transit=True) as town:
        happened = rage(town, random.Random(seed), seconds, needed)
        calm(town)
        found = wrongs(town)
        happened += said(town)
    return found, dict(happened)


def main() -> int:
    """The exit status is 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found, happened = run(Path(folder), args.seed, args.seconds)
    print(", ".join(f"{kind} {count}" for kind, count in sorted(happened.items(), key=lambda each: -each[1])))
    print("\n".join(found) or "all is well")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
