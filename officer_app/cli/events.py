"""`event`: any step of a permit that one officer takes alone, from its presentation to its loading."""

import argparse

from officer_app.cli.acting import Done, with_officer
from officer_app.cli.answers import Answer, BadUsage
from officer_app.cli.context import Context, add_officer
from officer_app.core.acts import ActKind
from officer_app.core.canonical import Value
from officer_app.core.kinds import KINDS as TABLE
from officer_app.core.kinds import Need
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.usecases.steps import KINDS, take_step
from officer_app.workstation.opening import Workstation

YES_NO = {"yes": True, "true": True, "no": False, "false": False}


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    event = commands.add_parser("event", help="record what happened to a permit: cut off, seized, loaded ...")
    event.add_argument("number")
    event.add_argument("kind", type=_kind, metavar="KIND", help=", ".join(_spelt(kind) for kind in sorted(KINDS)))
    event.add_argument("fields", nargs="*", metavar="NAME=VALUE", help="what this kind has to say")
    event.add_argument("--reason", default="")
    event.set_defaults(command=_event)
    add_officer(event)


def _spelt(kind: ActKind) -> str:
    return str(kind).replace("_", "-")


def _kind(text: str) -> ActKind:
    found = next((kind for kind in KINDS if text in (kind, _spelt(kind))), None)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} ({', '.join(_spelt(kind) for kind in sorted(KINDS))})")
    return found


def _event(context: Context, args: argparse.Namespace) -> Answer:
    fields = dict(_field(args.kind, words) for words in args.fields)

    def act(opened: Workstation, officer: SignedIn) -> Done | Refusal:
        done = take_step(opened.counter, officer, args.number, args.kind, args.reason, fields)
        if isinstance(done, Refusal):
            return done
        return done, opened.journal.permit_state(done.subject.number), {"kind": done.kind}

    return with_officer(context, args, act)


def _field(kind: ActKind, words: str) -> tuple[str, Value]:
    name, sign, text = words.partition("=")
    name = name.replace("-", "_")
    if not sign or not name.isidentifier() or not name.isascii():
        raise BadUsage("no_pair", {"text": repr(words)})
    need = TABLE[kind].fields.get(name)
    if need is Need.FLAG:
        return name, YES_NO.get(text.lower(), text)
    return name, int(text) if need is Need.WHOLE and text.isascii() and text.isdigit() else text
