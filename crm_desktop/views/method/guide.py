"""The guide: for each stage of a client and each identity of a person, what to ask for."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.models.edits import Edit
from crm_desktop.models.records.interview import SECTIONS
from crm_desktop.models.records.method import GUIDE_RULE
from crm_desktop.models.records.study import GOAL_LEVELS
from crm_desktop.models.studies.guide import ASPECTS, GuideRule, as_values, rules_of
from crm_desktop.models.studies.method_edits import copy_rule
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.entry_list import Entry
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.method.form import MethodForm, options_of
from crm_desktop.views.method.side import MethodSide

_FIELDS = ("levels", "sections", "advice", "advice_zh", "active")
_NAMES = {"client_stage": "study.client_stage", "identity": "interview.identity"}


class GuideSide(MethodSide):
    """A rule for each stage and each identity: the organisation's own, or the one that ships."""

    own_order = False

    def __init__(self, desk: Desk) -> None:
        about = text("method", "The person decides where to begin, the client's stage what else of that is asked. "
                               "Nothing ticked means all. A rule that is switched off says nothing.")  # fmt: skip
        super().__init__(desk, label("kinds", "guide_rule.plural"), about)
        options = {"levels": options_of("goal.level", GOAL_LEVELS),
                   "sections": options_of("interview_question.section", SECTIONS)}  # fmt: skip
        self.form = MethodForm(GUIDE_RULE, _FIELDS, options, desk, self.describe)
        self.add_form(self.form)
        self.settle()

    def entries(self) -> Sequence[Entry]:
        """Return the rules that hold, stages first."""
        own = {each.id: each for each in self.method.rules}
        return [
            Entry(f"{rule.aspect} {rule.key}", _title(rule), as_values(rule, 0), own.get(rule.id), rule)
            for rule in rules_of(self.method.rules)
        ]

    def show_entry(self, entry: Entry) -> None:
        """Show a rule."""
        self.form.show_values(entry.key, entry.values, writable=self.may and entry.record is not None)

    def copies(self, entry: Entry) -> list[Edit]:
        """Return the rule as the organisation's own."""
        assert isinstance(entry.source, GuideRule)
        return copy_rule(entry.source, list(ASPECTS).index(entry.source.aspect))

    def key_after(self, _edits: Sequence[Edit], _made: Sequence[str]) -> str:
        """Stay with the same stage or identity."""
        return self.list.key


def _title(rule: GuideRule) -> str:
    aspect = label("options", f"guide_rule.aspect.{rule.aspect}")
    return f"{aspect}: {label('options', f'{_NAMES[rule.aspect]}.{rule.key}')}"
