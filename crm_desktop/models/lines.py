"""Several short texts in one field, a line each, in their order; how long texts merge stands in `merge`."""

from collections.abc import Iterable

from crm_desktop.models.fields import Value


def split_lines(value: Value) -> tuple[str, ...]:
    """Return the texts that a field holds, without the room around them; empty lines are none."""
    lines = value.splitlines() if isinstance(value, str) else ()
    return tuple(line.strip() for line in lines if line.strip())


def join_lines(texts: Iterable[str]) -> str | None:
    """Return what a field keeps of texts: each in one line, each once, None where there are none."""
    return "\n".join(dict.fromkeys(line for each in texts if (line := " ".join(each.split())))) or None
