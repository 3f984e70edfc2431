"""Errors as people read them: what happened, what is safe, what to do next."""

from dataclasses import dataclass

from crm_desktop.models.errors import UserError
from crm_desktop.views.language.texts import Text, has_label, label, text

_PARTS = ("title", "explanation", "remedy")


@dataclass(frozen=True, slots=True)
class Explained:
    """An error in three sentences, and the line that "Copy details" puts on the clipboard."""

    title: Text
    explanation: Text
    remedy: Text
    details: str


def explain(error: Exception) -> Explained:
    """Return the sentences for an error; anything but a UserError is our own fault and says so."""
    if isinstance(error, UserError) and has_label("errors", f"{error.code}.title"):
        title, explanation, remedy = (label("errors", f"{error.code}.{part}", **error.facts) for part in _PARTS)
        details = f"{error.code} {dict(error.facts)}" if error.facts else error.code
        return Explained(title, explanation, remedy, details)
    return Explained(
        text("errors_general", "That did not work"),
        text("errors_general", "Something unexpected happened in the program. What you entered is still here."),
        text("errors_general", "Try again. If it happens again, copy the details and send them to support."),
        error.code if isinstance(error, UserError) else type(error).__name__,
    )
