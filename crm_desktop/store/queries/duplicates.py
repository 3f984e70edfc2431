"""Records that may be the one somebody is about to make: looked for by search, judged by the shared rule."""

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import FieldType, Values
from crm_desktop.models.record import Record
from crm_desktop.models.rules.duplicates import Candidate, duplicates_of, search_words
from crm_desktop.store.queries.find import find
from crm_desktop.store.reader import Reader

_LOOKED_AT = 40


def possible_duplicates(reader: Reader, kind: str, values: Values) -> list[tuple[Candidate, Record]]:
    """Return the records of the kind with an equal name or telephone, the likeliest first."""
    declared = KINDS[kind]
    phones = [values.get(field.name) for field in declared.fields if field.type is FieldType.PHONE]
    title = search_words(str(values.get(declared.title) or ""))
    asked = [str(each) for each in (title, *phones) if each]
    found = {hit.record.id: hit.record for words in asked for hit in find(reader, words, (kind,), _LOOKED_AT)}
    candidates = duplicates_of(Record(kind, "", values), found.values())
    return [(candidate, found[candidate.id]) for candidate in candidates]
