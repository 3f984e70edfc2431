"""Study: why and how a client's business is looked at, with goals, results, experiments, sources and proposals.

Roles are the client's organisation (`client_organisation.py`), work is the maps (`process.py`).
"""

from crm_desktop.models.fields import (
    RecordKind,
    Rule,
    Searched,
    Shown,
    choice,
    currency,
    day,
    integer,
    link,
    members,
    moment,
    money,
    note,
    number,
    text,
    web,
)

STRUCTURES = ("line", "functional", "divisional", "simulated")
GOAL_LEVELS = ("strategic", "tactical", "execution")
GOAL_ASPECTS = ("positioning", "goal", "control_model", "deadline", "target")
METRIC_UNITS = ("percent", "count", "money", "minutes", "hours", "days", "points")
CHANGES = ("keep", "remove", "add", "automate", "improve")
_SINCE = 7

STUDY = RecordKind(
    name="study",
    since=_SINCE,
    plural="studies",
    icon="microscope",
    title="name",
    page=True,
    fields=(
        text("name", required=True, searched=Searched.NAME, indexed=True),
        link("account_id", "account", required=True, shown=Shown.LIST),
        note("purpose"),
        choice(
            "state", "preparing", "running", "reported", "closed", default="preparing", shown=Shown.LIST, indexed=True
        ),
        choice("client_stage", "early", "growing", "mature", shown=Shown.LIST),
        choice("structure", *STRUCTURES),
        link("owner_id", "user", rule=Rule.GUARD, shown=Shown.LIST),
        link("opportunity_id", "opportunity", indexed=False),
        text("industry", limit=60, shown=Shown.LIST),
        note("industry_notes"),
        note("competitors"),
        day("starts_on"),
        day("report_due", shown=Shown.LIST),
        money("hourly_cost"),
        currency("currency", of="hourly_cost"),
        integer("working_days", least=1, most=31, default=22),
        members("tag_ids", "tag"),
        note("summary"),
        note("next_steps"),
    ),
)
"""`hourly_cost` is what an hour of the client's people costs, `working_days` how many days a month has: from both,
pains come to money."""

GOAL = RecordKind(
    name="goal",
    since=_SINCE,
    plural="goals",
    icon="target",
    title="name",
    fields=(
        text("name", required=True, limit=400, searched=Searched.NAME),
        link("study_id", "study", required=True),
        link("account_id", "account", indexed=False),
        choice("level", *GOAL_LEVELS, default="execution"),
        choice("aspect", *GOAL_ASPECTS, default="goal"),
        link("parent_id", "goal", indexed=False, rule=Rule.PLACE, group="place"),
        text("rank", limit=60, rule=Rule.PLACE, group="place", shown=Shown.INTERNAL),
        text("metric", limit=120),
        number("value", rule=Rule.GROUP, group="value"),
        text("unit", limit=40, rule=Rule.GROUP, group="value"),
        day("due"),
        link("department_id", "department", indexed=False),
        link("metric_id", "metric", indexed=False),
        link("contact_id", "contact", indexed=False),
        note("notes"),
    ),
)

METRIC = RecordKind(
    name="metric",
    since=_SINCE,
    plural="metrics",
    icon="gauge",
    title="name",
    fields=(
        text("name", required=True, limit=200, searched=Searched.NAME),
        link("study_id", "study", required=True),
        link("account_id", "account", indexed=False),
        choice("level", "final", "process", default="process"),
        choice("unit", *METRIC_UNITS, default="percent"),
        currency("currency", of="present"),
        choice("better", "higher", "lower", default="higher"),
        number("present", rule=Rule.GROUP, group="present"),
        day("measured_on", rule=Rule.GROUP, group="present"),
        text("source", limit=200, rule=Rule.GROUP, group="present"),
        number("target"),
        number("peer", rule=Rule.GROUP, group="peer"),
        text("peer_source", limit=200, rule=Rule.GROUP, group="peer"),
        members("node_ids", "node"),
        text("rank", limit=60, rule=Rule.PLACE, shown=Shown.INTERNAL),
        note("notes"),
    ),
)
"""`present` with its day and source wins or loses as one: its history is the series of measurements.

`node_ids`: the steps of maps that move it."""

EXPERIMENT = RecordKind(
    name="experiment",
    since=_SINCE,
    plural="experiments",
    icon="flask-conical",
    title="name",
    fields=(
        text("name", required=True, limit=200, searched=Searched.NAME),
        link("study_id", "study", required=True),
        link("account_id", "account", indexed=False),
        link("metric_id", "metric", indexed=False),
        link("node_id", "node", indexed=False),
        choice("state", "planned", "running", "finished", default="planned"),
        day("starts_on"),
        day("ends_on"),
        link("winner_id", "experiment_variant", indexed=False),
        note("notes"),
    ),
)

EXPERIMENT_VARIANT = RecordKind(
    name="experiment_variant",
    since=_SINCE,
    plural="experiment_variants",
    icon="split",
    title="name",
    fields=(
        text("name", required=True, limit=200),
        link("experiment_id", "experiment", required=True),
        link("account_id", "account", indexed=False),
        note("content"),
        integer("trials", least=0, rule=Rule.GROUP, group="counts"),
        integer("successes", least=0, rule=Rule.GROUP, group="counts"),
        text("rank", limit=60, rule=Rule.PLACE, shown=Shown.INTERNAL),
    ),
)

DOCUMENT_READ = RecordKind(
    name="document_read",
    since=_SINCE,
    plural="documents_read",
    icon="book-open",
    title="name",
    fields=(
        text("name", required=True, searched=Searched.NAME),
        link("study_id", "study", required=True),
        link("account_id", "account", indexed=False),
        text("author", limit=200),
        web("web"),
        day("read_on"),
        note("takeaways"),
    ),
)

OBSERVATION = RecordKind(
    name="observation",
    since=_SINCE,
    plural="observations",
    icon="eye",
    title="seen",
    fields=(
        note("seen", required=True),
        link("study_id", "study", required=True),
        link("account_id", "account", indexed=False),
        moment("happened_at"),
        text("place", limit=200),
        link("post_id", "post", indexed=False),
        link("node_id", "node", indexed=False),
        choice("agrees", "as_said", "differs", "not_said", default="as_said"),
        note("chance"),
    ),
)
"""What somebody did before our eyes, and whether it is what they had said; `chance`: what we could sell or improve."""

PROPOSAL = RecordKind(
    name="proposal",
    since=_SINCE,
    plural="proposals",
    icon="lightbulb",
    title="name",
    fields=(
        text("name", required=True, limit=400, searched=Searched.NAME),
        link("study_id", "study", required=True),
        link("account_id", "account", indexed=False),
        members("pain_ids", "pain"),
        link("capability_id", "capability", indexed=False),
        choice("change", *CHANGES, default="improve"),
        link("node_id", "node", indexed=False),
        link("to_be_node_id", "node", indexed=False),
        link("opportunity_id", "opportunity", indexed=False),
        choice("state", "idea", "proposed", "agreed", "rejected", default="idea"),
        money("saving_per_month"),
        currency("currency", of="saving_per_month"),
        text("rank", limit=60, rule=Rule.PLACE, shown=Shown.INTERNAL),
        note("effect"),
        note("notes"),
    ),
)
