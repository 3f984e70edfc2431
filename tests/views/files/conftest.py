"""Files are tested on real pages over a real replica, with real pictures made on the spot."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Value
from crm_desktop.views.accounts.account_page import AccountPage
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.files_card import FilesCard
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.record_page import RecordPage
from tests.support.sample import ident
from tests.views.records.conftest import ready_desk, window

__all__ = ["ready_desk", "window"]


@pytest.fixture(autouse=True)
def _dressed(dressed: None) -> None:
    """Dress every test of this folder."""


HOME = ident("ruichi")


def picture(colour: str = "#2a6f4e", width: int = 320, height: int = 200) -> QImage:
    """Return a picture of one colour."""
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def encoded(image: QImage, kind: str = "PNG") -> bytes:
    """Return the bytes of a picture file."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(QByteArray(buffer.data()).data())


def at_server(desk: Desk, name: str, data: bytes = b"") -> str:
    """Make the record of a file whose content only the server has."""
    data = data or name.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    values: dict[str, Value] = {"file_name": name, "media_type": "image/png", "size": len(data), "sha256": sha256,
              "record_kind": "account", "record_id": HOME, "account_id": HOME}  # fmt: skip
    create = Create("attachment", values)
    desk.announce(desk.store.door.commit("attachment.attach", [create]))
    # As a pull would, let the record say that the server holds the content.
    with desk.store._database.writing() as connection:
        connection.execute("UPDATE attachments SET stored_at = 1 WHERE id = ?", (create.id,))
    desk.refresh.announce({"attachment"}, {create.id}, desk.around.sync)
    return create.id


@pytest.fixture
def photo(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a picture file of a colour and return its path."""

    def write(name: str, colour: str = "#2a6f4e") -> Path:
        path = tmp_path / name
        path.write_bytes(encoded(picture(colour), "JPG" if name.endswith("jpg") else "PNG"))
        return path

    return write


@pytest.fixture
def account(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> RecordPage:
    """The page of an account with its files shown."""
    page = AccountPage(ready_desk)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(page)
    page.visit(Place("accounts", HOME, tab="files"), None)
    qtbot.waitUntil(lambda: page.content is not None)
    qtbot.waitUntil(page.header.isVisible)
    return page


@pytest.fixture
def card(account: RecordPage, qtbot: QtBot) -> FilesCard:
    """The card of files on that page."""
    found = account.findChild(FilesCard)
    assert isinstance(found, FilesCard)
    return found
