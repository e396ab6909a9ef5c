"""What happens in the simulation, drawn from its seed: what people do, what lines, disks and servers suffer."""

from collections.abc import Callable
from copy import copy
from dataclasses import fields
from datetime import timedelta
from functools import partial

from officer_app.central.memory import MemoryCentre
from officer_app.core.acts import Act, ActKind
from officer_app.core.records import Provenance
from tests.chaos.simulated_desk import POSTS, Desk
from tests.chaos.simulation import NUMBERS, World
from tests.fakes import permit, record

Step = Callable[[World], object]
STEPS = 70
MOST_DESKS = 6
KNOWN = 0.8
ALONE = 0.4
"""How often the day begins with everybody knowing the permits."""


def play(world: World, steps: int = STEPS) -> None:
    """A day of `steps` steps, each of any kind."""
    if world.chance.random() < KNOWN:
        for desk in world.desks:
            desk.sync()
        for _ in world.weather.numbers:
            _stamp(world)
        if world.weather.rights:
            _move(world)
        for desk in world.desks * 2:
            desk.sync()
    if world.weather.disks:
        world.kept = {desk.label: desk.disk.keep() for desk in world.desks}
        for desk in world.desks:
            world.boot(desk)
    world.calm = False
    kinds = [kind for kind, _, here in KINDS if here(world)]
    weights = [
        weight * (OFTEN.get(kind, 1.0) if world.weather.rights else 1.0) for kind, weight, here in KINDS if here(world)
    ]
    for _ in range(steps):
        world.chance.choices(kinds, weights)[0](world)


def small_step(world: World) -> None:
    """Something that may happen while a call of somebody is on its way."""
    world.chance.choice(SMALL)(world)


def _desk(world: World, *prefixes: str) -> Desk:
    return world.chance.choice([desk for desk in world.desks if desk.label.startswith(prefixes)])


def _number(world: World) -> str:
    return world.chance.choice(world.weather.numbers)


def _stamp(world: World) -> object:
    number, desk = _number(world), _desk(world, "CE")
    if not world.weather.two_desks:
        # Its own desk: two desks that cannot talk may stamp for two posts, and nobody could prevent two releases.
        owner = ("CE-1", "CE-2")[NUMBERS.index(number) % 2]
        desk = next(each for each in world.desks if each.label == owner)
    post = world.chance.choice(world.weather.posts)
    return world.acting(desk, f"stamps {number} for {post}", lambda: desk.stamp(number, post))


def _release(world: World) -> object:
    number, desk = _number(world), _desk(world, "CP")
    return world.acting(desk, f"releases {number}", lambda: desk.release(number))


def _hold(world: World) -> object:
    number, desk = _number(world), _desk(world, "CE", "CP")
    kind = world.chance.choice((ActKind.HOLD, ActKind.UNHOLD, ActKind.UNHOLD))
    return world.acting(desk, f"{kind} {number}", lambda: desk.step(number, kind))


def _annul(world: World) -> object:
    number, desk = _number(world), _desk(world, "CE")
    return world.acting(desk, f"annuls what stands on {number}", lambda: desk.annul(number))


def _redirect(world: World) -> object:
    number, desk, post = _number(world), _desk(world, "CE"), world.chance.choice(POSTS)
    return world.acting(desk, f"re-directs {number} to {post}", lambda: desk.redirect(number, post))


def _sync(world: World) -> object:
    desk = world.chance.choice(world.desks)
    return world.acting(desk, "exchanges", desk.sync)


def _hand_back(world: World) -> object:
    desk = _desk(world, "CP")
    done = world.acting(desk, f"hands back {desk.station.post}", lambda: desk.hand_back(desk.station.post))
    if isinstance(done, Act):
        _leave_alone(world, desk)
    return done


def _leave_alone(world: World, desk: Desk) -> None:
    """What every rule has to bear: whoever it is about is cut off at this moment and works on, and so do all others.

    The others hear of what happened, the office moves the right on where it can, and both sides release what they can.
    """
    if world.chance.random() >= ALONE:
        return
    away = world.chance.choice([each for each in world.desks if each.station.post == desk.station.post] + [desk] * 2)
    away.central.cut = True
    world.note(f"{away.label}: line cut, and all work on")
    for _ in range(2):
        for each in world.desks:
            if each is not away:
                world.acting(each, "exchanges", each.sync)
        _move(world)
    lanes = [each for each in world.desks if each.station.post and each is not away]
    for each in world.chance.sample([away, *lanes], len(lanes) + 1):
        _release_all(world, each)


def _release_all(world: World, desk: Desk) -> None:
    for number in world.weather.numbers:
        world.acting(desk, f"releases {number}", partial(desk.release, number))


def _move(world: World) -> object:
    post = world.chance.choice(world.weather.posts)
    kind, holder = _holder(world, post)
    return world.office(f"moves {post} to {kind} {holder}", lambda: world.centre.set_authority(post, kind, holder))


