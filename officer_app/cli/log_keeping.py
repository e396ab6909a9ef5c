"""The log of a run: in the home where there is one, and never on the screen."""

import contextlib
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from officer_app.logs import close_log, open_log
from officer_app.paths import Home

log = logging.getLogger(__name__)


@contextlib.contextmanager
def log_kept(path: Path) -> Iterator[None]:
    """Keep the program's log in the file `path` meanwhile. Where it cannot be written, work goes on without it."""
    try:
        handler = open_log(path)
    except OSError:
        yield
        return
    try:
        yield
    finally:
        close_log(handler)


@contextlib.contextmanager
def home_log(folder: Path) -> Iterator[None]:
    """Keep the log in the home in `folder`; a folder that is no home stays untouched."""
    home = Home(folder)
    try:
        is_home = home.settings.is_file()
    except OSError:
        is_home = False
    with log_kept(home.log) if is_home else contextlib.nullcontext():
        yield


@contextlib.contextmanager
def quiet_screen() -> Iterator[None]:
    """Nothing is printed as a traceback meanwhile: not by a thread, nor by a library that logs."""
    root, silent = logging.getLogger(), logging.NullHandler()
    before = threading.excepthook, sys.unraisablehook
    root.addHandler(silent)
    threading.excepthook = _in_thread
    sys.unraisablehook = _unraisable
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = before
        root.removeHandler(silent)


def _in_thread(died: threading.ExceptHookArgs) -> None:
    name = died.thread.name if died.thread else "?"
    log.error("thread %s ended by an error", name, exc_info=_info(died.exc_value, died.exc_traceback))


def _unraisable(died: "sys.UnraisableHookArgs") -> None:
    log.error("an error where none can be raised", exc_info=_info(died.exc_value, died.exc_traceback))


def _info(
    error: BaseException | None, trace: TracebackType | None
) -> tuple[type[BaseException], BaseException, TracebackType | None] | None:
    return None if error is None else (type(error), error, trace)
