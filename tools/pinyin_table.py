"""Writes crm_desktop/models/pinyin_table.py: one reading for each Chinese character, from pypinyin's dictionary.

Run after an update of pypinyin. What depends on neighbouring characters stands in `pinyin_words.py` beside it and is
kept by hand.
"""

import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin import pinyin_dict

TARGET = Path(__file__).resolve().parents[1] / "crm_desktop" / "models" / "pinyin_table.py"
TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
LINE = 112

OVERRIDES = {
    "长": "cháng", "曾": "zēng", "翟": "zhái", "覃": "qín", "缪": "miào", "卜": "bǔ", "薄": "bó", "隗": "wěi",
    "阚": "kàn", "秘": "mì", "晟": "shèng", "莘": "shēn", "茜": "qiàn", "泊": "bó", "荨": "xún", "蛤": "gé",
    "嗯": "en", "哼": "hēng", "呣": "mu", "哏": "gén", "欸": "ēi", "诶": "ēi", "誒": "ēi",
}  # fmt: skip
"""Where the dictionary's first reading is not the one met in names, or is no syllable anybody types."""


def wanted(code: int) -> bool:
    """Say whether the character is in the basic plane or among those added for names and places since."""
    return code == 0x3007 or 0x3400 <= code <= 0x9FFF or 0x2A700 <= code <= 0x2CEAF


def toneless(reading: str) -> tuple[str, int]:
    """Split `héng` into its letters and the number of its tone; ü is written v, as input methods do."""
    letters, tone = "", 5
    for sign in unicodedata.normalize("NFD", reading):
        if sign in TONES:
            tone = TONES[sign]
        elif sign == "\u0308":
            letters = letters[:-1] + "v"
        elif "a" <= sign <= "z":
            letters += sign
    return letters, tone


def readings() -> dict[tuple[str, int], str]:
    """Return the characters of each toned syllable, in code order."""
    found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for code, marked in sorted(pinyin_dict.pinyin_dict.items()):
        if wanted(code):
            found[toneless(OVERRIDES.get(chr(code), marked.split(",")[0]))].append(chr(code))
    return {key: "".join(found[key]) for key in sorted(found)}


def wrapped(words: list[str]) -> str:
    """Break the words into lines that an editor can show; a long word is broken anywhere."""
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > LINE:
            lines.append("")
        lines[-1] += word + " "
    return "\n".join(line.rstrip() for line in lines)


def write() -> None:
    """Write the module."""
    table = wrapped([f"{letters}{tone}{signs}" for (letters, tone), signs in readings().items()])
    head = '"""Written by tools/pinyin_table.py, do not edit: toned syllables, each followed by its characters."""\n\n'
    TARGET.write_text(f'{head}# ruff: noqa: E501\n\nREADINGS = """\\\n{table}\n"""\n', encoding="utf-8")


if __name__ == "__main__":
    write()
