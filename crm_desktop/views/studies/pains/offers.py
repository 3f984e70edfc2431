"""What of our product can be proposed: the organisation's capabilities in the language that is spoken."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.models.studies.content import StudyContent
from crm_desktop.models.values import members


@dataclass(frozen=True, slots=True)
class Offered:
    """One capability."""

    id: str
    name: str
    functions: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


def offers_of(content: StudyContent, language: str) -> list[Offered]:
    """Return the capabilities in their order."""
    return [
        Offered(
            each.id,
            str((each.get("name_zh") if language == "zh" else None) or each.title),
            tuple(members(each.get("functions"))),
            tuple(members(each.get("changes"))),
        )
        for each in content.capabilities
    ]
