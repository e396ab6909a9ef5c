"""`officer-app`: the window without arguments, else the command line."""

import gc
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from officer_app.cli.stage import Desktop


def open_desktop() -> "Desktop":
    """The windows' maker; Qt is loaded only when somebody asks for a window."""
    # Loading makes very many objects, all of which stay: the collector would walk them again and again.
    gc.disable()
    try:
        desktop: Desktop = import_module("officer_app.app.desktop").QtDesktop()
    finally:
        gc.freeze()
        gc.enable()
    return desktop


def main() -> int:
    """The program's entry."""
    # Loading takes a moment, in which there is nothing to close: Ctrl-C just ends the program.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    status: int = import_module("officer_app.cli.main").program(sys.argv[1:], open_desktop)
    return status


if __name__ == "__main__":
    sys.exit(main())
