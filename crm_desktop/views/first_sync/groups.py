"""What a first sync brings, in the groups a person thinks in, and how far each is: pure counting.

Records come kind by kind in the catalog's order. So a kind is complete as soon as one of a later kind is here; how many
are still to come of the present one, nobody but the server knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from crm_desktop.models.catalog import KINDS
from crm_desktop.views.language.texts import Text, text


@dataclass(frozen=True, slots=True)
class Group:
    """Several kinds under one name; `counted` are those whose numbers are told."""

    name: Text
    kinds: tuple[str, ...]
    counted: tuple[str, ...]


class Stage(StrEnum):
    """How far a group is."""

    AWAITED = "awaited"
    COMING = "coming"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one group is, and how many records of each counted kind are here."""

    group: Group
    stage: Stage
    counts: tuple[tuple[str, int], ...]
    total: int


_MAPS = ("process", "pool", "lane", "node", "flow", "pain", "process_version", "process_source", "simulation")
_METHOD = ("capability", "guide_rule", "outline", "outline_question", "report_template")
_STUDIED = ("department", "post", "study")
_FOUND = (
    *("metric", "goal", "experiment", "experiment_variant", "document_read", "observation", "proposal"),
    *("interview", "interview_question", "interview_entry"),
)
GROUPS = (
    Group(
        text("first_sync", "Settings and people"),
        (
            "organisation",
            "unit",
            "role",
            "user",
            "team",
            "stage",
            "picklist_option",
            "custom_field",
            "tag",
            "product",
            *_METHOD,
            "saved_view",
        ),
        ("user",),
    ),
    Group(text("first_sync", "Accounts"), ("account",), ("account",)),
    Group(text("first_sync", "Opportunities"), ("opportunity",), ("opportunity",)),
    Group(text("first_sync", "Contacts"), ("contact",), ("contact",)),
    Group(text("first_sync", "Tasks and visits"), ("task", "visit"), ("task", "visit")),
    Group(
        text("first_sync", "Activities, notes, processes and history"),
        ("activity", "note", "attachment", *_STUDIED, *_MAPS, *_FOUND, "notice", "notice_receipt", "share", "conflict"),
        ("activity", "note", "process"),
    ),
)

USABLE_WITH = 2
"""So many groups must be ready before work can begin: settings and accounts; the rest arrives while one works."""


def standings(counts: Mapping[str, int], complete: bool) -> tuple[Standing, ...]:
    """Return how far each group is, from how many records of each kind are here."""
    order = list(KINDS)
    newest = max((order.index(kind) for kind, count in counts.items() if count and kind in order), default=-1)
    return tuple(_standing(group, counts, order, newest, complete=complete) for group in GROUPS)


def usable(groups: tuple[Standing, ...]) -> bool:
    """Tell whether enough is here to begin working."""
    return all(each.stage is Stage.READY for each in groups[:USABLE_WITH])


def _standing(group: Group, counts: Mapping[str, int], order: list[str], newest: int, *, complete: bool) -> Standing:
    last = max(order.index(kind) for kind in group.kinds)
    total = sum(counts.get(kind, 0) for kind in group.kinds)
    stage = Stage.READY if complete or newest > last else Stage.COMING if total else Stage.AWAITED
    return Standing(group, stage, tuple((kind, counts.get(kind, 0)) for kind in group.counted), total)
