"""Taking a whole address apart, as it is copied from a mail or a website. What is not sure is left whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from crm_desktop.models.addresses.countries import (
    City,
    cities,
    country_code,
    divisions,
    postcode_pattern,
    provinces,
    short_name,
)

LONGEST = 400
"""Characters looked at: whatever is longer is no address."""
_LABELS = re.compile(r"(?:[一-鿿]{0,4}地址|\badd(?:ress)?)\s*[:：]\s*", re.IGNORECASE)
_POSTCODE_LABEL = re.compile(r"(?:邮政编码|邮编|邮码|zip(?: code)?|postcode)\s*[:：]?\s*", re.IGNORECASE)
_CHINESE_POSTCODE = re.compile(
    r"(?:\A|(?<=[\s,，、;；(（]))(\d{6})(?=\Z|[\s,，、;；)）])|\A(\d{6})(?=[一-鿿])|(?<=[一-鿿])(\d{6})\Z"
)
_HOME = re.compile(r"\A(?:中华人民共和国|中国)[\s,，]*")
_HAN = re.compile(r"[一-鿿]")
_PARTING = re.compile(r"\s*[,，;；\n]\s*")
_EDGES = " ,，、;；.。()（）\n"


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address as an account holds them; "" where a part was not said."""

    country: str = ""
    city: str = ""
    street: str = ""
    postcode: str = ""

    @property
    def parts(self) -> dict[str, str]:
        """The parts that were said, by field."""
        named = {"country": self.country, "city": self.city, "street": self.street, "postcode": self.postcode}
        return {name: said for name, said in named.items() if said}


def split_address(text: str) -> Address | None:
    """Return the parts; None where this is no whole address: it needs a city, and something beside it."""
    tidy = _LABELS.sub("", unicodedata.normalize("NFKC", text[: LONGEST + 1])).strip(_EDGES)
    if not tidy or len(text) > LONGEST:
        return None
    found = _split_chinese(tidy) if _HAN.search(tidy) else _split_by_commas(tidy)
    return found if found is not None and found.city and (found.street or found.postcode) else None


def _split_chinese(text: str) -> Address | None:
    postcode, rest = _take_postcode(_POSTCODE_LABEL.sub(" ", text))
    home = _HOME.match(rest)
    rest = rest[home.end() :] if home else rest
    city = next((found for find in (_by_province, _by_city) if (found := find(rest)) is not None), None)
    if city is None:
        return None
    street = re.sub(r"\s*\n\s*", " ", city[1]).strip(_EDGES)
    return Address("中国" if home else "", city[0], street, postcode)


def _take_postcode(text: str) -> tuple[str, str]:
    """Return the postcode at an edge of a Chinese address, and the rest; a number amid it may be that of a house."""
    found = _CHINESE_POSTCODE.search(text)
    if found is None:
        return "", text.strip(_EDGES)
    rest = text[: found.start()] + " " + text[found.end() :]
    return next(each for each in found.groups() if each), rest.strip(_EDGES)


def _by_province(text: str) -> tuple[str, str] | None:
    """Take a province, by its name or shortened, and the city behind it."""
    for province in provinces():
        for name, whole in ((province, True), (short_name(province), False)):
            if not text.startswith(name):
                continue
            rest = text[len(name) :].lstrip(_EDGES)
            inside = [each for each in cities() if each.province == province]
            found = _among(inside, rest)
            if found is not None:
                return found
            if any(each.name == province for each in inside) and (whole or _in_district(inside[0], rest)):
                return province, rest
    return None


def _by_city(text: str) -> tuple[str, str] | None:
    """Take a city whose province was not said."""
    return _among(cities(), text)


def _among(inside: list[City] | tuple[City, ...], text: str) -> tuple[str, str] | None:
    named = [each for each in inside if text.startswith(each.name)]
    if named:
        longest = max(named, key=lambda each: len(each.name))
        return longest.name, text[len(longest.name) :].lstrip(_EDGES)
    for each in inside:
        short = short_name(each.name)
        rest = text[len(short) :].lstrip(_EDGES)
        if text.startswith(short) and _in_district(each, rest):
            return each.name, rest
    return None


def _in_district(city: City, rest: str) -> bool:
    return any(rest.startswith(each) for each in city.districts)


def _split_by_commas(text: str) -> Address | None:
    parts = [each for each in _PARTING.split(text) if each]
    code = country_code(parts[-1]) if parts else ""
    if not code or len(parts) < 3:
        return None
    country = parts.pop()
    postcode = city = ""
    for at in reversed(range(len(parts))):
        found = _postcode_in(parts[at], code)
        if found is None:
            continue
        postcode, beside = found
        del parts[at]
        if not beside or beside.casefold() in divisions(code):
            city = ", ".join(each for each in (parts.pop(at - 1) if at else "", beside) if each)
        else:
            city = beside
        break
    if not city and parts:
        city = parts.pop()
    return Address(country, city, ", ".join(parts), postcode)


def _postcode_in(part: str, code: str) -> tuple[str, str] | None:
    """Return the postcode at an edge of a part, and what stands beside it."""
    pattern = postcode_pattern(code)
    for edge in _edges(pattern):
        found = re.search(edge, part, re.IGNORECASE)
        if found is not None:
            return found["code"], f"{part[: found.start()]} {part[found.end() :]}".strip(_EDGES)
    return None


def _edges(pattern: str) -> Iterator[str]:
    if pattern:
        yield rf"\A(?:[A-Z]{{1,2}}-)?(?P<code>{pattern})(?=\Z|\s)"
        yield rf"(?:(?<=\s)|\A)(?P<code>{pattern})\Z"
