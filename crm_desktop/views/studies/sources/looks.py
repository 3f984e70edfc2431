"""How a document that was read, and an observation, show as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.record import Record
from crm_desktop.models.records.study import OBSERVATION
from crm_desktop.views.language.texts import label
from crm_desktop.views.records.mini_rows import RowLook
from crm_desktop.views.value_words import Wordings

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView

_SIGNS = {
    "as_said": ("circle-check", "success.text"),
    "differs": ("triangle-alert", "warning.text"),
    "not_said": ("circle-help", "text.secondary"),
}


def document_look(document: Record, words: Wordings) -> RowLook:
    """Return a document: its name, who wrote it, what it tells, when it was read."""
    first = str(document.get("takeaways") or "").splitlines()
    said = [str(document.get("author") or ""), first[0] if first else ""]
    day = str(document.get("read_on") or "")
    return RowLook(
        title=document.title,
        below=" · ".join(filter(None, said)),
        icon="book-open",
        remark=words.formats.day(day) if day else "",
    )


def observation_look(observation: Record, study: StudyView, words: Wordings) -> RowLook:
    """Return an observation: what was seen, whether it is what was said, where and at which step."""
    agrees = str(observation.get("agrees") or "as_said")
    steps = {each.id: each.title for each in study.nodes}
    said = [
        str(label("options", OBSERVATION.option_key("agrees", agrees))),
        str(observation.get("place") or ""),
        steps.get(str(observation.get("node_id") or ""), ""),
    ]
    moment = observation.get("happened_at")
    return RowLook(
        title=observation.title.splitlines()[0] if observation.title else "",
        below=" · ".join(filter(None, said)),
        icon="eye",
        remark=words.formats.day(words.formats.day_of(moment)) if isinstance(moment, int) else "",
        mark=_SIGNS.get(agrees, ("", "")),
    )
