"""Pictures taken during a talk: from the camera, a file, the clipboard or a drop; each time one entry of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.models.ids import new_id
from crm_desktop.models.rules.file_types import type_by_name
from crm_desktop.views.files.attaching import Filed, act_with_files
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.files.file_drop import FileDrop
from crm_desktop.views.files.file_paste import FilePaste
from crm_desktop.views.files.sources import Source, name_of
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.recording.talk import Talk

if TYPE_CHECKING:
    from crm_desktop.store.attachments.attaching import NewFile
    from crm_desktop.views.recording.photo_dialog import PhotoDialog


class Photos(QObject):
    """The pictures of one talk; drops on its page are taken, fields hand on what is pasted (`paste_into`)."""

    def __init__(self, talk: Talk, page: QWidget) -> None:
        super().__init__(page)
        self._talk, self._page = talk, page
        self._acts = file_acts_of(talk.desk)
        self.dialog: PhotoDialog | None = None
        FileDrop(page, self._receiver, self._acts.picture_name, self.add)

    def take(self) -> None:
        """Take a photo; where there is no camera, say so and offer files and the clipboard."""
        if self._talk.interview is None or self.dialog is not None:
            return
        from crm_desktop.views.recording.multimedia import quiet_multimedia

        quiet_multimedia()
        from crm_desktop.views.recording.photo_dialog import PhotoDialog

        self.dialog = PhotoDialog(self._acts, self.add, self._page.window())
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def paste_into(self, field: QWidget) -> None:
        """Let a field of the page hand on pictures that are pasted into it."""
        FilePaste(field, self._acts.picture_name, self.add)

    def add(self, sources: Sequence[Source]) -> None:
        """Keep pictures as one entry at this moment of the talk; says what is none."""
        if self._talk.interview is None:
            return
        at_ms = self._talk.elapsed_ms()
        pictures = [each for each in sources if _is_picture(each)]
        for each in sources:
            if each not in pictures:
                self._talk.desk.notices.inform(
                    text("recording", "{name} is no picture. Add it to the client's files.", name=name_of(each))
                )
        self._acts.put(pictures, lambda files: self._attach(files, at_ms), owner=self)

    def _attach(self, files: tuple[NewFile, ...], at_ms: int) -> None:
        if self._talk.interview is None:
            return
        entry = self._talk.entry("photo", tr("recording", "Photo"), at_ms, new_id())
        said = text("recording", "%n photo(s) added", n=len(files))
        act_with_files(self._talk.desk, "interview.photo", [entry], Filed(files, "interview_entry", entry.id), said)

    def _receiver(self) -> str:
        interview = self._talk.interview
        return interview.title if interview is not None else ""

    def _forget(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()


def _is_picture(source: Source) -> bool:
    return not isinstance(source, Path) or type_by_name(source.name).startswith("image/")
