"""Chapter 1: signing in, and every way in which it does not work, each with a sentence of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt

from crm_desktop.views.sign_in.sign_in_page import SignInPage
from tools.journey.desktop import Desktop
from tools.journey.world import World


def refused(stage: Desktop, world: World) -> dict[str, object]:
    """Try an unknown server, no network and a wrong password."""
    page = stage.person.finds(SignInPage)
    name, password = world.rep
    sentences = {
        "unknown server": _try(stage, page, "http://127.0.0.1:9", name, password),
        "wrong password": _try(stage, page, world.rep_address, name, "not the password"),
    }
    stage.person.picture("wrong-password")
    world.line.cut_after(0)
    sentences["no network"] = _try(stage, page, world.rep_address, name, password)
    stage.person.picture("no-network")
    world.line.cut_after(None)
    assert len(set(sentences.values())) == len(sentences), sentences
    return {"clear sentences": len(sentences)}


def accepted(stage: Desktop, world: World, other: str = "") -> dict[str, object]:
    """Sign in with the right password, as the rep or somebody else; the workplace or the first sync is next."""
    page = stage.person.finds(SignInPage)
    name, password = world.rep
    _fill(stage, page, world.rep_address, other or name, password)
    stage.person.press(Qt.Key.Key_Return)
    stage.person.wait(lambda: stage.program.workspace is not None, "the data on this device")
    return {"secrets in": "a passphrase" if stage.workspace.vault else "the system's keyring"}


def _try(stage: Desktop, page: SignInPage, server: str, name: str, password: str) -> str:
    _fill(stage, page, server, name, password)
    stage.person.press(Qt.Key.Key_Return)
    stage.person.wait(lambda: page.button.isEnabled() and said(page), f"why {server} did not let us in")
    words = said(page)
    page.problem.hide()
    for field in (page.server, page.name, page.password):
        field.set_error("")
    return words


def said(page: SignInPage) -> str:
    """Return the sentence that the page shows, "" while there is none."""
    errors = [field.error for field in (page.server, page.name, page.password)]
    shown = [page.problem.accessibleName()] if page.problem.isVisible() else []
    return " ".join(str(words) for words in [*errors, *shown] if words)


def _fill(stage: Desktop, page: SignInPage, server: str, name: str, password: str) -> None:
    person = stage.person
    for field, words in ((page.server, server), (page.name, name), (page.password, password)):
        person.click(field.editor)
        person.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        person.write(words)
