"""The study of a client's processes: its organisation, goals, results and interviews, and how studying is done."""

from alembic import op

from crm_server.store.migrations.words import columns, create_record_table

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = {
    "capabilities": (
        "name:120 name_zh:120 description:text description_zh:text functions:text changes:text position:big active:flag"
    ),
    "guide_rules": "aspect:60 key:60 levels:text sections:text advice:text advice_zh:text position:big active:flag",
    "outlines": "name:120 industry:60 language:60 lead_in:text position:big active:flag",
    "outline_questions": (
        "words:400 outline_id:32* section:60 function:60 identities:text stages:text levels:text "
        "follow_ups:text position:big"
    ),
    "report_templates": "name:120 language:60 content:text position:big active:flag",
    "departments": (
        "name:120 account_id:32* parent_id:32 rank:60 function:60 staff_line:flag head_id:32 "
        "head_count:big scope:60 scope_reason:200 hue:60 notes:text"
    ),
    "posts": (
        "name:120 account_id:32* department_id:32* rank:60 head_count:big scope:60 users:big "
        "contact_id:32 duties:text permissions:400"
    ),
    "studies": (
        "name:200* account_id:32* purpose:text state:60* client_stage:60 structure:60 owner_id:32* "
        "opportunity_id:32 industry:60 industry_notes:text competitors:text starts_on:10 report_due:10 "
        "hourly_cost:big currency:3 working_days:big tag_ids:text summary:text next_steps:text"
    ),
    "metrics": (
        "name:200 study_id:32* account_id:32 level:60 unit:60 currency:3 better:60 present:big "
        "measured_on:10 source:200 target:big peer:big peer_source:200 node_ids:text rank:60 notes:text"
    ),
    "goals": (
        "name:400 study_id:32* account_id:32 level:60 aspect:60 parent_id:32 rank:60 metric:120 "
        "value:big unit:40 due:10 department_id:32 metric_id:32 contact_id:32 notes:text"
    ),
    "experiments": (
        "name:200 study_id:32* account_id:32 metric_id:32 node_id:32 state:60 starts_on:10 ends_on:10 "
        "winner_id:32 notes:text"
    ),
    "experiment_variants": "name:200 experiment_id:32* account_id:32 content:text trials:big successes:big rank:60",
    "documents_read": "name:200 study_id:32* account_id:32 author:200 web:500 read_on:10 takeaways:text",
    "observations": (
        "seen:text study_id:32* account_id:32 happened_at:big place:200 post_id:32 node_id:32 agrees:60 chance:text"
    ),
    "proposals": (
        "name:400 study_id:32* account_id:32 pain_ids:text capability_id:32 change:60 node_id:32 "
        "to_be_node_id:32 opportunity_id:32 state:60 saving_per_month:big currency:3 rank:60 effect:text "
        "notes:text"
    ),
    "interviews": (
        "name:200 study_id:32* account_id:32 process_id:32 visit_id:32 state:60 contact_ids:text "
        "speaker_id:32 identity:60 language:10 prepared:text yield_wanted:text lead_in:text "
        "consent_at:big consent_by:120 started_at:big ended_at:big elapsed_ms:big question_id:32 "
        "owner_id:32* summary:text"
    ),
    "interview_questions": (
        "words:400 interview_id:32* account_id:32 section:60 department_id:32 lane_id:32 follows_id:32 "
        "state:60 origin:60 gap:120 follow_ups:text rank:60"
    ),
    "interview_entries": (
        "words:text interview_id:32* account_id:32 question_id:32 form:60 at_ms:big length_ms:big "
        "speaker_id:32 node_id:32 pain_ids:text metric_id:32 goal_id:32 post_id:32 internal:flag rank:60"
    ),
}
_MORE = {
    "processes": "study_id:32*",
    "lanes": "department_id:32 post_id:32",
    "pains": "minutes_each:big people:big capability_id:32",
}


def upgrade() -> None:
    """Make the tables and add the columns."""
    for table, words in _TABLES.items():
        create_record_table(table, words)
    for table, words in _MORE.items():
        for column in columns(words):
            op.add_column(table, column)
    op.create_index("ix_processes_study_id", "processes", ["org_id", "study_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_processes_study_id", "processes")
    for table, words in _MORE.items():
        for column in columns(words):
            op.drop_column(table, column.name)
    for table in reversed(_TABLES):
        op.drop_table(table)
