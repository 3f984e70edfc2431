"""What the sync says about files as a whole, in one sentence: what moves, what waits, and why nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.errors import UserError
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, text

if TYPE_CHECKING:
    from crm_desktop.sync.files.progress import FileStatus


def traffic(files: FileStatus, formats: Formats) -> Text | None:
    """Return the sentence, None while there is nothing to say."""
    waiting = files.waiting
    size = formats.file_size(waiting.bytes_to_go)
    if files.moving is not None:
        share, count = formats.percent(files.moving.percent), max(1, waiting.to_go)
        if files.moving.direction.value == "up":
            return text("files", "Sending a file, {share}; %n file(s) to go, {size}", n=count, share=share, size=size)
        return text("files", "Fetching a file, {share}; %n file(s) to go, {size}", n=count, share=share, size=size)
    if not waiting.to_go:
        return text("files", "Only records are synced, no files") if files.records_only else None
    if files.records_only:
        return text("files", "%n file(s) wait, {size}: only records are synced", n=waiting.to_go, size=size)
    if files.failure is not None:
        reason = explain(UserError(files.failure.code, **dict(files.failure.facts))).title
        return text("files", "%n file(s) wait, {size}: {reason}", n=waiting.to_go, size=size, reason=reason)
    return text("files", "%n file(s) wait, {size}", n=waiting.to_go, size=size)
