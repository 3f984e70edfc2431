"""The names people use for fields and choices, in both languages, as the import needs them.

Built from the label files by whoever may read them; this module only looks things up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.models.fields import Field, RecordKind
from crm_desktop.models.importing.matching import normal

Labels = Mapping[str, Mapping[str, str]]
"""{context: {key: text}}: the content of one label file."""


@dataclass(frozen=True, slots=True)
class Words:
    """Labels of all languages, the one to speak first."""

    languages: Sequence[Labels] = field(default_factory=tuple)

    def field_names(self, kind: RecordKind, name: str) -> list[str]:
        """Return what people call a field: its labels in every language, and its name in the program."""
        key = kind.label_key(name)
        labels = [labels.get("fields", {}).get(key, "") for labels in self.languages]
        return [label for label in labels if label] + [name, name.replace("_", " ")]

    def kind_names(self, kind: RecordKind) -> list[str]:
        """Return what people call a kind, and its name in the program."""
        keys = (kind.name, kind.plural, f"{kind.name}.plural", f"{kind.name}.one")
        labels = [labels.get("kinds", {}).get(key, "") for labels in self.languages for key in keys]
        return [label for label in labels if label] + [kind.name]

    def choices(self, kind: RecordKind, of: Field) -> dict[str, str]:
        """Return the key for every way to write one of a field's own choices."""
        found = {normal(option): option for option in of.options}
        for option in of.options:
            for labels in self.languages:
                label = labels.get("options", {}).get(kind.option_key(of.name, option), "")
                if label:
                    found.setdefault(normal(label), option)
        return found

    def title(self, code: str, **facts: str | int) -> str:
        """Return the title of an error in the first language; the code where it has none."""
        key = f"{code}.title"
        sentence = self.sentence(key, **facts)
        return code if sentence == key else sentence

    def sentence(self, key: str, **facts: str | int) -> str:
        """Return a text of context `errors` in the first language, with its facts put in; the key where it has none."""
        return self.text("errors", key, **facts)

    def text(self, context: str, key: str, **facts: str | int) -> str:
        """Return a text of any context in the first language, with its facts put in; the key where it has none."""
        text = self.languages[0].get(context, {}).get(key, key) if self.languages else key
        for name, fact in facts.items():
            text = text.replace("{" + name + "}", str(fact))
        return text
