"""The server's tables: the record kinds, and beside them the change log, outcomes, people's keys and sessions."""

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

from crm_desktop.models.ids import ID_LENGTH
from crm_desktop.models.tables import server_tables

METADATA = MetaData()
RECORDS: dict[str, Table] = server_tables(METADATA)
"""The record tables by kind name."""


def _id(name: str, primary_key: bool = False, nullable: bool = True) -> Column[str]:
    return Column(name, String(ID_LENGTH), primary_key=primary_key, nullable=nullable and not primary_key)


def _org() -> Column[str]:
    return _id("org_id", primary_key=True)


STATE = Table(
    "organisation_state",
    METADATA,
    _org(),
    Column("sequence", BigInteger, nullable=False),
    Column("epoch", String(32), nullable=False),
    Column("horizon", BigInteger, nullable=False),
)
"""`sequence` is the number of the last accepted transaction; readers at or after `horizon` can go on from the log."""

EPOCHS = Table(
    "epochs",
    METADATA,
    _org(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("epoch", String(32), nullable=False),
    Column("began", BigInteger, nullable=False),
)
"""Each restore from a backup begins an epoch; `began` is the last number of the log that the backup held."""

LOG_TRANSACTIONS = Table(
    "log_transactions",
    METADATA,
    _org(),
    Column("sequence", BigInteger, primary_key=True),
    _id("transaction_id", nullable=False),
    Column("act", String(100), nullable=False),
    _id("user_id", nullable=False),
    Column("device", String(200), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("accepted_at", BigInteger, nullable=False),
    Column("schema", Integer, nullable=False),
    _id("undoes"),
    Index("ix_log_transactions_accepted_at", "org_id", "accepted_at"),
)
"""`made_at` is corrected by the device's clock error and bounded by `accepted_at`."""

LOG_CHANGES = Table(
    "log_changes",
    METADATA,
    _org(),
    Column("sequence", BigInteger, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("kind", String(60), nullable=False),
    _id("record_id", nullable=False),
    Column("operation", String(10), nullable=False),
    Column("fields", Text, nullable=False),
    _id("owner_before"),
    _id("owner_after"),
    _id("account_before"),
    _id("account_after"),
    _id("account_owner_before"),
    _id("account_owner_after"),
    _id("moved_from"),
    Index("ix_log_changes_record", "org_id", "kind", "record_id", "sequence"),
    Index("ix_log_changes_moved_from", "org_id", "moved_from", "sequence"),
)
"""The owners say who could see the record before and after the change; `moved_from` is the account it left."""

OUTCOMES = Table(
    "outcomes",
    METADATA,
    _org(),
    _id("transaction_id", primary_key=True),
    _id("user_id", nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("decided_at", BigInteger, nullable=False),
)

CREDENTIALS = Table(
    "credentials",
    METADATA,
    _org(),
    _id("user_id", primary_key=True),
    Column("sign_in_name", String(100), nullable=False),
    Column("password_hash", String(300), nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    UniqueConstraint("sign_in_name", name="uq_credentials_sign_in_name"),
)
"""`sign_in_name` is in lower case, and unique over all organisations: people sign in with nothing else."""

DEVICES = Table(
    "devices",
    METADATA,
    _org(),
    _id("user_id", primary_key=True),
    _id("id", primary_key=True),
    Column("name", String(200), nullable=False),
    Column("platform", String(60), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    Column("given_name", String(200)),
    Column("waiting", Integer, nullable=False, server_default="0"),
    Column("undecided", Integer, nullable=False, server_default="0"),
    Column("counted_at", BigInteger),
)
"""`given_name` is what the person calls it; `waiting` and `undecided` what it said last about its unsent work."""

RESCUES = Table(
    "rescues",
    METADATA,
    _org(),
    _id("user_id", primary_key=True),
    _id("device_id", primary_key=True),
    Column("token_hash", String(64), nullable=False),
    _id("family", nullable=False),
    Column("reason", String(60), nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("granted_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Index("ix_rescues_token_hash", "token_hash", unique=True),
)
"""The right of a device that is shut out to hand over its work; see docs/decisions/rescue.md."""

LEFT_WORK = Table(
    "left_work",
    METADATA,
    _org(),
    _id("id", primary_key=True),
    _id("user_id", nullable=False),
    _id("device_id", nullable=False),
    Column("device", String(200), nullable=False),
    Column("reason", String(60), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("act", Text, nullable=False),
    Column("refusal", Text),
    Column("state", String(20), nullable=False),
    Column("decided_by", String(ID_LENGTH), nullable=False),
    Column("decided_at", BigInteger, nullable=False),
    Column("decided_as", String(ID_LENGTH), nullable=False),
    Index("ix_left_work_user", "org_id", "user_id", "state"),
)
"""Acts of rescued devices that were not applied. `id` is the act's own, `act` the whole transaction as JSON."""

REFRESH_TOKENS = Table(
    "refresh_tokens",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    _id("org_id", nullable=False),
    _id("user_id", nullable=False),
    _id("device_id", nullable=False),
    _id("family", nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("revoked_at", BigInteger),
    Index("ix_refresh_tokens_family", "family"),
    Index("ix_refresh_tokens_device", "org_id", "user_id", "device_id"),
)

ACCESS_TOKENS = Table(
    "access_tokens",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    _id("org_id", nullable=False),
    _id("user_id", nullable=False),
    _id("device_id", nullable=False),
    _id("family", nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("ix_access_tokens_family", "family"),
    Index("ix_access_tokens_expires_at", "expires_at"),
)

SIGN_IN_FAILURES = Table(
    "sign_in_failures",
    METADATA,
    _id("id", primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("failed_at", BigInteger, nullable=False),
    Index("ix_sign_in_failures_subject", "subject", "failed_at"),
)
"""`subject` is the hash of a name or of an address."""

CONTENTS = Table(
    "contents",
    METADATA,
    _org(),
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("stored_at", BigInteger, nullable=False),
    Column("unreferenced_since", BigInteger),
    Index("ix_contents_unreferenced_since", "unreferenced_since"),
)
"""The contents of attachments that lie whole and checked in the folder of files."""

UPLOADS = Table(
    "uploads",
    METADATA,
    _org(),
    _id("attachment_id", primary_key=True),
    _id("user_id", nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("started_at", BigInteger, nullable=False),
)
"""Uploads under way. How far each is says the length of its file."""

CALENDAR_FEEDS = Table(
    "calendar_feeds",
    METADATA,
    _org(),
    _id("user_id", primary_key=True),
    _id("id", primary_key=True),
    Column("token_hash", String(64), nullable=False),
    Column("name", String(100), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Index("ix_calendar_feeds_token_hash", "token_hash", unique=True),
)
"""Secret addresses under which people's calendars may be read, kept as hashes; revoking removes the row."""
