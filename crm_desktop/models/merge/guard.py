"""Rule `guard`: compare and set. Who did not see the present value may not replace it."""

from crm_desktop.models.exchange import Facts, Refusal
from crm_desktop.models.fields import Value
from crm_desktop.models.merge.authors import Author


def refuse_overwriting(kind: str, record_id: str, field: str, present: Value, theirs: Author | None) -> Refusal:
    """Return the refusal of an edit whose maker saw another value than the present one.

    The facts name kind, field, author and moment; what stands there is in `present` only, which is never logged.
    """
    facts: Facts = {"kind": kind, "field": field}
    if theirs is not None:
        facts |= {"by": theirs.user_id, "at": theirs.edited_at}
    return Refusal(code="sync.guard", facts=facts, kind=kind, id=record_id, field=field, present=present)
