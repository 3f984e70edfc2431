"""Sentences about a study: what is missing, what contradicts. Rules give codes and facts, here they become words."""

from __future__ import annotations

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.studies.progress import Missing
from crm_desktop.views.language.texts import Text, label

_KEY = "@"
"""Begins facts that are themselves keys of `study_notes`."""


def missing_words(missing: Missing) -> Text:
    """Return what is missing as a sentence."""
    facts: dict[str, object] = {name: _fact(value) for name, value in missing.facts.items()}
    return label("study_notes", missing.code, **facts)


def problem_words(problem: Problem, kind: str) -> Text:
    """Return what is wrong with a record of a kind as a sentence; a fact `field` is called as the field is."""
    facts: dict[str, object] = dict(problem.facts)
    if "field" in facts:
        facts["field"] = label("fields", KINDS[kind].label_key(str(facts["field"])))
    return label("study_notes", problem.code, **facts)


def _fact(value: str | int) -> object:
    if isinstance(value, str) and value.startswith(_KEY):
        return label("study_notes", value.removeprefix(_KEY))
    return value
