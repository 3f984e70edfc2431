"""The scope: a digest of what decides which rows and fields a user's replica holds, apart from the rows themselves.

When it changes a replica needs a new snapshot; changes of owners and shares are told row by row instead.
"""

import hashlib

import msgspec

from crm_desktop.models.access import FieldRight, Level, Rights
from crm_desktop.models.catalog import KINDS, SCHEMA


def scope_digest(rights: Rights, schema: int = SCHEMA) -> str:
    """Return the digest; equal for rights under which the same rows and fields are visible.

    With an older `schema` it is the one that a server of that version gave: kinds that came later do not count.
    """
    levels = {name: rights.level(kind) for name, kind in KINDS.items() if not kind.public and kind.since <= schema}
    # Saved views for the team reach everyone in it, whatever the role says.
    used = (set(levels.values()) | {Level.TEAM}) - {Level.ALL, Level.NONE}
    parts = (
        rights.user_id,
        sorted(levels.items()),
        sorted((level, sorted(rights.covered.get(level, ()))) for level in used),
        sorted(name for name, right in rights.field_rights.items() if right is FieldRight.HIDDEN),
    )
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:32]


def earlier_digests(rights: Rights) -> frozenset[str]:
    """Return the digests of these rights by servers that did not know the newest kinds yet."""
    versions = {kind.since - 1 for kind in KINDS.values() if kind.since > 1}
    return frozenset(scope_digest(rights, version) for version in versions)
