"""What every command is given: where home is, who the officer is, how to answer."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from officer_app.cli.answers import Answer, BadUsage
from officer_app.cli.out import Out
from officer_app.core.refusals import Refusal
from officer_app.paths import default_home
from officer_app.texts import Both, Texts

if TYPE_CHECKING:
    from officer_app.cli.stage import DesktopMaker
    from officer_app.core.ports import SignedIn
    from officer_app.workstation.opening import Workstation

LONGEST_LINE = 8192
"""Characters; far beyond the longest password, so that a wrong file is not read whole."""

Command = Callable[["Context", argparse.Namespace], Answer]
"""A command; what streams writes its lines to `Context.out` and gives its last word."""


@dataclass(frozen=True)
class Context:
    """The frame of one run of the command line."""

    texts: Texts
    as_json: bool
    home: Path
    out: Out
    desktop: "DesktopMaker"

    @contextmanager
    def workstation(self) -> "Iterator[Workstation]":
        """The workstation of `home`, closed afterwards. Raises Trouble."""
        # Loaded here: the window opens its workstation behind its first paint, and must not wait for the stores.
        opened: Workstation = import_module("officer_app.workstation.opening").open_workstation(self.home)
        try:
            yield opened
        finally:
            try:
                import_module("officer_app.workstation.keeping").keep(opened)
            finally:
                opened.close()


def home_of(args: argparse.Namespace) -> Path:
    """The home that --home or OFFICER_APP_HOME names."""
    return Path(args.home) if args.home else default_home()


def sign_in(workstation: "Workstation", args: argparse.Namespace) -> "SignedIn | Refusal":
    """The officer of --officer, with the password from --password-fd, OFFICER_APP_PASSWORD or a prompt."""
    if not args.officer:
        return Refusal("officer_needed")
    prompt = workstation.texts.both("prompt.password_of", name=args.officer)
    password = read_password(args.password_fd, "OFFICER_APP_PASSWORD", prompt)
    if password is None:
        return Refusal("officer_needed")
    return workstation.officers.sign_in(args.officer, password)


def read_password(descriptor: int | None, variable: str, prompt: Both) -> str | None:
    """One line from a file descriptor, else an environment variable, else a prompt; None where nobody can be asked.

    Raises BadUsage where the descriptor cannot be read.
    """
    if descriptor is not None:
        return _from_descriptor(descriptor)
    if variable in os.environ:
        return os.environ[variable]
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    # Loaded here: it asks the terminal for things, which no window needs before its first paint.
    ask: Callable[[str], str] = import_module("getpass").getpass
    try:
        return ask(f"{prompt.on_a_line}: ")
    except UnicodeEncodeError:
        # A terminal without Thai letters; nothing was asked yet.
        return ask(f"{prompt.en}: ")
    except EOFError:
        return None


def _from_descriptor(descriptor: int) -> str:
    try:
        os.fstat(descriptor)
        with os.fdopen(descriptor, encoding="utf-8", closefd=False) as stream:
            return stream.readline(LONGEST_LINE).rstrip("\r\n")
    except (OSError, ValueError, OverflowError) as error:
        # The message of a decoding error quotes what was read.
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise BadUsage("password_unread", {"detail": str(reason)}, code="password_fd") from None


def add_officer(parser: argparse.ArgumentParser) -> None:
    """The options by which an act gets its officer."""
    parser.add_argument("--officer", help="account name of the officer who acts")
    parser.add_argument("--password-fd", type=int, help="read the password from this file descriptor")
