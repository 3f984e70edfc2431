"""Fields that an organisation adds itself: their definitions. How one behaves follows from its name (`fields.py`)."""

from crm_desktop.models.fields import RecordKind, choice, flag, integer, members, text

CUSTOM_KINDS = ("account", "contact", "opportunity", "task", "visit", "activity")
"""Kinds that organisations may add fields to."""

CUSTOM_FIELD = RecordKind(
    name="custom_field",
    since=8,
    plural="custom_fields",
    icon="text-cursor-input",
    title="label",
    public=True,
    fields=(
        text("label", required=True, limit=60),
        text("label_zh", limit=60),
        choice("record_kind", *CUSTOM_KINDS, required=True),
        text("name", required=True, limit=60, indexed=True),
        flag("required"),
        flag("listed"),
        flag("searched"),
        members("industries", limit=100),
        integer("position", default=0),
        flag("active", default=True),
    ),
)
"""`name` is `x_TYPE_KEY`, unique in the organisation, and never changes; a field is switched off and never deleted.

The options of a choice are a picklist of that name. `industries`: it holds for accounts of these only, and for what
belongs to them; empty for all.
"""
