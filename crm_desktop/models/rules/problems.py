"""What a rule finds wrong with values: a code for the sentence and facts for its placeholders, never the values."""

import dataclasses
from collections.abc import Mapping

from crm_desktop.models.errors import Fact


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field. `code` is a key of context `errors`."""

    field: str
    code: str
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)
