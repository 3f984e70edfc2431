"""Rule `set`: what each side added is in, what either side removed is out."""

from crm_desktop.models.fields import Value
from crm_desktop.models.values import members


def merge_sets(before: Value, theirs: Value, mine: Value) -> Value:
    """Return their members with my additions and removals applied; None when nothing is left."""
    seen, wanted = set(members(before)), set(members(mine))
    return sorted((set(members(theirs)) - (seen - wanted)) | (wanted - seen)) or None
