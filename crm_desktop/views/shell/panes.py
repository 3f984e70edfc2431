"""F6 and Shift F6: from pane to pane. A pane is a widget with the property `pane`; pages may mark parts of theirs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def next_pane(window: QWidget, by: int) -> None:
    """Move the focus into the next (1) or previous (-1) pane of the window."""
    panes = visible_panes(window)
    if not panes:
        return
    focused = QApplication.focusWidget()
    inside = [index for index, pane in enumerate(panes) if focused is pane or _holds(pane, focused)]
    # The innermost pane comes after those around it.
    start = inside[-1] if inside else -1 if by > 0 else 0
    for step in range(1, len(panes) + 1):
        if _enter(panes[(start + by * step) % len(panes)]):
            return


def visible_panes(window: QWidget) -> list[QWidget]:
    """Return the window's panes that are shown, in reading order; outer ones before those inside them."""
    return [each for each in window.findChildren(QWidget) if each.property("pane") and each.isVisible()]


def _holds(pane: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and pane.isAncestorOf(widget)


def _enter(pane: QWidget) -> bool:
    """Focus the pane, or the first thing in it that takes the focus by Tab."""
    if pane.focusPolicy() & Qt.FocusPolicy.TabFocus:
        pane.setFocus(Qt.FocusReason.TabFocusReason)
        return True
    each = pane.nextInFocusChain()
    while each is not None and each is not pane:
        if pane.isAncestorOf(each) and _takes_focus(each):
            each.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        each = each.nextInFocusChain()
    pane.setFocus(Qt.FocusReason.TabFocusReason)
    return pane.hasFocus()


def _takes_focus(widget: QWidget) -> bool:
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tabbed and widget.isVisible() and widget.isEnabled()
