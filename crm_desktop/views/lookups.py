"""What fields offer to choose from and what people, stages and tags are called: read once, kept fresh, for all screens.

`lookups_of(desk).now` is at hand without waiting once the first screen is filled; what one record links to beside
these comes with the record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm_desktop.models.access import FieldRight, Permission, Rights, Standing, may_write
from crm_desktop.models.fields import Field, RecordKind
from crm_desktop.views.companion import companion_of
from crm_desktop.views.custom_fields import current_custom_fields
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.refresh import Changed

if TYPE_CHECKING:
    from crm_desktop.models.record import Record
    from crm_desktop.store.queries.offers import Offers
    from crm_desktop.store.queries.picklists import Option


class Lookups(QObject):
    """The offers as they stand now; emits `changed` after they were read, the first time too."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.refresh)
        self.desk = desk
        self.me = desk.me
        current_custom_fields().take(())
        self.now: Offers | None = None
        """None until the first reading has arrived."""
        desk.refresh.changed.connect(self._written)
        self._read()

    @property
    def rights(self) -> Rights:
        """What the person may do; nothing but reading until it is known."""
        return self.now.rights if self.now is not None else Rights(self.desk.me, {}, {}, {})

    def may(self, permission: Permission) -> bool:
        """Tell whether the person's role includes something."""
        return permission in self.rights.permissions

    def field_right(self, kind: RecordKind, field: Field) -> FieldRight:
        """Return what the person may do with a field of records that may be changed at all."""
        right = self.rights.field_right(kind, field.name)
        return FieldRight.READ if right is FieldRight.WRITE and not field.client_writes else right

    def may_edit(self, kind: RecordKind, standing: Standing) -> bool:
        """Tell whether the person may change this record."""
        return self.now is not None and may_write(self.rights, kind, standing)

    def user_name(self, user_id: object) -> str:
        """Return a person's name, "" for one who is not known here."""
        found = self.now.users.get(str(user_id)) if self.now is not None else None
        return found.title if found is not None else ""

    def stage(self, stage_id: object) -> Record | None:
        """Return a stage."""
        return self.now.stages.get(str(stage_id)) if self.now is not None else None

    def stages(self) -> list[Record]:
        """Return the stages that are in use, first to last."""
        every = self.now.stages.values() if self.now is not None else ()
        return [stage for stage in every if stage.get("active") is not False]

    def tag(self, tag_id: str) -> Record | None:
        """Return a tag."""
        return self.now.tags.get(tag_id) if self.now is not None else None

    def options(self, picklist: str) -> list[Option]:
        """Return the entries of a picklist that can be chosen."""
        every = self.now.picklists.get(picklist, []) if self.now is not None else []
        return [option for option in every if option.active]

    def option_name(self, picklist: str, key: str) -> str:
        """Return what a key of a picklist is called, "" where the list does not know it."""
        every = self.now.picklists.get(picklist, []) if self.now is not None else []
        return next((option_words(option) for option in every if option.key == key), "")

    def picklist_keys(self, picklist: str) -> list[str]:
        """Return all keys of a picklist, for checking."""
        return self.now.keys(picklist) if self.now is not None else []

    def _read(self) -> None:
        from crm_desktop.store.queries.offers import offers

        self.desk.read(self, self._take, offers, self.desk.me)

    def _take(self, found: Offers) -> None:
        self.now = found
        current_custom_fields().take(found.custom)
        self.changed.emit()

    def _written(self, change: Changed) -> None:
        from crm_desktop.store.queries.offers import KINDS_OFFERED

        if not KINDS_OFFERED.isdisjoint(change.kinds):
            self._read()


def lookups_of(desk: Desk) -> Lookups:
    """Return the desk's lookups; the first who asks makes them."""
    return companion_of(desk, Lookups)


def option_words(option: Option) -> str:
    """Return an option of a picklist in the language that is active."""
    return option.label_zh or option.label if current_language().code == "zh" else option.label


def stage_words(stage: Record) -> str:
    """Return a stage's name in the language that is active."""
    chinese = stage.get("name_zh")
    return chinese if isinstance(chinese, str) and current_language().code == "zh" else stage.title
