"""The people who work with the product: users, their roles and teams."""

from crm_desktop.models.fields import RecordKind, Rule, Searched, Shown, email, flag, link, members, phone, text

USER = RecordKind(
    name="user",
    plural="users",
    icon="user-round",
    title="name",
    public=True,
    fields=(
        text("name", required=True, searched=Searched.NAME),
        text("sign_in_name", required=True, limit=100, rule=Rule.GUARD),
        email("email"),
        phone("phone"),
        text("job_title"),
        link("unit_id", "unit", rule=Rule.GUARD),
        link("role_id", "role", rule=Rule.GUARD),
        flag("active", default=True, rule=Rule.GUARD),
    ),
)

ROLE = RecordKind(
    name="role",
    plural="roles",
    icon="key-round",
    title="name",
    public=True,
    fields=(
        text("name", required=True),
        members("reads", shown=Shown.INTERNAL),
        members("writes", shown=Shown.INTERNAL),
        members("field_rights", shown=Shown.INTERNAL),
        members("permissions", shown=Shown.INTERNAL),
    ),
)
"""`reads` and `writes` hold `kind:level`, `field_rights` hold `kind.field:right`; see access.py."""

TEAM = RecordKind(
    name="team",
    plural="teams",
    icon="users",
    title="name",
    public=True,
    fields=(
        text("name", required=True, searched=Searched.NAME),
        link("leader_id", "user"),
        members("member_ids", "user"),
    ),
)