def _holder(world: World, post: str) -> tuple[str, str]:
    lanes = [desk.station.name for desk in world.desks if desk.station.post == post]
    choices = [("centre", "centre"), ("workstation", world.chance.choice(lanes))]
    if post == world.server.rights.post:
        choices += [("post", post)] * 2
    return world.chance.choice(choices)


def _force(world: World) -> object:
    post = world.chance.choice(world.weather.posts)
    kind, holder = _holder(world, post)
    desk = next(each for each in world.desks if each.label == "CE-1")
    world.ledger.forced_posts.add(post)
    old = world.centre.rights.authority(post).holder
    done = world.acting(desk, f"forces {post} to {kind} {holder}", lambda: desk.force(post, kind, holder))
    for each in world.desks:
        if each.label == old:
            _leave_alone(world, each)
    return done


def _refused(world: World) -> object:
    desk = world.chance.choice(world.desks)
    return world.acting(desk, "writes what no centre takes", desk.refused_act)


def _close(world: World) -> object:
    desk = _desk(world, "CE")
    return world.acting(desk, "closes a case", desk.close_case)


def _load(world: World) -> object:
    state = world.chance.choice(("issued", "issued", "issued", "held"))
    made = record(permit(_number(world), state=state), world.now, Provenance.CORE)
    world.core[made.number] = made
    return world.office(f"loads {made.number} {state}", lambda: world.centre.load([made]))


def _deliver(world: World) -> object:
    return world.office("a late call arrives", world.deliver)


def _cut(world: World) -> object:
    desk = world.chance.choice(world.desks)
    line = world.chance.choice([desk.central, desk.post or desk.central])
    line.cut = not line.cut
    return world.note(f"{desk.label}: line {'cut' if line.cut else 'mended'}")


def _mend(world: World) -> object:
    for desk in world.desks:
        for line in (desk.central, desk.post):
            if line is not None:
                line.cut = False
    return world.note("all lines mended")


def _clock(world: World) -> object:
    desk = world.chance.choice(world.desks)
    desk.skew = timedelta(seconds=world.chance.choice((0, -86_400 * 400, -3600, -1, 5, 3600, 86_400 * 30)))
    return world.note(f"{desk.label}: clock off by {desk.skew}")


def _power(world: World) -> object:
    desk = world.chance.choice(world.desks)
    desk.disk.cut_power(world.chance.randint(0, 6))
    world.boot(desk)
    return world.note(f"{desk.label}: power cut")


def _mirror_lost(world: World) -> object:
    desk = world.chance.choice(world.desks)
    desk.disk.lose_mirror()
    world.boot(desk)
    return world.note(f"{desk.label}: mirror lost")


def _backup(world: World) -> object:
    desk = world.chance.choice(world.desks)
    world.kept[desk.label] = desk.disk.keep()
    return world.note(f"{desk.label}: backup")


def _put_back(world: World) -> object:
    """The newest backup of a journal is put back after its disk died; what was nowhere else is dead."""
    return _put_back_at(world, world.chance.choice(world.desks))


def _put_back_at(world: World, desk: Desk) -> object:
    if desk.label not in world.kept:
        return None
    before = {act.act_id for act in desk.journal.own_acts(0, 100_000)}
    desk.disk.put_back(world.kept[desk.label])
    world.boot(desk, "restored")
    here = {act.act_id for act in desk.journal.own_acts(0, 100_000)}
    there = {act.act_id for act, _ in world.centre.rights.stations[desk.station.name].kept}
    world.ledger.dead |= before - here - there
    world.ledger.put_back.add(desk.label)
    world.note(f"{desk.label}: journal put back, lost for ever: {sorted(before - here - there)}")
    _leave_alone(world, desk)
    return None


def _copy(world: World) -> object:
    """A copy of a journal is started on a second machine."""
    return _second_machine(world, "moved")


def _clone(world: World) -> object:
    """A whole disk is copied: the second machine cannot tell that it is one."""
    return _second_machine(world, "")


def _second_machine(world: World, found: str) -> object:
    originals = [desk for desk in world.desks if desk.label[-1] != "'"]
    holders = {right.holder for right in world.centre.rights.authorities.values()}
    original = world.chance.choice(originals + [desk for desk in originals if desk.label in holders] * 5)
    if len(world.desks) > MOST_DESKS or f"{original.label}'" in {desk.label for desk in world.desks}:
        return None
    twin = world.add_desk(f"{original.label}'", original.station)
    twin.disk.put_back(original.disk.keep())
    world.boot(original)
    world.boot(twin, found)
    if not found:
        world.ledger.cloned.add(original.label)
    world.note(f"{twin.label}: a copy starts {found}")
    _leave_alone(world, original)
    return None


def _server_backup(world: World) -> object:
    world.server_backups.append(_state(world.server))
    return world.note("server of the post: backup")


