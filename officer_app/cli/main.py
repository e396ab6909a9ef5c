"""The command line: one parser, one place where errors become answers."""

import argparse
import contextlib
import importlib
import logging
import secrets
import sys
from collections.abc import Sequence
from typing import NoReturn

from officer_app.cli.answers import WORLD_FAILED, Answer, bad_input, failed, refused, show
from officer_app.cli.context import Command, Context, home_of
from officer_app.cli.stage import DesktopMaker
from officer_app.core.refusals import Refusal
from officer_app.paths import resources
from officer_app.store.errors import StoreError
from officer_app.texts import Both, Texts
from officer_app.workstation.opening import store_trouble
from officer_app.workstation.trouble import Trouble

# Command → module of `officer_app.cli` that declares and runs it. Modules are loaded when asked for: a scan at the
# command line does not pay for the demo.
COMMANDS: dict[str, str] = {
    "demo": "demo.command",
    "station": "station",
    "officers": "officers",
    "import": "records",
    "look-up": "records",
    "track": "records",
    "scan": "scan",
    "stamp": "acts",
    "release": "acts",
    "hold": "acts",
    "unhold": "acts",
    "forms": "papers",
    "print": "papers",
    "sync": "centre",
    "central": "central",
    "verify": "verify",
    "rebuild": "upkeep",
    "bench": "bench.command",
}

LATER: tuple[str, ...] = (
    "reroute",
    "annul",
    "transit",
    "fee",
    "petition",
    "licence",
    "register",
    "evidence",
    "simulate",
    "backup",
    "restore",
    "doctor",
)
"""Commands of the contract (design §14) that this version does not have: they say so, with exit status 2."""

log = logging.getLogger(__name__)


class _Usage(Exception):
    """The command line was not understood."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Usage(f"{self.format_usage().strip()}\n{message}")


def run(argv: Sequence[str], desktop: DesktopMaker) -> int:
    """Run one command; gives the exit status (design §14). Only a bug is not answered with a sentence of its own."""
    texts = Texts.load(resources() / "texts")
    as_json = "--json" in argv
    try:
        answer = _answer(argv, texts, as_json, desktop)
    except _Usage as usage:
        answer = bad_input("usage", Both(f"คำสั่งไม่ถูกต้อง: {usage}", str(usage)))
    except Trouble as trouble:
        answer = failed(texts, trouble)
    except StoreError as error:
        answer = failed(texts, store_trouble(error))
    except BrokenPipeError:
        return WORLD_FAILED
    except KeyboardInterrupt:
        return 130
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("unexpected error, reference %s", reference)
        answer = failed(texts, Trouble("bug", reference=reference))
    with contextlib.suppress(BrokenPipeError):
        show(answer, as_json=as_json, out=sys.stdout)
    return answer.status


def _answer(argv: Sequence[str], texts: Texts, as_json: bool, desktop: DesktopMaker) -> Answer:
    common = _Parser(prog="officer-app", add_help=False, allow_abbrev=False)
    common.add_argument("--json", action="store_true", help="answer with one JSON object (a line)")
    common.add_argument("--home", help="the workstation's folder (default: OFFICER_APP_HOME)")
    shared, rest = common.parse_known_args(argv)
    name = next((word for word in rest if not word.startswith("-")), "")
    if name in LATER:
        return refused(texts, Refusal("not_available", {"what": name}))
    parser = _Parser(
        prog="officer-app", description="Customs counter workstation", parents=[common], allow_abbrev=False
    )
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=_Parser)
    for module in sorted({COMMANDS[name]} if name in COMMANDS else set(COMMANDS.values())):
        importlib.import_module(f"officer_app.cli.{module}").declare(commands)
    for later in () if name in COMMANDS else LATER:
        commands.add_parser(later, help="not available in this version")
    args = parser.parse_args(rest)
    context = Context(texts, as_json, home_of(shared), sys.stdout, desktop)
    command: Command | None = getattr(args, "command", None)
    if command is None:
        return Answer(desktop().run(context.home))
    return command(context, args)
