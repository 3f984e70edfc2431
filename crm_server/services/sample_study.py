"""The sample's study of a client's processes: one client with organisation, map, goals, metrics, pains and interviews.

What is said in it stands in `resources/sample-data/study.json`. Records come in an order in which each refers only to
those before it. Interviews stand in `sample_interviews.py`.
"""

from collections.abc import Iterator
from typing import Any

from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Value
from crm_desktop.models.money import to_units
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grid import FIRST, LANE, ROW, SIZES
from crm_desktop.models.processes.name_room import IN_ROW, NAMED_INSIDE, height_needed
from crm_desktop.models.rules.ranks import spread
from crm_server.services.sample_files import Sheet, document, sample_id
from crm_server.services.sample_records import contact_key, create, link

ACCOUNT, STUDY, OWNER = "hengchuan", "study", "lin"
_OPPORTUNITY = f"{ACCOUNT}.MES phase 2"


def study(sheet: Sheet) -> Iterator[Create]:
    """Yield the study with everything but its interviews."""
    found = document("study")
    yield _study(sheet, found["study"])
    yield from _organisation(sheet, found)
    yield from _map(sheet, found["map"])
    yield from _pains(sheet, found["pains"])
    yield from _metrics(sheet, found["metrics"])
    yield from _goals(sheet, found["goals"])
    yield from _experiment(sheet, found["experiment"])
    yield from _proposals(sheet, found["proposals"])
    yield from _sources(sheet, found)


def key_of(key: str) -> str:
    """Return the whole key of a record of the study; keys are unique within it only."""
    return f"{STUDY}.{key}" if key else ""


def said(sheet: Sheet, words: Any) -> str | None:
    """Return a text in the organisation's language; what is the same in both is written once."""
    return None if words is None else words if isinstance(words, str) else sheet.text(words)


def belonging() -> dict[str, Value]:
    """Return what ties a record to the study and its account."""
    return {"study_id": sample_id("study", STUDY), "account_id": sample_id("account", ACCOUNT)}


def person(key: str) -> str | None:
    """Return the id of a person of the client, None for no key."""
    return link("contact", contact_key(ACCOUNT, key))


def _study(sheet: Sheet, found: dict[str, Any]) -> Create:
    words = ("name", "purpose", "industry", "industry_notes", "competitors", "next_steps")
    return create("study", STUDY, {
        **{name: sheet.text(found[name]) for name in words},
        "account_id": sample_id("account", ACCOUNT), "owner_id": sample_id("user", OWNER),
        "opportunity_id": sample_id("opportunity", _OPPORTUNITY), "state": "running", "client_stage": "mature",
        "structure": "line", "starts_on": sheet.day(-9), "report_due": sheet.day(12),
        "hourly_cost": to_units(65), "currency": "CNY", "working_days": 22,
    })  # fmt: skip


def _organisation(sheet: Sheet, found: dict[str, Any]) -> Iterator[Create]:
    account = sample_id("account", ACCOUNT)
    departments, posts = found["departments"], found["posts"]
    for each, rank in zip(departments, spread(len(departments)), strict=True):
        yield create("department", key_of(each["key"]), {
            "name": sheet.text(each["name"]), "account_id": account, "rank": rank, "function": each["function"],
            "parent_id": link("department", key_of(each.get("under", ""))), "head_id": person(each.get("head", "")),
            "head_count": each["heads"], "scope": each["scope"], "scope_reason": said(sheet, each.get("reason")),
            "hue": each.get("hue"),
        })  # fmt: skip
    for each, rank in zip(posts, spread(len(posts)), strict=True):
        yield create("post", key_of(each["key"]), {
            "name": sheet.text(each["name"]), "account_id": account, "rank": rank, "scope": "in",
            "department_id": sample_id("department", key_of(each["department"])), "head_count": each["heads"],
            "users": each.get("users"), "contact_id": person(each.get("contact", "")),
        })  # fmt: skip


def _map(sheet: Sheet, found: dict[str, Any]) -> Iterator[Create]:
    part: dict[str, Value] = {
        "process_id": sample_id("process", STUDY), "account_id": sample_id("account", ACCOUNT),
    }  # fmt: skip
    yield create("process", STUDY, {
        "name": sheet.text(found["name"]), **belonging(), "form": "as_is", "state": "draft", "orientation": "vertical",
        "owner_id": sample_id("user", OWNER), "opportunity_id": sample_id("opportunity", _OPPORTUNITY),
    })  # fmt: skip
    lanes, steps = found["lanes"], found["steps"]
    for lane, rank in zip(lanes, spread(len(lanes)), strict=True):
        yield create("lane", key_of(lane["key"]), {
            **part, "name": sheet.text(lane["name"]), "rank": rank, "hue": lane["hue"], "staff": lane.get("staff"),
            "department_id": link("department", key_of(lane.get("department", ""))),
        })  # fmt: skip
    for step, rank in zip(steps, spread(len(steps)), strict=True):
        yield _step(sheet, step, rank, part)
    for step in steps:
        for each in step.get("next", ()):
            yield create("flow", f"{key_of(step['key'])}.{each['to']}", {
                **part, "source_id": sample_id("node", key_of(step["key"])), "share": each.get("share"),
                "target_id": sample_id("node", key_of(each["to"])), "name": said(sheet, each.get("name")),
                "permission": said(sheet, each.get("permission")),
            })  # fmt: skip


