"""Whether somebody else has this customer already: masked, by the rule of the devices, and not often.

It answers about records that the asker does not see, and therefore tells as little as helps: the beginning of a name,
whose it is, and why. A telephone that the role may not see is not compared.
"""

from dataclasses import dataclass, field

from crm_desktop.models.access import FieldRight, Rights, may_write_some
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.clock import Clock
from crm_desktop.models.fields import FieldType, RecordKind, Value
from crm_desktop.models.look_alikes import LookAlikeQuestion, MaskedHit, MaskedHits, masked
from crm_desktop.models.phones import digits_of, normalise_phone
from crm_desktop.models.record import Record
from crm_desktop.models.rules.duplicates import duplicates_of, has_resemblance, name_key
from crm_server.errors import Forbidden
from crm_server.services.load_rights import load_rights
from crm_server.services.pace import Pace
from crm_server.store.engine import Database
from crm_server.store.look_alikes import owner_names, rows_with
from crm_server.store.sessions import Caller
from crm_server.store.visible_rows import Reader

MOST_ASKED = 60
"""Questions of one person in ten minutes and worker: a few forms, and too few to read the customers of others."""
MOST_TOLD = 3
_LOOKED_AT = 200
_SHORTEST_PHONE = 7
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class LookAlikes:
    """The service; blocking, call in a worker thread."""

    database: Database
    clock: Clock
    pace: Pace = field(default_factory=lambda: Pace("request.too_many"))

    def of(self, caller: Caller, question: LookAlikeQuestion) -> MaskedHits:
        """Return what the caller does not see and may be the same; raises Forbidden, TooMany.

        Of a kind that is not compared, or that only a newer client knows, nothing is told.
        """
        kind = KINDS.get(question.kind)
        if kind is None or kind.public or not has_resemblance(kind):
            return MaskedHits(hits=[])
        self.pace.count(f"{caller.org_id} {caller.user_id}", MOST_ASKED, self.clock.now())
        with self.database.read() as connection:
            rights = load_rights(connection, caller.org_id, caller.user_id)
            if not may_write_some(rights, kind):
                raise Forbidden("request.forbidden")
            values = _asked(kind, rights, question)
            rows = rows_with(connection, caller.org_id, kind, _signs(kind, values), _LOOKED_AT)
            alike = duplicates_of(Record(kind.name, "", values), rows)
            _, seen = Reader(connection, caller.org_id, rights).rows_by_id(kind, {each.id for each in alike})
            hidden = [each for each in alike if each.id not in seen][:MOST_TOLD]
            by_id = {each.id: each for each in rows}
            owners = owner_names(connection, caller.org_id, [by_id[each.id] for each in hidden])
        return MaskedHits(
            hits=[
                MaskedHit(name=masked(by_id[each.id].title), owner=owners.get(each.id, ""), reasons=list(each.reasons))
                for each in hidden
            ]
        )


def _asked(kind: RecordKind, rights: Rights, question: LookAlikeQuestion) -> dict[str, Value]:
    """Return the question as values of a record, without what the role may not see."""
    phones = [each.name for each in kind.fields if each.type is FieldType.PHONE and _is_seen(rights, kind, each.name)]
    values: dict[str, Value] = dict(zip(phones, question.phones, strict=False))
    if question.name and _is_seen(rights, kind, kind.title):
        values[kind.title] = question.name
    return values


def _is_seen(rights: Rights, kind: RecordKind, name: str) -> bool:
    return rights.field_right(kind, name) is not FieldRight.HIDDEN


def _signs(kind: RecordKind, values: dict[str, Value]) -> list[str]:
    """Return what rows are looked for by: the name's own words, and telephones without the code of the country."""
    name = name_key(str(values.get(kind.title) or ""))[:_LONGEST_NAME]
    signs = [name] if len(name) > 1 and not name.isdecimal() else []
    for each in kind.fields:
        if each.type is FieldType.PHONE and (typed := values.get(each.name)):
            digits = digits_of(normalise_phone(str(typed)).partition(";")[0].removeprefix("+86"))
            signs += [digits] if len(digits) >= _SHORTEST_PHONE else []
    return signs
