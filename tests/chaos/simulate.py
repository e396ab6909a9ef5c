"""Plays seeds of the simulation: `python -m tests.chaos.simulate --seed 7` tells one, `--seeds 2000` plays many."""

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import chain

from tests.chaos.simulated_days import STEPS, play, small_step
from tests.chaos.simulated_end import wrongs
from tests.chaos.simulated_healing import heal
from tests.chaos.simulation import World

Plant = Callable[[World], None]
CHUNK = 50


def outcome(
    seed: int, steps: int = STEPS, note: Callable[[str], None] = lambda line: None, plant: Plant | None = None
) -> list[str]:
    """What is wrong at the end of one seed; empty where all is well."""
    world = World(seed, small_step, note)
    if plant is not None:
        plant(world)
    play(world, steps)
    return [*heal(world), *wrongs(world)]


def failures(seeds: range) -> list[tuple[int, list[str]]]:
    """The seeds at whose end something is wrong."""
    return [(seed, found) for seed in seeds if (found := outcome(seed))]


def play_many(first: int, count: int, processes: int) -> list[tuple[int, list[str]]]:
    """The same for many seeds, over processes."""
    parts = [range(start, min(start + CHUNK, first + count)) for start in range(first, first + count, CHUNK)]
    with ProcessPoolExecutor(processes) as pool:
        return list(chain.from_iterable(pool.map(failures, parts)))


def main() -> int:
    """The exit status is 1 where a seed ends wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the seed to tell, or the first of many")
    parser.add_argument("--seeds", type=int, help="play so many and tell only what is wrong")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    if args.seeds is None:
        found = outcome(args.seed, args.steps, print)
        print("\n".join(found) or "all is well")
        return 1 if found else 0
    bad = play_many(args.seed, args.seeds, args.processes)
    for seed, found in bad:
        print(f"--seed {seed}: {'; '.join(found)}")
    print(f"{args.seeds} seeds, {len(bad)} end wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
