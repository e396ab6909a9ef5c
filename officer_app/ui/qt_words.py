"""Words that Qt itself puts into our windows, in Thai too: menus of fields and scroll bars, deeds of screen readers."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from officer_app.texts import Texts

_FIELD: Mapping[str, str] = {
    "&Undo": "qt.undo",
    "&Redo": "qt.redo",
    "Cu&t": "qt.cut",
    "&Copy": "qt.copy",
    "&Paste": "qt.paste",
    "Delete": "qt.delete",
    "Select All": "qt.select_all",
}
_SCROLLING: Mapping[str, str] = {
    "Scroll here": "qt.scroll_here",
    "Top": "qt.top",
    "Bottom": "qt.bottom",
    "Left edge": "qt.left_edge",
    "Right edge": "qt.right_edge",
    "Page up": "qt.page_up",
    "Page down": "qt.page_down",
    "Page left": "qt.page_left",
    "Page right": "qt.page_right",
    "Scroll up": "qt.scroll_up",
    "Scroll down": "qt.scroll_down",
    "Scroll left": "qt.scroll_left",
    "Scroll right": "qt.scroll_right",
}
_ACTING: Mapping[str, str] = {
    "Press": "qt.press",
    "Triggers the action": "qt.press_more",
    "SetFocus": "qt.focus",
    "Sets the focus": "qt.focus_more",
    "ShowMenu": "qt.menu",
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "QLineEdit": _FIELD,
    "QScrollBar": _SCROLLING,
    "QAccessibleActionInterface": _ACTING,
    "QComboBox": {"Open the combo box selection popup": "qt.menu_more"},
    "QPlatformTheme": {"OK": "qt.ok"},
}
"""Qt's context, Qt's own word → ours. Qt 6.11.3; a test opens each menu and fails for a word that is not here."""


class QtWords(QTranslator):
    """Answers in `speaks`, th or en; whatever it does not know stays as Qt has it. It goes with `window`."""

    def __init__(self, texts: Texts, language: str, window: QObject) -> None:
        super().__init__(window)
        self.speaks = language
        self._texts = texts

    def isEmpty(self) -> bool:
        """Never: Qt would not ask an empty one."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Qt asks for a word, each time it shows it."""
        key = WORDS.get(context, {}).get(source)
        return source if key is None else self._texts.say(key, self.speaks)

    def put_in(self) -> None:
        """Let Qt ask from now on; harmless when repeated."""
        QCoreApplication.installTranslator(self)

    def take_out(self) -> None:
        """Let Qt speak its own English again."""
        QCoreApplication.removeTranslator(self)
