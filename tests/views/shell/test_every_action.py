"""Every action that any page offers: named in both languages, in a menu that keys reach, in the palette, with a key of
its own; and every act that a page commits can be named by what undoes it, and is undone."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

import crm_desktop.views
from crm_desktop.store.queries.records import record
from crm_desktop.views.actions import Action
from crm_desktop.views.language.texts import Text
from crm_desktop.views.navigation import Place
from crm_desktop.views.palette.rows import commands
from crm_desktop.views.shell.sections import LISTS, RECORD_PAGES, SECTIONS
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.studies.parts import PARTS
from tests.support.interviews import lay_interview
from tests.support.sample import ident
from tests.support.studied import study_in
from tests.views.shell.conftest import Shell
from tools.translation_sources import read_labels

VIEWS = Path(crm_desktop.views.__file__).parent
LABELS = {language: read_labels(language)["acts"] for language in ("en", "zh")}
HOME = ident("hengchuan")


@pytest.fixture
def places(shell: Shell) -> list[Place]:
    """Every section, every list, and a page of every kind that has one."""
    study = study_in(shell.desk)
    interview = lay_interview(shell.desk.store, "en")
    records = {
        "accounts": HOME,
        "contacts": ident("zhou"),
        "opportunities": ident("mes2"),
        "processes": study.process_id,
        "studies": study.study_id,
        "interviews": interview.interview_id,
        "tasks": ident("task.minutes"),
    }
    # Tasks and visits are shown inside the calendar.
    assert {*records} == {*RECORD_PAGES, "tasks"} - {"agenda"}
    lists = [*(each.name for each in SECTIONS), *LISTS]
    return [*(Place(each) for each in lists), *(Place(section, each) for section, each in records.items())]


def shown_at(shell: Shell, places: list[Place], qtbot: QtBot) -> Iterator[tuple[str, list[Action]]]:
    """Go everywhere, into each part of a study too, and yield what is offered there."""
    host = shell.window.workplace.host
    for place in places:
        shell.desk.navigator.go(place)
        page = host.page
        assert page is not None
        assert page.isVisible()
        if not isinstance(page, StudyPage):
            yield str(place), shell.desk.actions.visible()
            continue
        qtbot.waitUntil(partial(_has_content, page))
        for part in PARTS:
            page.tabs.choose(part.key)
            yield f"{place} {part.key}", shell.desk.actions.visible()


def _has_content(page: StudyPage) -> bool:
    return page.content is not None


def test_every_action_is_named_listed_and_has_a_key_of_its_own(shell: Shell, places: list[Place], qtbot: QtBot) -> None:
    faults: list[str] = []
    seen: set[str] = set()
    for where, offered in shown_at(shell, places, qtbot):
        seen |= {each.key for each in offered}
        listed = {each.key for _, actions in shell.window.menus.sorted_actions() for each in actions}
        faults += [f"{where}: {each.key} is in no menu" for each in offered if each.key not in listed]
        usable = shell.desk.actions.usable()
        found = {row.action for row in commands(usable, "")}
        faults += [f"{where}: {each.key} is not in the palette" for each in usable if each.key not in found]
        faults += [f"{where}: {each.key} has no icon" for each in offered if not each.icon and each.menu == "record"]
        # A key that a widget takes itself is its own only while that widget has the keys; of two that exclude each
        # other, such as going on and pausing, one is off.
        keys = Counter(each.shortcut for each in usable if each.shortcut and not each.taken)
        twice = [key for key, count in keys.items() if count > 1]
        faults += [f"{where}: {key} stands for {_on(offered, key)}" for key in twice]
        for language, labels in LABELS.items():
            nameless = [each.key for each in offered if not each.wording and each.key not in labels]
            faults += [f"{where}: {key} has no name in {language}" for key in nameless]
        faults += [f"{where}: {each.key} says nothing" for each in offered if not _says_something(each)]
    assert sorted(set(faults)) == []
    assert {"list.filter", "record.edit", "pain.next", "interview.answered", "recording.mark", "goal.create"} <= seen


def _on(offered: list[Action], key: str) -> list[str]:
    return [each.key for each in offered if each.shortcut == key]


def _says_something(action: Action) -> bool:
    return isinstance(action.text, Text) or bool(str(action.text).strip())


def test_the_arrows_reach_every_entry_of_every_menu(shell: Shell, qtbot: QtBot) -> None:
    shell.desk.navigator.go(Place("accounts", HOME))
    qtbot.waitUntil(lambda: shell.desk.actions.find("record.edit") is not None)
    QTest.keyClick(shell.window, Qt.Key.Key_F10)
    top = QApplication.activePopupWidget()
    while isinstance(top, QMenu) and isinstance(top.parentWidget(), QMenu):
        top = top.parentWidget()
    assert isinstance(top, QMenu)
    reached: dict[str, set[str]] = defaultdict(set)
    for title in [each.text() for each in top.actions()]:
        below = next(each.menu() for each in top.actions() if each.text() == title)
        assert isinstance(below, QMenu)
        top.setActiveAction(below.menuAction())
        below.popup(top.pos())
        for _ in range(2 * len(below.actions())):
            QTest.keyClick(below, Qt.Key.Key_Down)
            current = below.activeAction()
            if current is not None:
                reached[title].add(current.text())
        wanted = {each.text() for each in below.actions() if not each.isSeparator() and each.isEnabled()}
        assert wanted <= reached[title], title
        below.hide()
    top.close()


def acts_of(source: Path) -> set[str]:
    """Return the acts that a file commits by a name that stands there."""
    found: set[str] = set()
    text = source.read_text()
    # Parsing takes long; most files commit nothing.
    for node in ast.walk(ast.parse(text if ".act(" in text or ".commit(" in text else "")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            if node.func.attr in ("act", "commit") and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return found


def test_every_act_has_a_name_for_what_undoes_it() -> None:
    acts = set().union(*(acts_of(each) for each in VIEWS.rglob("*.py")))
    assert len(acts) > 20
    missing = {f"{act} in {language}" for act in acts for language, labels in LABELS.items() if act not in labels}
    assert missing == set()


def test_what_an_action_did_is_undone_and_done_again_by_keys(shell: Shell, qtbot: QtBot) -> None:
    shell.desk.navigator.go(Place("accounts", HOME))
    qtbot.waitUntil(lambda: "record.delete" in {each.key for each in shell.desk.actions.usable()})

    def in_the_bin() -> bool:
        found = shell.desk.store.read(record, "account", HOME)
        return found is not None and found.deleted

    assert shell.desk.actions.run("record.delete")
    qtbot.waitUntil(in_the_bin)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(shell.window, Qt.Key.Key_Z, control)
    qtbot.waitUntil(lambda: not in_the_bin())
    QTest.keyClick(shell.window, Qt.Key.Key_Z, control | shift)
    qtbot.waitUntil(in_the_bin)
