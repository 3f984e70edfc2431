"""Notices: the list on the workbench, and one of them with its files and receipts. Publishing stands beside."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.edits import Create
from crm_desktop.models.record import Record
from crm_desktop.models.rules.notices import downloaded, read
from crm_desktop.models.values import members
from crm_desktop.store.queries.attachments import FileView, files_of
from crm_desktop.store.queries.workbench import Notice, Readership, readership
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.files.file_words import icon_of_type
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.records.mini_rows import DOT, MiniRow, RowLook
from crm_desktop.views.refresh import Changed
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.flow_layout import FlowLayout
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.scrolling import scrolled

_WORDS_WIDTH, _WORDS_HEIGHT = 510, 260
_MOST_ROWS = 6


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
        self.words = _fitting(Paragraph(str(notice.record.get("body") or ""), "body", "text.primary"))
        self.words.setVisible(bool(notice.record.get("body")))
        self.body.addWidget(self.words)
        self.files = QWidget()
        self._flow = FlowLayout(8)
        self.files.setLayout(self._flow)
        self.files.hide()
        self.body.addWidget(self.files)
        self.buttons: list[Button] = []
        self._views: list[FileView] = []
        self._wanted: set[str] = set()
        """Files that the reader asked for and that have not come yet."""
        self.readers = QListWidget()
        self.readers.setAccessibleName(tr("workbench", "Read by"))
        self.readers.setProperty("choices", True)
        self.readers.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.told = Label("", "caption", "text.secondary")
        self.body.addWidget(self.told)
        self.body.addWidget(self.readers)
        self.told.hide()
        self.readers.hide()
        self.add_safe_verb(text("workbench", "Close"))
        self._mine = notice.record.get("owner_id") == desk.me
        self._read()
        desk.refresh.changed.connect(self._written)
        if not self._mine:
            self._note_read()

    def _read(self) -> None:
        self._desk.read(self, self._show_files, files_of, "notice", self._notice.record.id)
        if self._mine:
            self._desk.read(self, self._show_readers, readership, self._notice.record)

    def _written(self, change: Changed) -> None:
        # Files come, and others read, while the notice is open.
        if not change.kinds.isdisjoint({"attachment", "notice_receipt", "share"}):
            self._read()

    def _note_read(self) -> None:
        edits = read(self._notice.record, self._desk.me, self._desk.clock.now(), self.receipt)
        if edits:
            made = next(edit for edit in edits if isinstance(edit, Create))
            self.receipt = Record("notice_receipt", made.id, made.values)
            self._desk.act("notice.read", edits)

    def _show_files(self, views: list[FileView]) -> None:
        arrived = [each for each in views if each.can_open and each.record.id in self._wanted]
        self._wanted -= {each.record.id for each in arrived}
        for view in arrived:
            self._note_fetched(view)
        if views == self._views:
            return
        self._views = views
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        # In the order in which they were added, as the publisher saw them.
        self.buttons = [self._button(each) for each in reversed(views)]
        self.files.setVisible(bool(views))

    def _button(self, view: FileView) -> Button:
        formats = current_formats(self._desk.clock.now())
        size = formats.file_size(view.size) if view.size else ""
        words = " · ".join(filter(None, (view.file_name, size)))
        icon = icon_of_type(view.media_type, view.file_name) if view.can_open else "cloud-download"
        button = Button(words, partial(self._open, view), icon=icon, small=True)
        if not view.can_open:
            button.set_hint(text("workbench", "Fetched when it is opened"))
        self._flow.addWidget(button)
        button.show()
        return button

    def _open(self, view: FileView) -> None:
        if view.can_open:
            self._note_fetched(view)
        else:
            # Asked for is not fetched: without a network the receipt waits for the content.
            self._wanted.add(view.record.id)
        file_acts_of(self._desk).open(view, self, self._views)

    def _note_fetched(self, view: FileView) -> None:
        edits = downloaded(self.receipt, view.record.id) if self.receipt is not None else []
        if self.receipt is None or not edits:
            return
        known = sorted([*members(self.receipt.get("downloaded_ids")), view.record.id])
        self.receipt = Record("notice_receipt", self.receipt.id, {**self.receipt.values, "downloaded_ids": known})
        self._desk.act("notice.download", edits)

    def _show_readers(self, found: Readership) -> None:
        formats = current_formats(self._desk.clock.now())
        self.readers.clear()
        for name, receipt in found.read:
            moment, fetched = receipt.get("read_at"), members(receipt.get("downloaded_ids"))
            said = formats.moment(moment) if isinstance(moment, int) else ""
            names = formats.listed([found.files.get(each, "…") for each in fetched])
            files = tr("workbench", "fetched {files}", files=names)
            self.readers.addItem(" · ".join(filter(None, (name, said, files if fetched else ""))))
        for name in found.unread:
            self.readers.addItem(f"{name} · {tr('workbench', 'not read yet')}")
        count = len(found.read)
        told = text("workbench", "Read by %n", n=count)
        if found.reaches:
            told = text("workbench", "Read by {count} of {all}", count=count, all=found.reaches)
        if self._notice.record.get("wants_receipts") is False:
            told = text("workbench", "No receipts were asked for")
        self.told.set_wording(told)
        self.told.show()
        self.readers.setVisible(self.readers.count() > 0)
        show_whole(self.readers)


def show_whole(rows: QListWidget) -> None:
    """Make a list as high as its rows, and scroll from so many on that they push the verbs away."""
    row = rows.sizeHintForRow(0) if rows.count() else 0
    rows.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    rows.setFixedHeight(min(rows.count(), _MOST_ROWS) * row + 2 * rows.frameWidth() + 2)


def _fitting(words: Paragraph) -> QScrollArea:
    """Return words that scroll where they are longer than a screen has room for."""
    area = scrolled(words)
    # What could grow would keep the dialog from being as high as all that it says.
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    room = current_theme().scaled(_WORDS_WIDTH)
    area.setFixedHeight(min(words.heightForWidth(room) + 4, current_theme().scaled(_WORDS_HEIGHT)))
    return area
