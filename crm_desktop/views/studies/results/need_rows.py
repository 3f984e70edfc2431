"""What a step that wants improving says about itself: which metrics lag because of it, and what hurts there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.record import Record
from crm_desktop.models.studies.gaps import MetricGap, StepNeed
from crm_desktop.views.language.texts import tr
from crm_desktop.views.records.mini_rows import RowLook
from crm_desktop.views.value_words import Wordings

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView


def need_look(need: StepNeed, node: Record, study: StudyView, words: Wordings) -> RowLook:
    """Return a step as a row: its name, the reasons, and the lane it stands in."""
    lanes = {each.id: each.title for each in study.lanes}
    reasons = [_reason(each, words) for each in need.metrics]
    if need.pains:
        reasons.append(tr("studies", "%n open pain point(s)", n=len(need.pains)))
    return RowLook(
        title=node.title,
        below=" · ".join(reasons),
        icon="crosshair",
        remark=lanes.get(str(node.get("lane_id") or ""), ""),
        mark=("arrow-up-right", "text.secondary"),
    )


def _reason(found: MetricGap, words: Wordings) -> str:
    share = words.formats.percent(round(float(found.worth) * 100))
    peer, target = found.to_peer, found.to_target
    if peer is not None and (target is None or peer.share >= target.share):
        return tr("studies", "{metric} lacks {share} against peers", metric=found.metric.title, share=share)
    return tr("studies", "{metric} lacks {share} of its target", metric=found.metric.title, share=share)
