"""`officer-app`: the window without arguments, else the command line."""

import gc
import signal
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from officer_app.cli.stage import Desktop


def open_desktop() -> "Desktop":
    """The windows' maker; Qt is loaded only when somebody asks for a window."""
    desktop: Desktop = _loaded("officer_app.app.desktop").QtDesktop()
    return desktop


def main() -> int:
    """The program's entry."""
    # Loading takes a moment, in which there is nothing to close: Ctrl-C just ends the program.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    status: int = _loaded("officer_app.cli.main").program(sys.argv[1:], open_desktop)
    return status


def _loaded(name: str) -> ModuleType:
    # Loading makes very many objects, all of which stay: the collector would walk them again and again.
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.freeze()
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
