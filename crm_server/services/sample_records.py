"""The sample records that were written by hand: accounts, key people, the opportunities of the pictures, the day."""

from collections.abc import Iterator
from typing import Any

from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Value
from crm_desktop.models.money import to_units
from crm_server.services.sample_files import ZONE, Sheet, document, rows_of, sample_id
from crm_server.services.sample_frame import industry_label, region_label

STAGE_CHANCE = {"qualified": 10, "discovery": 20, "proposal": 40, "negotiation": 60, "won": 100, "lost": 0}


def create(kind: str, key: str, values: dict[str, Value]) -> Create:
    """Return the edit that makes a sample record; empty values are left out."""
    return Create(kind, {name: value for name, value in values.items() if value is not None}, sample_id(kind, key))


def link(kind: str, key: str) -> str | None:
    """Return the id that a key stands for, None for no key."""
    return sample_id(kind, key) if key else None


def contact_key(account: str, key: str) -> str:
    """Return the whole key of a contact; keys are unique within their account only."""
    return f"{account}.{key}" if key else ""


def accounts(sheet: Sheet, last_contacts: dict[str, int]) -> Iterator[Create]:
    """Yield the accounts; `last_contacts` are the moments of their newest activities."""
    for number, row in enumerate(rows_of("accounts"), 1):
        tags: Value = sorted(sample_id("tag", tag) for tag in row["tags"].split()) or None
        yield create("account", row["key"], {
            "name": sheet.column(row, "name"), "short_name": sheet.column(row, "short"),
            "form": "organisation", "level": row["level"], "life_stage": row["life_stage"],
            "industry": industry_label(sheet, row["industry"]), "region": region_label(sheet, row["region"]),
            "health": int(row["health"]), "annual_value": to_units(int(row["annual"])), "annual_currency": "CNY",
            "renewal_on": sheet.day(int(row["renewal_in"])), "next_step": sheet.column(row, "next"),
            "last_contact_at": last_contacts[row["key"]], "owner_id": sample_id("user", row["owner"]),
            "employees": int(row["employees"]), "phone": f"0512 6288 {number:04d}",
            "website": f"www.{row['key']}.example", "country": sheet.text(["中国", "China"]),
            "city": sheet.column(row, "city"), "street": sheet.column(row, "street"),
            "external_id": f"KH-{number:04d}", "tag_ids": tags,
        })  # fmt: skip


def contacts(sheet: Sheet) -> Iterator[Create]:
    """Yield the key people."""
    for number, row in enumerate(rows_of("contacts"), 1):
        given = row["name_en"].split()
        yield create("contact", contact_key(row["account"], row["key"]), {
            "name": sheet.column(row, "name"), "account_id": sample_id("account", row["account"]),
            "job_title": sheet.column(row, "title"), "department": sheet.column(row, "department"),
            "mobile": f"139 0512 {number:04d}", "phone": f"0512 6288 {8000 + number:04d}",
            "email": f"{'.'.join(reversed(given)).lower()}@{row['account']}.example",
            "wechat": "".join(given).lower(), "buying_role": row["role"], "attitude": row["attitude"],
            "reports_to_id": link("contact", contact_key(row["account"], row["reports_to"])),
        })  # fmt: skip


def opportunities(sheet: Sheet) -> Iterator[Create]:
    """Yield the opportunities of the pictures."""
    for row in rows_of("opportunities"):
        closed = row["stage"] == "won"
        yield create("opportunity", f"{row['account']}.{row['name_en']}", {
            "name": sheet.column(row, "name"), "account_id": sample_id("account", row["account"]),
            "stage_id": sample_id("stage", row["stage"]), "probability": STAGE_CHANCE[row["stage"]],
            "amount": to_units(int(row["amount"])), "currency": "CNY", "close_on": sheet.day(int(row["close_in"])),
            "closed_on": sheet.day(int(row["close_in"])) if closed else None,
            "opened_on": sheet.day(-int(row["opened_ago"])), "next_step": sheet.column(row, "next"),
            "owner_id": sample_id("user", row["owner"]), "product_id": sample_id("product", row["product"]),
            "contact_id": link("contact", contact_key(row["account"], row["contact"])),
            "last_activity_at": sheet.moment(-int(row["idle"]), "10:00"),
        })  # fmt: skip


def activities(sheet: Sheet) -> Iterator[Create]:
    """Yield what happened of late at the accounts in the pictures."""
    for number, found in enumerate(document("day")["activities"]):
        yield create("activity", f"day.{number}", {
            "form": found["form"], "subject": sheet.text(found["subject"]), "body": sheet.text(found["body"]),
            "happened_at": sheet.moment(-found["days_ago"], found["at"]), "zone": ZONE,
            "outcome": sheet.text(found["outcome"]) if "outcome" in found else None, **_places(found),
        })  # fmt: skip


def tasks(sheet: Sheet) -> Iterator[Create]:
    """Yield the tasks of the day."""
    for number, found in enumerate(document("day")["tasks"]):
        due = sheet.moment(found["in_days"], found["at"])
        yield create("task", f"day.{number}", {
            "subject": sheet.text(found["subject"]), "priority": found["priority"], "due_at": due, "zone": ZONE,
            "done": found["done"], "done_at": due if found["done"] else None, **_places(found),
        })  # fmt: skip


def visits(sheet: Sheet) -> Iterator[Create]:
    """Yield the visits of the day and of the day before."""
    for number, found in enumerate(document("day")["visits"]):
        people: Value = sorted(
            sample_id("contact", contact_key(found["account"], key))
            for key in (found["contact"], *found["with"])
            if key
        )
        yield create("visit", f"day.{number}", {
            "subject": sheet.text(found["subject"]), "state": found["state"], "zone": ZONE,
            "starts_at": sheet.moment(found["in_days"], found["from"]),
            "ends_at": sheet.moment(found["in_days"], found["to"]), "place": sheet.text(found["place"]),
            "participant_ids": people or None, **_places(found),
        })  # fmt: skip


def notes(sheet: Sheet) -> Iterator[Create]:
    """Yield the notes that hang on accounts."""
    for number, found in enumerate(document("day")["notes"]):
        account = sample_id("account", found["account"])
        yield create("note", f"day.{number}", {
            "body": sheet.text(found["body"]), "record_kind": "account", "record_id": account, "account_id": account,
            "owner_id": sample_id("user", found["owner"]),
        })  # fmt: skip


def _places(found: dict[str, Any]) -> dict[str, Value]:
    """Return whom and what an entry of the day belongs to."""
    account, opportunity = found["account"], found.get("opportunity", "")
    places: dict[str, Value] = {
        "account_id": link("account", account),
        "contact_id": link("contact", contact_key(account, found.get("contact", ""))),
        "owner_id": sample_id("user", found["owner"]),
    }
    # Visits belong to no opportunity.
    return places | ({"opportunity_id": sample_id("opportunity", f"{account}.{opportunity}")} if opportunity else {})
