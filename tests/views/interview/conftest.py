"""An interview's page on a real store, under way as mock-up f shows it or before it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.views.desk import Desk
from crm_desktop.views.interview.page import InterviewPage
from crm_desktop.views.navigation import Place
from tests.support.interviews import Laid, lay_interview
from tests.support.sound import Tone

OpenTalk = Callable[..., InterviewPage]


@pytest.fixture
def laid(desk: Desk) -> Laid:
    """An interview with answers to its thirteenth question."""
    return lay_interview(desk.store, "en")


@pytest.fixture
def open_talk(desk: Desk, qtbot: QtBot, dressed: None) -> Iterator[OpenTalk]:
    """Open a page with the interview of this id."""
    pages: list[InterviewPage] = []

    def make(interview_id: str, tone: Tone | None = None) -> InterviewPage:
        page = InterviewPage(desk)
        sound = tone or Tone()
        page.bar.talk.make_source = lambda: sound
        pages.append(page)
        qtbot.addWidget(page)
        page.resize(1384, 900)
        page.show()
        page.visit(Place("interviews", interview_id), None)
        qtbot.waitUntil(lambda: page.talk is not None)
        return page

    yield make
    qtbot.waitUntil(lambda: all(page.talk is None or page.talk.session.saved for page in pages))
