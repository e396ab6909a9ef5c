"""`transit guarantee`: the register of bonds, cash and bank guarantees."""

import argparse

from officer_app.cli.answers import DONE, Answer, refused
from officer_app.cli.context import Context, add_officer, sign_in
from officer_app.cli.transit_files import BadTable, day_in
from officer_app.cli.transit_out import add_out, taken_out
from officer_app.cli.transit_said import bad_table
from officer_app.cli.transit_words import guarantees_text
from officer_app.core.guarantees import GuaranteeState, GuaranteeType
from officer_app.core.refusals import Refusal
from officer_app.usecases.guarantee_register import (
    Entry,
    Kept,
    close_guarantee,
    guarantees,
    register_guarantee,
)
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.viewmodels.speech import Voices
from officer_app.workstation.transit import transit_desk
from officer_app.workstation.transit_registers import GUARANTEES


def declare(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's actions under `transit`."""
    guarantee = actions.add_parser("guarantee", help="bonds, cash and bank guarantees")
    ways = guarantee.add_subparsers(metavar="WHAT", required=True)
    add = ways.add_parser("add", help="enter one, or renew one of the same holder")
    add.add_argument("number")
    add.add_argument("--type", required=True, choices=[str(each) for each in GuaranteeType])
    add.add_argument("--holder", required=True, help="tax number of whom it covers")
    add.add_argument("--satang", type=int, default=0, help="its sum in satang; a general bond has none")
    add.add_argument("--expiry", default="", help="DD-MM-BBBB")
    add.add_argument("--licence", default="", help="the transport licence on which a bond hangs")
    add.add_argument("--licence-expiry", default="", help="DD-MM-BBBB")
    add.add_argument("--trip", default="", help="the one case it is for")
    add.set_defaults(command=_add)
    close = ways.add_parser("close", help="nothing new is drawn from it")
    close.add_argument("number")
    close.add_argument("--reason", required=True)
    close.set_defaults(command=_close)
    for parser in (add, close):
        add_officer(parser)
    listed = ways.add_parser("list", help="the register, with what is free")
    listed.set_defaults(command=_list)
    add_out(listed)


def _add(context: Context, args: argparse.Namespace) -> Answer:
    try:
        expiry, licence = (day_in(text) if text else None for text in (args.expiry, args.licence_expiry))
    except BadTable as error:
        return bad_table(context.texts, error)
    kind = GuaranteeType(args.type)
    entry = Entry(args.number, kind, args.holder, args.satang, expiry, args.licence, licence, args.trip)
    with context.workstation() as opened:
        desk, officer = transit_desk(opened), sign_in(opened, args)
        done = officer if isinstance(officer, Refusal) else register_guarantee(desk, officer, entry)
    if isinstance(done, Refusal):
        return refused(context.texts, done, {"recorded": False})
    return _said(context, done, desk)


def _close(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        desk, officer = transit_desk(opened), sign_in(opened, args)
        done = officer if isinstance(officer, Refusal) else close_guarantee(desk, officer, args.number, args.reason)
    if isinstance(done, Refusal):
        return refused(context.texts, done, {"recorded": False})
    return _said(context, done, desk)


def _list(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        desk = transit_desk(opened)
        found = guarantees(desk)
        file = taken_out(opened, args, GUARANTEES)
    if isinstance(file, Refusal):
        return refused(context.texts, file)
    rows = [row(number, state) for number, state in found.items()]
    return Answer(DONE, {"guarantees": rows, **file}, guarantees_text(found, desk.today, Voices(context.texts)))


def row(number: str, state: GuaranteeState) -> dict[str, object]:
    """A line of the register; sums in satang."""
    days = {"expiry": state.expiry, "licence_expiry": state.licence_expiry}
    return {
        "number": number,
        "type": state.type,
        "holder": state.holder,
        "satang": state.satang,
        "drawn": dict(state.drawn),
        "free": state.free if state.limited else None,
        "closed": state.closed,
        "irregularities": [each.kind for each in state.irregularities],
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def _said(context: Context, done: Kept, desk: TransitDesk) -> Answer:
    number, state = done.act.subject.number, done.state
    body = {"recorded": True, "act_id": done.act.act_id, **row(number, state)}
    return Answer(DONE, body, guarantees_text({number: state}, desk.today, Voices(context.texts)))
