"""Tables for processes as swimlane maps."""

from alembic import op

from crm_server.store.migrations.words import create_record_table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_RECORDS = {
    "processes": """
        name:200* account_id:32* form:60* state:60* base_process_id:32 orientation:60 opportunity_id:32*
        owner_id:32* industry:60 version:40 tag_ids:text summary:text source_format:20 bpmn_id:255
    """,
    "pools": """
        name:200 process_id:32* account_id:32* form:60 collapsed:flag rank:60 bpmn_id:255
    """,
    "lanes": """
        name:200 process_id:32* account_id:32* pool_id:32 parent_id:32 rank:60 breadth:big hue:60 post:120
        staff:big contact_id:32* bpmn_id:255
    """,
    "nodes": """
        name:1000 process_id:32* account_id:32* form:60 trigger:60 task_type:60 gateway_type:60 throws:flag
        interrupts:flag markers:text expanded:flag parent_id:32 attached_to_id:32 linked_process_id:32
        lane_id:32 rank:60 along:big across:big width:big height:big pinned:flag working_seconds:big
        waiting_seconds:big frequency:big frequency_per:60 cost:big currency:3 errors_per_mille:big
        automation:60 systems:text contact_id:32* post:120 input:400 output:400 change:60 base_node_id:32
        opportunity_id:32* notes:text bpmn_id:255
    """,
    "flows": """
        name:400 process_id:32* account_id:32* form:60 source_id:32 target_id:32 bends:text condition:text
        usual:flag share:int transfer_seconds:big transfer_distance:120 permission:200 change:60
        base_flow_id:32 bpmn_id:255
    """,
    "pains": """
        name:400 process_id:32* account_id:32* node_id:32* severity:60 times_per_month:big cost_per_month:big
        currency:3 said_by:120 state:60 solution:400 opportunity_id:32* notes:text
    """,
    "process_versions": """
        name:100 process_id:32* account_id:32* content:text comment:text
    """,
    "process_sources": """
        process_id:32* account_id:32* file_name:255 format:20 part:big content:text
    """,
}


def upgrade() -> None:
    for name, words in _RECORDS.items():
        create_record_table(name, words)


def downgrade() -> None:
    for name in _RECORDS:
        op.drop_table(name)
