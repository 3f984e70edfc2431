"""Every command of the editor for menu, palette and page of keys; keys that the canvas takes itself are only shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crm_desktop.diagrams.commands.align import Align, Distribute
from crm_desktop.diagrams.commands.annotate import AddNote, Group
from crm_desktop.diagrams.commands.become import Arrange
from crm_desktop.diagrams.commands.fold import Fold
from crm_desktop.diagrams.commands.lanes import AddLane
from crm_desktop.models.processes.layout.lay_out import lay_out
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.views.actions import Action
from crm_desktop.views.diagram.editor import Editor
from crm_desktop.views.diagram.map_actions import (
    FLOW_ROWS,
    LANE_ROWS,
    LAYER_ROWS,
    SAYING_ROWS,
    Deed,
    Row,
    rename,
    selected_flow,
    selected_lane,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDoings:
    """What the page itself does, and which map is open in it."""

    editor: Callable[[], Editor | None]
    steps: Callable[[], None]
    panel: Callable[[], None]
    checks: Callable[[], None]
    mode: Callable[[str], None]
    export: Callable[[], None]
    versions: Callable[[], None]
    present: Callable[[], None]


_ANYWHERE: tuple[Row, ...] = (
    ("diagram.append", "plus", "Tab", lambda e: e.canvas.pen.next_step()),
    ("diagram.loose_end", "skip-forward", "Ctrl+B", lambda e: e.canvas.acts.next_loose_end()),
)
_AT_STEP: tuple[Row, ...] = (
    ("diagram.insert", "between-horizontal-start", "Shift+Tab", lambda e: e.canvas.pen.insert_before()),
    ("diagram.branch", "git-branch", "Ctrl+Return", lambda e: e.canvas.pen.branch()),
    ("diagram.end", "circle-stop", "Ctrl+E", lambda e: e.canvas.pen.end_here()),
    ("diagram.connect", "link", "Ctrl+J", lambda e: e.canvas.acts.ask_connection()),
    ("diagram.change_form", "diamond", "Ctrl+G", lambda e: e.canvas.pen.change_form()),
)
_AT_SUB_PROCESS: tuple[Row, ...] = (("diagram.fold", "square-plus", "Ctrl+Shift+K", lambda e: e.canvas.acts.fold()),)
_EDITING: tuple[Row, ...] = (
    ("diagram.rename", "pencil", "F2", rename),
    ("diagram.copy", "copy", "Ctrl+C", lambda e: e.canvas.clip.copy()),
    ("diagram.cut", "scissors", "Ctrl+X", lambda e: e.canvas.clip.cut()),
    ("diagram.duplicate", "files", "Ctrl+D", lambda e: e.canvas.clip.duplicate()),
    ("diagram.remove", "trash-2", "Del", lambda e: e.canvas.acts.remove_selected()),
)
_EDITING_ANYWHERE: tuple[Row, ...] = (
    ("diagram.paste", "clipboard-paste", "Ctrl+V", lambda e: e.canvas.clip.paste()),
    ("diagram.select_all", "square-check", "Ctrl+A", lambda e: e.canvas.acts.select_all()),
)
_VIEWING: tuple[Row, ...] = (
    ("diagram.turn", "rows-3", "Ctrl+Shift+O", lambda e: e.canvas.acts.turn()),
    ("diagram.fit", "fullscreen", "Ctrl+0", lambda e: e.canvas.view.fit()),
    ("diagram.zoom_in", "zoom-in", "Ctrl++", lambda e: e.canvas.view.zoom_in()),
    ("diagram.zoom_out", "zoom-out", "Ctrl+-", lambda e: e.canvas.view.zoom_out()),
)
_WITH_SELECTION: tuple[Row, ...] = (
    ("diagram.align", "align-center", "", lambda e: e.run(Align(_chosen(e)))),
    ("diagram.distribute", "arrow-up-down", "", lambda e: e.run(Distribute(_chosen(e)))),
    ("diagram.group", "group", "", lambda e: e.run(Group(_chosen(e)))),
    ("diagram.add_note", "sticky-note", "", lambda e: e.run(AddNote(e.canvas.pen.selected or ""))),
)
_WITHOUT_FOCUS: tuple[Row, ...] = (
    ("diagram.copy_picture", "image", "Ctrl+Shift+C", lambda e: e.clip_files.copy_picture()),
    ("diagram.copy_bpmn", "workflow", "Ctrl+Alt+C", lambda e: e.clip_files.copy_bpmn()),
    ("diagram.entry_bar", "zap", "Ctrl+'", lambda e: e.stage.entry.setFocus()),
    ("diagram.find", "search", "Ctrl+F", lambda e: e.open_find()),
)

_TRYING: tuple[Row, ...] = (("diagram.simulate", "gauge", "Ctrl+Shift+Y", lambda e: e.simulate()),)


def page_actions(do: PageDoings) -> list[Action]:
    """Return the actions in the order of the menus."""

    def opened() -> bool:
        return do.editor() is not None

    def at_step() -> bool:
        editor = do.editor()
        return editor is not None and editor.canvas.pen.node is not None

    def at_sub_process() -> bool:
        editor = do.editor()
        node = None if editor is None else editor.canvas.pen.node
        return editor is not None and node is not None and not editor.session.may(Fold(node.id))

    def selected() -> bool:
        editor = do.editor()
        return editor is not None and bool(editor.canvas.selected)

    def on(found: Callable[[Editor], str]) -> Callable[[], bool]:
        return lambda: (editor := do.editor()) is not None and bool(found(editor))

    return [
        *_taken(do, _ANYWHERE, "record", opened),
        *_taken(do, _AT_STEP, "record", at_step),
        *_taken(do, _AT_SUB_PROCESS, "record", at_sub_process),
        *_taken(do, (("diagram.add_lane", "columns-3", "", lambda e: e.run(AddLane())),), "record", opened),
        *_taken(do, _WITH_SELECTION, "record", selected),
        *_taken(do, (("diagram.arrange", "wand-sparkles", "", _arrange),), "record", opened),
        *_taken(do, _EDITING, "edit", selected),
        *_taken(do, _EDITING_ANYWHERE, "edit", opened),
        *_taken(do, _VIEWING, "view", opened),
        *_taken(do, FLOW_ROWS, "record", on(selected_flow)),
        *_taken(do, LANE_ROWS, "record", on(selected_lane)),
        *_taken(do, SAYING_ROWS, "record", opened, taken=False),
        *_taken(do, LAYER_ROWS, "view", opened, taken=False),
        *_taken(do, _WITHOUT_FOCUS, "edit", opened, taken=False),
        *_taken(do, _TRYING, "view", opened, taken=False),
        *_of_the_page(do, opened),
    ]


def _of_the_page(do: PageDoings, opened: Callable[[], bool]) -> Iterator[Action]:
    rows: tuple[tuple[str, str, str, str, Callable[[], None]], ...] = (
        ("diagram.steps", "list-tree", "Ctrl+Shift+L", "view", do.steps),
        ("diagram.present", "presentation", "F11", "view", do.present),
        ("diagram.properties", "panel-right", "Ctrl+\\", "view", do.panel),
        ("diagram.checks", "list-checks", "", "view", do.checks),
        ("diagram.switch", "git-compare-arrows", "Ctrl+T", "view", lambda: _switch(do)),
        ("diagram.compare", "columns-2", "Ctrl+Shift+T", "view", lambda: do.mode("compare")),
        ("diagram.overlay", "layers", "Ctrl+Shift+X", "view", lambda: _overlay(do)),
        ("diagram.save_version", "save", "Ctrl+S", "file", do.versions),
        ("diagram.versions", "history", "Ctrl+Shift+H", "view", do.versions),
        ("diagram.export", "upload", "", "file", do.export),
    )
    for key, icon, shortcut, menu, run in rows:
        yield Action(key=key, run=run, icon=icon, shortcut=shortcut, menu=menu, enabled=opened)


def _taken(
    do: PageDoings, rows: tuple[Row, ...], menu: str, enabled: Callable[[], bool], *, taken: bool = True
) -> Iterator[Action]:
    """Yield actions whose keys the canvas takes itself; chosen from a menu, they act on the canvas."""
    for key, icon, shortcut, deed in rows:
        run = _run(do, deed, focus=taken)
        dangerous = key == "diagram.remove"
        yield Action(
            key=key, run=run, icon=icon, shortcut=shortcut, menu=menu, taken=taken, enabled=enabled, dangerous=dangerous
        )


def _run(do: PageDoings, deed: Deed, *, focus: bool) -> Callable[[], None]:
    def run() -> None:
        editor = do.editor()
        if editor is not None:
            if focus:
                editor.canvas.setFocus()
            editor.canvas.acts.attempt(lambda: deed(editor))

    return run


def _chosen(editor: Editor) -> tuple[str, ...]:
    return tuple(sorted(editor.canvas.selected))


def _switch(do: PageDoings) -> None:
    editor = do.editor()
    if editor is not None:
        do.mode("as_is" if editor.session.chart.values.get("form") == "to_be" else "to_be")


def _overlay(do: PageDoings) -> None:
    """Show both maps the other way; as one, where nothing was compared yet."""
    editor = do.editor()
    if editor is not None and editor.comparing is not None:
        editor.comparing.toggle_way()
    elif editor is not None:
        do.mode("compare")
        if editor.comparing is not None:
            editor.comparing.toggle_way()


def _arrange(editor: Editor) -> None:
    """Lay the map out off the UI thread, and take it over if it is still open."""
    map_ = editor.session.chart.as_map()
    chosen = _chosen(editor) if len(editor.canvas.selected) > 1 else None

    def take(arranged: ProcessMap) -> None:
        editor.run(Arrange(arranged))

    editor.desk.background.read(
        lambda: lay_out(map_, chosen),
        take,
        editor.desk.notices.fail,
        owner=editor,
        token="arrange",  # noqa: S106 - names the reading
    )
