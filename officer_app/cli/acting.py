"""An act at the command line: who does it, who approves it, and what is answered when it is recorded."""

import argparse
from collections.abc import Callable, Mapping

from officer_app.cli.answers import DONE, Answer, refused
from officer_app.cli.context import Context, read_password, sign_in
from officer_app.core.acts import Act, format_time
from officer_app.core.export import PermitState
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit import TransitState
from officer_app.workstation.opening import Workstation

Done = tuple[Act, PermitState | TransitState, Mapping[str, object]]
"""The recorded act, where its permit or transit case stands after it, and what more is answered."""


def with_officer(
    context: Context, args: argparse.Namespace, act: Callable[[Workstation, SignedIn], Done | Refusal]
) -> Answer:
    """The answer of `act`, done by the officer whom the options name."""
    with context.workstation() as opened:
        officer = sign_in(opened, args)
        done = officer if isinstance(officer, Refusal) else act(opened, officer)
    if isinstance(done, Refusal):
        return refused(context.texts, done, {"recorded": False})
    recorded, state, more = done
    body = {
        "recorded": True,
        "act_id": recorded.act_id,
        "station_seq": recorded.station_seq,
        "at": format_time(recorded.at),
        "state": str(state.phase if isinstance(state, TransitState) else state.state),
        "mode": recorded.mode,
        **more,
    }
    return Answer(DONE, body, "\n".join(f"{key}: {value}" for key, value in body.items()))


def add_second(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """The options by which an act gets its second officer."""
    parser.add_argument("--second", required=required, help="account name of the second officer, who approves")
    parser.add_argument("--second-password-fd", type=int, help="read the second password from this file descriptor")


def sign_in_second(opened: Workstation, args: argparse.Namespace) -> SignedIn | Refusal | None:
    """The second officer whom the options name; None where they name none."""
    if not args.second:
        return None
    prompt = opened.texts.both("prompt.password_of", name=args.second)
    password = read_password(args.second_password_fd, "OFFICER_APP_SECOND_PASSWORD", prompt)
    if password is None:
        return Refusal("second_password_needed", {"officer": str(args.second)})
    return opened.officers.sign_in(args.second, password)
