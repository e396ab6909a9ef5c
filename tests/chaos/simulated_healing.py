"""How a simulated day ends: all is mended, everybody exchanges until nothing moves, and what was granted is used."""

from functools import partial
from itertools import chain

from officer_app.core.ports import ChainFork
from officer_app.core.refusals import Refusal
from officer_app.usecases.release_right import UNUSED
from officer_app.usecases.seat import seat_name
from tests.chaos.simulated_desk import Crashed
from tests.chaos.simulation import BROKEN, NUMBERS, World

MOST_ROUNDS = 8


def heal(world: World) -> list[str]:
    """Mend everything, let everybody exchange until nothing moves; gives what would not heal."""
    world.calm = True
    for desk in world.desks:
        for line in (desk.central, desk.post):
            if line is not None:
                line.cut = False
    while world.deliver():
        pass
    # The customs computer says again what it said: a centre that was restored may have lost it.
    world.centre.load(world.core.values())
    world.note("--- all is mended")
    stuck = settle(world)
    use_rights(world)
    return stuck or settle(world)


def settle(world: World) -> list[str]:
    """Everybody exchanges until nothing moves."""
    troubles: list[str] = []
    for _ in range(MOST_ROUNDS):
        moved, troubles = 0, []
        for desk in world.desks:
            knew = desk.forked
            try:
                done = desk.sync(full=True)
            except ChainFork as error:
                moved += not knew
                if not desk.forked:
                    troubles.append(f"{desk.label} does not exchange: {error}")
                continue
            except (*BROKEN, Crashed) as error:
                troubles.append(f"{desk.label} does not exchange: {type(error).__name__}: {error}")
                continue
            moved += done.pushed + done.pulled
            if done.digest_equal is not True:
                troubles.append(f"{desk.label}: digest {done.digest_equal}")
            if done.waiting:
                troubles.append(f"{desk.label}: the centre still waits for somebody")
        if not moved and not troubles:
            return []
    return troubles or ["nobody comes to rest"]


def use_rights(world: World) -> None:
    """Whoever was granted a right and never heard so asks again: it must not be lost."""
    for desk in world.desks:
        if desk.forked:
            continue
        for made in list(chain(world.centre.rights.decisions.values(), world.server.rights.decisions.values())):
            if made.station == desk.station.name and made.act_id not in known_acts(world):
                verb = desk.annul if made.withdrawn else desk.release
                world.acting(desk, f"asks again for {made.permit}", partial(verb, made.permit))
    _give_back(world)


def _give_back(world: World) -> None:
    """What was granted to a journal that was put back since: two officers close its case, and it may be used."""
    for desk in world.desks:
        for number in NUMBERS if desk.label in world.ledger.put_back and desk.station.post else ():
            answer = world.acting(desk, f"asks for {number}", partial(desk.release, number))
            if isinstance(answer, Refusal) and answer.code == UNUSED and not _used_by_copy(world, answer):
                office = next(each for each in world.desks if each.label == "CE-1")
                settle(world)
                world.acting(office, "closes a case", partial(office.close, str(answer.params["case"])))
                settle(world)
                world.acting(desk, f"asks for {number}", partial(desk.release, number))


def _used_by_copy(world: World, answer: Refusal) -> bool:
    """Whether the officers who look into a right find it used: in a copy's journal that forked and is sent no more."""
    copies = [desk for desk in world.desks if desk.forked]
    return any(act.act_id == answer.params["act"] for desk in copies for act in desk.journal.own_acts(0, 100_000))


def known_acts(world: World) -> set[str]:
    """Every act that any disk holds."""
    return {act.act_id for desk in world.desks for act in desk.journal.acts()}


def move_on(world: World) -> None:
    """Where a right was handed back, the office gives it to the centre; a hand-back that was cut off is ended first."""
    now = world.centre.rights.authority("CP-1")
    if world.server.rights.handed.keys() - world.centre.rights.handed.keys() >= {("CP-1", now.epoch)}:
        for desk in world.desks:
            if desk.post is not None:
                world.acting(desk, "hands back", partial(desk.hand_back, "CP-1"))
        settle(world)
    _give_seats(world)
    _let_go_on(world)
    for post, right in list(world.centre.rights.authorities.items()):
        if (post, right.epoch) in world.centre.rights.handed:
            done = world.office(f"moves {post} on", partial(world.centre.set_authority, post, "centre", "centre"))
            office = next(each for each in world.desks if each.label == "CE-1")
            if str(done).startswith("NotMoved"):
                # Decisions that its server counted, and then lost in a restore, come no more: two officers move it.
                world.acting(office, f"forces {post} on", partial(office.force, post, "centre", "centre"))
    settle(world)


def _give_seats(world: World) -> None:
    """Two officers give the right of a post again to the workstation whose journal was put back."""
    office = next(each for each in world.desks if each.label == "CE-1")
    for post, right in list(world.centre.rights.authorities.items()):
        for desk in world.desks if right.kind == "workstation" else ():
            if desk.label == right.holder and seat_name(desk.journal) != right.seat and not office.forked:
                world.acting(
                    office, f"gives {post} to {desk.label}", partial(office.force, post, right.kind, right.holder)
                )
    settle(world)


def _let_go_on(world: World) -> None:
    """Two officers at a lane let the post's own server go on that was put back from a backup."""
    if world.server.rights.recovering and world.centre.rights.authority("CP-1").kind == "post":
        lane = next(desk for desk in world.desks if desk.post is not None and not desk.forked)
        world.acting(lane, "lets the server go on", partial(lane.force, "CP-1", "post", "CP-1"))
        settle(world)
