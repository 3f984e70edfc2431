"""The sample organisation is complete, the same each time, in both languages, and shows what the pictures show."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from crm_desktop.models.access import visible
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import FieldType
from crm_desktop.models.ids import is_id, made_at
from crm_desktop.models.money import to_units
from crm_desktop.models.rules.validation import check
from crm_desktop.models.rules.views import Operator, decode
from crm_desktop.models.values import canonical
from crm_server.passwords import matches
from crm_server.services.load_rights import load_rights
from crm_server.services.sample_files import Language
from crm_server.services.sample_organisation import CSM, MANAGER, SAMPLE_PASSWORD, build_sample, write_sample
from crm_server.store import credentials
from crm_server.store.engine import Database
from crm_server.store.tables import RECORDS

TODAY = date(2026, 3, 12)


def of_kind(edits: list[Create], kind: str) -> list[Create]:
    return [each for each in edits if each.kind == kind]


def named(edits: list[Create], kind: str, name: str) -> Create:
    title = KINDS[kind].title
    (found,) = (each for each in of_kind(edits, kind) if each.values[title] == name)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_record_is_valid_canonical_and_refers_to_records_made_before_it(language: Language) -> None:
    known: set[tuple[str, str]] = set()
    for each in build_sample(language, TODAY):
        kind = KINDS[each.kind]
        defaults = {field.name: field.default for field in kind.fields if field.default is not None}
        assert not check(kind, {**defaults, **each.values}, lambda _: (), complete=True), each
        for name, value in each.values.items():
            field = kind.field(name)
            assert canonical(field, value) == value
            targets = value if isinstance(value, list) else [value]
            if field.type is FieldType.LINK or field.target:
                assert all((field.target, str(target)) in known for target in targets), (each, name)
        assert is_id(each.id)
        assert (each.kind, each.id) not in known
        known.add((each.kind, each.id))


def test_there_is_as_much_as_promised() -> None:
    edits = build_sample("zh", TODAY)
    counts = {kind: len(of_kind(edits, kind)) for kind in ("account", "contact", "opportunity", "task", "visit")}
    assert counts == {"account": 60, "contact": 150, "opportunity": 90, "task": 60, "visit": 36}
    assert len(of_kind(edits, "activity")) > 200


def test_one_client_is_studied_with_all_that_belongs_to_it() -> None:
    edits = build_sample("en", TODAY)
    (study,) = of_kind(edits, "study")
    assert (study.values["state"], study.values["report_due"]) == ("running", "2026-03-24")
    wanted = {
        "department": 9, "post": 7, "process": 1, "lane": 5, "node": 12, "flow": 13, "pain": 6, "metric": 6, "goal": 6,
        "experiment": 1, "experiment_variant": 3, "proposal": 2, "document_read": 2, "observation": 3, "interview": 2,
        "interview_question": 27, "interview_entry": 11,
    }  # fmt: skip
    assert {kind: len(of_kind(edits, kind)) for kind in wanted} == wanted
    talk = named(edits, "interview", "Order to delivery, on site")
    asked = [each.values for each in of_kind(edits, "interview_question") if each.values["interview_id"] == talk.id]
    assert sum(values["state"] == "answered" for values in asked) == 13
    assert len(asked) == 24


def test_it_is_the_same_each_time_and_moves_with_today() -> None:
    first, again, later = (build_sample("zh", day) for day in (TODAY, TODAY, date(2026, 3, 22)))
    assert first == again
    assert [each.id for each in first] == [each.id for each in later]
    assert named(first, "account", "恒川精密制造").values["renewal_on"] == "2026-04-18"
    assert named(later, "account", "恒川精密制造").values["renewal_on"] == "2026-04-28"
    assert len({made_at(each.id) for each in first}) == 1


def test_both_languages_have_the_same_records_and_differ_only_in_words() -> None:
    for chinese, english in zip(build_sample("zh", TODAY), build_sample("en", TODAY), strict=True):
        assert (chinese.kind, chinese.id, chinese.values.keys()) == (english.kind, english.id, english.values.keys())
        for name, value in chinese.values.items():
            field = KINDS[chinese.kind].field(name)
            if isinstance(value, list) and not field.target:
                words: Any = english.values[name]
                assert len(words) == len(value)
            elif name != "height" and (not isinstance(value, str) or field.type in (FieldType.LINK, FieldType.CHOICE)):
                # Steps are as high as their names want, which is another height in another language.
                assert english.values[name] == value


def test_hengchuan_is_as_in_the_pictures() -> None:
    edits = build_sample("en", TODAY)
    hengchuan = named(edits, "account", "Hengchuan Precision")
    values: Any = hengchuan.values
    assert (values["health"], values["annual_value"], values["employees"]) == (62, to_units(860_000), 420)
    assert values["renewal_on"] == "2026-04-18"
    assert values["owner_id"] == named(edits, "user", "Lin Yue").id
    phase = named(edits, "opportunity", "MES phase 2")
    tracing = named(edits, "opportunity", "Quality tracing module")
    stages = {each.id: each.values["name"] for each in of_kind(edits, "stage")}
    for deal, stage, chance, amount in ((phase, "Negotiation", 60, 920_000), (tracing, "Discovery", 20, 240_000)):
        assert deal.values["account_id"] == hengchuan.id
        assert (stages[str(deal.values["stage_id"])], deal.values["probability"]) == (stage, chance)
        assert deal.values["amount"] == to_units(amount)
    people = [each for each in of_kind(edits, "contact") if each.values["account_id"] == hengchuan.id]
    attitudes = sorted(str(each.values["attitude"]) for each in people)
    assert attitudes == ["champion", "champion", "neutral", "neutral", "neutral", "sceptic"]
    gu = named(edits, "contact", "Gu Zhenhua")
    assert {each.values["name"] for each in people if each.values.get("reports_to_id") == gu.id} >= {
        "Zhou Min",
        "Sun Jie",
    }


def test_the_views_of_the_pictures_find_what_the_pictures_show() -> None:
    edits = build_sample("en", TODAY)
    accounts = [each.values for each in of_kind(edits, "account")]
    pinned = {str(each.values["name"]): each for each in of_kind(edits, "saved_view") if each.values["pinned"]}
    assert set(pinned) == {"Renewals, 90 days", "East industrial", "Health falling"}
    found: dict[str, list[Any]] = {}
    for name, view in pinned.items():
        parts: Any = decode(str(view.values["definition"])).filter.parts
        found[name] = [values for values in accounts if all(_holds(part, values) for part in parts)]
    assert {name: len(rows) for name, rows in found.items()} == {
        "Renewals, 90 days": 14,
        "East industrial": 36,
        "Health falling": 5,
    }
    assert sum(values["annual_value"] for values in found["Renewals, 90 days"]) == to_units(4_764_000)


def _holds(part: Any, values: Any) -> bool:
    value = values[part.field]
    match part.operator:
        case Operator.NEXT_DAYS:
            return 0 <= (date.fromisoformat(value) - TODAY).days <= int(part.value)
        case Operator.BELOW:
            return bool(value < part.value)
        case Operator.IS:
            return bool(value == part.value)
        case Operator.ANY_OF:
            return value in part.value
        case _:
            raise AssertionError(part.operator)


def test_it_goes_through_the_log_and_its_people_see_their_part(database: Database) -> None:
    made = write_sample(database, ManualClock(), "zh", TODAY)
    accounts = RECORDS["account"]
    with database.read() as connection:
        seen = {}
        for name in (CSM, MANAGER, "liu.yang", "admin"):
            rights = load_rights(connection, made.org_id, made.people[name])
            condition = visible(rights, KINDS["account"], RECORDS)
            statement = select(func.count()).select_from(accounts).where(accounts.c.org_id == made.org_id, condition)
            seen[name] = connection.scalar(statement)
        mine = select(func.count()).select_from(accounts).where(accounts.c.owner_id == made.people[CSM])
        assert connection.scalar(mine) == 32
        hashed = credentials.password_hash(connection, made.org_id, made.people[CSM])
    assert seen == {CSM: 55, MANAGER: 55, "liu.yang": 3, "admin": 60}
    assert matches(SAMPLE_PASSWORD, hashed)
    with pytest.raises(Refused, match=r"sample\.exists"):
        write_sample(database, ManualClock(), "en", TODAY)
