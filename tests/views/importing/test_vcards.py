"""A file of vCards becomes contacts, the accounts they work for, and their photos; taken back as one."""

from __future__ import annotations

import base64
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from crm_desktop.models.importing.mapping import Policy
from crm_desktop.store.queries.records import where
from crm_desktop.views.desk import Desk
from crm_desktop.views.importing.import_dialog import COLUMNS, PREVIEW, PROBLEMS, RESULT, ImportDialog


def picture() -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawn = QPixmap(8, 8)
    drawn.fill(Qt.GlobalColor.red)
    drawn.save(buffer, "PNG")
    return bytes(buffer.data().data())


def cards(folder: Path) -> Path:
    path = folder / "people.vcf"
    people = [("周敏", "新湖泵业", "13711110001"), ("孙杰", "新湖泵业", "13711110002"), ("吴倩", "", "13711110003")]
    text = "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nORG:{company}\r\nTEL;TYPE=CELL:{mobile}\r\n"
        f"ADR;TYPE=WORK:;;星湖街 1 号;苏州;江苏;215000;中国\r\n"
        f"PHOTO;ENCODING=b;TYPE=PNG:{base64.b64encode(picture() + name.encode()).decode()}\r\nEND:VCARD\r\n"
        for name, company, mobile in people
    )
    path.write_text(text, "utf-8")
    return path


def at(qtbot: QtBot, dialog: ImportDialog, step: int) -> None:
    qtbot.waitUntil(lambda: dialog.at == step and not dialog.session.busy)


def test_people_their_account_and_their_photos_come_and_go_together(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path
) -> None:
    dialog.file.open(cards(tmp_path))
    qtbot.waitUntil(lambda: dialog.file.ready)
    draft = dialog.session.draft
    assert draft is not None
    assert draft.kind.name == "contact"
    assert draft.becomes("City") == "account:city"
    for step in (COLUMNS, PREVIEW, PROBLEMS):
        qtbot.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
        at(qtbot, dialog, step)
    (question,) = dialog.problems.questions.decisions.values()
    qtbot.mouseClick(question.buttons[Policy.LEAVE], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.problems.ready)
    qtbot.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
    at(qtbot, dialog, RESULT)
    (account,) = desk.store.read(where, "account", "name = '新湖泵业' AND deleted_at IS NULL")
    assert (account.get("city"), account.get("owner_id")) == ("苏州", desk.me)
    people = desk.store.read(where, "contact", "mobile LIKE '1371111%' AND deleted_at IS NULL")
    assert sorted(str(each.get("account_id") or "") for each in people) == ["", account.id, account.id]
    photos = desk.store.read(where, "attachment", "file_name LIKE '%.png' AND deleted_at IS NULL")
    assert {each.get("record_id") for each in photos} == {each.id for each in people}
    assert desk.store.attachments.read(str(photos[0].get("sha256"))).startswith(picture())
    desk.store.door.undo()
    assert desk.store.read(where, "contact", "mobile LIKE '1371111%' AND deleted_at IS NULL") == []
    assert desk.store.read(where, "account", "name = '新湖泵业' AND deleted_at IS NULL") == []
