"""What every command is given: where home is, who the officer is, how to answer."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from officer_app.cli.answers import Answer
from officer_app.cli.stage import DesktopMaker
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.paths import default_home
from officer_app.texts import Texts
from officer_app.workstation.opening import Workstation, open_workstation

Command = Callable[["Context", argparse.Namespace], Answer]
"""A command; what streams answers through `Context.line` and gives its last word."""


@dataclass(frozen=True)
class Context:
    """The frame of one run of the command line."""

    texts: Texts
    as_json: bool
    home: Path
    out: TextIO
    desktop: DesktopMaker

    @contextmanager
    def workstation(self) -> Iterator[Workstation]:
        """The workstation of `home`, closed afterwards. Raises Trouble."""
        opened = open_workstation(self.home)
        try:
            yield opened
        finally:
            opened.close()


def home_of(args: argparse.Namespace) -> Path:
    """The home that --home or OFFICER_APP_HOME names."""
    return Path(args.home) if args.home else default_home()


def sign_in(workstation: Workstation, args: argparse.Namespace) -> SignedIn | Refusal:
    """The officer of --officer, with the password from --password-fd, OFFICER_APP_PASSWORD or a prompt."""
    if not args.officer:
        return Refusal("officer_needed")
    password = read_password(args.password_fd, "OFFICER_APP_PASSWORD", f"Password of {args.officer}: ")
    if password is None:
        return Refusal("officer_needed")
    return workstation.officers.sign_in(args.officer, password)


def read_password(descriptor: int | None, variable: str, prompt: str) -> str | None:
    """One line from a file descriptor, else an environment variable, else a prompt; None where nobody can be asked."""
    if descriptor is not None:
        with os.fdopen(descriptor, encoding="utf-8", closefd=False) as stream:
            return stream.readline().rstrip("\r\n")
    if variable in os.environ:
        return os.environ[variable]
    return getpass.getpass(prompt) if sys.stdin is not None and sys.stdin.isatty() else None


def add_officer(parser: argparse.ArgumentParser) -> None:
    """The options by which an act gets its officer."""
    parser.add_argument("--officer", help="account name of the officer who acts")
    parser.add_argument("--password-fd", type=int, help="read the password from this file descriptor")
