"""What has to be right when a simulated day is over, all is mended and nothing moves any more."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from officer_app.core.acts import GENESIS, Act, ActKind
from officer_app.core.export import fold
from officer_app.core.permit_state import State
from officer_app.core.refusals import Refusal
from officer_app.security.check import check
from tests.chaos.simulated_desk import SECOND, Desk
from tests.chaos.simulated_healing import move_on
from tests.chaos.simulation import NUMBERS, World
from tests.fakes import CHECKER, INSPECTOR, SUPERVISOR

KEYS = {each.signer.key_id: each.signer.public_key for each in (SECOND, CHECKER, INSPECTOR, SUPERVISOR)}


def wrongs(world: World) -> list[str]:
    """Everything that is not as it must be."""
    return [
        *world.ledger.odd,
        *_missing(world),
        *_chains(world),
        *_unequal(world),
        *_doubled(world),
        *_stuck(world),
        *_unused(world),
    ]


def _missing(world: World) -> Iterator[str]:
    """What was said to be recorded is in its journal and at the centre, byte for byte, once."""
    desks = {desk.label: desk for desk in world.desks}
    fed = [act.act_id for act in world.centre.rights.acts]
    if len(fed) != len(set(fed)):
        yield "an act stands twice in the feed"
    places = defaultdict(set)
    for act in world.centre.rights.acts:
        places[act.station, act.station_seq].add(act.act_id)
    yield from (f"two acts at {place}" for place, ids in places.items() if len(ids) > 1)
    for label, act in world.ledger.said:
        if act.act_id in world.ledger.dead:
            continue
        here = {each.act_id: each for each in desks[label].journal.own_acts(0, 100_000)}
        if here.get(act.act_id) != act and not desks[label].forked:
            yield f"{act.act_id} ({act.kind}) was said to be recorded and is not in the journal of {label}"
        kept = {each.act_id: (each, why) for each, why in world.centre.rights.stations[act.station].kept}
        if act.act_id not in kept and (act.act_id not in here or not desks[label].forked):
            yield f"{act.act_id} ({act.kind}) of {label} never came to the centre"
        elif act.act_id in kept and not kept[act.act_id][1] and act.act_id not in fed:
            yield f"{act.act_id} ({act.kind}) of {label} is at the centre and not in its feed"


def _chains(world: World) -> Iterator[str]:
    whole = [act for head in world.centre.rights.stations.values() for act, _ in head.kept]
    yield from (f"centre: {one.kind} {one.station} {one.station_seq}: {one.text}" for one in check(whole, KEYS).defects)
    for desk in world.desks:
        before = GENESIS
        for seq, act in enumerate(desk.journal.own_acts(0, 100_000), start=1):
            if (act.station_seq, act.prev) != (seq, before):
                yield f"{desk.label}: the chain breaks at {seq}"
            before = act.hash


def _unequal(world: World) -> Iterator[str]:
    """A full dump of everybody's acts, states and records, held beside the centre's."""
    rights = world.centre.rights
    placed = {act.act_id: place for place, act in enumerate(rights.acts, start=1)}
    fed = {act.hash: act for act in rights.acts}
    forked = {case.subject for case in rights.cases.values() if case.kind == "fork"}
    refused = {act.act_id for head in rights.stations.values() for act, why in head.kept if why}
    dead = world.ledger.dead
    # A mirror keeps the other numbers of a record apart from it.
    newest = {(each.kind, each.number): replace(each, keys={}) for each in rights.records}
    for desk in world.desks:
        if desk.forked:
            continue
        here = {act.hash: act for act in desk.journal.acts() if act.act_id not in refused}
        # What lies behind a fork, or no journal speaks for any more, is known to whoever heard of it then.
        more = {each: act for each, act in here.items() if each not in fed}
        alone = {each for each, act in more.items() if act.station in forked or act.act_id in dead}
        if here.keys() - alone != fed.keys():
            yield f"{desk.label} holds other acts than the centre: {[act.act_id for act in more.values()]}"
        apart = {here[each].subject.number for each in alone}
        kinds = ("permit", "authority", "case", "decision")
        listed = [each for kind in kinds for each in desk.mirror.listed(kind, 100_000)]
        records = {(each.kind, each.number): replace(each, keys={}) for each in listed}
        if records != newest:
            odd = [key for key in records.keys() | newest.keys() if records.get(key) != newest.get(key)]
            yield f"{desk.label} holds other records than the centre: {sorted(odd)}"
        for number in set(NUMBERS) - apart:
            acts = [act for act in rights.acts if act.subject.number == number]
            if desk.journal.permit_state(number) != fold(reversed(acts), placed):
                yield f"{desk.label} sees {number} otherwise than its acts say"


def _doubled(world: World) -> Iterator[str]:
    """At most one release a round was recorded, and whatever contradicts is a case."""
    losers = {case.evidence.get("loser") for case in world.centre.rights.cases.values()}
    there = {act.hash for act in world.centre.rights.acts}
    stamps: dict[tuple[str, int], set[str]] = defaultdict(set)
    used: dict[tuple[str, int], list[Act]] = defaultdict(list)
    dead: dict[tuple[str, int], set[str]] = defaultdict(set)
    taken: dict[tuple[str, int], list[Act]] = defaultdict(list)
    gone = _gone(world)
    for act in _everything(world):
        key = (act.subject.number, act.subject.round)
        if act.kind in (ActKind.STAMP, ActKind.REDIRECT):
            stamps[key].add(act.text("release_post"))
            dead[key] |= {act.act_id} & world.ledger.dead
        elif act.kind == ActKind.RELEASE:
            used[key].append(act)
        if act.kind in (ActKind.ANNUL, ActKind.REDIRECT):
            taken[act.text("annuls"), act.subject.round].append(act)
    for number, round_ in used:
        before = {act.act_id for act in used.get((number, round_ - 1), ())}
        opened = any((act_id, round_ - 1) in taken for act_id in before)
        # Of two releases of one round, each annulled, the second opens one round more.
        if round_ > 1 and not (opened or world.ledger.dead or world.ledger.forced_posts or world.weather.two_desks):
            yield f"{number} was released in round {round_}, and nothing opened that round"
    for key, acts in used.items():
        forgotten = [act for act in acts if act.hash in gone]
        posts = {act.text("post") for act in acts} | stamps[key]
        ids = {act.act_id for act in acts}
        excuses = (
            bool(posts & world.ledger.forced_posts),
            world.weather.two_desks and len(stamps[key]) > 1,
            # A stamp that its desk and the centre lost, and a post had heard of: there are two, as with two desks.
            bool(dead[key]),
            # Its only disk died before anybody heard of it, and who granted it forgot that: who would know?
            bool(forgotten) and len(acts) - len(forgotten) < 2,
            # What its journal lost two officers looked into: then it is used by the same act, written a second time.
            len(ids) == 1 and ids <= world.ledger.dead,
            # A disk that was copied whole: which of both goes on neither knows before it meets the centre (0010).
            bool(world.ledger.cloned & {act.station for act in acts}),
        )
        excused = any(excuses)
        if len(acts) > 1 and not excused:
            yield f"{key} was released {len(acts)} times: {[act.act_id for act in acts]}"
        shown = [act for act in acts if act.hash in there]
        if len(shown) - 1 > sum(1 for act in shown if act.act_id in losers):
            yield f"{key}: a loser of {[act.act_id for act in shown]} is no case"
        for act in acts:
            withdrawals = taken.get((act.text("stamp"), act.subject.round), ())
            # Of one that died so nobody alive can know: the stamp stands for all, and is released as any other.
            took_back = next((each for each in withdrawals if each.hash not in gone), None)
            if took_back is not None and not excused:
                yield f"{act.act_id} released under a stamp that {took_back.act_id} took back"


def _gone(world: World) -> set[bytes]:
    """The hashes of acts that died with their disk before anybody else heard of them, and whose granter forgot them."""
    known = {act.hash for each in (world.centre, world.server) for act in each.rights.acts}
    known |= {act.hash for desk in world.desks for act in desk.journal.acts()}
    return {act.hash for act in _everything(world) if act.hash not in known and _is_forgotten(world, act)}


def _is_forgotten(world: World, act: Act) -> bool:
    """Whether an act died with its disk, and the place that granted it forgot so when it was put back: the centre, or
    the post's own server. What the workstation's own journal granted and sent, the centre forgot with the move to it.
    """
    place = act.text("post") if act.text("granted_by") == "post" else ""
    decisions = [*world.centre.rights.decisions.values(), *world.server.rights.decisions.values()]
    held = {made.act_id for made in decisions}
    return act.act_id in world.ledger.dead - held and (place, act.act_id) in world.ledger.forgotten


def _everything(world: World) -> list[Act]:
    """Every act that was ever said to be recorded or lies on a disk, once; two that bear one id are two."""
    found = {act.hash: act for _, act in world.ledger.said}
    found |= {act.hash: act for desk in world.desks for act in desk.journal.acts()}
    return list(found.values())


def _stuck(world: World) -> Iterator[str]:
    """No queue stands still without saying why."""
    for desk in world.desks:
        queue = desk.journal.queue()
        if desk.forked:
            cases = [case for case in world.centre.rights.cases.values() if case.kind == "fork"]
            if not any(case.subject == desk.station.name for case in cases):
                yield f"{desk.label} forked and there is no case"
        elif queue.unsent:
            yield f"{desk.label}: {queue.unsent} acts were not sent"
        else:
            kept = world.centre.rights.stations[desk.station.name].kept
            # Of two copies that never forked the other one may have heard of it; the case is for all to see.
            alone = [each.station for each in world.desks].count(desk.station) == 1
            if alone and sum(1 for _, why in kept if why) > queue.quarantined:
                yield f"{desk.label} does not show what the centre refused"
    server = world.server.rights
    told, made = world.centre.rights.told.get(("CP-1", server.epoch), 0), len(server.decisions)
    if told != made:
        yield f"the centre knows {told} of {made} decisions of the post"


def _unused(world: World) -> Iterator[str]:
    """A stamped permit that nothing stands against can be released."""
    if world.weather.twins or world.weather.clones or world.ledger.forced_posts:
        return
    move_on(world)
    for number in NUMBERS:
        answers = [_try(world, desk, number) for desk in world.desks if desk.station.post]
        refused = [each.code for each in answers if isinstance(each, Refusal)]
        if len(refused) == len(answers) and not set(refused) & EXPLAINED:
            yield f"{number} cannot be released by anybody: {refused}"


EXPLAINED = frozenset({"not_stamped", "held", "blocked"})


def _try(world: World, desk: Desk, number: str) -> object:
    state = desk.journal.permit_state(number)
    if state.state is State.RELEASED:
        return None
    return world.acting(desk, f"tries {number}", lambda: desk.release(number))
