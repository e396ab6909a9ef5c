"""`stamp`, `release`, `hold`, `unhold`: acts at the command line, each with its officer."""

import argparse
from pathlib import Path

from officer_app.cli.acting import Done, with_officer
from officer_app.cli.answers import Answer, BadUsage, refused
from officer_app.cli.context import Context, add_officer
from officer_app.cli.files import MOST_BYTES, read_file
from officer_app.core.acts import ActKind
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.ports import SignedIn
from officer_app.core.records import Permit
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import normalise, printable
from officer_app.messages.faults import NotThisFile
from officer_app.messages.permits_csv import read_permits
from officer_app.usecases.confirm_release import COPY_KEPT, confirm_release
from officer_app.usecases.look_up import Found, look_up
from officer_app.usecases.stamp import stamp
from officer_app.usecases.stamp_from_paper import stamp_from_paper
from officer_app.usecases.steps import take_step
from officer_app.usecases.transit_back import hold, unhold
from officer_app.usecases.transit_journey import case_here
from officer_app.workstation.opening import Workstation
from officer_app.workstation.transit import transit_desk


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    press = commands.add_parser("stamp", help="stamp a permit")
    press.add_argument("number")
    press.add_argument("--outcome", required=True, choices=[str(outcome) for outcome in Outcome])
    press.add_argument("--findings", default="", help="what the inspection found; needed for red")
    press.add_argument("--release-post", default="", help="the checking post (default: the site's first)")
    press.add_argument("--paper", type=Path, metavar="FILE", help="not in the mirror: its sheet, keyed as permits.csv")
    press.add_argument("--reason", default="", help="why it is stamped from paper")
    press.set_defaults(command=_stamp)
    leave = commands.add_parser("release", help="confirm the release at the checking post")
    leave.add_argument("number")
    leave.add_argument("--copy-kept", action="store_true", help="a copy of the permit is kept (some sites insist)")
    leave.set_defaults(command=_release)
    for name, kind in (("hold", ActKind.HOLD), ("unhold", ActKind.UNHOLD)):
        step = commands.add_parser(name, help=f"{name} a permit or a transit case")
        step.add_argument("number")
        step.add_argument("--reason", required=True)
        step.set_defaults(command=_step, kind=kind)
        add_officer(step)
    add_officer(press)
    add_officer(leave)


def _stamp(context: Context, args: argparse.Namespace) -> Answer:
    keyed = _keyed(args.number, args.paper) if args.paper else None
    if isinstance(keyed, Refusal):
        return refused(context.texts, keyed, {"recorded": False})

    def act(opened: Workstation, officer: SignedIn) -> Done | Refusal:
        post = args.release_post or opened.settings.posts[0]
        if keyed is not None:
            wish = StampWish(Outcome(args.outcome), post, args.findings)
            made = stamp_from_paper(opened.counter, officer, keyed, wish, args.reason)
            if isinstance(made, Refusal):
                return made
            said = {"stamp_text": made.act.text("stamp_text"), "token": "", "core_status": ""}
            return made.act, made.state, {**said, "unverified": True, "asked": made.asked}
        done = stamp(opened.counter, officer, args.number, StampWish(Outcome(args.outcome), post, args.findings))
        if isinstance(done, Refusal):
            return done
        found = look_up(opened.counter, done.act.subject.number)
        core = found.permit.core_status if isinstance(found, Found) and found.provenance == "core" else ""
        more = {"stamp_text": done.act.text("stamp_text"), "token": done.token, "core_status": core}
        return done.act, done.state, more

    return with_officer(context, args, act)


def _keyed(number: str, path: Path) -> Permit | Refusal:
    """The one permit of a file, which has to be `number`. Raises BadUsage where the file cannot be read."""
    try:
        rows = read_permits(read_file(path, MOST_BYTES))
    except (OSError, NotThisFile) as error:
        detail = (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)
        raise BadUsage("file_unreadable", {"file": path.name, "detail": detail}, code="unreadable") from error
    if rows.faults:
        fault = rows.faults[0]
        where = {"file": path.name, "line": str(fault.line), "column": fault.column}
        raise BadUsage("sheet_fault", {**where, "th": fault.th, "en": fault.en}, code="bad_format")
    if [permit.number for permit in rows.permits] != [normalise(number)]:
        return Refusal("not_one_sheet", {"number": printable(number)})
    return rows.permits[0]


def _release(context: Context, args: argparse.Namespace) -> Answer:
    def act(opened: Workstation, officer: SignedIn) -> Done | Refusal:
        said = {COPY_KEPT: True} if args.copy_kept else None
        done = confirm_release(opened.counter, officer, args.number, said)
        return done if isinstance(done, Refusal) else (done.act, done.state, {"granted_by": done.granted_by})

    return with_officer(context, args, act)


def _step(context: Context, args: argparse.Namespace) -> Answer:
    def act(opened: Workstation, officer: SignedIn) -> Done | Refusal:
        if case := case_here(opened.counter, args.number):
            stop = hold if args.kind is ActKind.HOLD else unhold
            halted = stop(transit_desk(opened), officer, case, args.reason)
            return halted if isinstance(halted, Refusal) else (halted.act, halted.state, {"case": case})
        done = take_step(opened.counter, officer, args.number, args.kind, args.reason)
        if isinstance(done, Refusal):
            return done
        return done, opened.journal.permit_state(done.subject.number), {}

    return with_officer(context, args, act)
