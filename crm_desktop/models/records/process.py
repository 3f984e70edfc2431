"""Process: a client's way of working as a swimlane map; every lane, step, flow and pain is a record of its own.

Places are stored apart from the orientation in which a map is shown: `along` runs with the flow, `across` from lane to
lane. `along` is the distance of an element's middle from the map's start, `across` the distance of its middle from its
lane's edge, both in device-independent pixels; width and height are as drawn, in either orientation. So moving a lane
or turning the map changes no step.
"""

from crm_desktop.models.fields import (
    RecordKind,
    Rule,
    Searched,
    Shown,
    choice,
    currency,
    flag,
    integer,
    link,
    members,
    money,
    note,
    share,
    text,
)

EVENT_TRIGGERS = (
    "none",
    "message",
    "timer",
    "error",
    "escalation",
    "cancel",
    "compensation",
    "conditional",
    "link",
    "signal",
    "terminate",
    "multiple",
    "parallel_multiple",
)
TASK_TYPES = ("none", "user", "manual", "service", "script", "rule", "send", "receive")
GATEWAY_TYPES = ("exclusive", "inclusive", "parallel", "complex", "event", "event_parallel")
NODE_MARKERS = (
    "loop",
    "multi_parallel",
    "multi_sequential",
    "compensation",
    "ad_hoc",
    "event",
    "transaction",
    "call",
    "instantiate",
    "collection",
    "input",
    "output",
    "unmarked",
    "global",
    "lane",
    "conversation",
)
"""What `node.markers` may hold. `event`: a sub-process that an event begins; `call`: one that stands elsewhere, and
`global`: what it calls is a task. `unmarked`: a decision that is drawn without its sign. `lane`: a frame that is a
lane within a sub-process; `conversation`: a note that is what participants talk about.
"""
FLOW_MARKERS = ("initiating", "answering", "directed", "both", "conditional")
"""What `flow.markers` may hold: an envelope on a message, white or grey; an association with a head at its target, or
at both ends; a sequence that only runs if its condition holds, though it comes from no decision.
"""
HUES = ("sky", "teal", "amber", "violet", "green", "rose", "slate", "coral")
_SINCE = 2
_STUDIED = 7
_SIGNED = 8

PROCESS = RecordKind(
    name="process",
    since=_SINCE,
    plural="processes",
    icon="workflow",
    title="name",
    page=True,
    fields=(
        text("name", required=True, searched=Searched.NAME, indexed=True),
        link("account_id", "account", shown=Shown.LIST),
        choice("form", "as_is", "to_be", "template", default="as_is", shown=Shown.LIST, indexed=True),
        choice("state", "draft", "reviewed", "agreed", "retired", default="draft", shown=Shown.LIST, indexed=True),
        link("base_process_id", "process", indexed=False),
        choice("orientation", "vertical", "horizontal", default="vertical", rule=Rule.PLACE, shown=Shown.INTERNAL),
        link("opportunity_id", "opportunity"),
        link("study_id", "study", since=_STUDIED),
        link("owner_id", "user", rule=Rule.GUARD, shown=Shown.LIST),
        text("industry", limit=60),
        text("version", limit=40),
        members("tag_ids", "tag"),
        note("summary"),
        text("source_format", limit=20, shown=Shown.INTERNAL),
        text("bpmn_id", limit=255, shown=Shown.INTERNAL),
    ),
)

PROCESS_SOURCE = RecordKind(
    name="process_source",
    since=_SINCE,
    plural="process_sources",
    icon="file",
    title="file_name",
    fields=(
        link("process_id", "process", required=True),
        link("account_id", "account"),
        text("file_name", limit=255),
        text("format", limit=20, shown=Shown.INTERNAL),
        integer("part", default=0, shown=Shown.INTERNAL),
        text("content", limit=400_000, shown=Shown.INTERNAL),
    ),
)
"""The file from which a map was imported, deflated and in base 64, in parts; what we do not show goes back from it."""

PROCESS_VERSION = RecordKind(
    name="process_version",
    since=_SINCE,
    plural="process_versions",
    icon="history",
    title="name",
    fields=(
        text("name", required=True, limit=100),
        link("process_id", "process", required=True),
        link("account_id", "account"),
        text("content", limit=2_000_000, shown=Shown.INTERNAL),
        note("comment"),
    ),
)
"""A map as it was when somebody named that moment; `content` is the map as JSON, deflated and in base 64."""

POOL = RecordKind(
    name="pool",
    since=_SINCE,
    plural="pools",
    icon="rectangle-horizontal",
    title="name",
    fields=(
        text("name", limit=200),
        link("process_id", "process", required=True),
        link("account_id", "account"),
        choice("form", "client", "partner", "system", default="client"),
        flag("collapsed"),
        flag("several", shown=Shown.INTERNAL, since=_SIGNED),
        text("rank", limit=60, rule=Rule.PLACE, shown=Shown.INTERNAL),
        text("bpmn_id", limit=255, shown=Shown.INTERNAL),
    ),
)

LANE = RecordKind(
    name="lane",
    since=_SINCE,
    plural="lanes",
    icon="columns-3",
    title="name",
    fields=(
        text("name", limit=200, searched=Searched.NAME),
        link("process_id", "process", required=True),
        link("account_id", "account"),
        link("pool_id", "pool", indexed=False, rule=Rule.PLACE, group="place"),
        link("parent_id", "lane", indexed=False, rule=Rule.PLACE, group="place"),
        text("rank", limit=60, rule=Rule.PLACE, group="place", shown=Shown.INTERNAL),
        integer("breadth", default=196, least=40, most=20_000, rule=Rule.PLACE, shown=Shown.INTERNAL),
        choice("hue", *HUES, rule=Rule.PLACE),
        text("post", limit=120),
        integer("staff", least=0, most=1_000_000),
        link("department_id", "department", indexed=False, since=_STUDIED),
        link("post_id", "post", indexed=False, since=_STUDIED),
        link("contact_id", "contact"),
        text("bpmn_id", limit=255, shown=Shown.INTERNAL),
    ),
)
"""A department or post. A lane with lanes under it (`parent_id`) is as broad as they are together."""

