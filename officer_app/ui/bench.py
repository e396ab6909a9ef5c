"""The way to the test bench and back: while it is open, scans are tried there and reach no desk."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget

from officer_app.ui.bridge import QUEUED, Bridge
from officer_app.ui.desk import Desk
from officer_app.ui.pages.bench_page import BenchPage, Known
from officer_app.viewmodels.bench import BenchModel
from officer_app.viewmodels.ports import Run


class Bench:
    """The bench of one window, a page of `stack`. `back` shows what was there before."""

    def __init__(
        self, desk: Desk, bridge: Bridge, run: Run, stack: QStackedWidget, known: Known, back: Callable[[], None]
    ) -> None:
        self.page = BenchPage(BenchModel(desk.texts, desk.signals), desk.texts, desk.segment, known, back)
        self.page.devices, self.page.bridge, self.page.run = desk.devices, bridge, run
        self._stack = stack
        self._back = back
        stack.addWidget(self.page)
        bridge.heard_bytes.connect(self.page.heard_bytes, QUEUED)

    @property
    def open(self) -> bool:
        """Whether it is shown."""
        return self._stack.currentWidget() is self.page

    def toggle(self) -> None:
        """F11."""
        if self.open:
            self._back()
        else:
            self._stack.setCurrentWidget(self.page)

    def takes(self, text: str) -> bool:
        """Whether a scan was tried here instead of at the desk."""
        if self.open:
            self.page.model.on_frame(text)
            self.page.render_view()
        return self.open

    def takes_drop(self, reason: str) -> bool:
        """Whether a drop was shown here instead of at the desk."""
        if self.open:
            self.page.model.on_dropped(reason)
            self.page.render_view()
        return self.open
