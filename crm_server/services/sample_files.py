"""The sample organisation's data as it ships: two languages, and days counted from a `today` that is passed in."""

import csv
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

from crm_desktop.models.clock import to_moment
from crm_desktop.models.ids import sample_number
from crm_desktop.models.resources import resource

Language: TypeAlias = Literal["zh", "en"]
ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What turns shipped data into values: the language that names records, and the day that is today."""

    language: Language
    today: date

    def text(self, pair: list[str]) -> str:
        """Return the text of a pair (Chinese, English) in the organisation's language."""
        return pair[0 if self.language == "zh" else 1]

    def column(self, row: dict[str, str], name: str) -> str | None:
        """Return a bilingual column's text, None where it is empty."""
        return row[f"{name}_{self.language}"] or None

    def day(self, offset: int) -> str:
        """Return the calendar day so many days from today."""
        return (self.today + timedelta(days=offset)).isoformat()

    def moment(self, offset: int, clock: str) -> int:
        """Return the moment at `HH:MM` so many days from today."""
        at = datetime.combine(self.today + timedelta(days=offset), time.fromisoformat(clock), ZoneInfo(ZONE))
        return to_moment(at)


def sample_id(kind: str, key: str) -> str:
    """Return the id of a sample record, the same each time; in the form of all ids."""
    digest = int.from_bytes(hashlib.blake2b(f"{kind}:{key}".encode(), digest_size=10).digest())
    return sample_number(digest)


@cache
def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a shipped table."""
    with resource("sample-data", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def document(name: str) -> dict[str, Any]:
    """Return a shipped document."""
    content: dict[str, Any] = json.loads(resource("sample-data", f"{name}.json").read_text("utf-8"))
    return content
