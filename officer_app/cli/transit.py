"""`transit`: a case from its filing to its end at the command line."""

import argparse
from collections.abc import Callable

from officer_app.cli import transit_guarantees, transit_lists, transit_schema
from officer_app.cli.answers import Answer, refused
from officer_app.cli.context import Context, add_officer, sign_in
from officer_app.cli.transit_files import BadTable, bad_field, day_in, handed_in, pairs, table_in
from officer_app.cli.transit_said import Outcome, bad_table, said
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit_declared import BadDeclared, read_paper
from officer_app.core.transit_match import Against
from officer_app.usecases import transit_consider, transit_ends, transit_intake, transit_journey
from officer_app.usecases.transit_consider import OPENING_GROUNDS, Considered
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_intake import Filing
from officer_app.usecases.transit_journey import Arrival, case_of
from officer_app.usecases.transit_numbers import fetch_numbers
from officer_app.usecases.transit_sign import sign
from officer_app.workstation.transit import transit_desk

Step = Callable[[TransitDesk, SignedIn, argparse.Namespace], Outcome]


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    actions = commands.add_parser("transit", help="transit declarations, from intake to exit").add_subparsers(
        metavar="ACTION", required=True
    )
    _declare_office(actions)
    _declare_journey(actions)
    _declare_ends(actions)
    transit_guarantees.declare(actions)
    transit_lists.declare(actions)
    transit_schema.declare(actions)


