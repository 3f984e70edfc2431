"""Chapter 2: the talk with two people: question after question, answers that become the map while they are typed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from PySide6.QtCore import Qt

from crm_desktop.views.interview.answer_field import AnswerField
from crm_desktop.views.interview.page import InterviewPage
from crm_desktop.views.interview.people_panel import PeoplePanel
from crm_desktop.views.interview.preparing import Preparing
from crm_desktop.views.interview.talk import Talk
from tools.journey import readings
from tools.journey.desktop import Desktop
from tools.journey.person import CONTROL
from tools.site_visit import words

QUESTIONS = 24


def begun(stage: Desktop) -> dict[str, object]:
    """Begin the talk."""
    person = stage.person
    person.click(person.finds(Preparing).begin_button)
    talk = open_talk(stage)
    person.wait(lambda: talk.state == "running", "the talk to run")
    person.wait(lambda: person.focus() is person.finds(AnswerField).edit, "the keyboard at the answer")
    return {"questions": len(talk.outline.questions)}


def asked(stage: Desktop) -> dict[str, object]:
    """Ask 24 questions, half of the boss, half of the planner; each answer is one line."""
    person, talk = stage.person, open_talk(stage)
    answers, keys, letters = _answers(), 0, 0
    for number in range(QUESTIONS):
        if number in (0, QUESTIONS // 2):
            _speaks(stage, words.BOSS if number == 0 else words.PLANNER)
        question = talk.question
        assert question is not None, "no question is left to ask"
        for line in next(answers[question.section]):
            before = person.keystrokes
            _says(stage, line)
            if line in words.STEPS:
                keys, letters = keys + person.keystrokes - before, letters + len(line)
        if number in (3, 11, QUESTIONS - 1):
            person.picture(f"question-{number + 1}")
        last = talk.question_id
        person.press(Qt.Key.Key_Return, CONTROL)
        if number < QUESTIONS - 1:
            person.wait(lambda last=last: talk.question_id != last, "the next question")  # type: ignore[misc]
    steps = len(words.STEPS)
    assert keys <= letters + steps, f"{keys} keystrokes for {steps} steps of {letters} letters"
    return {"questions": QUESTIONS, "keystrokes beyond the text of a step": (keys - letters) / steps}


def taken_down(stage: Desktop) -> dict[str, object]:
    """Everything that was said is on the map, in the metrics, the goals and the pains."""
    store, talk = stage.workspace.store, open_talk(stage)
    process_id = talk.session.chart.process_id
    made = {
        kind: readings.count(store, kind, condition, value)
        for kind, condition, value in (
            ("node", "form = 'task' AND process_id = ?", process_id),
            ("pain", "process_id = ?", process_id),
            ("metric", "study_id = ?", talk.view.interview.get("study_id")),
            ("goal", "study_id = ?", talk.view.interview.get("study_id")),
            ("interview_entry", "interview_id = ?", talk.interview_id),
        )
    }
    assert made["node"] == len(words.STEPS), made
    assert made["pain"] == len(words.PAINS), made
    assert made["metric"] == len(words.RESULTS), made
    assert made["goal"] == len(words.GOALS), made
    return {f"{kind}s": number for kind, number in made.items()}


def ended(stage: Desktop) -> dict[str, object]:
    """End the talk."""
    person, talk = stage.person, open_talk(stage)
    person.click(person.finds(InterviewPage).top.end)
    person.wait(lambda: talk.state == "ended", "the talk to end")
    person.picture("talk-ended")
    return {"lasted ms": talk.clock.elapsed_ms()}


def open_talk(stage: Desktop) -> Talk:
    """Return the talk that is on the screen."""
    page = stage.person.finds(InterviewPage)
    stage.person.wait(lambda: page.talk is not None, "the talk")
    assert page.talk is not None
    return page.talk


def _says(stage: Desktop, line: str) -> None:
    """Type one answer, and take it down; the step is on the map before the next is typed."""
    person, field = stage.person, stage.person.finds(AnswerField)
    person.write(line)
    assert field.line == line, field.line
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: not field.line, f"“{line}” to be taken down")


def _speaks(stage: Desktop, name: str) -> None:
    person, talk = stage.person, open_talk(stage)
    person.click(person.finds(InterviewPage).top.people)
    person.finds(PeoplePanel)
    person.write(name)
    person.press(Qt.Key.Key_Return)
    contact = readings.named(stage.workspace.store, "contact", name).id
    person.wait(lambda: talk.view.interview.get("speaker_id") == contact, f"{name} to speak")
    person.wait(lambda: person.focus() is person.finds(AnswerField).edit, "the keyboard at the answer")


def _answers() -> dict[str, Iterator[tuple[str, ...]]]:
    """Return for each section what is said to one question after the other, without end."""
    otherwise = cycle((each,) for each in words.OTHERWISE)
    steps = [words.STEPS[at : at + 2] for at in range(0, len(words.STEPS), 2)]
    work: list[tuple[str, ...]] = [*steps, *((each,) for each in (*words.PAINS, *words.QUOTES))]
    said: dict[str, list[tuple[str, ...]]] = {
        "goals": [(each,) for each in words.GOALS],
        "roles": [(each,) for each in words.ROLES],
        "work": work,
        "results": [(each,) for each in words.RESULTS],
    }
    return {
        section: _then(said.get(section, []), otherwise)
        for section in ("opening", "goals", "roles", "work", "results", "closing")
    }


def _then(first: list[tuple[str, ...]], rest: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    yield from first
    yield from rest
