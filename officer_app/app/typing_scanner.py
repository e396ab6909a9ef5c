"""The scanner that types, told from a person from the window's first moment on."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from officer_app.app.first_words import setting

if TYPE_CHECKING:
    from officer_app.ui.wedge import Wedge


class TypingScanner:
    """Reads it in the shown `window` and its dialogs; `keyed` hears each of its scans. `said`: the first settings."""

    def __init__(self, said: Mapping[str, object], window: QWidget, keyed: Callable[[str], None]) -> None:
        self._window = window
        self._application = QCoreApplication.instance()
        self._wedge: Wedge | None = self._make_wedge(said, keyed) if setting(said, "wedge", True) else None
        self._read_keys()

    @property
    def wedge(self) -> "Wedge | None":
        """What tells its keys; None where none is read."""
        return self._wedge

    def close(self) -> None:
        """Read no more."""
        if self._wedge is not None:
            if isinstance(self._application, QGuiApplication):
                self._application.focusWindowChanged.disconnect(self._read_keys_of)
            self._wedge.deleteLater()
            self._wedge = None

    def _make_wedge(self, said: Mapping[str, object], keyed: Callable[[str], None]) -> "Wedge":
        module = import_module("officer_app.ui.wedge")
        standard = module.WedgeSetup()
        setup = module.WedgeSetup(
            setting(said, "wedge_prefix", standard.prefix),
            setting(said, "wedge_suffix", standard.suffix),
            setting(said, "wedge_gap_ms", standard.gap_ms),
            setting(said, "wedge_shortest", standard.shortest),
        )
        wedge: Wedge = module.Wedge(setup, keyed, self._mine)
        return wedge

    def _read_keys(self) -> None:
        """Keys go to a window of the system that has the focus: looking at each such window is enough, and far less
        than looking at whatever happens to any widget.
        """
        if self._wedge is not None and isinstance(self._application, QGuiApplication):
            self._window.windowHandle().installEventFilter(self._wedge)
            self._application.focusWindowChanged.connect(self._read_keys_of)

    def _read_keys_of(self, window: QWindow | None) -> None:
        if window is not None and self._wedge is not None and window is not self._window.windowHandle():
            # Once more than once is once: a filter that is there already only comes first again.
            window.installEventFilter(self._wedge)

    def _mine(self, target: QWindow) -> bool:
        handle = self._window.windowHandle()
        including = QWindow.AncestorMode.IncludeTransients
        return self._window.isVisible() and (target is handle or handle.isAncestorOf(target, including))