def _step(sheet: Sheet, found: dict[str, Any], rank: str, part: dict[str, Value]) -> Create:
    form, name = found.get("form", "task"), sheet.text(found["name"])
    width, height = SIZES[form]
    if form in NAMED_INSIDE:
        height = min(height_needed(Node(id="", name=name, form=form, width=width, height=height)), IN_ROW)
    systems: Value = sorted(filter(None, (said(sheet, each) for each in found.get("systems", ())))) or None
    per_day = found.get("per_day")
    return create("node", key_of(found["key"]), {
        **part, "name": name, "form": form, "lane_id": sample_id("lane", key_of(found["lane"])), "rank": rank,
        "along": FIRST + found["row"] * ROW, "across": LANE // 2, "width": width, "height": height,
        "working_seconds": _seconds(found.get("minutes")), "waiting_seconds": _seconds(found.get("waiting")),
        "frequency": per_day, "frequency_per": "day" if per_day else None, "systems": systems,
    })  # fmt: skip


def _pains(sheet: Sheet, found: list[dict[str, Any]]) -> Iterator[Create]:
    for each in found:
        cost = each.get("cost")
        yield create("pain", key_of(each["key"]), {
            "name": sheet.text(each["name"]), "process_id": sample_id("process", STUDY),
            "account_id": sample_id("account", ACCOUNT), "node_id": sample_id("node", key_of(each["step"])),
            "severity": each["severity"], "times_per_month": each.get("times"), "minutes_each": each.get("minutes"),
            "people": each.get("people"), "said_by": said(sheet, each.get("said_by")), "state": "open",
            "cost_per_month": to_units(cost) if cost else None, "currency": "CNY" if cost else None,
        })  # fmt: skip


def _metrics(sheet: Sheet, found: list[dict[str, Any]]) -> Iterator[Create]:
    for each, rank in zip(found, spread(len(found)), strict=True):
        steps: Value = sorted(sample_id("node", key_of(step)) for step in each.get("steps", ())) or None
        yield create("metric", key_of(each["key"]), {
            "name": sheet.text(each["name"]), **belonging(), "level": each["level"], "unit": each["unit"], "rank": rank,
            "better": each.get("better", "higher"), "currency": "CNY" if each["unit"] == "money" else None,
            "present": _figure(each.get("present")), "measured_on": sheet.day(-each["days_ago"]),
            "source": said(sheet, each.get("source")), "target": _figure(each.get("target")),
            "peer": _figure(each.get("peer")), "peer_source": said(sheet, each.get("peer_source")), "node_ids": steps,
        })  # fmt: skip


def _goals(sheet: Sheet, found: list[dict[str, Any]]) -> Iterator[Create]:
    for each, rank in zip(found, spread(len(found)), strict=True):
        due = each.get("in_days")
        yield create("goal", key_of(each["key"]), {
            "name": sheet.text(each["name"]), **belonging(), "level": each["level"], "aspect": each["aspect"],
            "parent_id": link("goal", key_of(each.get("under", ""))), "rank": rank,
            "value": _figure(each.get("value")), "unit": said(sheet, each.get("unit")),
            "due": None if due is None else sheet.day(due), "contact_id": person(each.get("contact", "")),
            "department_id": link("department", key_of(each.get("department", ""))),
            "metric_id": link("metric", key_of(each.get("metric", ""))),
        })  # fmt: skip


def _experiment(sheet: Sheet, found: dict[str, Any]) -> Iterator[Create]:
    yield create("experiment", STUDY, {
        "name": sheet.text(found["name"]), **belonging(), "metric_id": sample_id("metric", key_of(found["metric"])),
        "node_id": sample_id("node", key_of(found["step"])), "state": "running", "starts_on": sheet.day(-20),
    })  # fmt: skip
    variants = found["variants"]
    for each, rank in zip(variants, spread(len(variants)), strict=True):
        yield create("experiment_variant", key_of(each["key"]), {
            "name": sheet.text(each["name"]), "experiment_id": sample_id("experiment", STUDY), "rank": rank,
            "account_id": sample_id("account", ACCOUNT), "trials": each["trials"], "successes": each["successes"],
        })  # fmt: skip


def _proposals(sheet: Sheet, found: list[dict[str, Any]]) -> Iterator[Create]:
    for each, rank in zip(found, spread(len(found)), strict=True):
        pains: Value = sorted(sample_id("pain", key_of(pain)) for pain in each["pains"])
        yield create("proposal", key_of(each["key"]), {
            "name": sheet.text(each["name"]), **belonging(), "pain_ids": pains, "change": each["change"], "rank": rank,
            "node_id": sample_id("node", key_of(each["step"])), "state": each["state"],
            "saving_per_month": to_units(each["saving"]), "currency": "CNY", "effect": said(sheet, each.get("effect")),
            "opportunity_id": sample_id("opportunity", _OPPORTUNITY) if each["state"] == "proposed" else None,
        })  # fmt: skip


def _sources(sheet: Sheet, found: dict[str, Any]) -> Iterator[Create]:
    for each in found["documents"]:
        yield create("document_read", key_of(each["key"]), {
            "name": sheet.text(each["name"]), **belonging(), "author": sheet.text(each["author"]),
            "read_on": sheet.day(-each["days_ago"]), "takeaways": sheet.text(each["takeaways"]),
        })  # fmt: skip
    for each in found["observations"]:
        yield create("observation", key_of(each["key"]), {
            "seen": sheet.text(each["seen"]), **belonging(), "happened_at": sheet.moment(-each["days_ago"], each["at"]),
            "place": sheet.text(each["place"]), "post_id": sample_id("post", key_of(each["post"])),
            "node_id": sample_id("node", key_of(each["step"])), "agrees": each["agrees"],
            "chance": said(sheet, each.get("chance")),
        })  # fmt: skip


def _figure(value: float | None) -> int | None:
    return None if value is None else round(value * to_units(1))


def _seconds(minutes: int | None) -> int | None:
    return None if minutes is None else minutes * 60
