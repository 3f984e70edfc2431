"""How people arrange the product for themselves and for the organisation: saved views and picklists."""

from crm_desktop.models.fields import RecordKind, Shown, choice, flag, integer, link, text

SAVED_VIEW = RecordKind(
    name="saved_view",
    plural="saved_views",
    icon="list-filter",
    title="name",
    fields=(
        text("name", required=True),
        text("record_kind", limit=60, required=True),
        choice("layout", "table", "board", "timeline", default="table"),
        text("definition", limit=20_000, shown=Shown.INTERNAL),
        choice("audience", "private", "team", "everyone", default="private"),
        flag("pinned"),
        integer("position", default=0),
        link("owner_id", "user"),
    ),
)
"""`definition` is the JSON of filter, sort, groups and columns; see rules/views.py."""

PICKLIST = RecordKind(
    name="picklist_option",
    plural="picklist_options",
    icon="list",
    title="label",
    public=True,
    fields=(
        text("picklist", limit=100, required=True, indexed=True),
        text("key", limit=100, required=True),
        text("label", limit=100, required=True),
        text("label_zh", limit=100),
        integer("position", default=0),
        flag("active", default=True),
    ),
)
