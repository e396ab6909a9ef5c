"""The seat as a small machine: a workstation that is its post's authority, its journal, and copies of it made any time.

A copy of the file finds that it lies elsewhere and empties its seat; the copy of a whole disk cannot tell. Contacts
break off anywhere. Words and seats are numbers, drawn one after the other.
"""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

FAULTS = (
    "a copied file keeps its seat",
    "the right goes to whoever has the head",
    "the word stays the same",
    "a seat is not asked for its word",
    "the newest seat gets the right",
)
MOST_WORDS = 7
MOST_MACHINES = 3
SETTLED = 2
"""Contacts after which of two machines with one disk one goes on: the first one ends what the copy was made amid."""


class Machine(NamedTuple):
    """A journal on its machine. `told`: the seat that has the right, as it has heard. `whole`: no copy of a file.

    `since`: contacts ended (up to SETTLED) since a whole copy was made of it, or it was made as one.
    """

    seat: int = 1
    word: int = 1
    fresh: int = 0
    told: int = 1
    sure: bool = True
    knows: bool = False
    released: bool = False
    whole: bool = True
    since: int = 2


class World(NamedTuple):
    """`words`: the word of each seat at the centre, in the order in which they came. `right`: the seat that grants."""

    machines: tuple[Machine, ...] = (Machine(),)
    words: tuple[tuple[int, int], ...] = ((1, 1),)
    right: int = 1
    drawn: int = 1
    sent: bool = False


def may_grant(machine: Machine) -> bool:
    """Whether the journal grants a release now."""
    return machine.sure and machine.told == machine.seat and not machine.knows


def wrong(world: World) -> bool:
    """Two that released or may; where a disk was copied whole, two that may after both met the centre since."""
    if sum(each.whole for each in world.machines) == 1:
        return sum(each.released or may_grant(each) for each in world.machines) > 1
    return sum(may_grant(each) and each.since == SETTLED for each in world.machines) > 1


class Town:
    """Gives the worlds one step away; with one of FAULTS, or none."""

    def __init__(self, fault: str = "") -> None:
        self._fault = fault

    def steps(self, world: World) -> Iterator[World]:
        """All worlds that may come next."""
        for place, machine in enumerate(world.machines):
            if may_grant(machine) and not machine.released:
                yield _with(world, place, machine._replace(released=True, knows=True))
            if len(world.machines) < MOST_MACHINES:
                yield self._copy(world, place, whole=False)
                yield self._copy(world, place, whole=True)
            yield from self._meet(world, place)

    def _copy(self, world: World, place: int, *, whole: bool) -> World:
        machine = world.machines[place]
        # What it released before, its copy knows; the releases of both are what is looked for.
        twin = machine._replace(released=False, since=0 if whole else machine.since, whole=whole and machine.whole)
        if not whole:
            twin = twin._replace(sure=False)
            if self._fault != "a copied file keeps its seat":
                twin = twin._replace(seat=0, word=0, fresh=0)
        else:
            world = _with(world, place, machine._replace(since=0))
        return world._replace(machines=(*world.machines, twin))

    def _meet(self, world: World, place: int) -> Iterator[World]:
        machine = world.machines[place]
        if world.drawn + 2 > MOST_WORDS:
            return
        if not machine.seat or not machine.fresh:
            yield self._draw(world, place)
            return
        asked, taken = self._ask(world, machine)
        # The answer is lost, or it comes.
        yield asked
        if not taken:
            left = machine._replace(seat=asked.drawn + 1, word=0, fresh=asked.drawn + 2)
            yield _with(asked._replace(drawn=asked.drawn + 2), place, left)
            return
        kept = machine._replace(word=machine.fresh, fresh=0, since=min(machine.since + 1, SETTLED))
        told = kept.seat if self._fault == "the right goes to whoever has the head" else asked.right
        sent = asked.sent or machine.released
        yield _with(asked._replace(sent=sent), place, kept._replace(sure=True, told=told, knows=kept.knows or sent))

    def _draw(self, world: World, place: int) -> World:
        machine = world.machines[place]
        if not machine.seat:
            left = machine._replace(seat=world.drawn + 1, word=0, fresh=world.drawn + 2)
            return _with(world._replace(drawn=world.drawn + 2), place, left)
        if self._fault == "the word stays the same":
            return _with(world, place, machine._replace(fresh=machine.word))
        return _with(world._replace(drawn=world.drawn + 1), place, machine._replace(fresh=world.drawn + 1))

    def _ask(self, world: World, machine: Machine) -> tuple[World, bool]:
        known = dict(world.words)
        if machine.seat not in known:
            right = machine.seat if self._fault == "the newest seat gets the right" else world.right
            return world._replace(words=(*world.words, (machine.seat, machine.fresh)), right=right), True
        unasked = self._fault == "a seat is not asked for its word"
        if known[machine.seat] not in (machine.word, machine.fresh) and not unasked:
            return world, False
        known[machine.seat] = machine.fresh
        return world._replace(words=tuple(known.items())), True


def doubled(fault: str = "") -> tuple[int, World | None]:
    """How many worlds there are, and the nearest one that is wrong, or None."""
    town, start = Town(fault), World()
    seen, queue = {start}, deque([start])
    while queue:
        for after in town.steps(queue.popleft()):
            if wrong(after):
                return len(seen), after
            if after not in seen:
                seen.add(after)
                queue.append(after)
    return len(seen), None


def _with(world: World, place: int, machine: Machine) -> World:
    machines = world.machines
    return world._replace(machines=(*machines[:place], machine, *machines[place + 1 :]))
