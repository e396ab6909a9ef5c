"""Worlds of the release right's small model that differ in nothing which can still matter are one world.

`plain` gives the one that stands for all of its class. That nothing is lost by it is itself gone through: what comes
next of any world is, class by class, what comes next of the one that stands for it (`torn`).
"""

from collections import deque
from functools import lru_cache

from tests.chaos.right_model import LANES, POST_OF, POSTS, Lane, Machine, Right, World, doubled_by, releases

NOTHING = Right()


def plain(world: World) -> World | None:
    """The world that stands for all that go on as this one does; None where no second release can come any more."""
    left, lanes = 0, []
    for name, lane in zip(LANES, world.lanes, strict=True):
        ended, same = _plain_lane(name, lane, world.feed[: lane.cursor])
        left += not ended
        lanes.append(same)
    if left + len(releases(world)) < 2:
        # Nobody is left to release after the first one, or beside him.
        return None
    first, second = (right if right.holder != "centre" else Right(right.epoch) for right in world.rights)
    over = frozenset((post, epoch) for post, epoch in world.over if epoch == world.rights[POSTS.index(post)].epoch)
    return world._replace(lanes=(lanes[0], lanes[1], lanes[2]), over=over, rights=(first, second))


@lru_cache(maxsize=100_000)
def _plain_lane(name: str, lane: Lane, heard: tuple[str, ...]) -> tuple[bool, Lane]:
    """Whether the lane has ended, and what stands for it."""
    known = {*heard, *lane.acts}
    # It knows of a release, or that the stamp went to another post: what is known stays known.
    taken_back = name != "C" and any(act.startswith("annul") for act in known)
    ended = taken_back or any(act.startswith("release") for act in known)
    place = POSTS.index(POST_OF[name])
    # Who grants for the other post is nothing to it: what it wants there it asks of the centre.
    view = _plain_view(name, lane, lane.view[place], ended=ended)
    acts, pushed = _plain_acts(lane, lane.view[place].epoch)
    views = (view, NOTHING) if place == 0 else (NOTHING, view)
    return ended, Lane(views, lane.cursor, "" if ended else lane.hand, acts, pushed)


def _plain_view(name: str, lane: Lane, view: Right, *, ended: bool) -> Right:
    """A lane asks itself, its post's server, or the centre: who else it takes for the holder changes nothing."""
    if view.holder not in (name, "S"):
        return NOTHING
    if ended:
        # It only hands back.
        return Right(view.epoch, view.holder)
    others = frozenset({"other"} if any(not each.endswith(f":{name}") for each in view.pending) else ())
    return Right(view.epoch, view.holder, view.place if view.place > lane.cursor else 0, others)


def _plain_acts(lane: Lane, epoch: int) -> tuple[tuple[str, ...], int]:
    """A hand-back of an epoch that is over, here too, moves nothing any more: neither here nor when it arrives."""
    kept = [
        place for place, act in enumerate(lane.acts) if not act.startswith("back") or int(act.split(":")[2]) >= epoch
    ]
    return tuple(lane.acts[place] for place in kept), sum(1 for place in kept if place < lane.pushed)


def reduced(start: World, most_moves: int = 1) -> tuple[int, World | None]:
    """As `right_model.doubled`, of classes of worlds."""
    return doubled_by(Machine(most_moves=most_moves), start, plain)


def torn(start: World, every: int = 1, most_moves: int = 1) -> World | None:
    """A world of which other classes come next than of the one that stands for it, or None: then they are classes.

    `every`: of so many worlds one is looked at.
    """
    machine = Machine(most_moves=most_moves)
    seen, queue, looked = {start}, deque([start]), 0
    while queue:
        world = queue.popleft()
        looked += 1
        same = plain(world)
        if looked % every == 0 and same is not None and _onward(machine, world, same) != _onward(machine, same, same):
            return world
        for after in machine.steps(world):
            if same is None and plain(after) is not None:
                return world
            if after not in seen:
                seen.add(after)
                queue.append(after)
    return None


def _onward(machine: Machine, world: World, same: World) -> set[World | None]:
    """The classes that come next of a world, by whatever steps that do not leave its own."""
    seen, queue, onward = {world}, deque([world]), set[World | None]()
    while queue:
        for after in machine.steps(queue.popleft()):
            found = plain(after)
            if found != same:
                onward.add(found)
            elif after not in seen:
                seen.add(after)
                queue.append(after)
    return onward
