"""The release right as a small machine: one permit, two posts, three workstations, a centre and a post's own server.

Steps happen in any order or never: a line that is cut is a step that does not come, a late answer one that comes late.
`A` and `B` are lanes of post P1, `C` is a lane of post P2 and the desk that may re-direct the stamp from P1 to P2.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

LANES = ("A", "B", "C")
POST_OF = {"A": "P1", "B": "P1", "C": "P2"}
FAULTS = (
    "moved while it is held",
    "claims under way not told",
    "acts before the epoch not waited for",
    "granted after it was handed back",
    "old epoch accepted at the post",
    "authority not checked at the centre",
    "decisions of the post not waited for",
    "stamp taken back without asking",
)


class Right(NamedTuple):
    """Who grants for a post: epoch, holder (centre, S or a lane), acts to know, claims under way at the move."""

    epoch: int = 0
    holder: str = "centre"
    place: int = 0
    pending: frozenset[str] = frozenset()


class Lane(NamedTuple):
    """What a workstation knows and has done. `view`: the rights it has heard of. `hand`: an answer it holds."""

    view: tuple[Right, Right] = (Right(), Right())
    cursor: int = 0
    hand: str = ""
    acts: tuple[str, ...] = ()
    pushed: int = 0


class World(NamedTuple):
    """All of it. Acts are words: release:LANE, annul:LANE, back:POST:EPOCH."""

    lanes: tuple[Lane, Lane, Lane] = (Lane(), Lane(), Lane())
    rights: tuple[Right, Right] = (Right(), Right())
    feed: tuple[str, ...] = ()
    decided: str = ""
    withdrawn: str = ""
    post_epoch: int = 0
    post_over: int = 0
    post_decided: str = ""
    post_withdrawn: str = ""
    told: bool = True
    moves: int = 0
    over: frozenset[tuple[str, int]] = frozenset()


POSTS = ("P1", "P2")


def releases(world: World) -> list[str]:
    """Every release that a lane has recorded."""
    return [act for lane in world.lanes for act in lane.acts if act.startswith("release")]


class Machine:
    """Gives the worlds one step away. `fault`: one of FAULTS is planted; `most_moves`: of rights, by the office."""

    def __init__(self, fault: str = "", most_moves: int = 2) -> None:
        self._fault = fault
        self._most_moves = most_moves

    def steps(self, world: World) -> Iterator[World]:
        """All worlds that may come next."""
        for name in LANES:
            yield from self._claim(world, name)
            yield from self._record(world, name)
            yield from self._exchange(world, name)
            yield from self._hand_back(world, name)
        yield from self._tell(world)
        yield from self._move(world)

    def _has(self, fault: str) -> bool:
        return self._fault == fault

    def _claim(self, world: World, name: str) -> Iterator[World]:
        """A claim is decided; its answer comes when the same claim is asked again, or never."""
        lane = _lane(world, name)
        if lane.hand or not self._may_want(world, name):
            return
        post = _stamp_post(world, name)
        takes_back = name == "C" and post == "P1"
        if takes_back and self._has("stamp taken back without asking"):
            yield _with(world, name, lane._replace(hand="centre"))
            return
        view = lane.view[POSTS.index(post)]
        wanted = f"{'annul' if takes_back else 'release'}:{name}"
        if view.holder == name:
            return
        if view.holder == "S" and POST_OF[name] == post:
            yield from self._claim_at_post(world, name, wanted, view)
        else:
            yield from self._claim_at_centre(world, name, wanted, post)

    def _claim_at_centre(self, world: World, name: str, wanted: str, post: str) -> Iterator[World]:
        right, lane = world.rights[POSTS.index(post)], _lane(world, name)
        if right.holder != "centre" and not self._has("authority not checked at the centre"):
            return
        made = self._decide(world.decided, world.withdrawn, wanted, post)
        if made is not None:
            after = world._replace(decided=made[0], withdrawn=made[1])
            yield (
                after if made != (world.decided, world.withdrawn) else _with(world, name, lane._replace(hand="centre"))
            )

    def _claim_at_post(self, world: World, name: str, wanted: str, view: Right) -> Iterator[World]:
        lane = _lane(world, name)
        if not self._knows_enough(world, name, view):
            return
        stale = view.epoch < world.post_epoch or view.epoch <= world.post_over
        if stale and not self._has("old epoch accepted at the post"):
            return
        made = self._decide(world.post_decided, world.post_withdrawn, wanted, "P1")
        if made is not None:
            after = world._replace(post_decided=made[0], post_withdrawn=made[1], post_epoch=view.epoch, told=False)
            same = made == (world.post_decided, world.post_withdrawn)
            yield _with(world, name, lane._replace(hand="post")) if same else after

    @staticmethod
    def _decide(decided: str, withdrawn: str, wanted: str, post: str) -> tuple[str, str] | None:
        if wanted.startswith("annul"):
            return None if decided or withdrawn not in ("", wanted) else (decided, wanted)
        if withdrawn and post == "P1":
            return None
        return (wanted, withdrawn) if decided in ("", wanted) else None

    def _record(self, world: World, name: str) -> Iterator[World]:
        """The act is written: by an answer in hand, or by the lane's own right inside its journal's transaction."""
        lane = _lane(world, name)
        if not self._may_want(world, name):
            return
        post = _stamp_post(world, name)
        act = f"{'annul' if name == 'C' and post == 'P1' else 'release'}:{name}"
        view = lane.view[POSTS.index(post)]
        own = view.holder == name
        if own:
            handed = f"back:{post}:{view.epoch}" in lane.acts and not self._has("granted after it was handed back")
            if handed or not self._knows_enough(world, name, view):
                return
        elif not lane.hand:
            return
        yield _with(world, name, lane._replace(hand="", acts=(*lane.acts, act)))

    def _may_want(self, world: World, name: str) -> bool:
        """Whether the lane's own knowledge lets it go on: not released, its stamp stands."""
        known = {*world.feed[: _lane(world, name).cursor], *_lane(world, name).acts}
        if any(act.startswith("release") for act in known):
            return False
        taken_back = any(act.startswith("annul") for act in known)
        return name == "C" or not taken_back

    def _knows_enough(self, world: World, name: str, view: Right) -> bool:
        lane = _lane(world, name)
        if lane.cursor < view.place and not self._has("acts before the epoch not waited for"):
            return False
        # Claims are told with the right itself, in one gapless feed.
        if self._has("claims under way not told"):
            return True
        return all(each.endswith(f":{name}") for each in view.pending)

    def _exchange(self, world: World, name: str) -> Iterator[World]:
        lane = _lane(world, name)
        if lane.pushed < len(lane.acts):
            yield self._arrive(_with(world, name, lane._replace(pushed=lane.pushed + 1)), lane.acts[lane.pushed])
        if lane.cursor < len(world.feed):
            yield _with(world, name, lane._replace(cursor=len(world.feed)))
        if lane.view != world.rights:
            yield _with(world, name, lane._replace(view=world.rights))

    def _arrive(self, world: World, act: str) -> World:
        kind, name, *rest = act.split(":")
        if kind != "back":
            # No lane reads a hand-back in the feed: left out of it, lanes may do more, and there are fewer worlds.
            world = world._replace(feed=(*world.feed, act))
        if kind == "release" and not world.decided:
            return world._replace(decided=act)
        if kind == "annul" and not world.withdrawn:
            return world._replace(withdrawn=act)
        if kind == "back":
            return world._replace(over=world.over | {(name, int(rest[0]))})
        return world

    def _hand_back(self, world: World, name: str) -> Iterator[World]:
        """The holder's last act of its epoch; for the post's server a lane of the post asks it first."""
        lane, post = _lane(world, name), POST_OF[name]
        view = lane.view[POSTS.index(post)]
        act = f"back:{post}:{view.epoch}"
        if act in lane.acts or view.holder not in (name, "S"):
            return
        after = _with(world, name, lane._replace(acts=(*lane.acts, act)))
        if view.holder == "S":
            after = after._replace(
                post_over=max(world.post_over, view.epoch),
                post_epoch=max(world.post_epoch, view.epoch),
            )
        yield after

    def _tell(self, world: World) -> Iterator[World]:
        if not world.told:
            yield world._replace(
                told=True,
                decided=world.decided or world.post_decided,
                withdrawn=world.withdrawn or world.post_withdrawn,
            )

    def _move(self, world: World) -> Iterator[World]:
        if world.moves >= self._most_moves:
            return
        for place, post in enumerate(POSTS):
            right = world.rights[place]
            if not self._is_free(world, post, right):
                continue
            here = set(world.feed)
            under_way = frozenset(each for each in (world.decided, world.withdrawn) if each and each not in here)
            holders = {"P1": ("centre", "A", "S"), "P2": ("centre", "C")}[post]
            for holder in holders:
                if holder != right.holder:
                    fresh = Right(right.epoch + 1, holder, len(world.feed), under_way)
                    rights = (fresh, world.rights[1]) if place == 0 else (world.rights[0], fresh)
                    yield world._replace(rights=rights, moves=world.moves + 1)

    def _is_free(self, world: World, post: str, right: Right) -> bool:
        if right.holder == "centre" or self._has("moved while it is held"):
            return True
        if (post, right.epoch) not in world.over:
            return False
        return right.holder != "S" or world.told or self._has("decisions of the post not waited for")


