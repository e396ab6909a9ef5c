"""`officer-app`: the window without arguments, else the command line."""

import sys
from importlib import import_module

from officer_app.cli.main import run
from officer_app.cli.stage import Desktop


def open_desktop() -> Desktop:
    """The windows' maker; Qt is loaded only when somebody asks for a window."""
    desktop: Desktop = import_module("officer_app.app").QtDesktop()
    return desktop


def main() -> int:
    """The program's entry."""
    return run(sys.argv[1:], open_desktop)


if __name__ == "__main__":
    sys.exit(main())
