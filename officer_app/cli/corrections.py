"""`annul`, `reroute`: take back what was recorded, send a permit another way; with a second officer where needed."""

import argparse

from officer_app.cli.acting import Done, add_second, sign_in_second, with_officer
from officer_app.cli.answers import Answer
from officer_app.cli.context import Context, add_officer
from officer_app.core.acts import Act
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.usecases.annul import annul
from officer_app.usecases.reroute import LINES, redirect, reroute
from officer_app.usecases.transit_back import annul_step
from officer_app.usecases.transit_journey import case_here
from officer_app.workstation.opening import Workstation
from officer_app.workstation.transit import transit_desk


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    back = commands.add_parser(
        "annul",
        help="two officers take back a stamp, a release, a seizure, a cancellation; or the last step of a transit case",
    )
    back.add_argument("number")
    back.add_argument("--reason", required=True)
    back.add_argument("--act", default="", help="the act to annul (default: what stands last)")
    back.set_defaults(command=_annul)
    other = commands.add_parser("reroute", help="another line before the stamp, another checking post after it")
    other.add_argument("number")
    other.add_argument("--reason", required=True)
    way = other.add_mutually_exclusive_group()
    way.add_argument("--to", type=str.upper, choices=LINES, default="GREEN", help="the line (green: two officers)")
    way.add_argument("--release-post", default="", help="send a stamped cargo to this checking post instead")
    other.set_defaults(command=_reroute)
    for parser in (back, other):
        add_officer(parser)
        add_second(parser)


def _annul(context: Context, args: argparse.Namespace) -> Answer:
    def act(opened: Workstation, officer: SignedIn) -> Done | Refusal:
        second = sign_in_second(opened, args)
        if isinstance(second, Refusal):
            return second
        if case := case_here(opened.counter, args.number):
            taken = annul_step(transit_desk(opened), officer, second, case, args.reason, args.act)
            if isinstance(taken, Refusal):
                return taken
            more = {"case": case, "annuls": taken.act.text("annuls"), "second": taken.act.text("second")}
            return taken.act, taken.state, more
        return _done(opened, annul(opened.counter, officer, second, args.number, args.reason, args.act), second)

    return with_officer(context, args, act)


def _reroute(context: Context, args: argparse.Namespace) -> Answer:
    def act(opened: Workstation, officer: SignedIn) -> Done | Refusal:
        if args.release_post:
            done = redirect(opened.counter, officer, args.number, args.release_post, args.reason)
            if isinstance(done, Refusal):
                return done
            more = {"release_post": done.act.text("release_post"), "token": done.token}
            return done.act, opened.journal.permit_state(done.act.subject.number), more
        second = sign_in_second(opened, args) if args.to == "GREEN" else None
        if isinstance(second, Refusal):
            return second
        return _done(opened, reroute(opened.counter, officer, second, args.number, args.to, args.reason), second)

    return with_officer(context, args, act)


def _done(opened: Workstation, act: Act | Refusal, second: SignedIn | None) -> Done | Refusal:
    if isinstance(act, Refusal):
        return act
    state = opened.journal.permit_state(act.subject.number)
    more: dict[str, object] = {"second": second.person.name} if second is not None else {}
    said = {name: act.text(name) for name in ("annuls", "to", "granted_by") if act.text(name)}
    return act, state, {**more, **said, "round": state.round}
