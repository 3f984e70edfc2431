"""The page of one process: opens its map off the UI thread and joins top line, editor and actions."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.diagrams.commands.describe import DescribeProcess
from crm_desktop.diagrams.new_maps import to_be_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.bars.top_line import AS_IS, COMPARE, TO_BE, Doings, TopLine
from crm_desktop.views.diagram.editor import Editor
from crm_desktop.views.diagram.opening import Opened, open_map
from crm_desktop.views.diagram.page_actions import PageDoings, page_actions
from crm_desktop.views.diagram.present import Presentation
from crm_desktop.views.language.texts import Wording, label, text, tr
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.page import Page
from crm_desktop.views.widgets.busy import Spinner
from crm_desktop.views.widgets.component import set_surface
from crm_desktop.views.widgets.empty_state import EmptyState


class ProcessPage(Page):
    """Shows the process of the place it visits; `tab` may name the element to go to, or `compare`."""

    own_bar = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        set_surface(self, "app")
        self.process_id = ""
        self.editor: Editor | None = None
        self._tab = ""
        self.panel_shown = True
        self.top = TopLine(desk, self._doings())
        self.presentation = Presentation(lambda: self.editor, self._show_only_map)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stack = QStackedWidget()
        self._waiting = Spinner()
        self._gone = EmptyState(
            "cloud-off",
            text("diagram", "Not on this device"),
            text("diagram", "It was deleted, or it belongs to somebody else now."),
            act=(text("diagram", "All processes"), "workflow", lambda: desk.navigator.go(Place("processes"))),
        )
        for widget in (self._waiting, self._gone):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self._stack, 1)
        self._later = QTimer(self, singleShot=True, interval=60)
        self._later.timeout.connect(self.show_state)
        desk.actions.contribute(self, page_actions(self._page_doings()))

    # What the shell asks

    def heading(self) -> Wording:
        """Return the process's name."""
        return _name_of(self.editor) or label("kinds", "process")

    def trail(self) -> tuple[tuple[Wording, Place], ...]:
        """Return the list that it stands in."""
        return ((label("kinds", "process.plural"), Place("processes")),)

    def undo(self) -> bool:
        """Take back the newest act on the map."""
        if self.editor is not None:
            self.editor.canvas.acts.undo()
        return self.editor is not None

    def redo(self) -> bool:
        """Do again what was taken back."""
        if self.editor is not None:
            self.editor.canvas.acts.redo()
        return self.editor is not None

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show a process; the one that is open stays as it is."""
        self._tab = place.tab
        if self.editor is not None and self.process_id == place.record_id:
            self._go_to_tab()
            return
        self.process_id = place.record_id
        self._close()
        self._stack.setCurrentWidget(self._waiting)
        self._waiting.set_busy(True)
        self.desk.read(self, lambda found: self._arrived(place.record_id, found), open_map, place.record_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through what is presented."""
        if not self.presentation.take_key(event.key()):
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """End presenting when the person goes elsewhere."""
        super().hideEvent(event)
        self.presentation.stop()

    # Opening

    def _arrived(self, process_id: str, found: Opened | None) -> None:
        if process_id != self.process_id:
            return
        self._waiting.set_busy(False)
        if found is None:
            self._stack.setCurrentWidget(self._gone)
            self.show_state()
            return
        editor = self.editor = Editor(self.desk, found, self._stack)
        self._stack.addWidget(editor)
        self._stack.setCurrentWidget(editor)
        editor.inspector.setVisible(self.panel_shown)
        editor.changed.connect(self._later.start)
        editor.written.connect(self._later.start)
        self.setFocusProxy(editor)
        editor.canvas.setFocus()
        editor.canvas.selection_changed.connect(self.desk.actions.review)
        self._go_to_tab()
        self.show_state()
        self.heading_changed.emit()
        self.desk.actions.review()

    def _close(self) -> None:
        self.presentation.stop()
        if self.editor is not None:
            self.editor.canvas.acts.leave()
            self._stack.removeWidget(self.editor)
            self.editor.deleteLater()
            self.editor = None
            self.setFocusProxy(None)  # type: ignore[arg-type]

    def _go_to_tab(self) -> None:
        if self.editor is None:
            return
        self.editor.compare(shown=self._tab == COMPARE)
        if self._tab and self._tab != COMPARE:
            self.editor.go(self._tab)
        self.show_state()

    # What it shows

    def show_state(self) -> None:
        """Show name, state, figures as they are now."""
        self._later.stop()
        editor, top = self.editor, self.top
        for widget in (top.mode, top.undo, top.redo, top.orientation, top.checks, top.versions, top.export, top.panel):
            widget.setEnabled(editor is not None)
        if editor is None:
            top.name.show_name("")
            top.badge.hide()
            top.below.set_wording("")
            return
        values = editor.session.chart.values
        top.name.show_name(_name_of(self.editor))
        top.badge.show()
        top.badge.set_state(_badge(values), "neutral")
        saved = text("diagram", "Saved on this device") if editor.session.saved else text("diagram", "Saving")
        top.below.set_wording(
            text("diagram", "{account} · {state}", account=editor.found.account, state=saved)
            if editor.found.account
            else saved
        )
        compared = editor.comparing is not None
        top.mode.choose(COMPARE if compared else TO_BE if values.get("form") == "to_be" else AS_IS)
        top.orientation.choose("vertical" if editor.session.chart.vertical else "horizontal")
        top.redo.setEnabled(bool(editor.session.redoable))
        top.show_checks(len(editor.checking.findings))
        top.panel.setChecked(self.panel_shown)

    # What the top line does

    def toggle_panel(self) -> None:
        """Show or hide the properties."""
        self.panel_shown = not self.panel_shown
        if self.editor is not None:
            self.editor.inspector.setVisible(self.panel_shown)
        self.show_state()

    def toggle_steps(self) -> None:
        """Show or hide the step list."""
        if self.editor is not None:
            self.editor.show_steps(shown=self.editor.steps.isHidden())

    def show_mode(self, mode: str) -> None:
        """Go to the as-is, to the to-be (made as a linked copy where there is none), or compare."""
        editor = self.editor
        if editor is None:
            return
        found = editor.found
        if mode == COMPARE:
            self._go(self.process_id, COMPARE)
        elif mode == AS_IS:
            self._go(found.as_is)
        elif found.to_be:
            self._go(found.to_be)
        else:
            self._begin_to_be(editor)
        self.show_state()

    def open_export(self) -> None:
        """Offer the formats."""
        if self.editor is not None:
            self.editor.exporting.open_menu(self.top.export)

    def open_versions(self) -> None:
        """Show the saved versions, ready to name the map as it is now."""
        if self.editor is not None:
            self.editor.versions.open(self.top.versions)

    def open_checks(self) -> None:
        """Show what is missing."""
        if self.editor is not None:
            self.editor.open_checks(self.top.checks)

    def _go(self, process_id: str, tab: str = "") -> None:
        self.desk.navigator.go(Place("processes", process_id, tab=tab))

    def _begin_to_be(self, editor: Editor) -> None:
        as_is = editor.session.chart.as_map()
        made = to_be_of(as_is, tr("diagram", "{name} (to-be)", name=as_is.name))
        said = text("diagram", "The to-be begins as a linked copy of the as-is")
        self.desk.act_in_parts("diagram.to_be", made.edits, said, lambda: self._go(made.map.id))

    def _rename(self, name: str) -> None:
        if self.editor is not None:
            if name:
                self.editor.run(DescribeProcess({"name": name}))
            self.heading_changed.emit()
            self.show_state()

    def _turn(self, orientation: str) -> None:
        if self.editor is not None and orientation != _orientation(self.editor):
            self.editor.canvas.acts.turn()

    def _show_only_map(self, only: bool) -> None:
        """Hide everything around the map, or show it again."""
        self.alone = only
        self.top.setVisible(not only)
        if self.editor is not None:
            self.editor.inspector.setVisible(self.panel_shown and not only)
        # While something is presented keys come to the page: nothing can be typed onto the map.
        self.setFocusProxy(None if only else self.editor)  # type: ignore[arg-type]
        self.setFocus()
        self.heading_changed.emit()

    def _page_doings(self) -> PageDoings:
        return PageDoings(
            editor=lambda: self.editor,
            steps=self.toggle_steps,
            panel=self.toggle_panel,
            checks=self.open_checks,
            mode=self.show_mode,
            export=self.open_export,
            present=self.presentation.toggle,
            versions=self.open_versions,
        )

    def _doings(self) -> Doings:
        return Doings(
            back=partial(_go_back, self.desk),
            rename=self._rename,
            mode=self.show_mode,
            undo=self.undo,
            redo=self.redo,
            orientation=self._turn,
            checks=self.open_checks,
            export=self.open_export,
            panel=self.toggle_panel,
            versions=self.open_versions,
        )


def _go_back(desk: Desk) -> None:
    if not desk.actions.run("back"):
        desk.navigator.go(Place("processes"))


def _orientation(editor: Editor) -> str:
    return "vertical" if editor.session.chart.vertical else "horizontal"


def _badge(values: object) -> Wording:
    get = values.get  # type: ignore[attr-defined]
    form = label("options", f"process.form.{get('form') or 'as_is'}")
    state, version = label("options", f"process.state.{get('state') or 'draft'}"), str(get("version") or "")
    return text("diagram", "{form} {version} · {state}", form=form, version=version or "v1", state=state)


def _name_of(editor: Editor | None) -> str:
    return str(editor.session.chart.values.get("name") or "") if editor is not None else ""
