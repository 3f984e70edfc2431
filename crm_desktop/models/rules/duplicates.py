"""Which records may be the same customer: equal telephone or equal name, once habits of writing are set aside.

Exact keys only, so that a database can index them; spelling mistakes are the search's business.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crm_desktop.models.fields import FieldType, RecordKind, Values
from crm_desktop.models.folding import fold
from crm_desktop.models.phones import normalise_phone
from crm_desktop.models.record import Record

_COMPANY_WORDS = (
    *("股份有限公司", "有限责任公司", "有限責任公司", "有限公司", "总公司", "分公司", "公司", "集团", "集團"),
    *("incorporated", "corporation", "company", "limited", "gmbh", "corp", "group", "inc", "llc", "ltd", "plc", "co"),
)
_SUFFIX = re.compile(rf"(?:{'|'.join(sorted(_COMPANY_WORDS[:9], key=len, reverse=True))})\Z")
_LATIN = frozenset(_COMPANY_WORDS[9:])


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the same. `reasons` are names of keys: `name`, `phone`."""

    id: str
    reasons: tuple[str, ...]


def name_key(name: str) -> str:
    """Return a name without case, width, punctuation and the words that only say it is a company."""
    return _without_suffix("".join(_own_words(name)))


def search_words(name: str) -> str:
    """Return the words of a name that a search for look-alikes should ask for."""
    return _without_suffix(" ".join(_own_words(name)))


def phone_keys(record: Record) -> frozenset[str]:
    """Return the record's telephone numbers as they are compared: without extension; short ones say nothing."""
    return _phone_keys(_phone_fields(record.declaration), record.values)


class Resemblance:
    """The keys by which a record of a kind that is made unseen counts as one that exists: telephone, or name.

    Stricter than what is shown while typing: people of one name are one person only at the same account. Nothing for
    kinds that have no telephone, whose names need not differ.
    """

    def __init__(self, kind: RecordKind) -> None:
        self._title = kind.title
        self._phones = _phone_fields(kind)
        self._at_home = kind.has("account_id")

    @property
    def any(self) -> bool:
        """Whether records of the kind can be taken for one another."""
        return bool(self._phones)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that decide."""
        return (self._title, *(("account_id",) if self._at_home else ()), *self._phones)

    def keys(self, values: Values) -> list[str]:
        """Return the keys of one record."""
        if not self._phones:
            return []
        home = str(values.get("account_id") or "") if self._at_home else ""
        keys = [f"phone {phone}" for phone in _phone_keys(self._phones, values)]
        title = values.get(self._title)
        name = name_key(title) if isinstance(title, str) else ""
        if len(name) > 1 and (home or not self._at_home):
            keys.append(f"name {name} {home}")
        return keys


def has_resemblance(kind: RecordKind) -> bool:
    """Tell whether records of the kind can be taken for one another."""
    return Resemblance(kind).any


def _phone_fields(kind: RecordKind) -> tuple[str, ...]:
    return tuple(field.name for field in kind.fields if field.type is FieldType.PHONE)


def _phone_keys(fields: Iterable[str], values: Values) -> frozenset[str]:
    phones = [values.get(name) for name in fields]
    keys = [normalise_phone(phone).partition(";")[0] for phone in phones if isinstance(phone, str)]
    return frozenset([key for key in keys if len(key) >= 7])


def duplicates_of(record: Record, others: Iterable[Record]) -> list[Candidate]:
    """Return the records of the same kind that may be this one, those with more reasons first."""
    mine = _keys(record)
    found: list[Candidate] = []
    for other in others:
        if other.kind == record.kind and other.id != record.id and not other.deleted:
            shared = mine & _keys(other)
            if shared:
                found.append(Candidate(other.id, tuple(sorted({reason for reason, _ in shared}))))
    return sorted(found, key=lambda candidate: (-len(candidate.reasons), candidate.id))


def duplicate_groups(records: Iterable[Record]) -> list[tuple[str, ...]]:
    """Return the ids of records of one kind that share a key, each group sorted, the larger groups first."""
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in records:
        if not record.deleted:
            for key in _keys(record):
                groups[key].add(record.id)
    unique = {tuple(sorted(ids)) for ids in groups.values() if len(ids) > 1}
    return sorted(unique, key=lambda ids: (-len(ids), ids))


def _own_words(name: str) -> list[str]:
    words = fold(name).split()
    while len(words) > 1 and words[-1] in _LATIN:
        words.pop()
    return words


def _without_suffix(name: str) -> str:
    shorter = _SUFFIX.sub("", name)
    while shorter and shorter != name:
        name, shorter = shorter, _SUFFIX.sub("", shorter)
    return name


def _keys(record: Record) -> frozenset[tuple[str, str]]:
    return frozenset(_each_key(record))


def _each_key(record: Record) -> Iterator[tuple[str, str]]:
    for name in _names(record.values):
        key = name_key(name)
        if len(key) > 1:
            yield "name", key
    for phone in phone_keys(record):
        yield "phone", phone


def _names(values: Values) -> Iterator[str]:
    for field in ("name", "short_name"):
        name = values.get(field)
        if isinstance(name, str):
            yield name
