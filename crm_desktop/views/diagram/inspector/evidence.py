"""What backs an element, and what is said about it: quotes and comments with author and time, pictures and files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.diagrams.command import Command
from crm_desktop.diagrams.commands.annotate import Comment
from crm_desktop.models.contents import Content
from crm_desktop.models.record import Record
from crm_desktop.store.attachments.attaching import NewFile, Target
from crm_desktop.store.queries.record_files import FileLine, record_files
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.records.mini_rows import MiniRow, RowLook
from crm_desktop.views.refresh import Changed
from crm_desktop.views.widgets.card import SectionHeader
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.text_input import TextInput

_MOST = 50
_OFFERED = 20


def evidence(reader: Reader, kind: str, record_id: str) -> list[Record]:
    """Return the notes and files that hang on an element, oldest first."""
    condition = "record_kind = ? AND record_id = ? AND deleted_at IS NULL ORDER BY id LIMIT ?"
    return [each for name in ("note", "attachment") for each in where(reader, name, condition, kind, record_id, _MOST)]


class Evidence(QWidget):
    """`Evidence(desk, run)`; `show_element(kind, id, account_id)` reads off the UI thread."""

    def __init__(self, desk: Desk, run: Callable[[Command], bool]) -> None:
        super().__init__()
        self._desk, self._run = desk, run
        self._of = ("", "")
        self._account = ""
        self.rows: list[MiniRow] = []
        self.counted: Callable[[int], object] = lambda _count: None
        self.header = SectionHeader(text("diagram", "Evidence"), style="bodyStrong")
        self.add = TextInput(placeholder=text("diagram", "Quote or comment"), icon="quote")
        self.add.setAccessibleName(str(label("acts", "diagram.comment")))
        self.add.returnPressed.connect(self._add)
        self.files = IconButton(text("diagram", "Add photo or file"), "paperclip", self._open_files, small=True)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.add, 1)
        foot.addWidget(self.files)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.header)
        self._column.addLayout(foot)
        desk.refresh.changed.connect(self._written)

    def show_element(self, kind: str, record_id: str, account_id: str = "") -> None:
        """Show what hangs on another element; `account_id` is whose files are offered."""
        self._account = account_id
        if self._of != (kind, record_id):
            self._of = (kind, record_id)
            self._show(())
            self._read()

    def take_file(self, line: FileLine) -> None:
        """Let a file of the client, whose content is on this device, back the element too."""
        view, (kind, record_id) = line.view, self._of
        content = Content(view.sha256, view.size, view.media_type)
        file = NewFile(content, view.file_name)
        work = partial(self._desk.store.attachments.attach, (file,), Target(kind, record_id))
        self._desk.background.write(work, self._desk.announce, self._desk.notices.fail)

    def _read(self) -> None:
        of = self._of
        if of[1]:
            self._desk.read(self, lambda found: self._arrived(of, found), evidence, *of)

    def _arrived(self, of: tuple[str, str], found: list[Record]) -> None:
        if of == self._of:
            self._show(found)

    def _show(self, found: Sequence[Record]) -> None:
        for row in self.rows[len(found) :]:
            row.hide()
            row.deleteLater()
        del self.rows[len(found) :]
        for number, record in enumerate(found):
            if number == len(self.rows):
                self.rows.append(MiniRow())
                self._column.insertWidget(number + 1, self.rows[-1])
            run = partial(self._open, record) if record.kind == "attachment" else None
            self.rows[number].show_look(self._look(record), run)
            self.rows[number].setToolTip(record.title)
        self.header.remark.set_wording(str(len(found)) if found else "")
        self.counted(len(found))

    def _look(self, record: Record) -> RowLook:
        formats = current_formats(self._desk.clock.now())
        who = lookups_of(self._desk).user_name(record.get("created_by"))
        made_at, size = record.get("created_at"), record.get("size")
        when = formats.moment(made_at) if isinstance(made_at, int) else ""
        is_picture = str(record.get("media_type") or "").startswith("image/")
        icon = "quote" if record.kind == "note" else "image" if is_picture else "paperclip"
        said = [who, when, formats.file_size(size) if isinstance(size, int) else ""]
        return RowLook(record.title, " · ".join(each for each in said if each), icon=icon)

    def _open(self, record: Record) -> None:
        file_acts_of(self._desk).open_record(record.id, self.window())

    def _open_files(self) -> None:
        self._desk.read(self, self._offer, record_files, "account", self._account)

    def _offer(self, lines: list[FileLine]) -> None:
        menu = Menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.add_entry(text("diagram", "From this device"), self._choose, icon="file-up")
        known = [line for line in lines if line.view.can_open and line.view.record.get("record_id") != self._of[1]]
        if known:
            menu.add_line()
        for line in known[:_OFFERED]:
            icon = "image" if line.view.media_type.startswith("image/") else "file"
            menu.add_entry(line.view.file_name, partial(self.take_file, line), icon=icon)
        menu.open_below(self.files, right=True)

    def _choose(self) -> None:
        acts, target = file_acts_of(self._desk), Target(*self._of)
        acts.choose(self.window(), lambda sources: acts.add(sources, target))

    def _add(self) -> None:
        if self._run(Comment(self._of[1], self.add.text())):
            self.add.clear()

    def _written(self, change: Changed) -> None:
        if self.isVisible() and not {"note", "attachment"}.isdisjoint(change.kinds):
            self._read()
