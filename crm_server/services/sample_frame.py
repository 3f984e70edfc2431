"""The frame of the sample organisation: units, roles, people, stages, products, tags, picklists, saved views."""

from collections.abc import Iterator
from typing import Any

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.money import to_units
from crm_desktop.models.rules import views
from crm_server.services.sample_files import ZONE, Sheet, document, sample_id

_DESK = ["tag:own", "saved_view:own"]


def frame(sheet: Sheet) -> Iterator[Create]:
    """Yield what everything else refers to, in the order in which it must be made."""
    data = document("organisation")
    for key, values in _organisation(sheet, data):
        yield _create("organisation", key, values)
    parts = {
        "unit": _units, "role": _roles, "user": _users, "team": _teams, "stage": _stages,
        "picklist_option": _options, "tag": _tags, "product": _products, "saved_view": _views,
    }  # fmt: skip
    for kind, make in parts.items():
        yield from (_create(kind, key, values) for key, values in make(sheet, data))


def industry_label(sheet: Sheet, key: str) -> str:
    """Return the industry as the organisation's accounts carry it."""
    return _label(sheet, "account.industry", key)


def region_label(sheet: Sheet, key: str) -> str:
    """Return the region as the organisation's accounts carry it."""
    return _label(sheet, "account.region", key)


def _create(kind: str, key: str, values: Values) -> Create:
    return Create(kind, {name: value for name, value in values.items() if value is not None}, sample_id(kind, key))


def _organisation(sheet: Sheet, data: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    found = data["organisation"]
    yield (
        "organisation",
        {
            "name": sheet.text(found["name"]),
            "short_name": sheet.text(found["short_name"]),
            "currency": found["currency"],
            "zone": ZONE,
            "offline_days": found["offline_days"],
        },
    )


def _units(sheet: Sheet, data: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    for position, unit in enumerate(data["units"]):
        parent = sample_id("unit", unit["parent"]) if unit["parent"] else None
        name = sheet.text(unit["name"])
        yield unit["key"], {"name": name, "parent_id": parent, "function": unit["function"], "position": position}


def _roles(sheet: Sheet, data: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    for role in data["roles"]:
        writes = [f"*:{role['writes']}", *(f"{kind}:team" for kind in role["writes_team"]), *_DESK]
        if "administer" in role["permissions"]:
            writes = ["*:all", *(f"{kind.name}:all" for kind in KINDS.values() if kind.public)]
        yield (
            role["key"],
            {
                "name": sheet.text(role["name"]),
                "reads": [f"*:{role['reads']}"],
                "writes": sorted(writes),
                "permissions": role["permissions"] or None,
            },
        )


def _users(sheet: Sheet, data: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    for user in data["users"]:
        yield (
            user["key"],
            {
                "name": sheet.text(user["name"]),
                "sign_in_name": user["sign_in_name"],
                "email": f"{user['sign_in_name']}@fieldline.example",
                "phone": user["phone"],
                "job_title": sheet.text(user["job_title"]),
                "unit_id": sample_id("unit", user["unit"]),
                "role_id": sample_id("role", user["role"]),
                "active": True,
            },
        )


def _teams(sheet: Sheet, data: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    for team in data["teams"]:
        members: Value = sorted(sample_id("user", key) for key in team["members"])
        yield (
            team["key"],
            {
                "name": sheet.text(team["name"]),
                "leader_id": sample_id("user", team["leader"]),
                "member_ids": members,
            },
        )


def _stages(_sheet: Sheet, data: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    for stage in data["stages"]:
        yield stage["key"], {name: value for name, value in stage.items() if name != "key"}


def _options(sheet: Sheet, data: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    for picklist, options in data["picklists"].items():
        for position, option in enumerate(options):
            chinese, english = option["label"]
            # The key is the word in the organisation's language, so that a list shows it even without its picklist.
            key = sheet.text(option["label"])
            labels = {"label": english, "label_zh": chinese, "position": position}
            yield f"{picklist}.{option['key']}", {"picklist": picklist, "key": key, **labels}


def _tags(sheet: Sheet, data: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    for tag in data["tags"]:
        yield tag["key"], {"name": sheet.text(tag["name"]), "hue": tag["hue"]}


def _products(sheet: Sheet, data: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    for product in data["products"]:
        yield (
            product["key"],
            {
                "name": sheet.text(product["name"]),
                "series": product["series"],
                "price": to_units(product["price"]),
                "currency": "CNY",
            },
        )


def _views(sheet: Sheet, data: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    for position, view in enumerate(data["views"]):
        conditions = tuple(
            views.Condition(field, views.Operator(operator), _resolve(sheet, data, value))
            for field, operator, value in view["conditions"]
        )
        definition = views.Definition(
            views.Group(conditions), (views.Sort(view["sort"]),), group_by=view.get("group_by", "")
        )
        yield (
            f"{view['kind']}.{position}",
            {
                "name": sheet.text(view["name"]),
                "record_kind": view["kind"],
                "layout": view.get("layout", "table"),
                "definition": views.encode(definition),
                "audience": view["audience"],
                "pinned": view["pinned"],
                "position": position,
                "owner_id": sample_id("user", "zhao"),
            },
        )


def _resolve(sheet: Sheet, data: dict[str, Any], value: Value) -> Value:
    """Return a condition's value; `@picklist:key` is that option, `@picklist:industrial` are those so marked."""
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    picklist, key = value[1:].split(":")
    if key == "industrial":
        return sorted(sheet.text(each["label"]) for each in data["picklists"][picklist] if each.get("industrial"))
    return _label(sheet, picklist, key)


def _label(sheet: Sheet, picklist: str, key: str) -> str:
    options = document("organisation")["picklists"][picklist]
    return sheet.text(next(option["label"] for option in options if option["key"] == key))
