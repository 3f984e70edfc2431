"""What can be done with files: add, open, save, rename, delete with undo, fetch. One for a desk: `file_acts_of(desk)`.

Nothing here touches a disk on the UI thread. Pictures and texts open in the program; everything else is laid out as a
plain copy for the system's program and removed again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.models.edits import Delete, Update
from crm_desktop.models.errors import Broken
from crm_desktop.models.rules.file_types import safe_name
from crm_desktop.views.companion import companion_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.previews import is_picture, is_text
from crm_desktop.views.files.sources import Put, Source, put_all
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.refresh import Changed
from crm_desktop.views.tables.ask_name import ask_name

if TYPE_CHECKING:
    from crm_desktop.store.acts import Committed
    from crm_desktop.store.attachments.attaching import NewFile, Target
    from crm_desktop.store.attachments.viewing import ViewedFile
    from crm_desktop.store.queries.attachments import FileView

_COPY_LIVES_MS = 3_600_000
"""After an hour the other program has read its copy long since."""
_PORTION = 1024 * 1024


class FileActs(QObject):
    """Knows which plain copies lie about, and which files are to open as soon as they have come."""

    adding = Signal(object)
    """An `Adding` while files are kept, None afterwards."""
    laid_out = Signal(object)
    """The path of a plain copy that the system's program is asked to open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.refresh)
        self.desk = desk
        self.open_outside: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self._copies: list[ViewedFile] = []
        self._awaited: dict[str, QWidget] = {}
        self._rest = QTimer(self, singleShot=True, interval=_COPY_LIVES_MS)
        self._rest.timeout.connect(self.remove_copies)
        desk.refresh.changed.connect(self._written)
        desk.around.lock_wanted.connect(self.remove_copies)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._leave)

    # Adding

    def choose(self, parent: QWidget, take: Callable[[list[Source]], object]) -> None:
        """Let the person choose files of this device."""
        dialog = QFileDialog(parent, tr("files", "Add files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda chosen: take([Path(each) for each in chosen]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self, sources: Sequence[Source], target: Target) -> None:
        """Keep files and attach them to a record as one act; says what was not taken, and why."""
        self.put(sources, partial(self._attach, target))

    def put(
        self, sources: Sequence[Source], take: Callable[[tuple[NewFile, ...]], object], owner: QObject | None = None
    ) -> None:
        """Keep files, hand over what can be attached if `owner` is still there, and say what was not taken, and why."""
        if sources:
            work = partial(put_all, self.desk.store.attachments, list(sources), self.adding.emit)
            self.desk.background.read(work, partial(self._kept, take, owner or self), self._put_failed)

    def picture_name(self) -> str:
        """Return the name that a pasted picture gets."""
        now = self.desk.clock.now()
        formats = current_formats(now)
        when = f"{formats.day_of(now).isoformat()} {formats.time(now).replace(':', '.')}"
        return tr("files", "Picture {moment}.png", moment=when)

    def _kept(self, take: Callable[[tuple[NewFile, ...]], object], owner: QObject, put: Put) -> None:
        self.adding.emit(None)
        if put.files and shiboken6.isValid(owner):
            take(put.files)
        if put.refused and not put.files and len(put.refused) == 1:
            self.desk.notices.fail(put.refused[0][1])
            return
        for name, error in put.refused:
            said = explain(error)
            self.desk.notices.inform(
                text(
                    "files",
                    "{name} was not added: {reason}. {remedy}",
                    name=name,
                    reason=said.title,
                    remedy=said.remedy,
                )
            )

    def _put_failed(self, error: Exception) -> None:
        self.adding.emit(None)
        self.desk.notices.fail(error)

    def _attach(self, target: Target, files: tuple[NewFile, ...]) -> None:
        said = text("files", "{name} added", name=files[0].name)
        if len(files) > 1:
            said = text("files", "%n file(s) added", n=len(files))

        def done(committed: Committed) -> None:
            self.desk.announce(committed)
            self.desk.notices.say_done(said)

        work = partial(self.desk.store.attachments.attach, files, target)
        self.desk.background.write(work, done, self.desk.notices.fail)

    # Looking

    def open(self, view: FileView, parent: QWidget, among: Sequence[FileView] = ()) -> None:
        """Show a file: pictures and texts here, others in the system's program; what is not here is fetched first."""
        if not view.can_open:
            self._awaited[view.record.id] = parent
            parent.destroyed.connect(lambda *_: self._awaited.pop(view.record.id, None))
            self.fetch(view, opens=True)
        elif is_picture(view.media_type) or is_text(view.media_type):
            from crm_desktop.views.files.viewer import FileViewer

            others = [
                each for each in among if each.can_open and (is_picture(each.media_type) or is_text(each.media_type))
            ]
            FileViewer(self, view, others or [view], parent.window()).open()
        else:
            work = partial(self.desk.store.attachments.open_for_view, view.sha256, view.file_name, view.media_type)
            self.desk.background.read(work, self._show_outside, self.desk.notices.fail)

    def open_record(self, record_id: str, parent: QWidget) -> None:
        """Show the file of an attachment that is known by its id."""
        from crm_desktop.store.queries.attachments import file_views

        def show(views: list[FileView]) -> None:
            for view in views:
                self.open(view, parent)

        self.desk.background.read(partial(self.desk.store.read, file_views, [record_id]), show, owner=parent)

    def save_as(self, view: FileView, parent: QWidget) -> None:
        """Write a plain copy where the person says."""
        name = safe_name(view.file_name, view.media_type)
        dialog = QFileDialog(parent, tr("files", "Save a copy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self.save_to(view, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, view: FileView, path: Path) -> None:
        """Write a plain copy to this place."""
        said = text("files", "{name} saved", name=view.file_name)
        work = partial(_save, self.desk, view.sha256, path)
        self.desk.background.read(work, lambda _none: self.desk.notices.inform(said), self.desk.notices.fail)

    def remove_copies(self) -> None:
        """Remove the plain copies that other programs were given."""
        self.desk.background.write(partial(_close_all, self._take_copies()))

    def _leave(self) -> None:
        # The program ends: no other thread is left for it.
        _close_all(self._take_copies())

    def _take_copies(self) -> list[ViewedFile]:
        self._rest.stop()
        copies, self._copies = self._copies, []
        return copies

    def _show_outside(self, copy: ViewedFile) -> None:
        self._copies.append(copy)
        self._rest.start()
        if not self.open_outside(QUrl.fromLocalFile(str(copy.path))):
            self.desk.notices.fail(Broken("content.no_program"))
        self.laid_out.emit(copy.path)

    # Changing

    def rename(self, view: FileView, parent: QWidget) -> None:
        """Ask for another name; the ending stays when it is left out."""
        question, verb = text("files", "Rename the file"), text("files", "Rename")
        ask_name(parent, question, view.file_name, verb, partial(self.rename_to, view))

    def rename_to(self, view: FileView, name: str) -> None:
        """Give a file another name."""
        name = safe_name(name, view.media_type)
        if name != view.file_name:
            edit = Update("attachment", view.record.id, {"file_name": name})
            said = text("files", "{name} is now called {other}", name=view.file_name, other=name)
            self.desk.act("attachment.rename", [edit], said)

    def delete(self, view: FileView) -> None:
        """Move a file to the bin."""
        said = text("files", "{name} moved to the bin", name=view.file_name)
        self.desk.act("attachment.delete", [Delete("attachment", view.record.id)], said)

    def fetch(self, view: FileView, *, opens: bool = False) -> None:
        """Fetch what is not here, or try again what has failed, before everything else."""
        files = self.desk.store.attachments

        def want() -> None:
            if view.availability.value == "failed":
                files.try_again(view.record.id)
            if not view.can_open:
                files.want(view.sha256)

        def done(_none: None) -> None:
            self.desk.around.files_wanted.emit()
            self.desk.refresh.announce({"attachment"}, {view.record.id}, self.desk.around.sync)
            if opens:
                self.desk.notices.inform(
                    text("files", "{name} opens as soon as it is on this computer", name=view.file_name)
                )

        self.desk.background.write(want, done, self.desk.notices.fail)

    def _written(self, change: Changed) -> None:
        """Open what somebody waits for, once it has come."""
        wanted = [each for each in self._awaited if change.touches("attachment", each)]
        if not wanted:
            return
        from crm_desktop.store.queries.attachments import file_views

        def arrived(views: list[FileView]) -> None:
            for view in views:
                parent = self._awaited.get(view.record.id)
                if view.can_open and parent is not None:
                    del self._awaited[view.record.id]
                    if parent.isVisible():
                        self.open(view, parent)

        self.desk.background.read(partial(self.desk.store.read, file_views, wanted), arrived, owner=self)


def file_acts_of(desk: Desk) -> FileActs:
    """Return the desk's file acts."""
    return companion_of(desk, FileActs)


def _close_all(copies: list[ViewedFile]) -> None:
    for each in copies:
        each.close()


def _save(desk: Desk, sha256: str, path: Path) -> None:
    """Write a whole copy or none; raises Broken."""
    draft = path.with_name(f".{path.name}.part")
    try:
        with desk.store.attachments.stream(sha256) as stream, draft.open("wb") as copy:
            while portion := stream.read(_PORTION):
                copy.write(portion)
        draft.replace(path)
    except OSError as problem:
        draft.unlink(missing_ok=True)
        raise Broken("content.not_saved") from problem
    except Broken:
        draft.unlink(missing_ok=True)
        raise
