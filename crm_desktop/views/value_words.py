"""How a field's value reads to a person: one function for lists, panels, forms and histories."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_desktop.models.fields import Field, FieldType, RecordKind, Value, Values
from crm_desktop.models.money import from_units
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import has_label, label, tr
from crm_desktop.views.lookups import Lookups, stage_words


@dataclass(frozen=True, slots=True)
class Wordings:
    """What reading values takes: the lookups, how numbers and dates are written, and titles of linked records by id."""

    lookups: Lookups
    formats: Formats
    linked: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: RecordKind, name: str, values: Values) -> str:
        """Return the words for a record's field, "" where it says nothing; an amount finds its currency itself."""
        declared = kind.field(name)
        value = values.get(name)
        if value is None:
            return ""
        if declared.type is FieldType.MONEY:
            return self.formats.money(_whole(value), currency_of(kind, name, values))
        return self.value(kind, declared, value)

    def value(self, kind: RecordKind, declared: Field, value: Value) -> str:
        """Return the words for one value by itself; an amount has no currency then."""
        match declared.type, value:
            case _, None:
                return ""
            case (FieldType.CHOICE, str()) | (FieldType.TEXT, str()) if declared.options or declared.picklist:
                return choice_words(self.lookups, kind, declared, str(value))
            case FieldType.LINK, str():
                return self.named(declared.target, value)
            case FieldType.SET, list():
                return self.formats.listed(sorted(self.member(kind, declared, each) for each in value))
            case FieldType.DATE, str():
                return self.formats.day_full(value)
            case FieldType.FLAG, _:
                return tr("records", "Yes") if value else tr("records", "No")
            case _, int():
                return self._number(declared, value)
            case _:
                return str(value)

    def _number(self, declared: Field, value: int) -> str:
        match declared.type:
            case FieldType.SHARE:
                return self.formats.percent(value)
            case FieldType.MOMENT:
                return self.formats.moment(value)
            case FieldType.MONEY:
                return self.formats.money(value)
            case FieldType.NUMBER:
                return self.formats.figure(from_units(value))
            case _:
                pass
        # A year is a number that nobody groups.
        return str(value) if declared.least == 1000 else self.formats.number(value)

    def member(self, kind: RecordKind, declared: Field, member: str) -> str:
        """Return what one member of a set is called."""
        if declared.picklist:
            return choice_words(self.lookups, kind, declared, member)
        return self.named(declared.target, member)

    def named(self, target: str, record_id: str) -> str:
        """Return what a linked record is called, or that it is not on this device."""
        if not target:
            return record_id
        if target == "user" and (name := self.lookups.user_name(record_id)):
            return name
        if target == "stage" and (stage := self.lookups.stage(record_id)) is not None:
            return stage_words(stage)
        if target == "tag" and (tag := self.lookups.tag(record_id)) is not None:
            return tag.title
        return self.linked.get(record_id) or tr("records", "Not on this device")


def currency_of(kind: RecordKind, name: str, values: Values) -> str:
    """Return the currency that belongs to an amount."""
    partner = next((other for other in kind.group_of(name) if other != name), "")
    return str(values.get(partner) or "CNY")


def choice_words(lookups: Lookups, kind: RecordKind, declared: Field, key: str) -> str:
    """Return what a choice or an entry of a picklist is called; a key that nothing names is shown as it is."""
    if declared.picklist and (name := lookups.option_name(declared.picklist, key)):
        return name
    option = kind.option_key(declared.name, key)
    return str(label("options", option)) if has_label("options", option) else key


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0
