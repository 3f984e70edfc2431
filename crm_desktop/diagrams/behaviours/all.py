"""The consequences of a gesture, in the order in which they follow from one another."""

from collections.abc import Callable, Sequence

from crm_desktop.diagrams.behaviours.bends import keep_bends_true
from crm_desktop.diagrams.behaviours.changes import mark_what_is_new
from crm_desktop.diagrams.behaviours.questions import turn_questions_into_decisions
from crm_desktop.diagrams.behaviours.removed_ends import drop_what_hangs_on_removed
from crm_desktop.diagrams.behaviours.room import keep_apart
from crm_desktop.diagrams.behaviours.sizes import fit_sizes
from crm_desktop.diagrams.work import Work

_BEHAVIOURS: Sequence[Callable[[Work], None]] = (
    drop_what_hangs_on_removed,
    turn_questions_into_decisions,
    mark_what_is_new,
    fit_sizes,
    keep_apart,
    keep_bends_true,
)


def follow(work: Work) -> None:
    """Let everything follow that a gesture brings with it."""
    for behaviour in _BEHAVIOURS:
        behaviour(work)
