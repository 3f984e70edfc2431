"""What hangs on other records: tags, notes, attachments, shares."""

from crm_desktop.models.fields import RecordKind, Rule, Searched, Shown, choice, integer, link, moment, note, text

TAG = RecordKind(
    name="tag",
    plural="tags",
    icon="tag",
    title="name",
    public=True,
    fields=(
        text("name", required=True, limit=60, searched=Searched.NAME),
        choice("hue", "slate", "sky", "teal", "green", "amber", "coral", "rose", "violet", default="slate"),
    ),
)

NOTE = RecordKind(
    name="note",
    plural="notes",
    icon="sticky-note",
    title="body",
    fields=(
        note("body", required=True),
        text("record_kind", limit=60, shown=Shown.INTERNAL),
        text("record_id", limit=32, indexed=True, shown=Shown.INTERNAL),
        link("account_id", "account"),
        link("owner_id", "user"),
    ),
)

ATTACHMENT = RecordKind(
    name="attachment",
    plural="attachments",
    icon="paperclip",
    title="file_name",
    fields=(
        text("file_name", required=True, limit=255, searched=Searched.NAME),
        text("media_type", limit=127),
        integer("size", least=0),
        text("sha256", limit=64, indexed=True, shown=Shown.INTERNAL),
        moment("stored_at", client_writes=False, shown=Shown.INTERNAL),
        text("record_kind", limit=60, shown=Shown.INTERNAL),
        text("record_id", limit=32, indexed=True, shown=Shown.INTERNAL),
        link("account_id", "account"),
        link("owner_id", "user"),
        choice("audience", "private", "team", "everyone", since=5, shown=Shown.INTERNAL),
    ),
)

"""`sha256` names the content (`models/contents.py`). `stored_at` is set when the server holds it whole, checked, and
brought by whoever made this record: knowing a content's id gives nobody access to it. `audience` is that of a notice
which it belongs to."""

SHARE = RecordKind(
    name="share",
    plural="shares",
    icon="share-2",
    title="record_kind",
    fields=(
        text("record_kind", required=True, limit=60, rule=Rule.GUARD),
        text("record_id", required=True, limit=32, rule=Rule.GUARD, indexed=True, shown=Shown.INTERNAL),
        link("owner_id", "user", rule=Rule.GUARD, required=True),
        choice("right", "read", "write", default="read", rule=Rule.GUARD),
        link("account_id", "account", rule=Rule.GUARD),
    ),
)
"""`owner_id` is whom the record is shared with, so that the share itself reaches exactly that person."""
