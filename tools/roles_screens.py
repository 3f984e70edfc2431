"""Pictures of a study's roles: the organisation chart in its structures, as a tree, and before anything is known."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.ids import new_id
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.studies.roles.part import LIST, RolesPart
from tests.support.sample import ident
from tests.support.studied import study_in
from tools.record_screens import OnDesk

_TEAMS = (("华东一组", "Team east"), ("华南二组", "Team south"), ("大客户组", "Key accounts"))
_OTHERS = (("私域运营中心", "Community operations"), ("研发部", "R&D"), ("仓储物流部", "Warehouse"))

_LONGEST_MS = 10_000


def build_roles() -> QWidget:
    """Return the chart with departments that are not decided yet, nothing chosen."""
    return _on_roles("line", lambda part: part.roles.select(""))


def build_chosen() -> QWidget:
    """Return the functional structure with a department chosen."""
    return _on_roles(
        "functional",
        lambda part: part.roles.select(part.roles.organisation.children(part.roles.organisation.roots[0])[1]),
    )


def build_simulated() -> QWidget:
    """Return simulated decentralisation with a post chosen."""
    return _on_roles("simulated", lambda part: part.roles.select(next(iter(part.roles.organisation.posts))))


def build_list() -> QWidget:
    """Return the tree with a department chosen."""

    def choose(part: RolesPart) -> None:
        part.show_as(LIST)
        part.roles.select(next(iter(part.roles.organisation.posts)))

    return _on_roles("divisional", choose)


def build_empty() -> QWidget:
    """Return the roles of a client of whom nothing is known yet."""

    def make(desk: Desk) -> QWidget:
        made = new_id()
        name = "订单到交付" if current_language().code == "zh" else "Order to delivery"
        values = {"name": name, "account_id": ident("hengchuan"), "owner_id": desk.me}
        desk.store.door.commit("study.create", [Create("study", values, made)])
        return _page(desk, made, lambda _part: None)

    return OnDesk(make)


def _on_roles(structure: str, then: Callable[[RolesPart], object]) -> QWidget:
    def make(desk: Desk) -> QWidget:
        made = study_in(desk, current_language().code)
        desk.store.door.commit("study.edit", [*_more(desk), Update("study", made.study_id, {"structure": structure})])
        return _page(desk, made.study_id, then)

    return OnDesk(make)


def _more(desk: Desk) -> list[Edit]:
    """Return what makes the sample's organisation deeper: teams under sales, functions nobody decided about."""
    at = 0 if current_language().code == "zh" else 1
    known = desk.store.read(lambda reader: reader.all("SELECT id, function FROM departments WHERE deleted_at IS NULL"))
    by_function = {function: each for each, function in known}
    account = ident("hengchuan")
    edits: list[Edit] = []
    for place, names in enumerate(_TEAMS):
        team, rank = new_id(), f"{place + 1}"
        above = {"account_id": account, "parent_id": by_function["sales"]}
        edits.append(Create("department", {**above, "name": names[at], "function": "sales", "rank": rank}, team))
        counts = {"head_count": 6 + place, "users": 6 + place}
        post = {"name": ("销售顾问", "Consultant")[at], "account_id": account, "department_id": team}
        edits.append(Create("post", {**post, **counts, "rank": "1"}))
    for place, names in enumerate(_OTHERS):
        values = {
            "name": names[at],
            "account_id": account,
            "parent_id": by_function["management"],
            "rank": f"{place + 6}",
        }
        edits.append(Create("department", {**values, "head_count": 9 - 2 * place}))
    return [*edits, Update("department", by_function["finance"], {"staff_line": True})]


def _page(desk: Desk, study_id: str, then: Callable[[RolesPart], object]) -> QWidget:
    page = StudyPage(desk)
    page.resize(1232, 848)
    page.visit(Place("studies", study_id, tab="roles"), None)
    _wait(lambda: isinstance(part := page.part("roles"), RolesPart) and part.roles.may_edit)
    part = page.part("roles")
    assert isinstance(part, RolesPart)
    then(part)
    return page


def _wait(condition: Callable[[], bool]) -> None:
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    timer.start(10)
    QTimer.singleShot(_LONGEST_MS, loop, loop.quit)
    loop.exec()
