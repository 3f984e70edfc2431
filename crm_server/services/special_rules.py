"""Rules of particular kinds beside the declarations: ownership, sharing, stages, sign-in names."""

from sqlalchemy import true

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.clock import local_day
from crm_desktop.models.custom_fields import check_definition
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import RecordKind, Rule, Value
from crm_desktop.models.rules.assignment import check_assigning
from crm_desktop.models.rules.notices import may_publish
from crm_desktop.models.rules.stages import enter_stage
from crm_server.services.acceptance import Acceptance, Maker, reject
from crm_server.store.rows import Row

_FIXED: dict[str, tuple[str, ...]] = {
    "share": ("record_kind", "record_id", "owner_id", "account_id"),
    "attachment": ("sha256", "size", "media_type"),
    "custom_field": ("record_kind", "name"),
}
"""What does not change any more: a right that was given, content that was checked, what values are kept under."""


def complete_new(acceptance: Acceptance, maker: Maker, kind: RecordKind, values: dict[str, Value]) -> dict[str, Value]:
    """Return a new record's values with what the server itself knows about them."""
    if kind.name == "share":
        return values | {"account_id": _account_of_share(acceptance, values)}
    ownerless = kind.owner_field and not kind.public and values.get("owner_id") is None
    return values | {"owner_id": maker.user_id} if ownerless and not maker.trusted else values


def check_special(acceptance: Acceptance, maker: Maker, kind: RecordKind, after: Row, before: Row | None) -> None:
    """Raise Rejected where a rule of this kind does not allow the record to become what `after` says."""
    if kind.name == "user":
        _check_sign_in_name(acceptance, after, before)
    if kind.name == "custom_field" and before is None:
        _check_definition(acceptance, after)
    if maker.trusted:
        return
    _check_owner(acceptance, maker, kind, after, before)
    _check_account(acceptance, maker, kind, after, before)
    if kind.name in _FIXED and before is not None:
        changed = next((name for name in _FIXED[kind.name] if before.get(name) != after.get(name)), None)
        if changed is not None:
            raise reject("sync.not_writable", kind.name, str(after["id"]), changed)
    if kind.name == "opportunity":
        _check_stage(acceptance, after, before)
    if kind.name == "notice" and not may_publish(maker.rights):
        raise reject("notice.no_right", kind.name, str(after["id"]))
    if kind.name == "notice_receipt" and after.get("owner_id") != maker.user_id:
        raise reject("sync.no_right", kind.name, str(after["id"]), "owner_id")


def _check_owner(acceptance: Acceptance, maker: Maker, kind: RecordKind, after: Row, before: Row | None) -> None:
    """Let records with a guarded owner change hands only as the rules of assignment allow."""
    old = maker.user_id if before is None else before.get("owner_id")
    new = after.get("owner_id")
    if kind.name == "share" or not kind.owner_field or kind.field("owner_id").rule is not Rule.GUARD or old == new:
        return
    record_id = str(after["id"])
    if not isinstance(new, str):
        raise reject("assign.not_allowed", kind.name, record_id, "owner_id")
    user = acceptance.workspace.get("user", new)
    active = user is not None and bool(user.get("active")) and user.get("deleted_at") is None
    try:
        check_assigning(maker.rights, kind.name, acceptance.standing(maker, kind, before or after), new, active=active)
    except Refused as problem:
        raise reject(problem.code, kind.name, record_id, "owner_id") from problem


def _check_account(acceptance: Acceptance, maker: Maker, kind: RecordKind, after: Row, before: Row | None) -> None:
    """Let records be put only under accounts that their maker may see."""
    account_id = after.get("account_id") if kind.account_field == "account_id" else None
    if account_id is None or (before is not None and before.get("account_id") == account_id):
        return
    account = acceptance.workspace.get("account", str(account_id))
    if account is None or not acceptance.may_see(maker, KINDS["account"], account):
        raise reject("sync.no_right", kind.name, str(after["id"]), "account_id")


def _check_stage(acceptance: Acceptance, after: Row, before: Row | None) -> None:
    """Let an opportunity enter a stage only with what the stage demands."""
    stage_id = after.get("stage_id")
    if not isinstance(stage_id, str) or (before is not None and before.get("stage_id") == stage_id):
        return
    stage = acceptance.workspace.get("stage", stage_id)
    if stage is None:
        raise reject("sync.link_missing", "opportunity", str(after["id"]), "stage_id", target="stage")
    given = {name: value for name, value in after.items() if before is None or before.get(name) != value}
    entering = enter_stage(before or {}, stage_id, stage, given, local_day(acceptance.now, "UTC").isoformat())
    if entering.problems:
        problem = entering.problems[0]
        raise reject(problem.code, "opportunity", str(after["id"]), problem.field, **problem.facts)


def _check_definition(acceptance: Acceptance, after: Row) -> None:
    others = acceptance.workspace.find("custom_field", true(), lambda row: row["id"] != after["id"])
    problem = check_definition(after, others)
    if problem is not None:
        raise reject(problem.code, "custom_field", str(after["id"]), problem.field, **problem.facts)


def _check_sign_in_name(acceptance: Acceptance, after: Row, before: Row | None) -> None:
    name, user_id = after.get("sign_in_name"), str(after["id"])
    if not isinstance(name, str) or (before is not None and before.get("sign_in_name") == name):
        return
    if not acceptance.name_is_free(user_id, name):
        raise reject("user.name_taken", "user", user_id, "sign_in_name")
    acceptance.renamed[user_id] = name


def _account_of_share(acceptance: Acceptance, values: dict[str, Value]) -> Value:
    """Return the account of what is shared, so that the share is visible to those who look after it."""
    kind, record_id = str(values.get("record_kind")), str(values.get("record_id"))
    if kind not in KINDS or KINDS[kind].public:
        return None
    target = acceptance.workspace.get(kind, record_id)
    if target is None:
        return None
    return target["id"] if kind == "account" else target.get("account_id")
