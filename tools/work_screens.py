"""Builders of the pictures of board, agenda, sync centre and settings: real pages on a real replica with the sample."""

from __future__ import annotations

import atexit
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QWidget

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.rules.views import Definition
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from tests.support.desk import clear_desk, make_desk
from tests.support.sync_sample import fill_sync


def desk_for_picture() -> Desk:
    """Return a desk in the language of the picture; cleared when the program ends."""
    folder = TemporaryDirectory(prefix="fieldline-picture-")
    desk = make_desk(Path(folder.name), current_language().code)
    atexit.register(folder.cleanup)
    atexit.register(clear_desk, desk)
    return desk


def build_board() -> QWidget:
    """Return the board of all opportunities beside a target, one of them worth more since yesterday."""
    from crm_desktop.models.edits import Update
    from crm_desktop.store.queries.records import record
    from crm_desktop.views.opportunities.board import Board
    from tests.support.sample import ident

    desk = desk_for_picture()
    deal = desk.store.read(record, "opportunity", ident("cold"))
    amount = deal.get("amount") if deal is not None else None
    if isinstance(amount, int):
        more = Update("opportunity", ident("cold"), {"amount": amount + 300_000 * 10_000})
        desk.store.door.commit("opportunity.edit", [more])
    board = Board(desk)
    board.show(Definition(target=2_500_000 * 10_000))
    return board


def build_timeline() -> QWidget:
    """Return the timeline of close dates of all open opportunities, with the forecast by month."""
    from crm_desktop.views.opportunities.closing_timeline import ClosingTimeline

    timeline = ClosingTimeline(desk_for_picture())
    timeline.show(Definition())
    return timeline


def build_sync_centre() -> QWidget:
    """Return the sync centre with a conflict to decide, while a sync is running."""
    from crm_desktop.sync.events import Phase
    from crm_desktop.sync.status import Connection, PillState, SyncStatus
    from crm_desktop.views.sync_centre.page import SyncCentrePage
    from tests.support.sample import HOUR, NOW

    desk = desk_for_picture()
    assert isinstance(desk.clock, ManualClock)
    fill_sync(desk.store, desk.clock, current_language().code)
    status = SyncStatus(
        state=PillState.SYNCING, connection=Connection.ONLINE, phase=Phase.PUSH, done=4, total=12, percent=33,
        last_complete_at=NOW - 15 * HOUR, waiting=8,
    )  # fmt: skip
    desk.around.sync.publish(status)
    return SyncCentrePage(desk)


def build_agenda(span: str = "day") -> QWidget:
    """Return the calendar around the sample's day, a few hours of it taken twice."""
    from crm_desktop.models.edits import Create, Update
    from crm_desktop.views.agenda.page import AgendaPage
    from crm_desktop.views.navigation import Place
    from tests.support.sample import HOUR, NOW, ident

    desk = desk_for_picture()
    chinese = current_language().code == "zh"
    names = (("季度业务回顾", 3.0, 1.25, "yunhe"), ("电话沟通", 5.0, 0.4, "ruichi"), ("商机评审", 3.5, 1.0, "beichen"))
    if not chinese:
        names = (
            ("Quarterly review", 3.0, 1.25, "yunhe"),
            ("Call", 5.0, 0.4, "ruichi"),
            ("Review", 3.5, 1.0, "beichen"),
        )
    edits: list[Create | Update] = [
        Create(
            "visit",
            {
                "subject": subject, "account_id": ident(account), "owner_id": desk.me, "state": "planned",
                "starts_at": round(NOW + begin * HOUR), "ends_at": round(NOW + (begin + hours) * HOUR),
                "place": "金鸡湖大道 66 号" if chinese else "66 Lake Road", "contact_id": ident("xu"),
            },
        )
        for subject, begin, hours, account in names
    ]  # fmt: skip
    edits.append(
        Update("visit", ident("visit.interview"), {"starts_at": NOW + HOUR // 2, "ends_at": NOW + 5 * HOUR // 2})
    )
    places = {"hengchuan": (31.30, 120.75), "yunhe": (31.16, 120.64), "beichen": (31.42, 120.60)}
    edits += [
        Update("account", ident(word), {"latitude": place[0], "longitude": place[1]}) for word, place in places.items()
    ]
    again = {"recurrence": "FREQ=WEEKLY;BYDAY=MO,WE,FR", "zone": "Asia/Shanghai", "owner_id": desk.me}
    subject = "早会" if chinese else "Stand-up"
    edits.append(Create("visit", {"subject": subject, "starts_at": NOW - 9 * 24 * HOUR, **again}))
    edits.append(Update("task", ident("task.minutes"), {"due_at": NOW - 10 * HOUR}))
    desk.store.door.commit("visit.create", edits)
    page = AgendaPage(desk)
    page.visit(Place("agenda", tab=span), None)
    return page


def build_week() -> QWidget:
    """Return the same as a week."""
    return build_agenda("week")


def build_month() -> QWidget:
    """Return the same as a month."""
    return build_agenda("month")


def build_days_listed() -> QWidget:
    """Return the same as a list."""
    return build_agenda("list")


def build_settings() -> QWidget:
    """Return the settings."""
    from crm_desktop.views.navigation import Place
    from crm_desktop.views.settings.page import SettingsPage
    from crm_desktop.views.surroundings import SignedInAs

    desk = desk_for_picture()
    desk.around.signed_in = SignedInAs(
        "https://crm.example.com", "林悦" if current_language().code == "zh" else "Lin Yue", "Example", "laptop"
    )
    page = SettingsPage(desk)
    page.visit(Place("settings"), None)
    return page


def build_workbench() -> QWidget:
    """Return the workbench of the sample's day, with a notice that is not read."""
    from crm_desktop.models.edits import Create, Update
    from crm_desktop.models.fields import Value
    from crm_desktop.views.navigation import Place
    from crm_desktop.views.workbench.page import WorkbenchPage
    from tests.support.sample import HOUR, NOW, ident

    desk = desk_for_picture()
    chinese = current_language().code == "zh"
    place = "苏州工业园区星湖街 328 号 3 楼" if chinese else "328 Xinghu Street, Suzhou"
    subjects = ("五一放假安排", "报销制度更新") if chinese else ("Office closed in May", "New rules for expenses")
    told = {"owner_id": ident("wang"), "audience": "everyone"}
    edits: list[Create | Update] = [
        Create("notice", {"subject": each, "published_at": NOW - (5 + 20 * at) * HOUR, **told})
        for at, each in enumerate(subjects)
    ]
    times: dict[str, Value] = {
        "starts_at": NOW + HOUR,
        "ends_at": NOW + 3 * HOUR,
        "place": place,
        "participant_ids": [ident("zhou")],
    }
    edits.append(Update("visit", ident("visit.interview"), times))
    demo = {"starts_at": NOW + 4 * HOUR, "ends_at": NOW + 5 * HOUR}
    edits.append(Update("visit", ident("visit.demo"), demo))
    for word, at in (("hengchuan", (31.30, 120.75)), ("beichen", (31.16, 120.64))):
        edits.append(Update("account", ident(word), {"latitude": at[0], "longitude": at[1]}))
    edits.append(Update("opportunity", ident("mes1"), {"closed_on": "2026-02-11"}))
    desk.store.door.commit("visit.edit", edits)
    page = WorkbenchPage(desk)
    page.visit(Place("workbench"), None)
    return page
