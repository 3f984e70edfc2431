"""The sign-in form: what it hands in, where it shows what went wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.models.errors import Denied, Incompatible, Refused, Unreachable, UserError
from crm_desktop.views.language.language import current_language
from crm_desktop.views.sign_in.password_input import PasswordInput
from crm_desktop.views.sign_in.sign_in_page import SignInPage
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.menu import Menu

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def page(qtbot: QtBot) -> SignInPage:
    """Return a shown page with everything but the password filled in."""
    made = SignInPage("1.0.0")
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    made.prefill("crm.hengtai-group.cn", "lin.yue")
    return made


def test_enter_in_any_field_hands_in_what_was_typed(page: SignInPage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.password.editor, " correct horse ")
    with qtbot.waitSignal(page.submitted) as handed_in:
        QTest.keyClick(page.password.editor, Qt.Key.Key_Return)
    assert handed_in.args == ["crm.hengtai-group.cn", "lin.yue", " correct horse "]


def test_the_focus_starts_where_something_is_missing(page: SignInPage) -> None:
    assert page.focusProxy() is page.password
    page.prefill("", "")
    assert page.focusProxy() is page.server


def test_empty_fields_are_named_and_nothing_is_handed_in(page: SignInPage, qtbot: QtBot) -> None:
    page.prefill("crm.hengtai-group.cn", "")
    with qtbot.assertNotEmitted(page.submitted):
        QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert page.name.error
    assert page.password.error
    assert not page.server.error


def test_a_second_attempt_waits_for_the_first(page: SignInPage, qtbot: QtBot) -> None:
    page.password.set_value("x")
    page.set_busy(True)
    with qtbot.assertNotEmitted(page.submitted):
        page.submit()
    page.set_busy(False)
    with qtbot.waitSignal(page.submitted):
        page.submit()


@pytest.mark.parametrize("error", [Denied("sign_in.wrong")])
def test_a_wrong_password_is_said_at_the_password(page: SignInPage, error: UserError) -> None:
    page.show_error(error)
    assert "wrong" in str(page.password.error)
    assert not page.problem.isVisible()


@pytest.mark.parametrize(
    "error",
    [
        Unreachable("sync.server_unknown"),
        Refused("sync.address_invalid"),
        Refused("sync.insecure_address"),
        Unreachable("sync.certificate"),
        Incompatible("sync.not_our_server"),
    ],
    ids=str,
)
def test_what_is_wrong_with_the_server_is_said_at_the_server(page: SignInPage, error: UserError) -> None:
    page.show_error(error)
    assert str(page.server.error)
    assert error.code not in str(page.server.error)
    assert not page.problem.isVisible()


@pytest.mark.parametrize(
    "error",
    [
        Unreachable("sync.no_network"),
        Unreachable("sync.server_silent"),
        Unreachable("sync.busy", retry_after_ms=1000),
        Denied("sign_in.disabled"),
        Denied("session.ended"),
        Denied("session.revoked"),
        Denied("device.revoked"),
        Refused("sign_in.too_many", seconds=30),
        Incompatible("sync.protocol_too_old", ours=1, theirs=2),
        Incompatible("sync.protocol_too_new", ours=2, theirs=1),
        Refused("sign_in.other_user", name="Lin Yue"),
    ],
    ids=str,
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_else_is_said_below_the_form_in_whole_sentences(
    page: SignInPage, qtbot: QtBot, error: UserError, language: str
) -> None:
    current_language().use(language)
    page.show_error(error)
    assert page.problem.isVisible()
    said = page.problem.title.text() + page.problem.words.text()
    assert error.code not in said
    assert "{" not in said
    assert len(page.problem.words.text()) > 15
    words = page.problem.words
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))


def test_typing_takes_the_error_away(page: SignInPage) -> None:
    page.show_error(Denied("sign_in.wrong"))
    QTest.keyClicks(page.password.editor, "x")
    assert not page.password.error


def test_leaving_the_server_field_asks_whether_it_answers(page: SignInPage, qtbot: QtBot) -> None:
    page.server.editor.setFocus()
    with qtbot.waitSignal(page.server_typed) as asked:
        page.name.editor.setFocus()
    assert asked.args == ["crm.hengtai-group.cn"]
    page.show_server(None)
    QTest.keyClicks(page.server.editor, "x")
    page.show_server(Unreachable("sync.server_unknown"))
    assert page.server.error


def test_a_silent_network_is_no_fault_of_the_address(page: SignInPage) -> None:
    page.show_server(Unreachable("sync.no_network"))
    assert not page.server.error


def test_the_eye_shows_and_hides_the_password(page: SignInPage) -> None:
    editor = page.password.editor
    assert isinstance(editor, PasswordInput)
    assert editor.echoMode() is QLineEdit.EchoMode.Password
    QTest.mouseClick(editor.eye, Qt.MouseButton.LeftButton)
    assert editor.echoMode() is QLineEdit.EchoMode.Normal
    assert "Hide" in editor.eye.accessibleName()
    QTest.mouseClick(editor.eye, Qt.MouseButton.LeftButton)
    assert editor.echoMode() is QLineEdit.EchoMode.Password


def test_an_ended_sign_in_offers_to_go_on_offline(page: SignInPage, qtbot: QtBot) -> None:
    assert not page.offline.isVisible()
    page.offer_offline("Lin Yue")
    assert page.offline.isVisible()
    with qtbot.waitSignal(page.offline_wanted):
        QTest.mouseClick(page.offline, Qt.MouseButton.LeftButton)


def test_the_language_can_be_chosen_before_anything_else(page: SignInPage, qtbot: QtBot) -> None:
    button = next(each for each in page.findChildren(Button) if each.text() == "English")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    chinese = next(each for each in menu.actions() if each.text() == "简体中文")
    chinese.trigger()
    menu.close()
    qtbot.waitUntil(lambda: page.button.text() == "登录")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(1100, 680), (1440, 900)])
def test_nothing_is_cut_at_any_size(page: SignInPage, qtbot: QtBot, size: tuple[int, int], language: str) -> None:
    current_language().use(language)
    page.resize(*size)
    page.show_error(Unreachable("sync.no_network"))
    qtbot.waitUntil(lambda: page.button.width() >= page.button.sizeHint().width())
    bottom = page.button.mapTo(page, page.button.rect().bottomLeft()).y()
    assert bottom < page.height() - 60
