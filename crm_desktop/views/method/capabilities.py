"""The product scope catalogue: what our product can do, for which departments."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.models.edits import Edit
from crm_desktop.models.fields import Value
from crm_desktop.models.records.client_organisation import DEPARTMENT_FUNCTIONS
from crm_desktop.models.records.method import CAPABILITY
from crm_desktop.models.records.study import CHANGES
from crm_desktop.models.studies.method_edits import add, copy_catalogue
from crm_desktop.models.studies.scope import as_values, shipped_capabilities
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.entry_list import Entry
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.method.form import MethodForm, named, options_of
from crm_desktop.views.method.side import MethodSide

_FIELDS = ("name", "name_zh", "description", "description_zh", "functions", "changes", "active")


class CapabilitiesSide(MethodSide):
    """The organisation's own catalogue, or as long as it has none the one that ships."""

    def __init__(self, desk: Desk) -> None:
        about = text("method", "Departments whose function a capability serves are suggested for asking, others for "
                               "skipping. Copying makes the whole catalogue your own.")  # fmt: skip
        super().__init__(desk, label("kinds", "capability.plural"), about)
        options = {"functions": options_of("department.function", DEPARTMENT_FUNCTIONS),
                   "changes": options_of("proposal.change", CHANGES)}  # fmt: skip
        self.form = MethodForm(CAPABILITY, _FIELDS, options, desk, self.describe)
        self.add_form(self.form)
        self.settle()

    def entries(self) -> Sequence[Entry]:
        """Return the own capabilities, else the shipped ones."""
        chinese = current_language().code == "zh"
        if self.method.capabilities:
            return [Entry(each.id, str(named(each.values, "name", chinese)), each.values, each)
                    for each in self.method.capabilities]  # fmt: skip
        shipped = [as_values(each, place) for place, each in enumerate(shipped_capabilities())]
        return [
            Entry(f"shipped {place}", str(named(each, "name", chinese)), each) for place, each in enumerate(shipped)
        ]

    def show_entry(self, entry: Entry) -> None:
        """Show a capability."""
        self.form.show_values(entry.key, entry.values, writable=self.may and entry.record is not None)

    def copies(self, entry: Entry) -> list[Edit]:
        """Return the whole catalogue: an own one takes the place of what ships."""
        return copy_catalogue()

    def additions(self) -> list[Edit]:
        """Return a new capability; with it what ships stays by being copied too."""
        known: dict[str, Value] = {"name": tr("method", "New capability"), "active": True}
        if self.method.capabilities:
            return add("capability", known, self.method.capabilities)
        return []

    def key_after(self, _edits: Sequence[Edit], made: Sequence[str]) -> str:
        """Stay with the capability that was copied."""
        return made[max(0, self.list.currentRow())] if len(made) > 1 else made[0]
