"""Conflict: two people changed one field; what lost is kept here until somebody decides, and afterwards."""

from crm_desktop.models.fields import RecordKind, Rule, Shown, choice, link, moment, text

CONFLICT = RecordKind(
    name="conflict",
    plural="conflicts",
    icon="git-compare-arrows",
    title="field",
    client_creates=False,
    fields=(
        text("record_kind", required=True, limit=60, client_writes=False),
        text("record_id", required=True, limit=32, indexed=True, client_writes=False),
        text("field", required=True, limit=60, client_writes=False),
        text("base", limit=80_000, client_writes=False, shown=Shown.INTERNAL),
        text("mine", limit=80_000, client_writes=False, shown=Shown.INTERNAL),
        text("theirs", limit=80_000, client_writes=False, shown=Shown.INTERNAL),
        link("mine_by", "user", client_writes=False),
        moment("mine_at", client_writes=False),
        text("mine_device", client_writes=False),
        link("theirs_by", "user", client_writes=False),
        moment("theirs_at", client_writes=False),
        choice("winner", "mine", "theirs", "both", client_writes=False),
        choice("state", "open", "settled", default="open", rule=Rule.GUARD, indexed=True),
        choice("decision", "mine", "theirs", "both", "other"),
        link("settled_by", "user"),
        moment("settled_at"),
        link("account_id", "account", client_writes=False),
        link("owner_id", "user", client_writes=False),
    ),
)
"""`base`, `mine` and `theirs` are JSON values; mine is what came later to the server, theirs what stood there."""
