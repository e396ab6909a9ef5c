"""What people do in the simulation: one step of each kind, drawn from its seed."""

from functools import partial

from officer_app.core.acts import Act, ActKind
from officer_app.core.records import Provenance
from tests.chaos.simulated_desk import POSTS, Desk
from tests.chaos.simulation import NUMBERS, World
from tests.fakes import permit, record

ALONE = 0.4
"""How often whoever a rule is about is cut off at that moment."""


def _desk(world: World, *prefixes: str) -> Desk:
    return world.chance.choice([desk for desk in world.desks if desk.label.startswith(prefixes)])


def _number(world: World) -> str:
    return world.chance.choice(world.weather.numbers)


def stamp(world: World) -> object:
    number, desk = _number(world), _desk(world, "CE")
    if not world.weather.two_desks:
        # Its own desk: two desks that cannot talk may stamp for two posts, and nobody could prevent two releases.
        owner = ("CE-1", "CE-2")[NUMBERS.index(number) % 2]
        desk = next(each for each in world.desks if each.label == owner)
    post = world.chance.choice(world.weather.posts)
    return world.acting(desk, f"stamps {number} for {post}", lambda: desk.stamp(number, post))


def release(world: World) -> object:
    number, desk = _number(world), _desk(world, "CP")
    return world.acting(desk, f"releases {number}", lambda: desk.release(number))


def hold(world: World) -> object:
    number, desk = _number(world), _desk(world, "CE", "CP")
    kind = world.chance.choice((ActKind.HOLD, ActKind.UNHOLD, ActKind.UNHOLD))
    return world.acting(desk, f"{kind} {number}", lambda: desk.step(number, kind))


def annul(world: World) -> object:
    number, desk = _number(world), _desk(world, "CE")
    return world.acting(desk, f"annuls what stands on {number}", lambda: desk.annul(number))


def redirect(world: World) -> object:
    number, desk, post = _number(world), _desk(world, "CE"), world.chance.choice(POSTS)
    return world.acting(desk, f"re-directs {number} to {post}", lambda: desk.redirect(number, post))


def sync(world: World) -> object:
    desk = world.chance.choice(world.desks)
    return world.acting(desk, "exchanges", desk.sync)


def hand_back(world: World) -> object:
    desk = _desk(world, "CP")
    done = world.acting(desk, f"hands back {desk.station.post}", lambda: desk.hand_back(desk.station.post))
    if isinstance(done, Act):
        leave_alone(world, desk)
    return done


def give_to_server(world: World) -> object:
    """The right of CP-1 goes to that post's own server."""
    post = world.server.rights.post
    return world.office(f"moves {post} to its own server", lambda: world.centre.set_authority(post, "post", post))


def hand_back_at_once(world: World) -> Desk:
    """A lane hands back what its server may grant, while nothing is released yet."""
    lane = world.chance.choice([each for each in world.desks if each.post is not None])
    world.acting(lane, "hands back CP-1", lambda: lane.hand_back("CP-1"))
    return lane


def leave_alone(world: World, desk: Desk) -> None:
    """What every rule has to bear: whoever it is about is cut off at this moment and works on, and so do all others.

    The others hear of what happened, the office moves the right on where it can, and both sides release what they can.
    """
    if world.chance.random() < ALONE:
        cut_off(world, desk)


def cut_off(world: World, desk: Desk) -> None:
    """`leave_alone`, without fail."""
    away = world.chance.choice([each for each in world.desks if each.station.post == desk.station.post] + [desk] * 2)
    away.central.cut = True
    world.note(f"{away.label}: line cut, and all work on")
    for _ in range(2):
        for each in world.desks:
            if each is not away:
                world.acting(each, "exchanges", each.sync)
        move(world)
    lanes = [each for each in world.desks if each.station.post and each is not away]
    for each in world.chance.sample([away, *lanes], len(lanes) + 1):
        release_all(world, each)


def release_all(world: World, desk: Desk) -> None:
    for number in world.weather.numbers:
        world.acting(desk, f"releases {number}", partial(desk.release, number))


def move(world: World) -> object:
    post = world.chance.choice(world.weather.posts)
    kind, holder = _holder(world, post)
    return world.office(f"moves {post} to {kind} {holder}", lambda: world.centre.set_authority(post, kind, holder))


def _holder(world: World, post: str) -> tuple[str, str]:
    lanes = [desk.station.name for desk in world.desks if desk.station.post == post]
    choices = [("centre", "centre"), ("workstation", world.chance.choice(lanes))]
    if post == world.server.rights.post:
        choices += [("post", post)] * 2
    return world.chance.choice(choices)


def force(world: World) -> object:
    post = world.chance.choice(world.weather.posts)
    kind, holder = _holder(world, post)
    desk = next(each for each in world.desks if each.label == "CE-1")
    world.ledger.forced_posts.add(post)
    old = world.centre.rights.authority(post).holder
    done = world.acting(desk, f"forces {post} to {kind} {holder}", lambda: desk.force(post, kind, holder))
    for each in world.desks:
        if each.label == old:
            leave_alone(world, each)
    return done


def refused(world: World) -> object:
    desk = world.chance.choice(world.desks)
    return world.acting(desk, "writes what no centre takes", desk.refused_act)


def close(world: World) -> object:
    desk = _desk(world, "CE")
    return world.acting(desk, "closes a case", desk.close_case)


def load(world: World) -> object:
    state = world.chance.choice(("issued", "issued", "issued", "held"))
    made = record(permit(_number(world), state=state), world.now, Provenance.CORE)
    world.core[made.number] = made
    return world.office(f"loads {made.number} {state}", lambda: world.centre.load([made]))


def deliver(world: World) -> object:
    return world.office("a late call arrives", world.deliver)
