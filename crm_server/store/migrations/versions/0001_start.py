"""The tables the server starts with."""

from alembic import op

from crm_server.store.migrations.words import columns, create_record_table

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_RECORDS = {
    "organisations": """
        name:200 short_name:200 currency:3 zone:60 offline_days:big
    """,
    "units": """
        name:200 parent_id:32* function:60 position:big
    """,
    "roles": """
        name:200 reads:text writes:text field_rights:text permissions:text
    """,
    "users": """
        name:200 sign_in_name:100 email:254 phone:60 job_title:200 unit_id:32* role_id:32* active:flag
    """,
    "teams": """
        name:200 leader_id:32* member_ids:text
    """,
    "stages": """
        name:200 name_zh:60 position:big probability:int outcome:60 required_fields:text rots_after_days:big active:flag
    """,
    "picklist_options": """
        picklist:100* key:100 label:100 label_zh:100 position:big active:flag
    """,
    "tags": """
        name:60 hue:60
    """,
    "products": """
        name:200* series:100 price:big currency:3 active:flag external_id:100*
    """,
    "saved_views": """
        name:200 record_kind:60 layout:60 definition:text audience:60 pinned:flag position:big owner_id:32*
    """,
    "accounts": """
        name:200* short_name:60 form:60 level:60 life_stage:60* industry:100* health:big* annual_value:big*
        annual_currency:3 renewal_on:10* next_step:200 last_contact_at:big* owner_id:32* employees:big phone:60
        website:500 region:60* country:60 city:60 street:200 postcode:20 latitude:double longitude:double parent_id:32*
        founded:big revenue:big revenue_currency:3 external_id:100* tag_ids:text notes:text
    """,
    "opportunities": """
        name:200* account_id:32* stage_id:32* amount:big* currency:3 probability:int close_on:10* next_step:200
        owner_id:32* product_id:32* contact_id:32* opened_on:10 closed_on:10* last_activity_at:big* loss_reason:60
        competitors:200 rank:60 external_id:100* tag_ids:text notes:text
    """,
    "contacts": """
        name:200* account_id:32* job_title:200 department:100 mobile:60 phone:60 email:254 wechat:100 buying_role:60
        attitude:60 reports_to_id:32* tag_ids:text notes:text
    """,
    "tasks": """
        subject:200 priority:60 due_at:big* zone:60 done:flag* done_at:big account_id:32* opportunity_id:32*
        contact_id:32* owner_id:32* recurrence:200 remind_at:big notes:text
    """,
    "visits": """
        subject:200 state:60 starts_at:big* ends_at:big zone:60 account_id:32* contact_id:32* owner_id:32* place:200
        participant_ids:text checked_in_at:big check_in_latitude:double check_in_longitude:double checked_out_at:big
        outcome:200 next_step:200 notes:text
    """,
    "activities": """
        form:60 subject:200 happened_at:big* zone:60 account_id:32* contact_id:32* opportunity_id:32* owner_id:32*
        outcome:200 next_step:200 body:text participant_ids:text
    """,
    "notes": """
        body:text record_kind:60 record_id:32* account_id:32* owner_id:32*
    """,
    "attachments": """
        file_name:255 media_type:127 size:big sha256:64* record_kind:60 record_id:32* account_id:32* owner_id:32*
    """,
    "shares": """
        record_kind:60 record_id:32* owner_id:32* right:60 account_id:32*
    """,
    "conflicts": """
        record_kind:60 record_id:32* field:60 base:text mine:text theirs:text mine_by:32* mine_at:big mine_device:200
        theirs_by:32* theirs_at:big winner:60 state:60* decision:60 settled_by:32* settled_at:big account_id:32*
        owner_id:32*
    """,
}
_OTHERS = {
    "access_tokens": """
        token_hash:64^ org_id:32! user_id:32! device_id:32! family:32! expires_at:big!
    """,
    "credentials": """
        org_id:32^ user_id:32^ sign_in_name:100! password_hash:300! changed_at:big!
    """,
    "devices": """
        org_id:32^ user_id:32^ id:32^ name:200! platform:60! created_at:big! seen_at:big! revoked_at:big
    """,
    "log_changes": """
        org_id:32^ sequence:big^ ordinal:int^ kind:60! record_id:32! operation:10! fields:text! owner_before:32
        owner_after:32 account_before:32 account_after:32 account_owner_before:32 account_owner_after:32 moved_from:32
    """,
    "log_transactions": """
        org_id:32^ sequence:big^ transaction_id:32! act:100! user_id:32! device:200! made_at:big! accepted_at:big!
        schema:int! undoes:32
    """,
    "organisation_state": """
        org_id:32^ sequence:big! epoch:32! horizon:big!
    """,
    "outcomes": """
        org_id:32^ transaction_id:32^ user_id:32! sequence:big! outcome:text! decided_at:big!
    """,
    "refresh_tokens": """
        token_hash:64^ org_id:32! user_id:32! device_id:32! family:32! issued_at:big! expires_at:big! used_at:big
        revoked_at:big
    """,
    "sign_in_failures": """
        id:32^ subject:64! failed_at:big!
    """,
}
_INDEXES = (
    ("ix_access_tokens_expires_at", "access_tokens", "expires_at"),
    ("ix_access_tokens_family", "access_tokens", "family"),
    ("ix_log_changes_moved_from", "log_changes", "org_id moved_from sequence"),
    ("ix_log_changes_record", "log_changes", "org_id kind record_id sequence"),
    ("ix_log_transactions_accepted_at", "log_transactions", "org_id accepted_at"),
    ("ix_refresh_tokens_device", "refresh_tokens", "org_id user_id device_id"),
    ("ix_refresh_tokens_family", "refresh_tokens", "family"),
    ("ix_sign_in_failures_subject", "sign_in_failures", "subject failed_at"),
)


def upgrade() -> None:
    for name, words in _RECORDS.items():
        create_record_table(name, words)
    for name, words in _OTHERS.items():
        op.create_table(name, *columns(words))
    for name, table, fields in _INDEXES:
        op.create_index(name, table, fields.split())
    with op.batch_alter_table("credentials") as credentials:
        credentials.create_unique_constraint("uq_credentials_sign_in_name", ["sign_in_name"])


def downgrade() -> None:
    for name in [*_OTHERS, *_RECORDS]:
        op.drop_table(name)
