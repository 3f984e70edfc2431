"""What changed between two maps, as a list: what became of what, and below each changed field before and after."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.processes.elements import Element, Flow, Node
from crm_desktop.models.processes.overlay import Change
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.compare.comparing import Compared
from crm_desktop.views.diagram.inspector.figures import write_time
from crm_desktop.views.diagram.painting.badges import CHANGE_ICONS, CHANGE_TONES, change_words
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import icon
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.label import Label

_CHANGE = Qt.ItemDataRole.UserRole
_TIMES = frozenset({"working_seconds", "waiting_seconds", "transfer_seconds"})
_LINKS = frozenset({"lane_id", "source_id", "target_id", "node_id", "parent_id", "attached_to_id", "pool_id"})


class ChangeList(Component, QWidget):
    """`ChangeList(desk)`; `show_changes(compared)`; `chosen` gives the `Change` that is current."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: Compared | None = None
        set_surface(self, "surface")
        self.title = Label("", "bodyStrong")
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setProperty("steps", True)
        self.tree.setProperty("pane", True)
        self.tree.setFrameShape(QFrame.Shape.NoFrame)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.currentItemChanged.connect(lambda item, _before: self._tell(item))
        self.tree.itemClicked.connect(lambda item, _column: self._tell(item))
        self.tree.itemActivated.connect(lambda item, _column: self._open(item))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.title.setContentsMargins(16, 10, 16, 8)
        for part in (self.title, line(), self.tree):
            column.addWidget(part)
        self.settle()

    def retranslate(self) -> None:
        """Name everything again."""
        self.tree.setAccessibleName(tr("diagram", "Changes"))
        if self._found is not None:
            self.show_changes(self._found)

    def restyle(self) -> None:
        """Take width and icons of the theme."""
        self.setFixedWidth(current_theme().layout("propertiesPanel"))
        self.tree.setIconSize(QSize(current_theme().icon_size(), current_theme().icon_size()))
        if self._found is not None:
            self.show_changes(self._found)

    def show_changes(self, found: Compared) -> None:
        """Show them, each with the fields that differ."""
        self._found = found
        self.title.set_wording(text("diagram", "%n change(s)", n=len(found.changes)))
        words = Wordings(lookups_of(self._desk), current_formats(self._desk.clock.now()))
        self.tree.clear()
        for change in found.changes:
            item = QTreeWidgetItem(self.tree, [_line(found, change)])
            item.setData(0, _CHANGE, change)
            tone = CHANGE_TONES[change.mark]
            item.setIcon(0, icon(CHANGE_ICONS[change.mark], 16, f"{tone}.text" if tone else "text.secondary"))
            item.setToolTip(0, item.text(0))
            for name in change.fields:
                if change.before is not None and change.after is not None:
                    below = QTreeWidgetItem(item, [_field(found, change, name, words)])
                    below.setToolTip(0, below.text(0))
                    below.setData(0, _CHANGE, change)
        self.tree.expandAll()

    def show_current(self, change: Change | None) -> None:
        """Make a change the current one."""
        for number in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(number)
            if item is not None and item.data(0, _CHANGE) == change:
                self.tree.setCurrentItem(item)

    def lines(self) -> list[str]:
        """Return what is shown, line by line."""
        found = []
        for number in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(number)
            if item is not None:
                below = (item.child(each) for each in range(item.childCount()))
                found += [item.text(0), *(each.text(0) for each in below if each is not None)]
        return found

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(0, _CHANGE))

    def _open(self, item: QTreeWidgetItem) -> None:
        self.opened.emit(item.data(0, _CHANGE))


def _line(found: Compared, change: Change) -> str:
    side = 1 if change.after is not None else 0
    named = name_of(found, side, change.element)
    if not isinstance(change.element, Node):
        named = tr("diagram", "{kind} {name}", kind=label("kinds", change.element.KIND), name=named)
    return tr("diagram", "{change} · {name}", change=change_words(change.mark), name=named)


def name_of(found: Compared, side: int, element: Element) -> str:
    """Return what an element of the first or second map is called: a flow by its ends where it has no name."""
    if isinstance(element, Flow) and not element.name:
        ends = (found.element(side, each) for each in (element.source_id, element.target_id))
        return " → ".join((each.name if each is not None else "") or "…" for each in ends)
    return element.name or str(label("options", f"node.form.{element.form}") if isinstance(element, Node) else "…")


def _field(found: Compared, change: Change, name: str, words: Wordings) -> str:
    was, now = (
        _value(found, side, each, name, words) for side, each in ((0, change.before), (1, change.after)) if each
    )
    named = label("fields", f"{change.element.KIND}.{name}")
    return tr("diagram", "{field}: {was} → {now}", field=named, was=was or "–", now=now or "–")


def _value(found: Compared, side: int, element: Element, name: str, words: Wordings) -> str:
    if name in _TIMES:
        return write_time(getattr(element, name))
    if name in _LINKS:
        linked = found.element(side, getattr(element, name) or "")
        return linked.name if linked is not None else ""
    values: Mapping[str, object] = element.values()
    return words.of(KINDS[element.KIND], name, values)  # type: ignore[arg-type]
