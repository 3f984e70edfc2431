"""The client's own organisation: its departments and posts, as the study of its processes finds them."""

from crm_desktop.models.fields import RecordKind, Rule, Searched, Shown, choice, flag, integer, link, note, text

DEPARTMENT_FUNCTIONS = (
    "management",
    "acquisition",
    "sales",
    "operations",
    "service",
    "production",
    "purchasing",
    "logistics",
    "quality",
    "development",
    "finance",
    "people",
    "technology",
    "other",
)
"""What a department is there for; capabilities of the product name the functions that they serve."""
SCOPES = ("undecided", "in", "out")
_SINCE = 7

DEPARTMENT = RecordKind(
    name="department",
    since=_SINCE,
    plural="departments",
    icon="network",
    title="name",
    fields=(
        text("name", required=True, limit=120, searched=Searched.NAME),
        link("account_id", "account", required=True),
        link("parent_id", "department", indexed=False, rule=Rule.PLACE, group="place"),
        text("rank", limit=60, rule=Rule.PLACE, group="place", shown=Shown.INTERNAL),
        choice("function", *DEPARTMENT_FUNCTIONS, default="other"),
        flag("staff_line"),
        link("head_id", "contact", indexed=False),
        integer("head_count", least=0, most=10_000_000),
        choice("scope", *SCOPES, default="undecided"),
        text("scope_reason", limit=200),
        choice("hue", "sky", "teal", "amber", "violet", "green", "rose", "slate", "coral"),
        note("notes"),
    ),
)
"""`staff_line`: it advises or directs others without being above them, as functional departments do."""

POST = RecordKind(
    name="post",
    since=_SINCE,
    plural="posts",
    icon="id-card",
    title="name",
    fields=(
        text("name", required=True, limit=120, searched=Searched.NAME),
        link("account_id", "account", required=True),
        link("department_id", "department", required=True),
        text("rank", limit=60, rule=Rule.PLACE, shown=Shown.INTERNAL),
        integer("head_count", least=0, most=10_000_000),
        choice("scope", *SCOPES, default="undecided"),
        integer("users", least=0, most=10_000_000),
        link("contact_id", "contact", indexed=False),
        note("duties"),
        text("permissions", limit=400),
    ),
)
"""`users` is how many of its holders will work with the product."""
