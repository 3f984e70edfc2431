"""Every command of the editor for menu, palette and page of keys; keys that the canvas takes itself are only shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.diagrams.commands.align import Align, Distribute
from crm_desktop.diagrams.commands.annotate import AddNote, Group
from crm_desktop.diagrams.commands.become import Arrange
from crm_desktop.diagrams.commands.lanes import AddLane
from crm_desktop.models.processes.layout.lay_out import lay_out
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.views.actions import Action

if TYPE_CHECKING:
    from crm_desktop.views.diagram.editor import Editor
    from crm_desktop.views.diagram.page import ProcessPage


def page_actions(page: ProcessPage) -> list[Action]:
    """Return the actions in the order of the menus."""
    return [*_drawing(page), *_changing(page), *_showing(page)]


def _drawing(page: ProcessPage) -> list[Action]:
    at, do = _at_step(page), _on_canvas(page)
    return [
        Action(
            key="diagram.append", run=do(lambda e: e.canvas.pen.next_step()), icon="plus", shortcut="Tab", taken=True
        ),
        Action(
            key="diagram.insert",
            run=do(lambda e: e.canvas.pen.insert_before()),
            icon="between-horizontal-start",
            shortcut="Shift+Tab",
            taken=True,
            enabled=at,
        ),
        Action(
            key="diagram.branch",
            run=do(lambda e: e.canvas.pen.branch()),
            icon="git-branch",
            shortcut="Ctrl+Return",
            taken=True,
            enabled=at,
        ),
        Action(
            key="diagram.loose_end",
            run=do(lambda e: e.canvas.pen.next_loose_end()),
            icon="skip-forward",
            shortcut="Ctrl+B",
            taken=True,
        ),
        Action(
            key="diagram.end",
            run=do(lambda e: e.canvas.pen.end_here()),
            icon="circle-stop",
            shortcut="Ctrl+E",
            taken=True,
            enabled=at,
        ),
        Action(
            key="diagram.connect",
            run=do(lambda e: e.canvas.acts.ask_connection()),
            icon="link",
            shortcut="Ctrl+J",
            taken=True,
            enabled=at,
        ),
        Action(
            key="diagram.change_form",
            run=do(lambda e: e.canvas.pen.change_form()),
            icon="diamond",
            shortcut="Ctrl+G",
            taken=True,
            enabled=at,
        ),
        Action(
            key="diagram.rename",
            run=do(lambda e: e.canvas.pen.edit_name()),
            icon="pencil",
            shortcut="F2",
            menu="edit",
            taken=True,
            enabled=at,
        ),
        Action(key="diagram.add_lane", run=do(lambda e: e.run(AddLane())), icon="columns-3"),
        Action(key="diagram.add_note", run=do(lambda e: e.run(AddNote(_step(e)))), icon="sticky-note", enabled=at),
        Action(
            key="diagram.entry_bar",
            run=do(lambda e: e.stage.entry.setFocus(), focus=False),
            icon="zap",
            shortcut="Ctrl+'",
        ),
    ]


def _changing(page: ProcessPage) -> list[Action]:
    some, do = _with_selection(page), _on_canvas(page)
    return [
        Action(
            key="diagram.copy",
            run=do(lambda e: e.canvas.clip.copy()),
            icon="copy",
            shortcut="Ctrl+C",
            menu="edit",
            taken=True,
            enabled=some,
        ),
        Action(
            key="diagram.cut",
            run=do(lambda e: e.canvas.clip.cut()),
            icon="scissors",
            shortcut="Ctrl+X",
            menu="edit",
            taken=True,
            enabled=some,
        ),
        Action(
            key="diagram.paste",
            run=do(lambda e: e.canvas.clip.paste()),
            icon="clipboard-paste",
            shortcut="Ctrl+V",
            menu="edit",
            taken=True,
        ),
        Action(
            key="diagram.duplicate",
            run=do(lambda e: e.canvas.clip.duplicate()),
            icon="files",
            shortcut="Ctrl+D",
            menu="edit",
            taken=True,
            enabled=some,
        ),
        Action(
            key="diagram.select_all",
            run=do(lambda e: e.canvas.acts.select_all()),
            shortcut="Ctrl+A",
            menu="edit",
            taken=True,
        ),
        Action(
            key="diagram.find",
            run=do(lambda e: e.open_find(), focus=False),
            icon="search",
            shortcut="Ctrl+F",
            menu="edit",
        ),
        Action(key="diagram.align", run=do(lambda e: e.run(Align(_chosen(e)))), icon="align-center", enabled=some),
        Action(
            key="diagram.distribute",
            run=do(lambda e: e.run(Distribute(_chosen(e)))),
            icon="arrow-up-down",
            enabled=some,
        ),
        Action(key="diagram.group", run=do(lambda e: e.run(Group(_chosen(e)))), icon="group", enabled=some),
        Action(
            key="diagram.arrange",
            run=lambda: _arrange(page),
            icon="wand-sparkles",
            enabled=lambda: page.editor is not None,
        ),
        Action(
            key="diagram.remove",
            run=do(lambda e: e.canvas.acts.remove_selected()),
            icon="trash-2",
            shortcut="Del",
            menu="edit",
            taken=True,
            enabled=some,
            dangerous=True,
        ),
    ]


def _showing(page: ProcessPage) -> list[Action]:
    do = _on_canvas(page)
    return [
        Action(
            key="diagram.turn",
            run=do(lambda e: e.canvas.acts.turn()),
            icon="rows-3",
            shortcut="Ctrl+Shift+O",
            menu="view",
            taken=True,
        ),
        Action(
            key="diagram.fit",
            run=do(lambda e: e.canvas.view.fit()),
            icon="fullscreen",
            shortcut="Ctrl+0",
            menu="view",
            taken=True,
        ),
        Action(
            key="diagram.zoom_in",
            run=do(lambda e: e.canvas.view.zoom_in()),
            icon="zoom-in",
            shortcut="Ctrl++",
            menu="view",
            taken=True,
        ),
        Action(
            key="diagram.zoom_out",
            run=do(lambda e: e.canvas.view.zoom_out()),
            icon="zoom-out",
            shortcut="Ctrl+-",
            menu="view",
            taken=True,
        ),
        Action(key="diagram.steps", run=page.toggle_steps, icon="list-tree", shortcut="Ctrl+Shift+L", menu="view"),
        Action(
            key="diagram.present",
            run=page.presentation.toggle,
            icon="presentation",
            shortcut="F11",
            menu="view",
            enabled=lambda: page.editor is not None,
        ),
        Action(key="diagram.properties", run=page.toggle_panel, icon="panel-right", shortcut="Ctrl+\\", menu="view"),
        Action(key="diagram.checks", run=page.open_checks, icon="list-checks", menu="view"),
        Action(
            key="diagram.switch", run=lambda: _switch(page), icon="git-compare-arrows", shortcut="Ctrl+T", menu="view"
        ),
        Action(key="diagram.compare", run=lambda: page.show_mode("compare"), icon="columns-2", menu="view"),
        Action(key="diagram.export", run=page.open_export, icon="upload", menu="file"),
    ]


def _on_canvas(page: ProcessPage) -> Callable[..., Callable[[], None]]:
    def make(deed: Callable[[Editor], object], *, focus: bool = True) -> Callable[[], None]:
        def run() -> None:
            editor = page.editor
            if editor is not None:
                if focus:
                    editor.canvas.setFocus()
                editor.canvas.acts.attempt(lambda: deed(editor))

        return run

    return make


def _at_step(page: ProcessPage) -> Callable[[], bool]:
    return lambda: page.editor is not None and page.editor.canvas.pen.node is not None


def _with_selection(page: ProcessPage) -> Callable[[], bool]:
    return lambda: page.editor is not None and bool(page.editor.canvas.selected)


def _step(editor: Editor) -> str:
    return editor.canvas.pen.selected or ""


def _chosen(editor: Editor) -> tuple[str, ...]:
    return tuple(sorted(editor.canvas.selected))


def _switch(page: ProcessPage) -> None:
    editor = page.editor
    if editor is not None:
        page.show_mode("as_is" if editor.session.chart.values.get("form") == "to_be" else "to_be")


def _arrange(page: ProcessPage) -> None:
    """Lay the map out off the UI thread, and take it over if it is still open."""
    editor = page.editor
    if editor is None:
        return
    map_ = editor.session.chart.as_map()

    def take(arranged: ProcessMap) -> None:
        editor.run(Arrange(arranged))

    chosen = _chosen(editor) if len(editor.canvas.selected) > 1 else None
    page.desk.background.read(
        lambda: lay_out(map_, chosen),
        take,
        page.desk.notices.fail,
        owner=editor,
        token="arrange",  # noqa: S106 - names the reading
    )
