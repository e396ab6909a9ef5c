"""Whether whatever can be used has a name for screen readers (QAccessible)."""

from PySide6.QtGui import QAccessible, QAccessibleInterface

from tests.ui.fitting import HasWindow

USED = {
    QAccessible.Role.Button,
    QAccessible.Role.EditableText,
    QAccessible.Role.ComboBox,
    QAccessible.Role.Table,
    QAccessible.Role.StaticText,
}


def nameless(interface: QAccessibleInterface) -> list[str]:
    """Used things without a name, below `interface`."""
    found = []
    for place in range(interface.childCount()):
        child = interface.child(place)
        if not child.isValid() or child.state().invisible:
            continue
        if child.role() in USED and not child.text(QAccessible.Text.Name) and child.rect().isValid():
            found.append(f"{child.role()} {child.rect()}")
        if child.role() is not QAccessible.Role.ComboBox:
            found += nameless(child)
    return found


def names(desk: HasWindow) -> list[str]:
    """Used things of the whole window that have no name for a screen reader."""
    interface = QAccessible.queryAccessibleInterface(desk.window)
    assert interface is not None
    return nameless(interface)
