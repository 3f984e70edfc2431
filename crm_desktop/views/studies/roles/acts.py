"""Acts on the whole organisation: the suggested scope, lanes tied to departments and made from them, files."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.models.record import Record
from crm_desktop.models.studies.lane_links import (
    departments_from_lanes,
    lanes_from_departments,
    link_lanes,
    missing_lanes,
    suggest_links,
    unmatched,
)
from crm_desktop.models.studies.scope import apply, capabilities_of, suggest
from crm_desktop.views.actions import Action
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.studies.roles.exporting import ask_and_export
from crm_desktop.views.studies.roles.state import Roles
from crm_desktop.views.widgets.menu import Menu


class RoleActs:
    """`RoleActs(roles, part)`; `actions()` for menus and palette."""

    def __init__(self, roles: Roles, part: QWidget) -> None:
        self._roles, self._part = roles, part

    def apply_scope(self) -> None:
        """Decide the scope of every undecided department as the catalogue suggests."""
        study, organisation = self._roles.study, self._roles.organisation
        if study is None:
            return
        found = suggest(organisation, capabilities_of(study.capabilities))
        why = tr("roles", "Our product serves no such department")
        edits = apply(found, organisation, current_language().code, why)
        said = text("roles", "Scope decided for %n department(s)", n=len(found))
        self._roles.act("organisation.suggest", edits, said, self._roles.current)

    def link(self) -> None:
        """Tie lanes to the departments and posts of the same name."""
        edits = link_lanes(self._roles.lanes, self._roles.organisation)
        said = text("roles", "%n lane(s) linked", n=len(edits))
        self._roles.act("organisation.link", edits, said, self._roles.current)

    def departments(self) -> None:
        """Make a department for each lane that has none."""
        lanes, organisation = self._roles.lanes, self._roles.organisation
        made = len(unmatched(lanes, organisation))
        edits = departments_from_lanes(lanes, organisation, self._roles.account_id)
        said = text("roles", "%n department(s) made from lanes", n=made)
        self._roles.act("organisation.from_lanes", edits, said, self._roles.current)

    def offer_lanes(self) -> None:
        """Ask for which map lanes are wanted where there are several, and make them."""
        maps = self._maps()
        if len(maps) == 1:
            self.lanes(maps[0])
        elif maps:
            menu = Menu(self._part)
            menu.aboutToHide.connect(menu.deleteLater)
            for each in maps:
                menu.add_entry(each.title, partial(self.lanes, each), icon="workflow")
            menu.popup(self._part.mapToGlobal(self._part.rect().center()))

    def lanes(self, process: Record) -> None:
        """Give a map a lane for each department that it lacks."""
        mine = [each for each in self._roles.lanes if each.get("process_id") == process.id]
        organisation = self._roles.organisation
        made = len(missing_lanes(mine, organisation))
        edits = lanes_from_departments(process, mine, organisation)
        said = text("roles", "%n lane(s) added to {map}", n=made, map=process.title)
        if not self._roles.act("organisation.lanes", edits, said, self._roles.current):
            self._roles.desk.notices.inform(text("roles", "{map} has a lane for every department", map=process.title))

    def actions(self) -> list[Action]:
        """Return what stands in menus and palette."""
        return [
            Action(key="organisation.suggest", run=self.apply_scope, icon="puzzle", enabled=self._suggests),
            Action(key="organisation.link", run=self.link, icon="link", enabled=self._links),
            Action(key="organisation.from_lanes", run=self.departments, icon="network", enabled=self._strange),
            Action(key="organisation.lanes", run=self.offer_lanes, icon="columns-3", enabled=self._has_maps),
            Action(key="organisation.svg", run=partial(self._export, ".svg"), icon="file-down", menu="file",
                   enabled=self._described),
            Action(key="organisation.png", run=partial(self._export, ".png"), icon="file-down", menu="file",
                   enabled=self._described),
        ]  # fmt: skip

    def _export(self, ending: str) -> None:
        if self._roles.study is not None:
            ask_and_export(self._roles.study, ending, self._roles.desk, self._part)

    def _maps(self) -> list[Record]:
        study = self._roles.study
        return [] if study is None else [each for each in study.maps if each.get("form") != "template"]

    def _suggests(self) -> bool:
        study = self._roles.study
        if study is None or not self._roles.may_edit:
            return False
        return bool(suggest(self._roles.organisation, capabilities_of(study.capabilities)))

    def _links(self) -> bool:
        return self._roles.may_edit and bool(suggest_links(self._roles.lanes, self._roles.organisation))

    def _strange(self) -> bool:
        return self._roles.may_edit and bool(unmatched(self._roles.lanes, self._roles.organisation))

    def _has_maps(self) -> bool:
        return self._roles.may_edit and self._described() and bool(self._maps())

    def _described(self) -> bool:
        return bool(self._roles.organisation.departments)
