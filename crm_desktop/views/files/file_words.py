"""What is said about a file: its icon, the quiet line below its name, and in plain words where its content is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.models.errors import UserError
from crm_desktop.models.rules.file_types import type_by_name
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.value_words import Wordings

if TYPE_CHECKING:
    from crm_desktop.store.queries.attachments import FileView
    from crm_desktop.store.queries.record_files import FileLine
    from crm_desktop.sync.files.progress import FileStatus, Moving

_STATES = {
    "here": ("monitor-check", "", text("files", "On this computer")),
    "waiting": ("cloud-upload", "info", text("files", "On this computer, waiting to be sent")),
    "parked": ("cloud-alert", "danger", text("files", "Not accepted, to decide in the sync centre")),
    "coming": ("cloud-download", "info", text("files", "Asked for, comes with the network")),
    "on_demand": ("cloud", "", text("files", "At the server, fetched when opened")),
    "elsewhere": ("hourglass", "", text("files", "Still on the device that added it")),
    "no_content": ("file", "", text("files", "Without content")),
}
"""Icon, tone ("" is quiet) and sentence for each Availability but FAILED."""
_ICONS = (
    ("image/", "image"),
    ("audio/", "file-audio"),
    ("video/", "video"),
    ("message/", "mail"),
    ("text/calendar", "calendar"),
    ("text/vcard", "contact"),
    ("text/csv", "file-spreadsheet"),
    ("text/", "file-text"),
    ("application/pdf", "file-text"),
    ("application/msword", "file-text"),
    ("application/rtf", "file-text"),
    ("application/bpmn+xml", "workflow"),
    ("application/vnd.ms-outlook", "mail"),
)
_PARTS = (("sheet", "file-spreadsheet"), ("excel", "file-spreadsheet"), ("presentation", "presentation"),
          ("powerpoint", "presentation"), ("word", "file-text"), (".text", "file-text"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileWords:
    """One file as it is read."""

    icon: str
    title: str
    meta: str
    """Kind of file, size, when, who, and where it hangs if not here."""
    state: str
    state_icon: str
    tone: str
    share: float | None = None
    """How much of it has moved, while it moves."""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(filter(None, (self.title, self.meta, self.state)))


def file_words(line: FileLine, words: Wordings, files: FileStatus | None) -> FileWords:
    """Return the words of a file; `files` is what moves now, None before the sync has spoken."""
    view = line.view
    record, formats = view.record, words.formats
    created, author = record.get("created_at"), record.get("created_by") or record.get("owner_id")
    who = tr("files", "You") if author == words.lookups.me else words.lookups.user_name(author)
    when = formats.moment(created) if isinstance(created, int) else ""
    size = formats.file_size(view.size) if view.size else ""
    meta = " · ".join(filter(None, (ending_of(view.file_name), size, when, who, line.origin)))
    icon, tone, state, share = _state(view, words, files)
    return FileWords(icon_of_type(view.media_type, view.file_name), view.file_name, meta, state, icon, tone, share)


def icon_of_type(media_type: str, file_name: str = "") -> str:
    """Return the icon of a media type, of what the name speaks of where there is none."""
    media_type = media_type or type_by_name(file_name)
    for beginning, icon in _ICONS:
        if media_type.startswith(beginning):
            return icon
    return next((icon for part, icon in _PARTS if part in media_type), "file")


def ending_of(file_name: str) -> str:
    """Return the ending of a name as people say it, `PDF`; "" where it has none."""
    _, dot, ending = file_name.rpartition(".")
    return ending.upper() if dot and 0 < len(ending) <= 5 else ""


def _state(view: FileView, words: Wordings, files: FileStatus | None) -> tuple[str, str, str, float | None]:
    found = view.availability.value
    moving = files.moving if files is not None else None
    if moving is not None and moving.attachment_id == view.record.id:
        percent = words.formats.percent(moving.percent)
        if moving.direction.value == "up":
            return (
                "cloud-upload",
                "info",
                tr("files", "On its way to the server, {share}", share=percent),
                _share(moving),
            )
        return "cloud-download", "info", tr("files", "On its way here, {share}", share=percent), _share(moving)
    if found == "failed":
        reason = explain(UserError(view.code, **dict(view.facts or {}))).title
        return "cloud-alert", "danger", tr("files", "Failed: {reason}", reason=reason), None
    if found in ("waiting", "coming") and files is not None and files.records_only:
        said = tr("files", "Waits: only records are synced now")
        return ("cloud-upload" if found == "waiting" else "cloud-download"), "info", said, None
    icon, tone, sentence = _STATES[found]
    return icon, tone, str(sentence), None


def _share(moving: Moving) -> float:
    return moving.percent / 100
