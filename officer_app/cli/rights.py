"""`authority` and `cases`: what officers do about the release right and about what the centre could not settle."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict

from officer_app.cli.acting import add_second, sign_in_second
from officer_app.cli.answers import DONE, Answer, refused
from officer_app.cli.context import Context, add_officer, sign_in
from officer_app.core.acts import Act, BadAct, format_time, read
from officer_app.core.ports import OwnAct, SignedIn, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.core.rights import KINDS
from officer_app.usecases.authority import force_move, hand_back
from officer_app.usecases.reconcile import Matter, close_matter, closed_already, read_matters
from officer_app.usecases.release_right import authority_of
from officer_app.usecases.seat import UNCONFIRMED, seat_name
from officer_app.workstation.opening import Workstation


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    authority = commands.add_parser("authority", help="who grants the releases of a post").add_subparsers(
        metavar="ACTION", required=True
    )
    show = authority.add_parser("show", help="as far as this workstation knows")
    show.set_defaults(command=_show)
    back = authority.add_parser("hand-back", help="this authority grants nothing more; also when cut off")
    back.add_argument("post")
    add_officer(back)
    back.set_defaults(command=_hand_back)
    force = authority.add_parser("force", help="two people take the right from an authority that does not answer")
    force.add_argument("post")
    force.add_argument("--kind", required=True, choices=KINDS)
    force.add_argument("--holder", default="")
    _add_two(force)
    force.set_defaults(command=_force)
    cases = commands.add_parser("cases", help="what two officers have to look at").add_subparsers(
        metavar="ACTION", required=True
    )
    listed = cases.add_parser("list", help="open cases, and rights that were granted and not used")
    listed.add_argument("--all", action="store_true", help="closed ones too")
    listed.set_defaults(command=_list)
    one = cases.add_parser("show", help="a case with the acts of both sides")
    one.add_argument("case")
    one.set_defaults(command=_one)
    close = cases.add_parser("close", help="two officers close a case, with a reason")
    close.add_argument("case")
    _add_two(close)
    close.set_defaults(command=_close)


def _add_two(parser: argparse.ArgumentParser) -> None:
    add_officer(parser)
    add_second(parser, required=True)
    parser.add_argument("--reason", required=True)


def _show(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        found = [authority_of(opened.counter, post) for post in opened.settings.posts]
        unconfirmed, seat = opened.journal.value(UNCONFIRMED), seat_name(opened.journal)
    rows = [asdict(row) for row in found if not isinstance(row, Refusal)]
    body: dict[str, object] = {"authorities": rows, "unconfirmed": unconfirmed, "seat": seat}
    return Answer(
        DONE, body, "\n".join(f"{row['post']}: {row['kind']} {row['holder']} #{row['epoch']}" for row in rows)
    )


def _hand_back(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        officer = sign_in(opened, args)
        done = officer if isinstance(officer, Refusal) else hand_back(opened.counter, officer, args.post)
    return _said(context, done)


def _force(context: Context, args: argparse.Namespace) -> Answer:
    holder = args.holder or {"centre": "centre", "post": args.post}.get(args.kind, "")
    with context.workstation() as opened:
        two = _two(opened, args)
        if isinstance(two, Refusal):
            return _said(context, two)
        done = force_move(opened.counter, *two, args.post, args.kind, holder, args.reason)
    return _said(context, done)


def _close(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        matter = _matter(opened, args.case)
        if matter is None:
            return _said(context, Refusal("unknown_case", {"case": args.case}))
        if refusal := closed_already(opened.counter, opened.journal, matter):
            # Before two people type their passwords.
            return _said(context, refusal)
        two = _two(opened, args)
        if isinstance(two, Refusal):
            return _said(context, two)
        done = close_matter(opened.counter, opened.journal, two, matter, args.reason)
    return _said(context, done)


def _matter(opened: Workstation, case_id: str) -> Matter | None:
    found = read_matters(opened.counter, opened.journal).matters
    return next((each for each in found if each.case.case_id == case_id), None)


def _list(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        found = read_matters(opened.counter, opened.journal)
    rows = [_row(context, each) for each in found.matters if each.is_open or args.all]
    idle = sum(1 for each in found.matters if each.idle is not None and each.is_open)
    # Null where the centre was not asked: rights that were not used are known there only.
    body: dict[str, object] = {"cases": rows, "claims_without_act": idle if found.asked else None}
    return Answer(DONE, body, "\n".join(f"{row['case_id']}: {row['th']} / {row['en']}" for row in rows))


def _row(context: Context, matter: Matter) -> dict[str, object]:
    """A case as `cases list` and `show` give it; `closing`: the act that closed it here, not yet at the centre."""
    row = {**asdict(matter.case), "closing": matter.closing.act_id if matter.closing else "", **_words(context, matter)}
    if matter.idle is not None:
        row |= {**asdict(matter.idle), "at": format_time(matter.idle.at)}
    return row


def _one(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        matter = _matter(opened, args.case)
        if matter is None:
            return _said(context, Refusal("unknown_case", {"case": args.case}))
        acts: list[dict[str, object]] | None = None
        if matter.sides:
            acts = [{"side": side.name, **_act(side.act)} for side in matter.sides if side.act is not None]
        elif opened.central is not None:
            try:
                acts = [{"side": side, **_told(act)} for side, act in opened.central.case_acts(args.case)]
            except Unreachable:
                # Its evidence in words is here; the signed acts are shown when the centre answers.
                acts = None
    row = _row(context, matter)
    shown = [_lines(row), *(_lines(act) for act in acts or ())]
    return Answer(DONE, {**row, "acts": acts}, "\n\n".join("\n".join(lines) for lines in shown))


def _lines(table: Mapping[str, object], inset: str = "") -> list[str]:
    """One line for each thing that is said; what is said within one stands under it."""
    lines: list[str] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            lines += [f"{inset}{key}:", *_lines(value, f"{inset}  ")]
        else:
            lines.append(f"{inset}{key}: {value}")
    return lines


def _told(own: OwnAct) -> dict[str, object]:
    try:
        act = read(own.body, own.signature)
    except BadAct:
        return {"station_seq": own.station_seq, "unreadable": own.body[:200].hex(), "signature": own.signature.hex()}
    return _act(act)


def _act(act: Act) -> dict[str, object]:
    body, signature = act.body.decode(), act.signature.hex()
    return {"station": act.station, "station_seq": act.station_seq, "body": body, "signature": signature}


def _words(context: Context, matter: Matter) -> dict[str, str]:
    said = context.texts.either(f"case.{matter.case.kind}", "case.refused_act")
    return {"th": said.th, "en": said.en}


def _two(opened: Workstation, args: argparse.Namespace) -> tuple[SignedIn, SignedIn] | Refusal:
    officer = sign_in(opened, args)
    if isinstance(officer, Refusal):
        return officer
    second = sign_in_second(opened, args)
    if isinstance(second, SignedIn):
        return officer, second
    return second or Refusal("second_needed")


def _said(context: Context, done: Act | Refusal) -> Answer:
    if isinstance(done, Refusal):
        return refused(context.texts, done, {"recorded": False})
    body = {"recorded": True, "act_id": done.act_id, "station_seq": done.station_seq, "at": format_time(done.at)}
    return Answer(DONE, body, "\n".join(f"{key}: {value}" for key, value in body.items()))
