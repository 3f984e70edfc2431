"""What of our product can be proposed: the organisation's catalogue, or what ships, in the language that is spoken."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.models.studies.content import StudyContent
from crm_desktop.models.studies.scope import capabilities_of


@dataclass(frozen=True, slots=True)
class Offered:
    """One capability. `id` is "" for one that ships: pains then keep its name, since there is no record to link."""

    id: str
    name: str
    functions: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """In both languages."""

    def is_named(self, solver: str) -> bool:
        """Tell whether what solves a pain is this one."""
        return bool(solver) and (solver == self.id or solver in self.names)


def offers_of(content: StudyContent, language: str) -> list[Offered]:
    """Return the capabilities in their order."""
    return [
        Offered(
            each.id,
            each.name.text(language),
            tuple(sorted(each.functions)),
            tuple(sorted(each.changes)),
            (each.name.zh, each.name.en),
        )
        for each in capabilities_of(content.capabilities)
    ]
