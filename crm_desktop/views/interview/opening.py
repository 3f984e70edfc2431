"""Opening an interview: everything that is read and worked out off the UI thread."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.store.queries.interviews import InterviewView, interview_view
from crm_desktop.store.reader import Reader
from crm_desktop.views.diagram.opening import Opened, open_map


@dataclass(frozen=True, slots=True)
class OpenedTalk:
    """An interview, and its map ready to be shown; None where the map is not on this device."""

    view: InterviewView
    map: Opened | None


def open_talk(reader: Reader, interview_id: str) -> OpenedTalk | None:
    """Return the interview; None when it is not on this device or lies in the bin."""
    view = interview_view(reader, interview_id)
    if view is None:
        return None
    process_id = str(view.interview.get("process_id") or "")
    return OpenedTalk(view, open_map(reader, process_id) if process_id else None)
