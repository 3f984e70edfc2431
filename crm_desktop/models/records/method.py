"""How the organisation studies its clients: its own catalogue, guide, outlines and report templates.

Where the organisation has written none, what `resources/templates` ships holds.
"""

from crm_desktop.models.fields import RecordKind, Searched, Shown, choice, flag, integer, link, members, note, text
from crm_desktop.models.records.interview import SECTIONS

_SINCE = 7

CAPABILITY = RecordKind(
    name="capability",
    since=_SINCE,
    plural="capabilities",
    icon="puzzle",
    title="name",
    public=True,
    fields=(
        text("name", required=True, limit=120, searched=Searched.NAME),
        text("name_zh", limit=120),
        note("description"),
        note("description_zh"),
        members("functions"),
        members("changes"),
        integer("position", default=0),
        flag("active", default=True),
    ),
)
"""What our product can do, for which functions of departments, by which kinds of change (automate, add …)."""

GUIDE_RULE = RecordKind(
    name="guide_rule",
    since=_SINCE,
    plural="guide_rules",
    icon="compass",
    title="advice",
    public=True,
    fields=(
        choice("aspect", "client_stage", "identity", required=True),
        text("key", required=True, limit=60),
        members("levels"),
        members("sections"),
        note("advice"),
        note("advice_zh"),
        integer("position", default=0),
        flag("active", default=True),
    ),
)
"""For one stage of a client, or one identity of a person: which goal levels and sections to ask for."""

OUTLINE = RecordKind(
    name="outline",
    since=_SINCE,
    plural="outlines",
    icon="list-checks",
    title="name",
    public=True,
    fields=(
        text("name", required=True, limit=120, searched=Searched.NAME),
        text("industry", limit=60),
        choice("language", "en", "zh", default="zh"),
        note("lead_in"),
        integer("position", default=0),
        flag("active", default=True),
    ),
)

OUTLINE_QUESTION = RecordKind(
    name="outline_question",
    since=_SINCE,
    plural="outline_questions",
    icon="circle-help",
    title="words",
    public=True,
    fields=(
        text("words", required=True, limit=400),
        link("outline_id", "outline", required=True),
        choice("section", *SECTIONS, default="work"),
        text("function", limit=60),
        members("identities"),
        members("stages"),
        members("levels"),
        note("follow_ups", searched=None),
        integer("position", default=0),
    ),
)
"""Asked of those `identities`, in those client `stages`, for those goal `levels`; an empty set means all.

`follow_ups` holds short questions offered beside it, one a line."""

REPORT_TEMPLATE = RecordKind(
    name="report_template",
    since=_SINCE,
    plural="report_templates",
    icon="file-text",
    title="name",
    public=True,
    fields=(
        text("name", required=True, limit=120),
        choice("language", "en", "zh", default="zh"),
        text("content", limit=400_000, shown=Shown.INTERNAL),
        integer("position", default=0),
        flag("active", default=True),
    ),
)
"""`content` is the template as JSON: its parts in order, each with heading and words around what is filled in."""