def _server_restored(world: World) -> object:
    """The post's own server comes back from a backup; all lanes try at once what it granted since then."""
    lanes = [desk for desk in world.desks if desk.post is not None]
    if world.server_backups and world.chance.random() >= ALONE:
        kept = world.chance.choice(world.server_backups)
    else:
        # A backup right before a lane releases what it can, of which nobody has heard yet.
        _let_it_grant(world, lanes)
        kept = _state(world.server)
        _release_all(world, world.chance.choice(lanes))
    for name, part in kept.items():
        setattr(world.server.rights, name, copy(part))
    world.forget_late(world.server)
    world.server.restored()
    for desk in lanes:
        world.server.let_in(desk.station.name, desk.station.post)
    world.note("server of the post: restored from a backup")
    for desk in world.chance.sample(lanes, len(lanes)):
        _release_all(world, desk)
    return None


def _let_it_grant(world: World, lanes: list[Desk]) -> None:
    """The office gives the right to the post's own server where it can, and its lanes hear what is stamped for it."""
    post = world.server.rights.post
    world.office(f"moves {post} to its own server", lambda: world.centre.set_authority(post, "post", post))
    _stamp(world)
    for desk in [each for each in world.desks if not each.station.post] + lanes:
        world.acting(desk, "exchanges", desk.sync)


def _server_reopened(world: World) -> object:
    """Two officers let the restored server go on; it does so once every lane was heard."""
    lanes = [desk for desk in world.desks if desk.post is not None]
    if not world.server.rights.recovering or world.centre.rights.authority("CP-1").kind != "post":
        return None
    desk = world.chance.choice(lanes)
    return world.acting(desk, "lets the post's server go on", lambda: desk.force("CP-1", "post", "CP-1"))


def _centre_backup(world: World) -> object:
    world.backups.append(_state(world.centre))
    return world.note("centre: backup")


def _centre_restored(world: World) -> object:
    """The centre comes back from a backup; calls that were under way died with it."""
    if not world.backups:
        return None
    kept = world.chance.choice(world.backups)
    before = _known(world.centre)
    for name, part in kept.items():
        setattr(world.centre.rights, name, copy(part))
    world.forget_late(world.centre)
    world.now += timedelta(hours=1)
    world.centre.restored()
    for desk in world.desks:
        # Its administrators enrol whoever is not in the backup.
        world.centre.let_in(desk.station.name, desk.station.post)
    own = {act.act_id for desk in world.desks for act in desk.journal.own_acts(0, 100_000)}
    world.ledger.dead |= before - _known(world.centre) - own
    world.note("centre: restored from a backup")
    lost = before - _known(world.centre)
    lanes = [desk for desk in world.desks if any(act.act_id in lost for act in _releases(desk))]
    if lanes and world.weather.disks and world.chance.random() < KNOWN:
        # The same bad day for a lane: what it released, and others heard of, they alone know now.
        _put_back_at(world, world.chance.choice(lanes))
    return None


def _releases(desk: Desk) -> list[Act]:
    return [act for act in desk.journal.own_acts(0, 100_000) if act.kind == ActKind.RELEASE]


def _known(centre: MemoryCentre) -> set[str]:
    return {act.act_id for head in centre.rights.stations.values() for act, _ in head.kept}


def _state(centre: MemoryCentre) -> dict[str, object]:
    return {
        each.name: copy(getattr(centre.rights, each.name)) for each in fields(centre.rights) if each.name != "clock"
    }


SMALL = (_stamp, _release, _release, _sync, _sync, _sync, _annul, _redirect, _hold, _hand_back, _move, _deliver)
OFTEN: dict[Step, float] = {_move: 2.5, _hand_back: 3.0, _release: 1.5, _force: 2.0, _annul: 0.5}
"""How much more often these come where rights move."""
KINDS: tuple[tuple[Step, float, Callable[[World], bool]], ...] = (
    (_stamp, 10, lambda world: True),
    (_release, 16, lambda world: True),
    (_sync, 30, lambda world: True),
    (_hold, 2, lambda world: True),
    (_annul, 5, lambda world: True),
    (_redirect, 2, lambda world: True),
    (_hand_back, 3, lambda world: True),
    (_move, 5, lambda world: True),
    (_force, 1.5, lambda world: world.weather.forced),
    (_refused, 0.7, lambda world: True),
    (_close, 0.7, lambda world: True),
    (_load, 1, lambda world: True),
    (_deliver, 3, lambda world: True),
    (_cut, 5, lambda world: True),
    (_mend, 1.5, lambda world: True),
    (_clock, 1.5, lambda world: True),
    (_power, 2, lambda world: world.weather.disks),
    (_mirror_lost, 0.7, lambda world: world.weather.disks),
    (_backup, 1.5, lambda world: world.weather.disks),
    (_put_back, 1.2, lambda world: world.weather.disks),
    (_copy, 3, lambda world: world.weather.twins),
    (_clone, 1, lambda world: world.weather.clones),
    (_server_backup, 1.0, lambda world: world.weather.restored),
    (_server_restored, 0.8, lambda world: world.weather.restored),
    (_server_reopened, 1.5, lambda world: world.weather.restored),
    (_centre_backup, 1.5, lambda world: world.weather.restored),
    (_centre_restored, 1.2, lambda world: world.weather.restored),
)
"""Each kind of step, how often it comes, and in which weather."""
