"""Contact: a person at an account."""

from crm_desktop.models.fields import RecordKind, Searched, Shown, choice, email, link, members, note, phone, text

CONTACT = RecordKind(
    name="contact",
    plural="contacts",
    icon="contact-round",
    title="name",
    page=True,
    custom=True,
    fields=(
        text("name", required=True, searched=Searched.NAME, indexed=True),
        link("account_id", "account", shown=Shown.LIST),
        text("job_title", searched=Searched.TEXT, shown=Shown.LIST),
        text("department", limit=100),
        phone("mobile", shown=Shown.LIST),
        phone("phone"),
        email("email", shown=Shown.LIST),
        text("wechat", limit=100),
        choice("buying_role", "user", "manager", "decider", "technical", "purchasing", shown=Shown.LIST),
        choice("attitude", "champion", "neutral", "sceptic", shown=Shown.LIST),
        link("reports_to_id", "contact"),
        members("tag_ids", "tag"),
        note("notes"),
    ),
)
