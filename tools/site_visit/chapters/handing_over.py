"""Chapter 4: the report for the client, the evening's sync, and a colleague who goes on on another device."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from PySide6.QtCore import Qt

from crm_desktop.views.interview.answer_field import AnswerField
from crm_desktop.views.interview.page import InterviewPage
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.report.part import ReportPart
from tools.journey import readings
from tools.journey.deeds import waiting
from tools.journey.desktop import Desktop
from tools.journey.world import World
from tools.site_visit import words
from tools.site_visit.chapters.preparing import go_to_study, study_of
from tools.site_visit.chapters.talking import open_talk

MORE = "@生产部 入库 ~30分"
"""What the colleague adds."""


def report_written(stage: Desktop, folder: Path) -> dict[str, object]:
    """Save the report as DOCX and PDF; it says whose it is and nothing that is ours."""
    person = stage.person
    go_to_study(stage, "report")
    part = person.finds(ReportPart)
    person.wait(lambda: part.reading is not None, "the report")
    person.rest(2_500)
    person.picture("report")
    sizes: dict[str, object] = {}
    for ending in (".docx", ".pdf"):
        path = folder / f"report{ending}"
        part.write(path)
        person.wait(lambda path=path: path.exists() and path.stat().st_size > 5_000, f"the {ending} file", 60)  # type: ignore[misc]
        person.wait(part.docx.isEnabled, "the file to be ended")
        sizes[ending] = path.stat().st_size
    with ZipFile(folder / "report.docx") as archive:
        said = archive.read("word/document.xml").decode()
    assert words.ACCOUNT in said
    assert "排产" in said
    return sizes


def sent(stage: Desktop, world: World) -> dict[str, object]:
    """In the evening the network is back, and everything is sent."""
    person, before = stage.person, waiting(stage)
    world.line.cut_after(None)
    person.press(Qt.Key.Key_F9)
    person.wait(lambda: waiting(stage) == 0, "everything to be sent", 60)
    person.rest(3_000)
    refused = readings.refusals(stage.workspace.store)
    assert not refused, refused
    person.wait(stage.synced, "“up to date” in the pill")
    person.picture("sent")
    return {"acts sent": before}


def gone_on_with(stage: Desktop) -> dict[str, object]:
    """A colleague opens the interview elsewhere, sees all of it, takes it up again and adds a step."""
    person, store = stage.person, stage.workspace.store
    interview = readings.first(store, "interview", "study_id = ?", study_of(stage).id)
    stage.program.tools.navigator.go(Place("interviews", interview.id))
    talk = open_talk(stage)
    person.picture("colleague")
    steps = _steps(stage)
    assert steps == len(words.STEPS), steps
    person.click(person.finds(InterviewPage).top.end)
    person.wait(lambda: talk.state == "running", "the talk to go on")
    field = person.finds(AnswerField)
    field.setFocus()
    person.write(MORE)
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: _steps(stage) == steps + 1, "the added step")
    person.press(Qt.Key.Key_F9)
    person.wait(lambda: waiting(stage) == 0 and stage.synced(), "the step to be sent", 60)
    return {"entries": len(talk.view.entries), "steps": steps + 1}


def seen_at_home(stage: Desktop) -> dict[str, object]:
    """The visitor sees the colleague's step."""
    stage.wait_for_work()
    stage.person.press(Qt.Key.Key_F9)
    stage.person.wait(lambda: _steps(stage) == len(words.STEPS) + 1, "the colleague's step", 60)
    return {"steps": _steps(stage)}


def _steps(stage: Desktop) -> int:
    store = stage.workspace.store
    as_is = readings.first(store, "process", "study_id = ? AND form = 'as_is'", study_of(stage).id)
    return readings.count(store, "node", "form = 'task' AND process_id = ? AND deleted_at IS NULL", as_is.id)
