"""What a transit workstation of the chaos run does: it files, considers and signs, and numbers are taken in blocks."""

import random
from dataclasses import replace
from datetime import date

from officer_app.core.acts import Act
from officer_app.core.guarantees import GuaranteeType
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.usecases.counter import Counter
from officer_app.usecases.guarantee_register import Entry, guarantee_state, register_guarantee
from officer_app.usecases.transit_back import annul_step
from officer_app.usecases.transit_consider import consider
from officer_app.usecases.transit_desk import Done, TransitDesk
from officer_app.usecases.transit_intake import Filing, check, receive
from officer_app.usecases.transit_numbers import fetch_numbers
from officer_app.usecases.transit_sign import sign
from officer_app.workstation.opening import Workstation
from officer_app.workstation.transit import transit_desk
from tests.usecases.transit_cases import FAR, TRADER, declared, handed, looked

BLOCK, LOW = 3, 1
BOND = Entry("BOND-1", GuaranteeType.BOND, TRADER, 0, None, "DLT-1", FAR)
WHY = "it is drawn so"
HANDED = handed(expiry=date(2099, 12, 31))


def small_blocks(opened: Workstation, counter: Counter) -> TransitDesk:
    """Its desk, whose blocks are so small that many are taken."""
    desk = transit_desk(opened)
    return replace(desk, counter=counter, rules=replace(desk.rules, block=BLOCK, low=LOW))


def work(desk: TransitDesk, people: dict[str, SignedIn], chance: random.Random) -> tuple[Act | Refusal, str]:
    """One thing that is done, and on which case: what waits is taken further, or something new is filed."""
    clerk, signer = people["prasit"], people["wanida"]
    if not guarantee_state(desk, BOND.number).registered:
        register_guarantee(desk, clerk, BOND)
    fetched = fetch_numbers(desk, clerk)
    if isinstance(fetched, Act) or (fetched is not None and chance.random() < 0.5):
        return fetched, ""
    own = f"TC{desk.office}{desk.counter.journal.station.name.replace('-', '')}"
    waiting = [
        (case, state.phase)
        for case, state in desk.counter.journal.transit_cases([*_NEXT, Phase.SIGNED], own, 1000)
        if case.startswith(own) and (state.phase is not Phase.SIGNED or chance.random() < 0.02)
    ]
    if not waiting:
        today = declared(date_entry=desk.today.isoformat())
        done = receive(desk, clerk, "", Filing("บริษัท ตัวอย่างขนส่งริมเมย จำกัด", "1", today))
        return _act(done), done.act.subject.number if isinstance(done, Done) else ""
    case, phase = chance.choice(waiting)
    if phase is Phase.RECEIVED:
        return _act(check(desk, clerk, case, HANDED, WHY)), case
    if phase is Phase.DOCUMENTS_COMPLETE:
        return _act(consider(desk, clerk, case, looked({}, why_now=WHY))), case
    if phase is Phase.CONSIDERED:
        return _act(sign(desk, signer, case)), case
    return _act(annul_step(desk, signer, clerk, case, WHY)), case


_NEXT = (Phase.RECEIVED, Phase.DOCUMENTS_COMPLETE, Phase.CONSIDERED)


def _act(done: object) -> Act | Refusal:
    if isinstance(done, Refusal | Act):
        return done
    return done.act if isinstance(done, Done) else Refusal("transit_incomplete", {"why": type(done).__name__})
