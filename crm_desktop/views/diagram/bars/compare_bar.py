"""As-is against to-be in figures, at the bottom of the canvas: time, work, waiting, rework, pains, and the changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.processes.comparison import Comparison, compare
from crm_desktop.models.processes.elements import Element, Node
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.totals import Totals, total
from crm_desktop.views.diagram.floats.float import Float
from crm_desktop.views.diagram.inspector.figures import write_rough
from crm_desktop.views.language.texts import Text, Wording, label, text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.menu import Menu

_CHANGES = (("automate", "zap"), ("improve", "pencil"), ("add", "plus"), ("remove", "eraser"))
_MOST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Both maps in figures, and what has changed between them."""

    before: Totals
    after: Totals
    comparison: Comparison
    as_is: ProcessMap
    to_be: ProcessMap


def compare_maps(as_is: ProcessMap, to_be: ProcessMap) -> Compared:
    """Return the comparison; for another thread."""
    return Compared(before=total(as_is), after=total(to_be), comparison=compare(as_is, to_be), as_is=as_is, to_be=to_be)


class CompareBar(Float):
    """`CompareBar(go)`; `show_compared` fills it, `go` is given the id of a changed step."""

    def __init__(self, go: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._go = go
        self._found: Compared | None = None
        names: tuple[Text, ...] = (
            text("diagram", "Total time"),
            label("fields", "node.working_seconds"),
            label("fields", "node.waiting_seconds"),
            text("diagram", "Rework"),
            label("kinds", "pain.plural"),
        )
        self.figures = [_Figure(name) for name in names]
        self.changes = Button(text("diagram", "Changes"), self._open_changes, icon="git-compare-arrows", small=True)
        row, room = QHBoxLayout(self), self.room()
        row.setContentsMargins(room.left() + 18, room.top() + 10, room.right() + 18, room.bottom() + 10)
        row.setSpacing(16)
        for figure in self.figures:
            row.addWidget(figure)
            row.addWidget(line("v"))
        row.addWidget(self.changes)
        self.setAccessibleName(str(text("diagram", "As-is compared with to-be")))
        self.settle()

    def show_compared(self, found: Compared) -> None:
        """Show both maps' figures."""
        self._found = found
        before, after = found.before, found.after
        times = (
            (before.lead_seconds, after.lead_seconds),
            (before.expected_working, after.expected_working),
            (before.expected_waiting, after.expected_waiting),
            (before.rework, after.rework),
        )
        for figure, (was, now) in zip(self.figures, times, strict=False):
            figure.show_figures(
                write_rough(was), write_rough(now), _percent(was, now), better=now < was, same=now == was
            )
        was, now = before.pains, after.pains
        self.figures[-1].show_figures(str(was), str(now), f"{now - was:+d}", better=now < was, same=now == was)
        self.changes.set_wording(text("diagram", "%n change(s)", n=len(self.changed())))

    def changed(self) -> list[tuple[str, str, Wording, str]]:
        """Return what has changed: id, icon, words, and "" or the field labels that say more."""
        if self._found is None:
            return []
        icons = dict(_CHANGES)
        rows: list[tuple[str, str, Wording, str]] = [
            (node.id, icon, label("options", f"node.change.{change}"), node.name)
            for change, icon in _CHANGES
            for node in self._found.to_be.nodes
            if node.change == change
        ]
        marked = {row[0] for row in rows}
        rows += [
            (each.id, icons["add"], label("options", "node.change.add"), each.name)
            for each in self._found.comparison.added
            if isinstance(each, Node) and each.id not in marked
        ]
        rows += [
            (each.id, icons["remove"], label("options", "node.change.remove"), each.name)
            for each in self._found.comparison.removed
            if isinstance(each, Node)
        ]
        rows += [
            (each.after.id, "pencil", _fields(each.after, each.fields), each.after.name)
            for each in self._found.comparison.changed
            if isinstance(each.after, Node) and each.fields and each.after.id not in marked
        ]
        return rows

    def _open_changes(self) -> None:
        menu = Menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for element_id, icon, what, name in self.changed()[:_MOST]:
            words = text("diagram", "{name} · {change}", name=name or "…", change=what)
            menu.add_entry(words, partial(self._go, element_id), icon=icon)
        menu.open_below(self.changes, right=True)


class _Figure(QWidget):
    """A name above; before, after and the difference below."""

    def __init__(self, name: Wording) -> None:
        super().__init__()
        self._was = Label("", "body", "text.secondary")
        self._now = Label("", "bodyLarge", weight=600)
        self._by = Label("", "caption", "text.secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(name, "caption", "text.secondary"))
        row = QHBoxLayout()
        row.setSpacing(5)
        for part in (self._was, Label("→", "body", "text.tertiary"), self._now, self._by):
            row.addWidget(part)
        row.addStretch()
        column.addLayout(row)

    def show_figures(self, was: str, now: str, by: str, *, better: bool, same: bool) -> None:
        """Show both."""
        self._was.set_wording(was)
        self._now.set_wording(now)
        self._by.set_wording("" if same else by)
        self._by.set_role("success.text" if better else "warning.text")


def _percent(was: float, now: float) -> str:
    return f"{(now - was) / was * 100:+.0f}%" if was else ""


def _fields(element: Element, names: tuple[str, ...]) -> Wording:
    return ", ".join(str(label("fields", f"{element.KIND}.{name}")) for name in names[:3])
