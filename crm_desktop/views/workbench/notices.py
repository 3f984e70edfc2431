"""Notices: the list on the workbench, one of them with its files and receipts, and publishing one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import Record
from crm_desktop.models.rules.notices import downloaded, publish, read
from crm_desktop.models.values import members
from crm_desktop.store.queries.attachments import FileView, files_of
from crm_desktop.store.queries.records import where
from crm_desktop.store.queries.workbench import Notice, receipts
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.attaching import act_with_files
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.files.file_words import icon_of_type
from crm_desktop.views.files.pending_files import PendingFiles
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.records.mini_rows import DOT, MiniRow, RowLook
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.text_input import TextInput

if TYPE_CHECKING:
    from crm_desktop.store.reader import Reader


class NoticeRows(QWidget):
    """`rows.show_notices(notices)`; unread ones have a dot."""

    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.rows: list[MiniRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 4, 8, 4)
        self._column.setSpacing(0)
        self._column.addStretch()

    def show_notices(self, notices: tuple[Notice, ...]) -> None:
        """Show these, the newest first."""
        formats = current_formats(self._desk.clock.now())
        while len(self.rows) < len(notices):
            row = MiniRow()
            self._column.insertWidget(len(self.rows), row)
            self.rows.append(row)
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(notices))
            if number < len(notices):
                notice = notices[number]
                moment = notice.record.get("published_at")
                when = formats.moment(moment) if isinstance(moment, int) else ""
                files = tr("workbench", "%n file(s)", n=notice.files) if notice.files else ""
                unread = is_unread(notice, self._desk.me)
                look = RowLook(
                    notice.record.title, " · ".join(filter(None, (when, notice.publisher, files))), icon="megaphone",
                    mark=(DOT, "accent.solid") if unread else ("", ""),
                )  # fmt: skip
                row.show_look(look, partial(self.opened.emit, notice))
                if unread:
                    row.setAccessibleName(tr("workbench", "Unread: {notice}", notice=look.spoken))


def is_unread(notice: Notice, me: str) -> bool:
    """Tell whether the person has not opened the notice; one's own is read."""
    return notice.receipt is None and notice.record.get("owner_id") != me


class NoticeDialog(Dialog):
    """A notice: its text, its files, and for its publisher who has read it and fetched what."""

    def __init__(self, notice: Notice, desk: Desk, parent: QWidget) -> None:
        super().__init__(notice.record.title, width=560, parent=parent)
        self._notice, self._desk = notice, desk
        self.receipt = notice.receipt
        formats = current_formats(desk.clock.now())
        moment = notice.record.get("published_at")
        said = [notice.publisher, formats.moment(moment) if isinstance(moment, int) else ""]
        said.append(str(label("options", f"notice.audience.{notice.record.get('audience') or 'people'}")))
        self.body.addWidget(Label(" · ".join(filter(None, said)), "caption", "text.secondary"))
        self.body.addWidget(Paragraph(str(notice.record.get("body") or "")))
        self.files = QHBoxLayout()
        self.body.addLayout(self.files)
        self.readers = QListWidget()
        self.readers.setAccessibleName(tr("workbench", "Read by"))
        self.readers.setMaximumHeight(180)
        self.told = Label("", "caption", "text.secondary")
        self.body.addWidget(self.told)
        self.body.addWidget(self.readers)
        self.told.hide()
        self.readers.hide()
        self.add_safe_verb(text("workbench", "Close"))
        desk.read(self, self._show_files, files_of, "notice", notice.record.id)
        if notice.record.get("owner_id") == desk.me:
            desk.read(self, self._show_readers, receipts, notice.record.id)
        else:
            self._note_read()

    def _note_read(self) -> None:
        edits = read(self._notice.record, self._desk.me, self._desk.clock.now(), self.receipt)
        if edits:
            made = next(edit for edit in edits if isinstance(edit, Create))
            self.receipt = Record("notice_receipt", made.id, made.values)
            self._desk.act("notice.read", edits)

    def _show_files(self, views: list[FileView]) -> None:
        for view in views:
            icon = icon_of_type(view.media_type, view.file_name)
            self.files.addWidget(Button(view.file_name, partial(self._open, view, views), icon=icon, small=True))
        self.files.addStretch()

    def _open(self, view: FileView, among: list[FileView]) -> None:
        if self.receipt is not None:
            edits = downloaded(self.receipt, view.record.id)
            if edits:
                known = sorted([*members(self.receipt.get("downloaded_ids")), view.record.id])
                self.receipt = Record(
                    "notice_receipt", self.receipt.id, {**self.receipt.values, "downloaded_ids": known}
                )
                self._desk.act("notice.download", edits)
        file_acts_of(self._desk).open(view, self, among)

    def _show_readers(self, found: list[tuple[str, Record]]) -> None:
        formats = current_formats(self._desk.clock.now())
        for name, receipt in found:
            moment, fetched = receipt.get("read_at"), len(members(receipt.get("downloaded_ids")))
            said = formats.moment(moment) if isinstance(moment, int) else ""
            files = tr("workbench", "%n file(s) fetched", n=fetched) if fetched else ""
            self.readers.addItem(" · ".join(filter(None, (name, said, files))))
        self.told.set_wording(text("workbench", "Read by %n", n=len(found)))
        self.told.show()
        self.readers.setVisible(bool(found))


