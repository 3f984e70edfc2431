"""Notices: who may publish them, whom they reach, and what is noted when somebody reads one."""

from collections.abc import Iterable

from crm_desktop.models.access import Permission, Rights
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import Record
from crm_desktop.models.values import members


def may_publish(rights: Rights) -> bool:
    """Tell whether a role may publish: the one that says so, and an administrator's."""
    return bool({Permission.PUBLISH, Permission.ADMINISTER} & rights.permissions)


def publish(values: dict[str, str | bool | None], people: Iterable[str], publisher: str, now: int) -> list[Edit]:
    """Return the edits that publish a notice; to chosen people it comes by shares of the same act."""
    made = Create("notice", {**values, "owner_id": publisher, "published_at": now}, new_id())
    chosen = sorted(set(people) - {publisher}) if values.get("audience") == "people" else []
    return [made, *(_share("notice", made.id, each) for each in chosen)]


def file_shown(attachment_id: str, audience: str, people: Iterable[str]) -> list[Edit]:
    """Return the edits that show a notice's file to whom the notice is for; to chosen people it comes by shares."""
    if audience != "people":
        return [Update("attachment", attachment_id, {"audience": audience})]
    private = Update("attachment", attachment_id, {"audience": "private"})
    return [private, *(_share("attachment", attachment_id, each) for each in sorted(set(people)))]


def read(notice: Record, reader: str, now: int, receipt: Record | None) -> list[Edit]:
    """Return the edits that note that somebody has read a notice; its publisher sees the receipt."""
    publisher = notice.get("owner_id")
    if receipt is not None or publisher == reader:
        return []
    made = Create("notice_receipt", {"notice_id": notice.id, "owner_id": reader, "read_at": now}, new_id())
    told = notice.get("wants_receipts") is not False and isinstance(publisher, str)
    return [made, _share("notice_receipt", made.id, str(publisher))] if told else [made]


def downloaded(receipt: Record, attachment_id: str) -> list[Edit]:
    """Return the edits that note that the reader fetched one of the files."""
    known = members(receipt.get("downloaded_ids"))
    if attachment_id in known:
        return []
    return [Update(receipt.kind, receipt.id, {"downloaded_ids": sorted([*known, attachment_id])})]


def _share(kind: str, record_id: str, person: str) -> Create:
    return Create("share", {"record_kind": kind, "record_id": record_id, "owner_id": person, "right": "read"}, new_id())
