"""What lines, disks and servers suffer in the simulation: one step of each kind, drawn from its seed."""

from copy import copy
from dataclasses import fields
from datetime import timedelta

from officer_app.central.memory import MemoryCentre
from officer_app.core.acts import Act, ActKind
from tests.chaos import simulated_work as work
from tests.chaos.simulated_desk import Crashed, Desk
from tests.chaos.simulation import World

MOST_DESKS = 6
FRESH = 0.4
"""How often the backup that a server comes back from was made right before a lane released all it could."""
KEPT_BY_LANE = 0.6
"""How often the right is the lane's own, where a copy of it is made at once."""
LANE_TOO = 0.8
"""How often a lane loses, on the same bad day, what it released and the centre lost."""


def cut(world: World) -> object:
    desk = world.chance.choice(world.desks)
    line = world.chance.choice([desk.central, desk.post or desk.central])
    line.cut = not line.cut
    return world.note(f"{desk.label}: line {'cut' if line.cut else 'mended'}")


def mend(world: World) -> object:
    for desk in world.desks:
        for line in (desk.central, desk.post):
            if line is not None:
                line.cut = False
    return world.note("all lines mended")


def clock(world: World) -> object:
    desk = world.chance.choice(world.desks)
    desk.skew = timedelta(seconds=world.chance.choice((0, -86_400 * 400, -3600, -1, 5, 3600, 86_400 * 30)))
    return world.note(f"{desk.label}: clock off by {desk.skew}")


def power(world: World) -> object:
    desk = world.chance.choice(world.desks)
    desk.disk.cut_power(world.chance.randint(0, 6))
    world.boot(desk)
    return world.note(f"{desk.label}: power cut")


def mirror_lost(world: World) -> object:
    desk = world.chance.choice(world.desks)
    desk.disk.lose_mirror()
    world.boot(desk)
    return world.note(f"{desk.label}: mirror lost")


def backup(world: World) -> object:
    desk = world.chance.choice(world.desks)
    world.kept[desk.label] = desk.disk.keep()
    return world.note(f"{desk.label}: backup")


def put_back(world: World) -> object:
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
    work.leave_alone(world, desk)
    return None


def copied(world: World) -> object:
    """A copy of a journal is started on a second machine."""
    return _second_machine(world, "moved", _any_original(world))


def cloned(world: World) -> object:
    """A whole disk is copied: the second machine cannot tell that it is one."""
    return _second_machine(world, "", _any_original(world))


def copied_at_once(world: World, found: str) -> None:
    """A copy of a lane where it tells most: rights are given, nothing is released yet, perhaps one is granted and not
    used; then all try.
    """
    lane = world.chance.choice([desk for desk in world.desks if desk.station.post in world.weather.posts])
    post, name = lane.station.post, lane.station.name
    if world.chance.random() < KEPT_BY_LANE:
        world.office(f"moves {post} to {name}", lambda: world.centre.set_authority(post, "workstation", name))
    world.acting(lane, "exchanges", lane.sync)
    if world.chance.random() < FRESH:
        _dies_with_a_grant(world, lane)
    _second_machine(world, found, lane)
    work.cut_off(world, lane)


def _dies_with_a_grant(world: World, lane: Desk) -> None:
    """Its program dies when the right was granted and the act that uses it is to be written."""
    left = [2]

    def commit(when: str) -> None:
        left[0] -= when == "before"
        if left[0] == 0:
            raise Crashed(lane)

    lane.start(commit)
    number = world.chance.choice(world.weather.numbers)
    world.acting(lane, f"asks for {number} and dies", lambda: lane.release(number))
    world.boot(lane)


def _any_original(world: World) -> Desk:
    originals = [desk for desk in world.desks if desk.label[-1] != "'"]
    holders = {right.holder for right in world.centre.rights.authorities.values()}
    return world.chance.choice(originals + [desk for desk in originals if desk.label in holders] * 5)


