"""`rebuild`: fold every permit anew from its acts."""

import argparse

from officer_app.cli.answers import DONE, Answer
from officer_app.cli.context import Context


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    parser = commands.add_parser("rebuild", help="fold every permit's state anew from the acts")
    parser.set_defaults(command=_rebuild)


def _rebuild(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        permits = opened.journal.rebuild()
    return Answer(DONE, {"permits": permits}, f"{permits} permits folded anew")
