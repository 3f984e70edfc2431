"""The template of a report: its parts in order with the words around what is filled in, and all other words by key.

What ships stands in `resources/templates/report/LANGUAGE.json`; the organisation's own records may say less, and what
they leave out is as in the one that ships.
"""

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from crm_desktop.models.errors import Refused
from crm_desktop.models.record import Record
from crm_desktop.models.resources import resource

LANGUAGES = ("zh", "en")
PARTS = ("summary", "goals", "organisation", "as_is", "pains", "gaps", "to_be", "effect", "next_steps", "text")
"""What a part can be filled with; `text` only says its own words."""
FORMAT = 1


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part; `before` and `after` stand around what is filled in, with facts such as `{client}`."""

    key: str
    heading: str
    before: str = ""
    after: str = ""
    shown: bool = True


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A template in one language."""

    name: str
    language: str
    parts: tuple[Part, ...]
    format: int = FORMAT
    title: str = ""
    subtitle: str = ""
    words: dict[str, str] = {}

    def word(self, key: str, /, **facts: object) -> str:
        """Return what stands under a key, with facts in its places; the shipped words where this says none."""
        return fill(self.words.get(key) or shipped(self.language).words[key], facts)


def fill(words: str, facts: Mapping[str, object]) -> str:
    """Put facts into `{places}`; other braces stay as they are."""
    for name, fact in facts.items():
        words = words.replace("{" + name + "}", str(fact))
    return words


@cache
def shipped(language: str) -> Template:
    """Return the template that ships in a language."""
    return msgspec.json.decode(resource("templates", "report", f"{language}.json").read_bytes(), type=Template)


def read_template(content: str) -> Template:
    """Return what an organisation's template says; raises Refused report.template_unreadable."""
    try:
        found = msgspec.json.decode(content, type=Template)
    except (ValueError, msgspec.ValidationError) as problem:
        raise Refused("report.template_unreadable") from problem
    known = found.format <= FORMAT and found.language in LANGUAGES
    if not known or not found.parts or any(each.key not in PARTS for each in found.parts):
        raise Refused("report.template_unreadable")
    return msgspec.structs.replace(
        found,
        title=found.title or shipped(found.language).title,
        subtitle=found.subtitle or shipped(found.language).subtitle,
    )


def write_template(template: Template) -> str:
    """Return a template as its record keeps it."""
    return msgspec.json.format(msgspec.json.encode(template), indent=2).decode()


def templates_in(language: str, own: Iterable[Record]) -> dict[str, Template]:
    """Return the templates of a language by id, the organisation's own first, "" the one that ships.

    Own ones that cannot be read are left out: what ships always holds.
    """
    found: dict[str, Template] = {}
    for record in own:
        if record.get("language") == language and record.get("active") is not False:
            try:
                read = read_template(str(record.get("content") or ""))
            except Refused:
                continue
            found[record.id] = msgspec.structs.replace(read, name=record.title or read.name)
    return {**found, "": shipped(language)}
