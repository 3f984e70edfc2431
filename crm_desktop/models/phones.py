"""Phone numbers as people write them, made comparable: E.164 where the number is understood, digits where it is not.

A form writes what it understands in the usual groups (`written_phone`); what came by other ways stays as it is.
"""

import re
import unicodedata
from functools import cache, lru_cache

LONGEST = 100
"""Characters looked at: whatever is longer is not a phone number."""

_EXTENSION = re.compile(
    r"""\s*(?:[,;，；]?\s*(?:转接|轉接|转|轉|分机号?|分機號?|内线|內線)[:：.\s]*|
        [,;]?\s*(?:extension|extn?|ext|x)[.:=\s]*|
        \#)(?P<digits>\d{1,7})\s*\)?\s*\Z""",
    re.VERBOSE | re.IGNORECASE,
)

_PLAIN = re.compile(r"\s*(\+?)[\d\s().\-]*\Z", re.ASCII)
"""What most numbers look like: nothing in them can begin an extension."""


def normalise_phone(text: str, region: str = "CN") -> str:
    """Return E.164 (with `;ext=801` where there is an extension), or the digits alone if it is no valid number.

    `region` is the country (ISO 3166) whose numbers are written without a country code.
    """
    main, extension = _split(text)
    number = _parsed(main, region)
    suffix = f";ext={extension}" if extension else ""
    return f"{number or digits_of(main)}{suffix}" if number or digits_of(main) else ""


def written_phone(text: str, region: str = "CN") -> str:
    """Return a number as people of the region write it: groups apart, `转 801`; what is no valid number only tidied."""
    import phonenumbers

    main, extension = _split(text)
    number = _parsed(main, region)
    if not number:
        return unicodedata.normalize("NFKC", text).strip()
    parsed = phonenumbers.parse(number, region)
    home = parsed.country_code == phonenumbers.country_code_for_region(region)
    form = phonenumbers.PhoneNumberFormat
    shown = str(phonenumbers.format_number(parsed, form.NATIONAL if home else form.INTERNATIONAL))
    return f"{shown} {'转' if home and region == 'CN' else 'ext.'} {extension}" if extension else shown


def digits_of(text: str) -> str:
    """Return the decimal digits of the text, full-width and other forms as 0 to 9."""
    if text.isascii():
        return "".join(filter(str.isdigit, text))
    return "".join(str(unicodedata.decimal(sign)) for sign in text if unicodedata.decimal(sign, None) is not None)


def _split(text: str) -> tuple[str, str]:
    """Return the number proper, with plain signs, and the extension."""
    plain = _PLAIN.match(text)
    if plain is not None and len(text) <= LONGEST:
        return plain[1] + digits_of(text), ""
    tidy = unicodedata.normalize("NFKC", text[:LONGEST]).strip()
    found = _EXTENSION.search(tidy)
    main, extension = (tidy[: found.start()], found["digits"]) if found else (tidy, "")
    digits = digits_of(main)
    plus = "+" if re.match(r"\D*\+", main) else ""
    return plus + digits, extension


@lru_cache(4096)
def _parsed(number: str, region: str) -> str:
    """Return E.164 of a number that consists of digits with or without a plus, or nothing."""
    if region == "CN" and (usual := _usual_chinese().fullmatch(number)):
        return f"+86{usual['mobile'] or usual['fixed']}"
    import phonenumbers  # the import takes as long as hundreds of parses

    # 0086 and 86 before a mobile or a complete national number are habits, not what the metadata know.
    candidates = [number, number.removeprefix("86")] if region == "CN" and number.startswith("86") else [number]
    for candidate in candidates:
        try:
            parsed = phonenumbers.parse(candidate, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    return ""


@cache
def _usual_chinese() -> re.Pattern[str]:
    """Return what nearly every number in a Chinese file matches, made of the metadata that parsing asks for, too.

    Parsing takes a tenth of a millisecond, which was half of what an import does with a row.
    """
    import phonenumbers

    china = phonenumbers.PhoneMetadata.metadata_for_region("CN")
    assert china is not None
    assert china.fixed_line is not None
    assert china.mobile is not None
    fixed, mobile = china.fixed_line.national_number_pattern, china.mobile.national_number_pattern
    return re.compile(rf"(?:\+86)?(?:0?(?P<mobile>{mobile})|0(?P<fixed>{fixed}))", re.ASCII)
