"""Pictures of the interview: under way as mock-up f, narrow, before it begins."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QWidget

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.fields import Value
from crm_desktop.views.desk import Desk
from crm_desktop.views.interview.page import InterviewPage
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from tests.support.desk import make_desk
from tests.support.interviews import lay_interview
from tests.support.sound import Tone
from tools.screens import settle

_SHOWN = (1384, 900)
_GROUNDS: list[QWidget] = []
"""What dialogs float over: nobody else holds it while they are pictured."""


def build_interview() -> QWidget:
    """Return the interview with a step being typed."""
    page = _opened(_SHOWN)
    body = page.body
    assert body is not None
    assert page.talk is not None
    chart = page.talk.session.chart
    plan = next(node for node in chart.nodes.values() if node.name in ("排产", "Plan"))
    page.talk.stand(plan.id)
    chinese = current_language().code == "zh"
    body.field.edit.take("补齐后 @计划部 更新齐套表 ~30分" if chinese else "then @Planning Update the list ~30m")
    settle(300)
    return page


def build_narrow() -> QWidget:
    """Return the interview in the smallest window, with the map as a tab."""
    page = _opened((1044, 680))
    assert page.body is not None
    page.body.show_tab("map")
    settle(300)
    return page


def build_narrow_answers() -> QWidget:
    """Return the interview in the smallest window."""
    return _opened((1044, 680))


def build_preparing() -> QWidget:
    """Return an interview that has not begun."""
    return _opened(_SHOWN, answered=False)


def _opened(size: tuple[int, int], *, answered: bool = True) -> InterviewPage:
    desk = _desk()
    laid = lay_interview(desk.store, current_language().code, answered=answered)
    if answered:
        _add_files(desk, laid.interview_id)
    page = InterviewPage(desk)
    tone = Tone()
    page.bar.talk.make_source = lambda: tone
    page.resize(*size)
    page.show()
    page.visit(Place("interviews", laid.interview_id), None)
    settle(800)
    tone.play(4_000)
    settle(200)
    page.destroyed.connect(desk.store.close)
    return page


def _add_files(desk: Desk, interview_id: str) -> None:
    """Note a photo and a voice note."""
    chinese = current_language().code == "zh"
    question = desk.store.read(
        lambda reader: reader.value("SELECT question_id FROM interviews WHERE id = ?", interview_id)
    )
    common: dict[str, Value] = {"interview_id": interview_id, "question_id": question}
    photo: dict[str, Value] = {
        "form": "photo",
        "at_ms": 1_882_000,
        "words": "缺料清单样张" if chinese else "The list of missing parts",
    }
    voice: dict[str, Value] = {
        "form": "voice",
        "at_ms": 1_895_000,
        "length_ms": 18_000,
        "words": "语音备注" if chinese else "Voice note",
    }
    consent = Update("interview", interview_id, {"consent_at": 1, "consent_by": "Zhou Min"})
    desk.store.door.commit("interview.consent", [consent])
    entries = [Create("interview_entry", {**common, **each}) for each in (photo, voice)]
    desk.store.door.commit("interview.answer", entries)


def _desk() -> Desk:
    return make_desk(Path(mkdtemp(prefix="fieldline-screen-")), current_language().code)


def build_starting() -> QWidget:
    """Return the dialog for a new interview."""
    from crm_desktop.views.interview.starting.new_interview import NewInterview

    desk = _desk()
    laid = lay_interview(desk.store, current_language().code)
    ground = QWidget()
    _GROUNDS.append(ground)
    ground.destroyed.connect(desk.store.close)
    dialog = NewInterview({"study_id": laid.study_id}, desk, ground)
    dialog.open()
    settle(600)
    return dialog


def build_part() -> QWidget:
    """Return a study's interviews."""
    from crm_desktop.store.queries.studies import study_view
    from crm_desktop.views.studies.interviews.part import InterviewsPart

    desk = _desk()
    laid = lay_interview(desk.store, current_language().code)
    part = InterviewsPart(desk)
    part.destroyed.connect(desk.store.close)
    study = desk.store.read(study_view, laid.study_id)
    assert study is not None
    part.resize(1000, 480)
    part.show_study(study)
    return part
