"""What became of an act, in words for the history: it waits, was refused and why, was repaired and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crm_desktop.models.merge.invariants import Repair
from crm_desktop.store.schema import State
from crm_desktop.views.language.texts import Text, label, text, tr

if TYPE_CHECKING:
    from crm_desktop.store.queries.history import HistoryLine

_REPAIRS: Mapping[str, Text] = {
    Repair.LINK_CLEARED: text("records", "The server removed a link: what it led to does not exist."),
    Repair.MEMBERS_DROPPED: text("records", "The server left out what does not exist any more."),
    Repair.LOOP_CUT: text("records", "The server took a link back: it would have led in a circle."),
    "flow_dropped": text("records", "The server removed a flow: one of its ends is gone."),
    "pain_kept": text("records", "The server kept the pain point with the process: its step is gone."),
    "lane_changed": text("records", "The server moved the step: its lane is gone."),
    "lane_kept": text("records", "The server kept the lane: no other one was left for its steps."),
    "gave_way": text("records", "The server moved the step on: another one stood there already."),
}


def fate_words(line: HistoryLine) -> list[str]:
    """Return the remarks about an act, none for one that simply holds."""
    said = []
    if line.by_server:
        said.append(tr("records", "added by the server"))
    match line.state:
        case State.WAITING | State.ACKNOWLEDGED:
            said.append(tr("records", "Waiting to sync"))
        case State.REFUSED:
            said.append(_refused(line))
        case State.PARKED:
            said.append(tr("records", "Waits for a change that was not accepted"))
        case State.DISCARDED:
            said += [_refused(line), tr("records", "given up or sent again")]
        case _:
            pass
    return [*said, *(str(_REPAIRS[each]) for each in line.repairs if each in _REPAIRS)]


def _refused(line: HistoryLine) -> str:
    if line.refusal is None:
        return tr("records", "Not accepted")
    reason = label("errors", f"{line.refusal.code}.title", **line.refusal.facts)
    return tr("records", "Not accepted: {reason}", reason=reason)
