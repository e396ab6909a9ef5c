"""What happens in the simulation, drawn from its seed: how often each kind of step comes, and in which weather."""

from collections.abc import Callable

from tests.chaos import simulated_harm as harm
from tests.chaos import simulated_work as work
from tests.chaos.simulation import World

Step = Callable[[World], object]
STEPS = 70
KNOWN = 0.8
"""How often the day begins with everybody knowing the permits."""
EARLY = 0.5
"""How often, where there are copies at all, one is made at the beginning of the day: then it tells most. Half as often
a right that moves is handed back at once."""


def play(world: World, steps: int = STEPS) -> None:
    """A day of `steps` steps, each of any kind."""
    lane = None
    if world.chance.random() < KNOWN:
        for desk in world.desks:
            desk.sync()
        for _ in world.weather.numbers:
            work.stamp(world)
        early = world.weather.rights and world.chance.random() < EARLY / 2
        if world.weather.rights:
            (work.give_to_server if early else work.move)(world)
        for desk in world.desks * 2:
            desk.sync()
        lane = work.hand_back_at_once(world) if early else None
    if world.weather.disks:
        world.kept = {desk.label: desk.disk.keep() for desk in world.desks}
        for desk in world.desks:
            world.boot(desk)
    world.calm = False
    for found, here in (("moved", world.weather.twins), ("", world.weather.clones)):
        if here and world.chance.random() < EARLY:
            harm.copied_at_once(world, found)
    if lane is not None:
        work.cut_off(world, lane)
    kinds = [kind for kind, _, here in KINDS if here(world)]
    weights = [
        weight * (OFTEN.get(kind, 1.0) if world.weather.rights else 1.0) for kind, weight, here in KINDS if here(world)
    ]
    for _ in range(steps):
        world.chance.choices(kinds, weights)[0](world)


def small_step(world: World) -> None:
    """Something that may happen while a call of somebody is on its way."""
    world.chance.choice(SMALL)(world)


SMALL = (
    work.stamp,
    work.release,
    work.release,
    work.sync,
    work.sync,
    work.sync,
    work.annul,
    work.redirect,
    work.hold,
    work.hand_back,
    work.move,
    work.deliver,
)
OFTEN: dict[Step, float] = {work.move: 2.5, work.hand_back: 3.0, work.release: 1.5, work.force: 2.0, work.annul: 0.5}
"""How much more often these come where rights move."""
KINDS: tuple[tuple[Step, float, Callable[[World], bool]], ...] = (
    (work.stamp, 10, lambda world: True),
    (work.release, 16, lambda world: True),
    (work.sync, 30, lambda world: True),
    (work.hold, 2, lambda world: True),
    (work.annul, 5, lambda world: True),
    (work.redirect, 2, lambda world: True),
    (work.hand_back, 3, lambda world: True),
    (work.move, 5, lambda world: True),
    (work.force, 1.5, lambda world: world.weather.forced),
    (work.refused, 0.7, lambda world: True),
    (work.close, 0.7, lambda world: True),
    (work.load, 1, lambda world: True),
    (work.deliver, 3, lambda world: True),
    (harm.cut, 5, lambda world: True),
    (harm.mend, 1.5, lambda world: True),
    (harm.clock, 1.5, lambda world: True),
    (harm.power, 2, lambda world: world.weather.disks),
    (harm.mirror_lost, 0.7, lambda world: world.weather.disks),
    (harm.backup, 1.5, lambda world: world.weather.disks),
    (harm.put_back, 1.2, lambda world: world.weather.disks),
    (harm.copied, 3, lambda world: world.weather.twins),
    (harm.cloned, 1, lambda world: world.weather.clones),
    (harm.server_backup, 1.0, lambda world: world.weather.restored),
    (harm.server_restored, 0.8, lambda world: world.weather.restored),
    (harm.server_reopened, 1.5, lambda world: world.weather.restored),
    (harm.centre_backup, 1.5, lambda world: world.weather.restored),
    (harm.centre_restored, 1.2, lambda world: world.weather.restored),
)
"""Each kind of step, how often it comes, and in which weather."""
