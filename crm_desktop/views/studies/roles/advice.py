"""Beside the chart while nothing is current: the guide's advice, where to ask and what to skip, lanes to be tied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.record import Record
from crm_desktop.models.studies.guide import guidance, rules_of
from crm_desktop.models.studies.lane_links import suggest_links, unmatched
from crm_desktop.models.studies.organisation import IN
from crm_desktop.models.studies.scope import Suggestion, capabilities_of, suggest
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.studies.roles.state import Roles
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import SectionHeader
from crm_desktop.views.widgets.component import Component, line
from crm_desktop.views.widgets.icon_word import IconWord
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph


class Advice(Component, QWidget):
    """`Advice(roles, apply_scope, link_lanes, departments_from_lanes, lanes_from_departments)`."""

    def __init__(
        self,
        roles: Roles,
        *,
        apply: Callable[[], object],
        link: Callable[[], object],
        departments: Callable[[], object],
        lanes: Callable[[], object],
    ) -> None:
        super().__init__()
        self._roles = roles
        self._rules: Sequence[Record] = ()
        self._scope_rows: list[QWidget] = []
        self.guide = Paragraph("", "body", "text.secondary")
        self.enough = Paragraph("", "caption", "text.secondary")
        self.scope_words = Paragraph("", "body", "text.secondary")
        self.apply = Button(text("roles", "Apply suggestion"), apply, kind="primary", icon="check", small=True)
        self.lane_words = Paragraph("", "body", "text.secondary")
        self.link = Button(text("roles", "Link by name"), link, icon="link", small=True)
        self.departments = Button(text("roles", "Departments from lanes"), departments, icon="network", small=True)
        self.lanes = Button(text("roles", "Lanes from departments"), lanes, icon="columns-3", small=True)
        self._scope_list = QVBoxLayout()
        self._lay_out()
        self.settle()

    def take_rules(self, rules: Sequence[Record]) -> None:
        """Learn the organisation's own rules of the guide."""
        self._rules = rules
        self.show_now()

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Return what the catalogue suggests now."""
        study = self._roles.study
        return () if study is None else suggest(self._roles.organisation, capabilities_of(study.capabilities))

    def retranslate(self) -> None:
        """Say it again."""
        self.show_now()

    def show_now(self) -> None:
        """Show what is to be said of the organisation as it is now."""
        if self._roles.study is not None:
            self._show_guide()
            self._show_scope()
            self._show_lanes()

    def _show_guide(self) -> None:
        assert self._roles.study is not None
        stage, language = str(self._roles.study.study.get("client_stage") or ""), current_language().code
        found = guidance(stage, "", rules_of(self._rules))
        said: Wording = text("roles", "Choose the client's stage in the overview; the guide then says how deep to ask.")
        if found.advice:
            said = "\n".join(each.text(language) for each in found.advice)
        self.guide.set_wording(said)
        enough = next((each.words.text(language) for each in found.enough if each.section == "roles"), "")
        self.enough.set_wording(enough)
        self.enough.setVisible(bool(enough))

    def _show_scope(self) -> None:
        found = self.suggestions()
        for row in self._scope_rows:
            row.hide()
            row.deleteLater()
        self._scope_rows = [self._suggested(each) for each in found]
        for row in self._scope_rows:
            self._scope_list.addWidget(row)
        asked = sum(each.scope == IN for each in found)
        said: Wording = text("roles", "Nothing to suggest: every department that the catalogue knows is decided.")
        if found:
            said = text("roles", "By what our product serves: ask {asked}, skip {skipped}.", asked=asked,
                        skipped=len(found) - asked)  # fmt: skip
        self.scope_words.set_wording(said)
        self.apply.setVisible(bool(found) and self._roles.may_edit)

    def _suggested(self, suggestion: Suggestion) -> QWidget:
        department, language = self._roles.organisation.departments[suggestion.department_id], current_language().code
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        mark = IconWord()
        inside = suggestion.scope == IN
        mark.show_icon("circle-check" if inside else "ban", "")
        row.addWidget(mark)
        row.addWidget(Label(department.name, "body", elide=True), 1)
        why = ", ".join(each.name.text(language) for each in suggestion.capabilities)
        scope = label("options", f"department.scope.{suggestion.scope}")
        row.addWidget(Label(why or scope, "caption", "text.secondary", elide=True), 1)
        return made

    def _show_lanes(self) -> None:
        lanes, organisation = self._roles.lanes, self._roles.organisation
        by_name, strange = len(suggest_links(lanes, organisation)), len(unmatched(lanes, organisation))
        tied = sum(each.get("department_id") in organisation.departments for each in lanes)
        said: Wording = text("roles", "The study has no map yet.")
        maps = self._roles.study.maps if self._roles.study is not None else ()
        if maps:
            said = text("roles", "{tied} of {all} lanes stand for a department.", tied=tied, all=len(lanes))
        self.lane_words.set_wording(said)
        edit = self._roles.may_edit
        self.link.setVisible(edit and by_name > 0)
        self.link.set_wording(text("roles", "Link %n lane(s) by name", n=by_name))
        self.departments.setVisible(edit and strange > 0)
        self.departments.set_wording(text("roles", "Make %n department(s) from lanes", n=strange))
        self.lanes.setVisible(edit and bool(maps) and bool(organisation.departments))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._scope_list.setSpacing(6)
        column.addWidget(SectionHeader(text("roles", "How deep to ask"), icon="compass", style="bodyStrong"))
        column.addWidget(self.guide)
        column.addWidget(self.enough)
        column.addWidget(line())
        column.addWidget(SectionHeader(text("roles", "Where to ask, what to skip"), icon="puzzle", style="bodyStrong"))
        column.addWidget(self.scope_words)
        column.addLayout(self._scope_list)
        column.addWidget(self.apply)
        column.addWidget(line())
        column.addWidget(SectionHeader(text("roles", "Lanes of the maps"), icon="columns-3", style="bodyStrong"))
        for part in (self.lane_words, self.link, self.departments, self.lanes):
            column.addWidget(part)
        column.addStretch()