def arrangements() -> Iterator[World]:
    """Every way in which the rights may lie, known to all, with nothing done yet."""
    for first in ("centre", "A", "S"):
        for second in ("centre", "C"):
            rights = (Right(1, first), Right(1, second))
            lane = Lane(view=rights)
            yield World(lanes=(lane, lane, lane), rights=rights)


def doubled(start: World, fault: str = "", most_moves: int = 1) -> tuple[int, World | None]:
    """How many worlds there are from `start`, and the nearest one in which the permit was released twice, or None."""
    return doubled_by(Machine(fault, most_moves), start, lambda world: world)


def doubled_by(machine: Machine, start: World, plain: Callable[[World], World | None]) -> tuple[int, World | None]:
    """The same of whatever `plain` takes for one world; None: from there on nothing is looked for."""
    seen: set[World] = set()
    queue = deque([start])
    while queue:
        for after in machine.steps(queue.popleft()):
            if len(releases(after)) > 1:
                return len(seen), after
            same = plain(after)
            if same is not None and same not in seen:
                seen.add(same)
                queue.append(same)
    return len(seen), None


def _lane(world: World, name: str) -> Lane:
    return world.lanes[LANES.index(name)]


def _with(world: World, name: str, lane: Lane) -> World:
    a, b, c = world.lanes
    lanes = {"A": (lane, b, c), "B": (a, lane, c), "C": (a, b, lane)}[name]
    return world._replace(lanes=lanes)


def _stamp_post(world: World, name: str) -> str:
    """To which post the stamp leads as far as this lane knows: P2 once it was re-directed."""
    known = {*world.feed[: _lane(world, name).cursor], *_lane(world, name).acts}
    return "P2" if any(act.startswith("annul") for act in known) else "P1"