def _second_machine(world: World, found: str, original: Desk) -> object:
    if len(world.desks) > MOST_DESKS or f"{original.label}'" in {desk.label for desk in world.desks}:
        return None
    twin = world.add_desk(f"{original.label}'", original.station)
    twin.disk.put_back(original.disk.keep())
    world.boot(original)
    world.boot(twin, found)
    if not found:
        world.ledger.cloned.add(original.label)
    world.note(f"{twin.label}: a copy starts {found}")
    work.leave_alone(world, original)
    return None


def server_backup(world: World) -> object:
    world.server_backups.append(_state(world.server))
    return world.note("server of the post: backup")


def server_restored(world: World) -> object:
    """The post's own server comes back from a backup; all lanes try at once what it granted since then."""
    lanes = [desk for desk in world.desks if desk.post is not None]
    if world.server_backups and world.chance.random() >= FRESH:
        kept = world.chance.choice(world.server_backups)
    else:
        # A backup right before a lane releases what it can, of which nobody has heard yet.
        _let_it_grant(world, lanes)
        kept = _state(world.server)
        work.release_all(world, world.chance.choice(lanes))
    _put_server_back(world, world.server, kept)
    world.server.restored()
    for desk in lanes:
        world.server.let_in(desk.station.name, desk.station.post)
    world.note("server of the post: restored from a backup")
    for desk in world.chance.sample(lanes, len(lanes)):
        work.release_all(world, desk)
    return None


def _let_it_grant(world: World, lanes: list[Desk]) -> None:
    """The office gives the right to the post's own server where it can, and its lanes hear what is stamped for it."""
    post = world.server.rights.post
    world.office(f"moves {post} to its own server", lambda: world.centre.set_authority(post, "post", post))
    work.stamp(world)
    for desk in [each for each in world.desks if not each.station.post] + lanes:
        world.acting(desk, "exchanges", desk.sync)


def server_reopened(world: World) -> object:
    """Two officers let the restored server go on; it does so once every lane was heard."""
    lanes = [desk for desk in world.desks if desk.post is not None]
    if not world.server.rights.recovering or world.centre.rights.authority("CP-1").kind != "post":
        return None
    desk = world.chance.choice(lanes)
    return world.acting(desk, "lets the post's server go on", lambda: desk.force("CP-1", "post", "CP-1"))


def centre_backup(world: World) -> object:
    world.backups.append(_state(world.centre))
    return world.note("centre: backup")


def centre_restored(world: World) -> object:
    """The centre comes back from a backup; calls that were under way died with it."""
    if not world.backups:
        return None
    kept = world.chance.choice(world.backups)
    before = _known(world.centre)
    _put_server_back(world, world.centre, kept)
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
    if lanes and world.weather.disks and world.chance.random() < LANE_TOO:
        # The same bad day for a lane: what it released, and others heard of, they alone know now.
        _put_back_at(world, world.chance.choice(lanes))
    return None


def _put_server_back(world: World, there: MemoryCentre, kept: dict[str, object]) -> None:
    """The backup in the place of what a server knows; it has forgotten what it decided since."""
    before = _decided(there)
    for name, part in kept.items():
        setattr(there.rights, name, copy(part))
    world.ledger.forgotten |= before - _decided(there)
    world.forget_late(there)


def _decided(there: MemoryCentre) -> set[tuple[str, str]]:
    return {(there.rights.post, made.act_id) for made in there.rights.decisions.values()}


def _releases(desk: Desk) -> list[Act]:
    return [act for act in desk.journal.own_acts(0, 100_000) if act.kind == ActKind.RELEASE]


def _known(centre: MemoryCentre) -> set[str]:
    return {act.act_id for head in centre.rights.stations.values() for act, _ in head.kept}


def _state(centre: MemoryCentre) -> dict[str, object]:
    return {
        each.name: copy(getattr(centre.rights, each.name)) for each in fields(centre.rights) if each.name != "clock"
    }
