"""The list of record kinds, in the order in which a new replica wants them: what others refer to comes first."""

from crm_desktop.models.fields import RecordKind
from crm_desktop.models.records.account import ACCOUNT
from crm_desktop.models.records.activity import ACTIVITY, TASK, VISIT
from crm_desktop.models.records.annotations import ATTACHMENT, NOTE, SHARE, TAG
from crm_desktop.models.records.client_organisation import DEPARTMENT, POST
from crm_desktop.models.records.conflict import CONFLICT
from crm_desktop.models.records.contact import CONTACT
from crm_desktop.models.records.custom_field import CUSTOM_FIELD
from crm_desktop.models.records.desk import PICKLIST, SAVED_VIEW
from crm_desktop.models.records.interview import INTERVIEW, INTERVIEW_ENTRY, INTERVIEW_QUESTION
from crm_desktop.models.records.method import CAPABILITY, GUIDE_RULE, OUTLINE, OUTLINE_QUESTION, REPORT_TEMPLATE
from crm_desktop.models.records.notice import NOTICE, NOTICE_RECEIPT
from crm_desktop.models.records.opportunity import OPPORTUNITY, PRODUCT, STAGE
from crm_desktop.models.records.organisation import ORGANISATION, UNIT
from crm_desktop.models.records.people import ROLE, TEAM, USER
from crm_desktop.models.records.process import FLOW, LANE, NODE, PAIN, POOL, PROCESS, PROCESS_SOURCE, PROCESS_VERSION
from crm_desktop.models.records.simulation import SIMULATION
from crm_desktop.models.records.study import (
    DOCUMENT_READ,
    EXPERIMENT,
    EXPERIMENT_VARIANT,
    GOAL,
    METRIC,
    OBSERVATION,
    PROPOSAL,
    STUDY,
)

SCHEMA = 8
"""Number of the declarations as a whole; raised whenever a kind or field is added. Sent with every exchange."""

KINDS: dict[str, RecordKind] = {
    kind.name: kind
    for kind in (
        ORGANISATION,
        UNIT,
        ROLE,
        USER,
        TEAM,
        STAGE,
        PICKLIST,
        CUSTOM_FIELD,
        TAG,
        PRODUCT,
        CAPABILITY,
        GUIDE_RULE,
        OUTLINE,
        OUTLINE_QUESTION,
        REPORT_TEMPLATE,
        SAVED_VIEW,
        ACCOUNT,
        OPPORTUNITY,
        CONTACT,
        TASK,
        VISIT,
        ACTIVITY,
        NOTE,
        ATTACHMENT,
        DEPARTMENT,
        POST,
        STUDY,
        PROCESS,
        POOL,
        LANE,
        NODE,
        FLOW,
        PAIN,
        PROCESS_VERSION,
        PROCESS_SOURCE,
        SIMULATION,
        METRIC,
        GOAL,
        EXPERIMENT,
        EXPERIMENT_VARIANT,
        DOCUMENT_READ,
        OBSERVATION,
        PROPOSAL,
        INTERVIEW,
        INTERVIEW_QUESTION,
        INTERVIEW_ENTRY,
        NOTICE,
        NOTICE_RECEIPT,
        SHARE,
        CONFLICT,
    )
}

SYSTEM_COLUMNS = ("created_at", "created_by", "updated_at", "updated_by", "deleted_at", "deleted_by")
"""Kept by the write doors on every row beside the declared fields: moments and user ids; never written by a client."""


def kind(name: str) -> RecordKind:
    """Return the kind's declaration; raises KeyError for one this version does not know."""
    return KINDS[name]


def row_columns(of: RecordKind) -> tuple[str, ...]:
    """Return the columns of a full row as stored and as sent: id, fields, system columns, and `extra`.

    `extra` is JSON text: fields by name that this side does not know and hands on unchanged.
    """
    return ("id", *(field.name for field in of.fields), *SYSTEM_COLUMNS, "extra")
