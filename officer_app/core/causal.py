"""The one order in which acts on a subject are folded, whatever order they arrived in."""

import heapq
import itertools
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from officer_app.core.acts import Act

_Rank = tuple[int, int, datetime, str]
_UNSENT = 2**62
"""Where an act stands that the centre has not placed in its feed yet: behind all that it has."""


def in_order(acts: Iterable[Act], feed: Mapping[str, int]) -> list[Act]:
    """Each act once, causes before effects; among independent ones round, then the centre's feed, then time, then id.

    Who acted in a later round knew that the one before was over, also where the act that he names is another one that
    came at the same time; a centre that was restored numbers both anew, in any order. An act's causes are the acts it
    names, as `after` or as what it takes back or rests on, and the acts its workstation did before. Acts that name each
    other in a circle (only forged ones can) come last, by rank, so that the order is total.
    """
    by_id = {act.act_id: act for act in sorted(acts, key=lambda act: (act.act_id, act.hash))}
    if len(by_id) < 2:
        return list(by_id.values())
    rank = {act_id: (act.subject.round, feed.get(act_id, _UNSENT), act.at, act_id) for act_id, act in by_id.items()}
    ordered = _sorted(rank, *_links(by_id, _named))
    if len(ordered) < len(by_id):
        # An act that was lost, taken back by whoever had heard of it, and written once more closes a circle as well.
        ordered = _sorted(rank, *_links(by_id, _after))
    circle = sorted(rank[act_id] for act_id in by_id.keys() - set(ordered))
    return [by_id[act_id] for act_id in [*ordered, *(act_id for *_, act_id in circle)]]


def tangled(acts: Iterable[Act]) -> bool:
    """Whether some of `acts` name each other in a circle. Where none do, an act that names the last of them in their
    order as `after` is the last of all.
    """
    by_id = {act.act_id: act for act in acts}
    effects, waiting = _links(by_id, _named)
    ready = [act_id for act_id, count in waiting.items() if count == 0]
    for act_id in ready:
        for effect in effects[act_id]:
            waiting[effect] -= 1
            if waiting[effect] == 0:
                ready.append(effect)
    return len(ready) < len(by_id)


def comes_last(act: Act, acts: Collection[Act], last: str) -> bool:
    """Whether `act` stands behind all of `acts` in their one order, of which `last` (an id; empty: none) is the end:
    then it is folded onto their state. The feed has no place for it yet.
    """

    def before(one: Act) -> bool:
        """Whether nothing makes `one` an effect of `act`."""
        own = (one.site, one.station) == (act.site, act.station)
        return act.act_id not in {one.act_id, *_named(one)} and not (own and one.station_seq >= act.station_seq)

    return act.after == last and all(before(one) for one in acts) and not (len(acts) > 1 and tangled(acts))


def _after(act: Act) -> set[str]:
    """The act that a new one followed where it was written."""
    return {act.after}


def _named(act: Act) -> set[str]:
    """All acts that a new one names: whoever wrote it knew them, whichever of those he knew he named as `after`."""
    return {act.after, act.text("annuls"), act.text("stamp")}


def _sorted(rank: Mapping[str, _Rank], effects: Mapping[str, list[str]], waiting: dict[str, int]) -> list[str]:
    """Ids, causes before effects, else by rank; without those in a circle and behind it. Uses `waiting` up."""
    ready = [rank[act_id] for act_id, count in waiting.items() if count == 0]
    heapq.heapify(ready)
    ordered: list[str] = []
    while ready:
        act_id = heapq.heappop(ready)[-1]
        ordered.append(act_id)
        for effect in effects[act_id]:
            waiting[effect] -= 1
            if waiting[effect] == 0:
                heapq.heappush(ready, rank[effect])
    return ordered


def _links(by_id: Mapping[str, Act], causes: Callable[[Act], set[str]]) -> tuple[dict[str, list[str]], dict[str, int]]:
    """For each act the acts that come after it, and how many it waits for."""
    effects: dict[str, list[str]] = {act_id: [] for act_id in by_id}
    waiting = dict.fromkeys(by_id, 0)

    def link(cause: str, effect: str) -> None:
        effects[cause].append(effect)
        waiting[effect] += 1

    stations: dict[tuple[str, str], list[Act]] = {}
    for act in by_id.values():
        for cause in causes(act):
            if cause in by_id and cause != act.act_id:
                link(cause, act.act_id)
        stations.setdefault((act.site, act.station), []).append(act)
    for own in stations.values():
        own.sort(key=lambda act: (act.station_seq, act.act_id))
        for before, later in itertools.pairwise(own):
            link(before.act_id, later.act_id)
    return effects, waiting