NODE = RecordKind(
    name="node",
    since=_SINCE,
    plural="nodes",
    icon="square",
    title="name",
    fields=(
        text("name", limit=1_000, searched=Searched.NAME),
        link("process_id", "process", required=True),
        link("account_id", "account"),
        choice(
            "form",
            "start",
            "intermediate",
            "end",
            "task",
            "gateway",
            "subprocess",
            "data_object",
            "data_store",
            "note",
            "group",
            "port",
            default="task",
        ),
        choice("trigger", *EVENT_TRIGGERS, default="none", shown=Shown.INTERNAL),
        choice("task_type", *TASK_TYPES, default="none"),
        choice("gateway_type", *GATEWAY_TYPES, default="exclusive"),
        flag("throws", shown=Shown.INTERNAL),
        flag("interrupts", default=True, shown=Shown.INTERNAL),
        members("markers", shown=Shown.INTERNAL),
        flag("expanded", rule=Rule.PLACE, shown=Shown.INTERNAL),
        link("parent_id", "node", indexed=False, rule=Rule.PLACE, group="place"),
        link("attached_to_id", "node", indexed=False, rule=Rule.PLACE, group="place"),
        link("linked_process_id", "process", indexed=False),
        link("lane_id", "lane", indexed=False, rule=Rule.PLACE, group="place"),
        text("rank", limit=60, rule=Rule.PLACE, group="place", shown=Shown.INTERNAL),
        integer("along", default=0, rule=Rule.PLACE, group="place", shown=Shown.INTERNAL),
        integer("across", default=0, rule=Rule.PLACE, group="place", shown=Shown.INTERNAL),
        integer("width", default=152, rule=Rule.PLACE, group="place", shown=Shown.INTERNAL),
        integer("height", default=56, rule=Rule.PLACE, group="place", shown=Shown.INTERNAL),
        flag("pinned", rule=Rule.PLACE, group="place", shown=Shown.INTERNAL),
        integer("working_seconds", least=0),
        integer("waiting_seconds", least=0),
        integer("frequency", least=0, rule=Rule.GROUP, group="frequency"),
        choice(
            "frequency_per",
            "hour",
            "day",
            "week",
            "month",
            "year",
            default="day",
            rule=Rule.GROUP,
            group="frequency",
        ),
        money("cost"),
        currency("currency", of="cost"),
        integer("errors_per_mille", least=0, most=1000),
        choice("automation", "manual", "assisted", "automatic"),
        members("systems"),
        link("contact_id", "contact"),
        text("post", limit=120),
        text("input", limit=400),
        text("output", limit=400),
        text("data_state", limit=120, shown=Shown.INTERNAL, since=_SIGNED),
        choice("change", "keep", "remove", "add", "automate", "improve"),
        link("base_node_id", "node", indexed=False, shown=Shown.INTERNAL),
        link("opportunity_id", "opportunity"),
        note("notes"),
        text("bpmn_id", limit=255, shown=Shown.INTERNAL),
    ),
)
"""A node of the form `port` is where a flow ends that ends at no step: at a pool's edge, or on another flow.

It shows as nothing but the flow's end; a flow so always has two nodes.
"""

FLOW = RecordKind(
    name="flow",
    since=_SINCE,
    plural="flows",
    icon="spline",
    title="name",
    fields=(
        text("name", limit=400),
        link("process_id", "process", required=True),
        link("account_id", "account"),
        choice("form", "sequence", "message", "association", "data", default="sequence"),
        link("source_id", "node", indexed=False, rule=Rule.GROUP, group="ends"),
        link("target_id", "node", indexed=False, rule=Rule.GROUP, group="ends"),
        text("bends", limit=4_000, rule=Rule.PLACE, shown=Shown.INTERNAL),
        text("condition", limit=2_000),
        flag("usual"),
        members("markers", shown=Shown.INTERNAL, since=_SIGNED),
        share("share"),
        integer("transfer_seconds", least=0),
        text("transfer_distance", limit=120),
        text("permission", limit=200),
        choice("change", "keep", "remove", "add", "automate", "improve"),
        link("base_flow_id", "flow", indexed=False, shown=Shown.INTERNAL),
        text("bpmn_id", limit=255, shown=Shown.INTERNAL),
    ),
)
"""`bends`: the corners a user placed, as JSON `[[along, across], ...]`, across from the map's edge; none: routed.

`usual` marks the branch that is taken when no condition holds.
"""

PAIN = RecordKind(
    name="pain",
    since=_SINCE,
    plural="pains",
    icon="flame",
    title="name",
    fields=(
        text("name", required=True, limit=400, searched=Searched.NAME),
        link("process_id", "process", required=True),
        link("account_id", "account"),
        link("node_id", "node"),
        choice("severity", "minor", "medium", "severe", default="medium"),
        integer("times_per_month", least=0),
        money("cost_per_month"),
        currency("currency", of="cost_per_month"),
        text("said_by", limit=120),
        choice("state", "open", "solved", "accepted", default="open"),
        text("solution", limit=400),
        integer("minutes_each", least=0, most=1_000_000, since=_STUDIED),
        integer("people", least=0, most=1_000_000, since=_STUDIED),
        link("capability_id", "capability", indexed=False, since=_STUDIED),
        link("opportunity_id", "opportunity"),
        note("notes"),
    ),
)
