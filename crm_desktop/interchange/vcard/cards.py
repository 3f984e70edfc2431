"""What the properties of a vCard say of a person: the first of each thing in its field, what is left over in notes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crm_desktop.interchange.vcard.lines import Property, properties

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff·]+\Z")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}\Z")
_NOT_FOR_CALLS = frozenset({"FAX", "PAGER", "MODEM", "BBS"})
_WECHAT = ("WECHAT", "WEIXIN", "WXWORK")


@dataclass(slots=True)
class Card:
    """One person. `line` is where the card begins in the file."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    """Field as in `table.COLUMNS` → text."""
    photo: bytes = b""
    photo_type: str = ""

    def say(self, name: str, value: str) -> None:
        """Take a value, unless the field has one; then it goes to the notes, where nothing is lost."""
        if not value:
            return
        if self.values.setdefault(name, value) != value:
            self.note(value)

    def note(self, text: str) -> None:
        """Add a line to the notes."""
        lines = [line for line in (self.values.get("notes", ""), text) if line]
        self.values["notes"] = "\n".join(dict.fromkeys(lines))


def read_cards(text: str) -> Iterator[Card]:
    """Yield the people of a file; a card without end counts, one without anything in it does not."""
    found: list[Property] = []
    for each in properties(text):
        if each.name == "BEGIN" and each.value.strip().upper() == "VCARD":
            yield from _card(found)
            found = [each]
        elif found:
            found.append(each)
    yield from _card(found)


def _card(found: list[Property]) -> Iterator[Card]:
    if not found:
        return
    card = Card(found[0].line)
    # What somebody marked as preferred comes first in its field.
    for each in sorted(found[1:], key=lambda each: "PREF" not in each.types and "PREF" not in each.parameters):
        _take(card, each)
    name = _name(found)
    if name:
        card.values["name"] = name
    if card.values or card.photo:
        yield card


def _take(card: Card, each: Property) -> None:
    match each.name:
        case "ORG":
            company, *units = [*each.parts(), ""]
            card.say("company", company)
            card.say("department", " / ".join(unit for unit in units if unit))
        case "TITLE":
            card.say("job_title", each.text())
        case "TEL":
            _take_phone(card, each)
        case "EMAIL":
            card.say("email", each.text().removeprefix("mailto:"))
        case "URL":
            card.say("website", each.text())
        case "ADR":
            _take_address(card, each)
        case "NOTE":
            card.note(each.text())
        case "CATEGORIES":
            card.say("tags", each.text())
        case "PHOTO" if not card.photo:
            card.photo, card.photo_type = each.data()
        case _:
            _take_wechat(card, each)


def _take_phone(card: Card, each: Property) -> None:
    number = each.text().removeprefix("tel:").strip()
    if not number:
        return
    if each.types & _NOT_FOR_CALLS:
        card.note(f"Fax {number}" if "FAX" in each.types else number)
        return
    plain = re.sub(r"[\s\-()]", "", number)
    mobile = bool(each.types & {"CELL", "MOBILE", "IPHONE"}) or _MOBILE.match(plain) is not None
    first, second = ("mobile", "phone") if mobile else ("phone", "mobile")
    if first not in card.values or mobile or second in card.values:
        card.say(first, number)
    else:
        card.note(number)


def _take_address(card: Card, each: Property) -> None:
    parts = [*each.parts(), *[""] * 7]
    street = " ".join(part for part in (parts[0], parts[1], parts[2]) if part).replace("\n", " ")
    region, city = parts[4], parts[3]
    if "street" in card.values or "city" in card.values:
        card.note(" ".join(part for part in (parts[6], region, city, street, parts[5]) if part))
        return
    for name, value in (("street", street), ("city", city or region), ("postcode", parts[5]), ("country", parts[6])):
        card.say(name, value)


def _take_wechat(card: Card, each: Property) -> None:
    value = each.text()
    about = f"{each.name} {' '.join(each.types)} {' '.join(each.parameters.get('X-SERVICE-TYPE', ()))}".upper()
    scheme = value.partition(":")[0].upper()
    if any(word in about or word in scheme for word in _WECHAT):
        card.say("wechat", value if scheme.startswith("HTTP") else value.rpartition(":")[2])


def _name(found: Iterable[Property]) -> str:
    """Return the name: Chinese ones by family and given name, whose order programs mix up; others as they are shown."""
    by_name = {each.name: each for each in reversed(list(found))}
    parts = [*by_name["N"].parts(), "", "", ""] if "N" in by_name else ["", "", ""]
    family, given, middle = (part.strip() for part in parts[:3])
    shown = by_name["FN"].text() if "FN" in by_name else ""
    if family and given and _CHINESE.match(family + given):
        return family + middle + given if _CHINESE.match(middle or "·") else family + given
    joined = shown.replace(" ", "")
    if _CHINESE.match(joined):
        return joined
    return " ".join((shown or " ".join(part for part in (given, middle, family) if part)).split())
