"""Interview: one talk at a client's, its questions and everything that was noted, each with its moment."""

from crm_desktop.models.fields import (
    RecordKind,
    Rule,
    Searched,
    Shown,
    choice,
    flag,
    integer,
    link,
    members,
    moment,
    note,
    text,
)

SECTIONS = ("opening", "goals", "roles", "work", "results", "closing")
IDENTITIES = ("boss", "executive", "operator")
ENTRY_FORMS = ("answer", "quote", "pain", "metric", "goal", "role", "photo", "voice", "recording", "mark", "person")
_SINCE = 7

INTERVIEW = RecordKind(
    name="interview",
    since=_SINCE,
    plural="interviews",
    icon="mic",
    title="name",
    fields=(
        text("name", required=True, searched=Searched.NAME),
        link("study_id", "study", required=True),
        link("account_id", "account", indexed=False),
        link("process_id", "process", indexed=False),
        link("visit_id", "visit", indexed=False),
        choice("state", "prepared", "running", "paused", "ended", default="prepared"),
        members("contact_ids", "contact"),
        link("speaker_id", "contact", indexed=False),
        choice("identity", *IDENTITIES),
        text("language", limit=10),
        members("prepared", shown=Shown.INTERNAL),
        note("yield_wanted"),
        note("lead_in"),
        moment("consent_at"),
        text("consent_by", limit=120),
        moment("started_at"),
        moment("ended_at"),
        integer("elapsed_ms", least=0, shown=Shown.INTERNAL),
        link("question_id", "interview_question", indexed=False, shown=Shown.INTERNAL),
        link("owner_id", "user"),
        note("summary"),
    ),
)
"""`process_id` is the map that grows from the answers, `speaker_id` who speaks now, `question_id` what is asked now.

`prepared` holds the keys of the check list that are done, `yield_wanted` what the talk must yield, `elapsed_ms` how
long it went without its pauses."""

INTERVIEW_QUESTION = RecordKind(
    name="interview_question",
    since=_SINCE,
    plural="interview_questions",
    icon="circle-help",
    title="words",
    fields=(
        text("words", required=True, limit=400),
        link("interview_id", "interview", required=True),
        link("account_id", "account", indexed=False),
        choice("section", *SECTIONS, default="work"),
        link("department_id", "department", indexed=False),
        link("lane_id", "lane", indexed=False),
        link("follows_id", "interview_question", indexed=False),
        choice("state", "open", "answered", "skipped", default="open"),
        choice("origin", "outline", "own", "gap", default="outline"),
        text("gap", limit=120, shown=Shown.INTERNAL),
        note("follow_ups", searched=None, shown=Shown.INTERNAL),
        text("rank", limit=60, rule=Rule.PLACE, shown=Shown.INTERNAL),
    ),
)
"""`gap` names what of the map made us ask (`check:element`), `follow_ups` are short questions offered beside it,
one a line."""

INTERVIEW_ENTRY = RecordKind(
    name="interview_entry",
    since=_SINCE,
    plural="interview_entries",
    icon="message-square-text",
    title="words",
    fields=(
        note("words"),
        link("interview_id", "interview", required=True),
        link("account_id", "account", indexed=False),
        link("question_id", "interview_question", indexed=False),
        choice("form", *ENTRY_FORMS, default="answer"),
        integer("at_ms", least=0, shown=Shown.INTERNAL),
        integer("length_ms", least=0, shown=Shown.INTERNAL),
        link("speaker_id", "contact", indexed=False),
        link("node_id", "node", indexed=False),
        members("pain_ids", "pain"),
        link("metric_id", "metric", indexed=False),
        link("goal_id", "goal", indexed=False),
        link("post_id", "post", indexed=False),
        flag("internal"),
        text("rank", limit=60, rule=Rule.PLACE, shown=Shown.INTERNAL),
    ),
)
"""`at_ms`: when it was said, in the talk's own time without pauses; photos and recordings are its attachments."""
