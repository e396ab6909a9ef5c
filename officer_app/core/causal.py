"""The one order in which acts on a subject are folded, whatever order they arrived in."""

import heapq
import itertools
from collections.abc import Collection, Iterable, Mapping

from officer_app.core.acts import Act

_UNSENT = 2**62
"""Where an act stands that the centre has not placed in its feed yet: behind all that it has."""


def in_order(acts: Iterable[Act], feed: Mapping[str, int]) -> list[Act]:
    """Each act once, causes before effects; among independent ones round, then the centre's feed, then time, then id.

    Who acted in a later round knew that the one before was over, also where the act that he names is another one that
    came at the same time; a centre that was restored numbers both anew, in any order. An act's causes are the act it
    names as `after` and the acts its workstation did before. Acts that name each other in a circle (only forged ones
    can) come last, by rank, so that the order is total.
    """
    by_id = {act.act_id: act for act in sorted(acts, key=lambda act: (act.act_id, act.hash))}
    if len(by_id) < 2:
        return list(by_id.values())
    rank = {act_id: (act.subject.round, feed.get(act_id, _UNSENT), act.at, act_id) for act_id, act in by_id.items()}
    effects, waiting = _links(by_id)
    ready = [rank[act_id] for act_id, count in waiting.items() if count == 0]
    heapq.heapify(ready)
    ordered: list[Act] = []
    while ready:
        act_id = heapq.heappop(ready)[-1]
        ordered.append(by_id[act_id])
        for effect in effects[act_id]:
            waiting[effect] -= 1
            if waiting[effect] == 0:
                heapq.heappush(ready, rank[effect])
    placed = {act.act_id for act in ordered}
    circle = sorted(rank[act_id] for act_id in by_id if act_id not in placed)
    return ordered + [by_id[act_id] for *_, act_id in circle]


def tangled(acts: Iterable[Act]) -> bool:
    """Whether some of `acts` name each other in a circle. Where none do, an act that names the last of them in their
    order as `after` is the last of all.
    """
    by_id = {act.act_id: act for act in acts}
    effects, waiting = _links(by_id)
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
        return act.act_id not in (one.act_id, one.after) and not (own and one.station_seq >= act.station_seq)

    return act.after == last and all(before(one) for one in acts) and not (len(acts) > 1 and tangled(acts))


def _links(by_id: Mapping[str, Act]) -> tuple[dict[str, list[str]], dict[str, int]]:
    """For each act the acts that come after it, and how many it waits for."""
    effects: dict[str, list[str]] = {act_id: [] for act_id in by_id}
    waiting = dict.fromkeys(by_id, 0)

    def link(cause: str, effect: str) -> None:
        effects[cause].append(effect)
        waiting[effect] += 1

    stations: dict[tuple[str, str], list[Act]] = {}
    for act in by_id.values():
        if act.after in by_id and act.after != act.act_id:
            link(act.after, act.act_id)
        stations.setdefault((act.site, act.station), []).append(act)
    for own in stations.values():
        own.sort(key=lambda act: (act.station_seq, act.act_id))
        for before, later in itertools.pairwise(own):
            link(before.act_id, later.act_id)
    return effects, waiting
