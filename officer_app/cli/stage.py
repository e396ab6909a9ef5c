"""What the command line asks of the window; `__main__` hands in the maker, so that no command pulls in Qt."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from officer_app.viewmodels.paper_ports import Pages
from officer_app.viewmodels.view import View
from officer_app.workstation.opening import Workstation


class Stage(Protocol):
    """One workstation's window with its scanner and its line to the centre, used as a person would use it."""

    def sign_in(self, name: str, password: str, timeout_s: float = 10.0) -> bool: ...
    def press(self, key: str) -> None: ...
    def type_text(self, text: str) -> None: ...
    def view(self) -> View: ...
    def wait_until(self, predicate: Callable[[], bool], timeout_s: float = 10.0) -> bool: ...
    @property
    def last_painted(self) -> tuple[int, int]:
        """The number of the last scan whose answer is on the screen (from 1), and time.monotonic_ns() then."""
        ...

    @property
    def trouble(self) -> str:
        """Where the window says the line to the centre has its trouble: none, here, centre; alone without one."""
        ...

    def screenshot(self, path: Path) -> None: ...
    def close(self) -> None:
        """Close the window and stop its scanner and its line; the workstation itself stays open."""
        ...


class Bare(Protocol):
    """The emptiest window that paints a scan: the floor of the bench."""

    def hear(self, text: str) -> None: ...
    def wait_painted(self, count: int, timeout_s: float = 10.0) -> bool: ...
    @property
    def last_painted(self) -> tuple[int, int]:
        """How many texts were heard and painted, and time.monotonic_ns() then."""
        ...

    def close(self) -> bool: ...


class Desktop(Protocol):
    """Makes windows. One per process."""

    @property
    def visible(self) -> bool:
        """Whether a person can see the windows (there is a screen)."""
        ...

    def open_stage(self, workstation: Workstation) -> Stage: ...
    def open_bare(self) -> Bare: ...
    def draw_on_printer(self, printer: str, title: str, dpi: int, pages: Pages) -> str:
        """See `viewmodels.paper_ports.Painting`."""
        ...

    def run(self, home: Path) -> int:
        """The program itself, until its window is closed; gives the exit status."""
        ...

    def linger(self) -> None:
        """Let the open windows live until a person closes the last one."""
        ...


DesktopMaker = Callable[[], Desktop]
