"""What changes the organisation's own method: copies of what ships, new entries, order, and taking away."""

from collections.abc import Sequence

from crm_desktop.models.edits import Create, Delete, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.interviews.outlines import Outline, OutlineQuestion
from crm_desktop.models.lines import join_lines
from crm_desktop.models.record import Record
from crm_desktop.models.studies import guide, scope


def copy_catalogue() -> list[Edit]:
    """Return what makes the shipped catalogue the organisation's own: as a whole, for an own one replaces it."""
    shipped = scope.shipped_capabilities()
    return [Create("capability", scope.as_values(each, place), new_id()) for place, each in enumerate(shipped)]


def copy_rule(rule: guide.GuideRule, position: int = 0) -> list[Edit]:
    """Return what makes a rule of the guide the organisation's own."""
    return [Create("guide_rule", guide.as_values(rule, position), new_id())]


def copy_outline(outline: Outline, name: str, position: int = 0) -> list[Edit]:
    """Return what makes an outline, shipped or own, another one of the organisation with all its questions."""
    made = new_id()
    values: dict[str, Value] = {
        "name": name,
        "industry": outline.industry,
        "language": outline.language,
        "lead_in": "\n".join(outline.lead_in),
        "position": position,
        "active": True,
    }
    questions = (_question(each, made, place) for place, each in enumerate(outline.questions))
    return [Create("outline", values, made), *questions]


def add(kind: str, known: dict[str, Value], beside: Sequence[Record]) -> list[Edit]:
    """Return what makes an entry after those that are there."""
    places = [each.get("position") for each in beside]
    last = max((place for place in places if isinstance(place, int)), default=-1)
    return [Create(kind, {**known, "position": last + 1}, new_id())]


def move(entries: Sequence[Record], entry_id: str, by: int) -> list[Edit]:
    """Return what moves an entry among those beside it; nothing at the end of the row."""
    ids = [each.id for each in entries]
    at = ids.index(entry_id)
    if not 0 <= at + by < len(ids):
        return []
    ids.insert(at + by, ids.pop(at))
    held = {each.id: each.get("position") for each in entries}
    kind = entries[0].kind
    return [Update(kind, each, {"position": place}) for place, each in enumerate(ids) if held[each] != place]


def remove(entry: Record, questions: Sequence[Record] = ()) -> list[Edit]:
    """Return what takes an entry away, an outline with its questions."""
    mine = [each for each in questions if each.get("outline_id") == entry.id]
    return [*(Delete(each.kind, each.id) for each in mine), Delete(entry.kind, entry.id)]


def _question(question: OutlineQuestion, outline_id: str, position: int) -> Create:
    values: dict[str, Value] = {
        "words": question.words,
        "outline_id": outline_id,
        "section": question.section,
        "function": question.function,
        "identities": sorted(question.identities),
        "stages": sorted(question.stages),
        "levels": sorted(question.levels),
        "follow_ups": join_lines(question.follow_ups),
        "position": position,
    }
    return Create("outline_question", values, new_id())
