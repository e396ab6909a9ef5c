"""The command line: one parser, one place where errors become answers."""

import argparse
import contextlib
import importlib
import logging
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from officer_app.cli import later
from officer_app.cli.answers import (
    STOPPED,
    WORLD_FAILED,
    Answer,
    BadUsage,
    failed,
    not_understood,
    refused,
    show,
)
from officer_app.cli.context import Command, Context, home_of
from officer_app.cli.log_keeping import home_log, quiet_screen
from officer_app.cli.out import Out, OutputLost, give_up_stream, prepare_streams
from officer_app.cli.stopping import stop_at_once
from officer_app.core.refusals import Refusal
from officer_app.logs import where
from officer_app.paths import resources
from officer_app.store.errors import StoreError
from officer_app.texts import Texts
from officer_app.workstation.trouble import Trouble, store_trouble

if TYPE_CHECKING:
    from officer_app.cli.stage import DesktopMaker

# Command → module of `officer_app.cli` that declares and runs it. Modules are loaded when asked for: a scan at the
# command line does not pay for the demo.
COMMANDS: dict[str, str] = {
    "demo": "demo.command",
    "station": "station",
    "officers": "officers",
    "office": "office",
    "import": "records",
    "look-up": "records",
    "track": "records",
    "scan": "scan",
    "commands": "commands",
    "stamp": "acts",
    "release": "acts",
    "hold": "acts",
    "unhold": "acts",
    "annul": "corrections",
    "reroute": "corrections",
    "event": "events",
    "unverified": "unverified",
    "transit": "transit",
    "forms": "forms",
    "papers": "upkeep",
    "print": "papers",
    "prints": "papers",
    "register": "register",
    "settings": "settings",
    "sync": "centre",
    "central": "central",
    "authority": "rights",
    "cases": "rights",
    "verify": "verify",
    "evidence": "evidence",
    "looks": "looks",
    "rebuild": "upkeep",
    "backup": "upkeep",
    "restore": "upkeep",
    "bench": "bench.command",
    "train": "train",
    "doctor": "doctor",
    "simulate": "simulate",
}

log = logging.getLogger(__name__)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        # A shortened option would mean another one as soon as a later version has a second that begins so.
        super().__init__(**{"allow_abbrev": False, **options})

    def error(self, message: str) -> NoReturn:
        raise BadUsage("not_right", {"detail": message}, usage=self.usage_line())

    def usage_line(self) -> str:
        """How this command is used, on one line."""
        return " ".join(self.format_usage().split())


def program(argv: Sequence[str], desktop: "DesktopMaker") -> int:
    """`run` as a process of its own: streams that take any text, signals that end it in order, no traceback."""
    prepare_streams()
    stop_at_once()
    with quiet_screen():
        return run(argv, desktop)


def run(argv: Sequence[str], desktop: "DesktopMaker") -> int:
    """Run one command; gives the exit status (design §14). Only a bug is not answered with a sentence of its own."""
    texts = Texts.at_need(resources() / "texts")
    as_json = "--json" in argv
    out = Out(sys.stdout)
    try:
        answer = _answered(argv, texts, out, desktop)
        show(answer, as_json=as_json, out=out)
    except OutputLost as lost:
        give_up_stream(sys.stdout)
        if not lost.quiet:
            said = failed(texts, Trouble("output_lost", detail=str(lost)))
            with contextlib.suppress(OutputLost):
                Out(sys.stderr).write(said.text + "\n")
        return WORLD_FAILED
    return answer.status


def _answered(argv: Sequence[str], texts: Texts, out: Out, desktop: "DesktopMaker") -> Answer:
    """The answer of a command line that can be read at all, with the log kept meanwhile."""
    common = _Parser(prog="officer-app", add_help=False)
    common.add_argument("--json", action="store_true", help="answer with one JSON object (a line)")
    common.add_argument("--home", help="the workstation's folder (default: OFFICER_APP_HOME)")
    try:
        shared, words = common.parse_known_args(argv)
    except BadUsage as usage:
        return not_understood(texts, usage)
    context = Context(texts, bool(shared.json), home_of(shared), out, desktop)
    with home_log(context.home):
        answer = _without_errors(context, common, words)
        log.info("%s: %d %s", words[0] if words and words[0] in COMMANDS else "-", answer.status, _code(answer))
    return answer


def _without_errors(context: Context, common: _Parser, words: Sequence[str]) -> Answer:
    try:
        return _run(context, common, words)
    except BadUsage as usage:
        return not_understood(context.texts, usage)
    except Trouble as trouble:
        return failed(context.texts, trouble)
    except StoreError as error:
        return failed(context.texts, store_trouble(error))
    except KeyboardInterrupt:
        stopped = failed(context.texts, Trouble("stopped"))
        return Answer(STOPPED, stopped.body, stopped.text)
    except OutputLost:
        raise
    except Exception as error:
        reference = importlib.import_module("secrets").token_hex(4)
        log.exception("unexpected error, reference %s", reference)
        answer = failed(context.texts, Trouble("bug", reference=reference))
        # Without a home there is no log: then the answer itself says where it rose.
        place = "" if logging.getLogger("officer_app").handlers else where(error)
        body = {**(answer.body or {}), **({"where": place} if place else {})}
        return Answer(answer.status, body, "\n".join(filter(None, (answer.text, place))))


def _run(context: Context, common: _Parser, words: Sequence[str]) -> Answer:
    if what := later.not_yet(words):
        return refused(context.texts, Refusal("not_available", {"what": what}))
    if not words:
        # The window, at once: no command is loaded for it.
        return Answer(context.desktop().run(context.home), None)
    name = next((word for word in words if not word.startswith("-")), "")
    if name and name not in COMMANDS:
        raise BadUsage("no_command", {"command": name})
    parser = _Parser(prog="officer-app", description="Customs counter workstation", parents=[common])
    commands = parser.add_subparsers(metavar="COMMAND")
    for module in sorted({COMMANDS[name]} if name else set(COMMANDS.values())):
        importlib.import_module(f"officer_app.cli.{module}").declare(commands)
    for later_on in () if name else later.COMMANDS:
        commands.add_parser(later_on, help="not available in this version")
    args = parser.parse_args(words)
    command: Command | None = getattr(args, "command", None)
    if command is None:
        return Answer(context.desktop().run(context.home), None)
    return command(context, args)


def _code(answer: Answer) -> str:
    """What became of it, for the log: a code without any number or name."""
    for key in ("refused", "trouble", "error"):
        said = (answer.body or {}).get(key)
        if isinstance(said, dict):
            return str(said.get("code", ""))
    return ""
