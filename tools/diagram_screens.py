"""Pictures of the swimlane editor on the sample replica: a map as-is and to-be, its step list, an empty one."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QWidget

from crm_desktop.diagrams.commands.annotate import Comment
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.become import SaveVersion
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.diagrams.commands.remove import Remove
from crm_desktop.diagrams.new_maps import from_template
from crm_desktop.diagrams.templates import as_map, templates
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.page import ProcessPage
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from tests.support.desk import make_desk
from tests.support.sample import ident
from tools.screens import settle

_SHOWN = (1384, 900)


def build_editor() -> QWidget:
    """Return the editor with a step selected and a line being typed."""
    page = _opened("order-to-delivery")
    editor = page.editor
    assert editor is not None
    steps = [node for node in editor.session.chart.nodes.values() if node.form == "task"]
    editor.canvas.select((steps[-1].id,))
    chinese = current_language().code == "zh"
    editor.stage.entry.edit.take(
        "@客户 验收签字 ~等2天 !签单常拖延" if chinese else "@Client Sign off ~wait 2d !often late"
    )
    settle(300)
    return page


def build_rows() -> QWidget:
    """Return a map with lanes as rows."""
    page = _opened("order-to-delivery")
    editor = page.editor
    assert editor is not None
    editor.canvas.acts.turn()
    settle(300)
    return page


def build_compare() -> QWidget:
    """Return as-is and to-be side by side, one change chosen."""
    return _compared("")


def build_overlay() -> QWidget:
    """Return as-is and to-be as one map."""
    return _compared("over")


def build_steps() -> QWidget:
    """Return the editor with its step list."""
    page = _opened("order-to-delivery")
    page.toggle_steps()
    settle(300)
    return page


def build_empty() -> QWidget:
    """Return an empty map in the smallest window."""
    page = _opened("")
    page.resize(1044, 680)
    return page


def build_versions() -> QWidget:
    """Return the editor with its saved versions and evidence at a step."""
    page = _opened("order-to-delivery")
    editor = page.editor
    assert editor is not None
    chinese = current_language().code == "zh"
    for name in ("访谈后", "周敏确认") if chinese else ("After the interview", "Confirmed by Zhou Min"):
        editor.run(SaveVersion(name))
    step = next(node for node in editor.session.chart.nodes.values() if node.form == "task")
    editor.run(Comment(step.id, "每周三下午都在对表" if chinese else "Every Wednesday we compare tables"))
    editor.canvas.select((step.id,))
    settle(500)
    page.open_versions()
    settle(400)
    return page


def build_findings() -> QWidget:
    """Return the list of what was repaired in a file."""
    from crm_desktop.interchange.report import Finding
    from crm_desktop.views.processes.beginnings import Found
    from crm_desktop.views.processes.findings_dialog import FindingsDialog

    page = _opened("")
    found = (
        Found(Finding("shape_missing", 2, "Task_1"), "p", "n"),
        Found(Finding("lane_guessed", 6, "Task_4"), "p", "n"),
        Found(Finding("choreography", 1, "Choreography_1")),
    )
    dialog = FindingsDialog("Complaints", found, lambda *_: None, page)
    dialog.destroyed.connect(page.deleteLater)
    dialog.open()
    settle(300)
    return dialog


def _compared(way: str) -> QWidget:
    page = _opened("order-to-delivery")
    page.show_mode("to_be")
    settle(1_500)
    editor = page.editor
    assert editor is not None
    steps = [node for node in editor.session.chart.nodes.values() if node.form == "task"]
    editor.run(Describe((steps[1].id,), {"waiting_seconds": 3_600, "change": "improve"}))
    editor.run(Describe((steps[3].id,), {"systems": frozenset({"ERP"}), "change": "automate"}))
    editor.run(Remove((steps[2].id,)))
    editor.run(Append(steps[4].id, text="系统自动通知客户" if current_language().code == "zh" else "Tell the client"))
    page.show_mode("compare")
    settle(1_200)
    pane = editor.comparing
    assert pane is not None
    if way:
        pane.show_way(way)
    second = pane.list.tree.topLevelItem(1)
    assert second is not None
    pane.list.tree.setCurrentItem(second)
    settle(300)
    return page


def _opened(template: str) -> ProcessPage:
    desk = _desk()
    process_id = make_process(desk, template)
    page = ProcessPage(desk)
    desk.navigator.requested.connect(page.visit)
    page.resize(*_SHOWN)
    page.show()
    page.visit(Place("processes", process_id), None)
    settle(600)
    page.destroyed.connect(desk.store.close)
    return page


def _desk() -> Desk:
    return make_desk(Path(mkdtemp(prefix="fieldline-screen-")), current_language().code)


def make_process(desk: Desk, key: str) -> str:
    """Begin a process on the desk from a template, or an empty one; return its id."""
    from crm_desktop.views.processes.beginnings import Whose, begin_empty

    if not key:
        beginning = begin_empty(Whose(name="Returns", account_id=ident("hengchuan")))
        desk.store.door.commit("process.create", beginning.edits)
        return beginning.process_id
    template = next(each for each in templates() if each.key == key)
    language = current_language().code
    made = from_template(as_map(template, language), template.name.text(language), ident("hengchuan"), desk.me)
    desk.store.door.commit("diagram.from_template", made.edits)
    return made.map.id
