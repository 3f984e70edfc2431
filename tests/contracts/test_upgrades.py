"""What an upgrade of the server means for replicas that it finds: they go on where they were."""

from __future__ import annotations

import hashlib

import msgspec

from crm_desktop.models.access import FieldRight, Level, Rights
from crm_desktop.models.catalog import KINDS, SCHEMA
from crm_desktop.models.exchange import Position, PullRequest
from crm_server.services.load_rights import load_rights
from tests.support.office import Office


def test_kinds_that_an_upgrade_of_the_server_brought_are_no_reason_to_start_over(office: Office) -> None:
    replica = office.snapshot("ann")
    account = office.add("ann", "account", name="A")
    with office.database.read() as connection:
        rights = load_rights(connection, office.org_id, office.caller("ann").user_id)
    assert rights.level(KINDS["process"]) is not Level.NONE
    for schema in range(1, SCHEMA):
        older = Position(replica.position.epoch, replica.position.sequence, digest_of_the_time(rights, schema))
        page = office.changes.pull(office.caller("ann"), PullRequest(position=older, schema=schema))
        assert page.snapshot == ""
        assert account in {row[0] for batch in page.batches for row in batch.rows}


def digest_of_the_time(rights: Rights, schema: int) -> str:
    """Return the digest as the server gave it when that was its newest schema: of the kinds that it then had."""
    brought = {"process": 2, "process_source": 2, "process_version": 2, "pool": 2, "lane": 2, "node": 2, "flow": 2,
               "pain": 2, "notice": 5, "notice_receipt": 5, "simulation": 6,
               "department": 7, "post": 7, "study": 7, "goal": 7, "metric": 7, "experiment": 7, "experiment_variant": 7,
               "document_read": 7, "observation": 7, "proposal": 7, "interview": 7, "interview_question": 7,
               "interview_entry": 7}  # fmt: skip
    levels = {name: rights.level(kind) for name, kind in KINDS.items() if not kind.public}
    known = {name: level for name, level in levels.items() if brought.get(name, 1) <= schema}
    used = (set(known.values()) | {Level.TEAM}) - {Level.ALL, Level.NONE}
    hidden = sorted(name for name, right in rights.field_rights.items() if right is FieldRight.HIDDEN)
    covered = sorted((level, sorted(rights.covered.get(level, ()))) for level in used)
    parts = (rights.user_id, sorted(known.items()), covered, hidden)
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:32]
