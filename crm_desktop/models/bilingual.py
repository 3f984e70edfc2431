"""A text that ships in both languages, as the files in `resources/templates` and the organisation's records hold it."""

import msgspec

from crm_desktop.models.fields import Value


class Bilingual(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """Return the text in one language, in the other where it is not written in that one."""
        first, second = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        return first or second


def bilingual(english: Value, chinese: Value) -> Bilingual:
    """Return what a record's field and its sister `…_zh` say together."""
    return Bilingual(zh=str(chinese or ""), en=str(english or ""))