def _declare_office(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    filed = _step(actions, "receive", _receive, "a filing takes its place in the queue", number="?")
    filed.add_argument("--applicant", required=True, help="who applies, as on the paper")
    filed.add_argument("--class", dest="applicant_class", required=True, help="1, 2.1, 2.2, 2.3 or 2.4")
    filed.add_argument("--data", help="JSON: the declared data under the keys of form 448-1")
    counted = _step(actions, "check", _check, "count the papers; incomplete ones are refused with a list")
    counted.add_argument("--papers", required=True, help="JSON: papers, proofs, circumstances, guarantee, duty")
    looked = _step(actions, "consider", _consider, "compare what is declared with invoice and bill of lading")
    looked.add_argument("--data", help="JSON: the declared data, where they were not keyed at the filing")
    looked.add_argument("--invoice", required=True, help="JSON: items of the invoice")
    looked.add_argument("--bill", required=True, help="JSON: items of the bill of lading")
    looked.add_argument("--resolve", action="append", default=[], metavar="DIFFERENCE=REASON")
    for parser in (counted, looked):
        parser.add_argument("--why-now", default="", help="why this case is served before an earlier one")
    certified = _step(actions, "sign", _sign, "sequence number, last day and the authorised officer's signature")
    certified.add_argument("--override", default="", help="the signer's reason where no agreement allows the crossing")
    no = _step(actions, "refuse", _refuse, "refuse a case, with its grounds")
    no.add_argument("--reason", required=True)


def _declare_journey(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keyed = _step(actions, "key", _key, "the number that came back from e-Import MANUAL")
    keyed.add_argument("declaration")
    given = _step(actions, "hand-over", _hand_over, "papers and sealed goods go to the carrier")
    given.add_argument("--to", required=True, help="who receives them")
    there = _step(actions, "arrive", _arrive, "the goods are at the exit office")
    there.add_argument("--discrepancies", default="", help="what differs, where seals or vehicle do")
    there.add_argument("--why-here", default="", help="why goods meant for another office are taken at this one")
    there.add_argument("--from-paper", default="", metavar="REASON", help="for a case that is not known here yet")
    for parser in (given, there):
        parser.add_argument("--seal", action="append", default=[], help="a seal; may be repeated")
        parser.add_argument("--vehicle", default="")
    left = _step(actions, "exit", _exit, "the goods left the country")
    left.add_argument("--findings", default="", help="needed after seals that differed")
    left.add_argument("--why-here", default="", help="why goods leave at another office than they arrived at")
    end = _step(actions, "close", _close, "the return copy was matched; the guarantee is freed")
    end.add_argument("--reason", required=True)


def _declare_ends(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    opened = _step(actions, "open", _open, "transit goods were opened")
    opened.add_argument("--ground", required=True, choices=OPENING_GROUNDS)
    opened.add_argument("--findings", required=True)
    _step(actions, "mark-overdue", lambda desk, by, args: transit_ends.mark_overdue(desk, by, args.number), "record it")
    over = _step(actions, "end", _end, "overdue goods become leftover or State property")
    asked = _step(actions, "enquire", _enquire, "ask the exit office")
    asked.add_argument("--office", required=True)
    told = _step(actions, "answer", _answer, "what the exit office answered")
    more = _step(actions, "extend", _extend, "another last day, by a regulation")
    more.add_argument("--until", required=True, help="DD-MM-BBBB")
    for parser in (over, asked, told, more):
        parser.add_argument("--reason", required=True)
    imported = _step(actions, "convert", _convert, "the goods are imported instead, within their last day")
    imported.add_argument("declaration", help="the import declaration")


def _step(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, step: Step, words: str, number: str = ""
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=words)
    if number:
        parser.add_argument("number", nargs=number, default="", help="its declaration; none: the case gets a number")
    else:
        parser.add_argument("number", help="the case, or the declaration it was keyed under")
    add_officer(parser)
    parser.set_defaults(command=_run, step=step)
    return parser


def _run(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        desk = transit_desk(opened)
        officer = sign_in(opened, args)
        if isinstance(officer, Refusal):
            return refused(context.texts, officer, {"recorded": False})
        if args.step is not _receive:
            case = case_of(desk.counter, args.number)
            if isinstance(case, Refusal):
                return refused(context.texts, case, {"recorded": False})
            args.scanned, args.number = args.number, case
        try:
            outcome = args.step(desk, officer, args)
        except BadTable as error:
            return bad_table(context.texts, error)
    return said(context.texts, outcome, desk.rules)


def _receive(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    declared = table_in(args.data) if args.data else {}
    return transit_intake.receive(desk, by, args.number, Filing(args.applicant, args.applicant_class, declared))


def _check(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    return transit_intake.check(desk, by, args.number, handed_in(args.papers, desk.rules), args.why_now)


def _consider(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    declared = table_in(args.data) if args.data else {}
    try:
        papers = {
            Against.INVOICE: read_paper(table_in(args.invoice)),
            Against.BILL: read_paper(table_in(args.bill)),
        }
    except BadDeclared as error:
        raise bad_field(error.field) from error
    return transit_consider.consider(
        desk, by, args.number, Considered(declared, papers, pairs(args.resolve), args.why_now)
    )


def _sign(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    # Where the centre cannot be asked, the block at hand goes on, and after it contingency numbers.
    fetch_numbers(desk, by)
    return sign(desk, by, args.number, args.override)


def _refuse(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    return transit_consider.refuse(desk, by, args.number, args.reason)


def _key(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    return transit_journey.key(desk, by, args.number, args.declaration)


def _hand_over(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    return transit_journey.hand_over(desk, by, args.number, args.to, tuple(args.seal), args.vehicle)


def _arrive(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    found = Arrival(tuple(args.seal), args.vehicle, args.discrepancies, args.why_here, args.from_paper)
    return transit_journey.arrive(desk, by, args.scanned, found)


def _exit(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    return transit_journey.leave(desk, by, args.number, args.findings, args.why_here)


def _close(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    return transit_journey.close(desk, by, args.number, args.reason)


def _open(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    return transit_consider.open_goods(desk, by, args.number, args.ground, args.findings)


def _end(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    return transit_ends.end_overdue(desk, by, args.number, args.reason)


def _enquire(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    return transit_ends.enquire(desk, by, args.number, args.office, args.reason)


def _answer(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    return transit_ends.answer(desk, by, args.number, args.reason)


def _extend(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    return transit_ends.extend(desk, by, args.number, day_in(args.until), args.reason)


def _convert(desk: TransitDesk, by: SignedIn, args: argparse.Namespace) -> Outcome:
    return transit_ends.convert(desk, by, args.number, args.declaration)
