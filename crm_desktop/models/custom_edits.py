"""What makes the entries that can be chosen in an organisation's own field."""

from collections.abc import Sequence

from crm_desktop.models.edits import Create, Edit
from crm_desktop.models.ids import new_id


def option_edits(picklist: str, names: Sequence[str], first: int = 0) -> list[Edit]:
    """Return what makes entries of a picklist; a name is `English | 中文`, or one for both."""
    edits: list[Edit] = []
    for place, written in enumerate(names):
        english, _, chinese = (each.strip() for each in written.partition("|"))
        if english or chinese:
            key = new_id()[-12:]
            values = {"picklist": picklist, "key": key, "label": english or chinese, "label_zh": chinese or None}
            edits.append(Create("picklist_option", {**values, "position": first + place}))
    return edits
