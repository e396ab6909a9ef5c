"""`transit list|show|figures|numbers|overdue`: what stands where."""

import argparse
from dataclasses import asdict, replace

from officer_app.cli.answers import DONE, Answer, refused
from officer_app.cli.context import Context, sign_in
from officer_app.cli.transit_out import add_out, taken_out
from officer_app.cli.transit_words import case_text, cases_text, figures_text, numbers_text
from officer_app.core.acts import format_time
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase, TransitState, next_steps
from officer_app.core.transit_numbers import series_of
from officer_app.core.transit_service import ServiceClock
from officer_app.usecases.guarantee_register import guarantee_state
from officer_app.usecases.look_up_case import verb_of
from officer_app.usecases.transit_journey import case_of
from officer_app.usecases.transit_lists import Case, Listing, figures, listed, per_month
from officer_app.usecases.transit_numbers import fetch_numbers, left_in_blocks, number_register, return_numbers
from officer_app.viewmodels.speech import Voices
from officer_app.viewmodels.transit_card import read_case
from officer_app.workstation.transit import transit_desk
from officer_app.workstation.transit_registers import CASES, FIGURES, NUMBERS


def declare(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's actions under `transit`."""
    lists = actions.add_parser("list", help="the cases of a list")
    lists.add_argument("which", nargs="?", choices=[str(each) for each in Listing], default=str(Listing.WAITING))
    lists.add_argument("--days", type=int, default=None, help="for `due`: within so many days")
    lists.set_defaults(command=_list)
    add_out(lists)
    late = actions.add_parser("overdue", help="the cases whose last day has passed")
    late.set_defaults(command=_list, which=str(Listing.OVERDUE), days=None)
    add_out(late)
    one = actions.add_parser("show", help="a case with its steps and clocks")
    one.add_argument("number")
    one.set_defaults(command=_show)
    sums = actions.add_parser("figures", help="figures by month")
    sums.set_defaults(command=_figures)
    add_out(sums)
    numbers = actions.add_parser("numbers", help="the register of sequence numbers, every gap explained")
    numbers.add_argument("--series", default="", help="office/year, e.g. 4901/2569 (default: this year's)")
    numbers.add_argument("--fetch", action="store_true", help="take a block where few numbers are left")
    numbers.add_argument("--give-back", action="store_true", help="hand back what is left of this year's blocks")
    add_out(numbers)
    numbers.set_defaults(command=_numbers)


def _list(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        desk = transit_desk(opened)
        within = desk.rules.remind_days if args.days is None else args.days
        cases = listed(desk, Listing(args.which), within)
        file = taken_out(opened, args, CASES, Listing(args.which))
    if isinstance(file, Refusal):
        return refused(context.texts, file)
    body = {"list": args.which, "cases": [_line(case) for case in cases], **file}
    return Answer(DONE, body, cases_text(cases, Voices(context.texts)))


def _show(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        desk = transit_desk(opened)
        number = case_of(desk.counter, args.number)
        if isinstance(number, Refusal):
            return refused(context.texts, number)
        state = opened.journal.transit_state(number)
        case = read_case(desk, number)
        if case.guarantee:
            case = replace(case, guaranteed=guarantee_state(desk, case.guarantee))
        voices = Voices(context.texts, opened.officers.names())
    if state.phase is Phase.NEW:
        return refused(context.texts, Refusal("transit_unknown_case"))
    body = {**_state(number, state), "clocks": [_clock(clock) for clock in case.clocks], **asdict(case.doubts)}
    return Answer(DONE, body, case_text(case, voices))


def _figures(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        found = figures(transit_desk(opened))
        file = taken_out(opened, args, FIGURES)
    if isinstance(file, Refusal):
        return refused(context.texts, file)
    filed = per_month(found)
    body = {"months": [asdict(month) for month in found], "filed_per_month": asdict(filed), **file}
    return Answer(DONE, body, figures_text(found, filed, Voices(context.texts)))


def _numbers(context: Context, args: argparse.Namespace) -> Answer:
    did = ""
    with context.workstation() as opened:
        desk = transit_desk(opened)
        if args.fetch or args.give_back:
            officer = sign_in(opened, args)
            way = fetch_numbers if args.fetch else return_numbers
            got = officer if isinstance(officer, Refusal) else way(desk, officer)
            if isinstance(got, Refusal):
                return refused(context.texts, got, {"recorded": False})
            did = _DID[args.fetch, bool(got)]
        this_year = series_of(desk.office, desk.counter.clock())
        series = args.series or this_year
        register = number_register(desk, series)
        left = left_in_blocks(desk)
        file = taken_out(opened, args, NUMBERS)
    if isinstance(file, Refusal):
        return refused(context.texts, file)
    rows = [{**asdict(each), "fate": str(each.fate)} for each in register]
    text = numbers_text(series, left if series == this_year else None, register, did, Voices(context.texts))
    return Answer(DONE, {"series": series, "left": left, "numbers": rows, **file}, text)


_DID = {
    (True, True): "transit_numbers_fetched",
    (True, False): "transit_numbers_enough",
    (False, True): "transit_numbers_given_back",
    (False, False): "transit_numbers_none_left",
}
"""What was done, by whether numbers were asked for (else handed back) and whether there were any."""


def _line(case: Case) -> dict[str, object]:
    return {
        **_state(case.number, case.state),
        "filed": format_time(case.filed) if case.filed else None,
        "days_left": case.left,
        "clock": _clock(case.clock) if case.clock else None,
    }


def _state(number: str, state: TransitState) -> dict[str, object]:
    names = ("applicant", "applicant_class", "sequence_no", "declaration_no", "exit_office", "entry_date", "seals")
    limit = state.limit.isoformat() if state.limit else None
    return {
        "case": number,
        "state": str(state.phase),
        "next": [verb_of(kind) for kind in next_steps(state.phase)],
        **{name: state.fact(name) for name in names},
        "limit_date": limit,
        "held": state.hold_reason,
        "enquiry": bool(state.enquiry),
        "steps": [{"kind": step.kind, "at": format_time(step.at), "officer": step.officer} for step in state.path],
        "irregularities": [each.kind for each in state.irregularities],
    }


def _clock(clock: ServiceClock) -> dict[str, object]:
    return {
        "step": clock.step,
        "since": format_time(clock.since),
        "due": format_time(clock.due),
        "used_minutes": int(clock.used.total_seconds() // 60),
        "given_minutes": int(clock.given.total_seconds() // 60),
        "late": clock.late,
        "done": clock.ended is not None,
    }
