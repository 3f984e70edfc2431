"""Chapter 1: at home the evening before, and in the car: client, study, people, outline, check list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from crm_desktop.models.record import Record
from crm_desktop.views.interview.page import InterviewPage
from crm_desktop.views.interview.preparing import Preparing
from crm_desktop.views.interview.starting.new_interview import NewInterview
from crm_desktop.views.studies.interviews.part import InterviewsPart
from crm_desktop.views.studies.roles.chart_canvas import ChartCanvas
from crm_desktop.views.studies.roles.part import RolesPart
from crm_desktop.views.widgets.button import Button
from tools.journey import readings
from tools.journey.chapters import first_sync, signing_in
from tools.journey.deeds import create
from tools.journey.desktop import Desktop
from tools.journey.person import SHIFT
from tools.journey.world import World
from tools.site_visit import words


def at_work(stage: Desktop, world: World, name: str = "") -> dict[str, object]:
    """Sign in, the visitor unless somebody else is named, have the whole replica, and put the tour aside."""
    signing_in.accepted(stage, world, name)
    first_sync.finished(stage, world)
    return {}


def client_known(stage: Desktop) -> dict[str, object]:
    """Write down the client, two people there, and the study with its purpose."""
    account = create(stage, "account", {"name": words.ACCOUNT})
    for name, post in words.PEOPLE.items():
        create(stage, "contact", {"name": name, "job_title": post}, {"account_id": account.id})
    create(
        stage,
        "study",
        {"name": words.STUDY, "purpose": words.PURPOSE},
        {"account_id": account.id, "client_stage": "growing", "industry": "精密制造"},
    )
    return {"people": len(words.PEOPLE)}


def organisation_drawn(stage: Desktop) -> dict[str, object]:
    """Draw the client's departments with keys alone."""
    person, store = stage.person, stage.workspace.store
    before = person.keystrokes
    go_to_study(stage, "roles")
    part = person.finds(RolesPart)
    person.click(person.finds(Button, where=lambda each: each.parent() is part.empty and each.isVisible()))
    canvas = person.finds(ChartCanvas)
    person.wait(lambda: canvas.isAncestorOf(person.focus()) or canvas.hasFocus(), "the keyboard at the chart")
    person.write("总经办")
    for number, name in enumerate(words.DEPARTMENTS):
        person.press(*((Qt.Key.Key_Tab,) if number == 0 else (Qt.Key.Key_Return, SHIFT)))
        person.write(name)
    person.press(Qt.Key.Key_Return)
    wanted = len(words.DEPARTMENTS) + 1
    account = readings.named(store, "account", words.ACCOUNT)
    person.wait(lambda: readings.count(store, "department", "account_id = ?", account.id) == wanted, "the departments")
    person.picture("organisation")
    return {"departments": wanted, "keystrokes": person.keystrokes - before}


def interview_prepared(stage: Desktop) -> dict[str, object]:
    """Choose outline and people, tick the check list."""
    person = stage.person
    go_to_study(stage, "interviews")
    part = person.finds(InterviewsPart)
    person.click(person.finds(Button, where=part.isAncestorOf))
    dialog = person.turns_to(NewInterview)
    person.wait(lambda: dialog.people.count() == len(words.PEOPLE), "the people of the client")
    dialog.people.setFocus()
    for row in range(dialog.people.count()):
        dialog.people.setCurrentRow(row)
        person.press(Qt.Key.Key_Space)
    person.picture("outline-chosen")
    person.click(dialog.verb)
    person.wait(lambda: person.sees(NewInterview) is None, "the dialog to close")
    page = person.finds(InterviewPage)
    person.wait(lambda: page.talk is not None, "the interview")
    preparing = person.finds(Preparing)
    boxes = preparing.findChildren(QCheckBox)[:4]
    for box in boxes:
        person.tab_to(box)
        person.press(Qt.Key.Key_Space)
    assert all(box.isChecked() for box in boxes)
    person.picture("prepared")
    assert page.talk is not None
    return {"questions": len(page.talk.outline.questions)}


def study_of(stage: Desktop) -> Record:
    """Return the visit's study."""
    return readings.named(stage.workspace.store, "study", words.STUDY)


def go_to_study(stage: Desktop, tab: str) -> None:
    """Go to a part of the study's page."""
    stage.go("study", study_of(stage), tab)