class PublishDialog(Dialog):
    """A new notice: what it says, to whom, with which files, and until when."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(text("workbench", "Publish a notice"), width=560, parent=parent)
        self._desk = desk
        self.subject = TextInput()
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(str(label("fields", "notice.body")))
        self.words.setMinimumHeight(120)
        audiences = [(key, label("options", f"notice.audience.{key}"), "") for key in ("everyone", "team", "people")]
        self.audience = Segmented(audiences, lambda key: self.people.setVisible(key == "people"))
        self.people = QListWidget()
        self.people.setAccessibleName(tr("workbench", "Chosen people"))
        self.people.setMaximumHeight(160)
        self.people.hide()
        self.receipts = QCheckBox(str(label("fields", "notice.wants_receipts")))
        self.receipts.setChecked(True)
        self.files = PendingFiles(desk)
        self.subject_field = Field(label("fields", "notice.subject"), self.subject, required=True)
        self.body.addWidget(self.subject_field)
        self.body.addWidget(self.words)
        self.body.addWidget(self.audience)
        self.body.addWidget(self.people)
        self.body.addWidget(self.receipts)
        self.body.addWidget(self.files)
        self.verbs.insertWidget(0, Button(label("acts", "attachment.add"), self.files.choose, icon="paperclip"))
        self.add_safe_verb()
        self.add_verb(text("workbench", "Publish"), self._publish)
        desk.read(self, self._show_people, _colleagues)

    def _show_people(self, found: list[Record]) -> None:
        for person in found:
            if person.id != self._desk.me:
                item = QListWidgetItem(person.title, self.people)
                item.setData(Qt.ItemDataRole.UserRole, person.id)
                item.setCheckState(Qt.CheckState.Unchecked)

    def chosen(self) -> list[str]:
        """Return the ids of the people that are ticked."""
        items = [self.people.item(row) for row in range(self.people.count())]
        return [
            str(each.data(Qt.ItemDataRole.UserRole)) for each in items if each.checkState() is Qt.CheckState.Checked
        ]

    def _publish(self) -> None:
        subject, audience = self.subject.text().strip(), self.audience.choice
        if not subject:
            self.subject_field.set_error(text("workbench", "A notice needs a subject"))
            return
        if audience == "people" and not self.chosen():
            self.subject_field.set_error(text("workbench", "Choose at least one person"))
            return
        values: dict[str, str | bool | None] = {
            "subject": subject,
            "body": self.words.toPlainText().strip() or None,
            "audience": audience,
            "wants_receipts": self.receipts.isChecked(),
        }
        edits = publish(values, self.chosen(), self._desk.me, self._desk.clock.now())
        notice = next(edit.id for edit in edits if isinstance(edit, Create) and edit.kind == "notice")
        files, said = self.files.files, text("workbench", "{title} published", title=subject)
        after = partial(self._open_files, [each.id for each in files], audience, self.chosen())
        act_with_files(
            self._desk, "notice.publish", edits, (files, ("notice", notice)), said, on_done=lambda _done: after()
        )
        self.accept()

    def _open_files(self, ids: list[str], audience: str, people: list[str]) -> None:
        """Show the files to whom the notice is for."""
        shown: dict[str, Value] = {"audience": audience if audience != "people" else "private"}
        edits: list[Edit] = [Update("attachment", each, shown) for each in ids]
        if audience == "people":
            edits += [_share(each, person) for each in ids for person in people]
        if edits:
            self._desk.act("notice.publish", edits)


def _share(attachment_id: str, person: str) -> Create:
    values: dict[str, Value] = {
        "record_kind": "attachment", "record_id": attachment_id, "owner_id": person, "right": "read",
    }  # fmt: skip
    return Create("share", values, new_id())


def _colleagues(reader: Reader) -> list[Record]:
    return where(reader, "user", "deleted_at IS NULL AND coalesce(active, 1) ORDER BY sort_key LIMIT 2000")
