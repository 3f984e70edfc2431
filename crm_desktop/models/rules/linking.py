"""What dropping one record on another means: by which of its fields the first belongs to the second."""

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import FieldType


def link_field(kind: str, target: str) -> str:
    """Return the field of the kind that names a record of kind `target`, the first where there are several, or ""."""
    if kind not in KINDS:
        return ""
    fields = (each for each in KINDS[kind].fields if each.type is FieldType.LINK and each.target == target)
    return next((each.name for each in fields if each.client_writes), "")
