"""The organisation itself and the tree of its units."""

from crm_desktop.models.contents import USUAL_LIMIT_MB, USUAL_QUOTA_MB
from crm_desktop.models.fields import RecordKind, Rule, Searched, choice, integer, link, text

ORGANISATION = RecordKind(
    name="organisation",
    plural="organisations",
    icon="building",
    title="name",
    public=True,
    client_creates=False,
    fields=(
        text("name", required=True, searched=Searched.NAME),
        text("short_name"),
        text("currency", limit=3, default="CNY"),
        text("zone", limit=60, default="Asia/Shanghai"),
        integer("offline_days", least=1, most=365, default=30),
        integer("lock_minutes", least=0, most=480, default=15),
        integer("file_limit_mb", least=1, most=1_024, default=USUAL_LIMIT_MB),
        integer("file_quota_mb", least=1, most=100 * 1_024 * 1_024, default=USUAL_QUOTA_MB),
    ),
)
"""`offline_days` without contact a device opens; after `lock_minutes` of idleness it locks, 0 for never."""

UNIT = RecordKind(
    name="unit",
    plural="units",
    icon="network",
    title="name",
    public=True,
    fields=(
        text("name", required=True, searched=Searched.NAME),
        link("parent_id", "unit", rule=Rule.GUARD),
        choice("function", "sales", "success", "service", "marketing", "other", default="sales"),
        integer("position", default=0),
    ),
)
