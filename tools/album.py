"""The page of screens, `docs/screens.md`, and its pictures: `python -m tools.album [NAME ...]`.

Each screen is pictured light and in English, and dark and in Chinese, 720 pixels wide; the words are those below.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from crm_desktop.views.language.language import current_language
from crm_desktop.views.theme.current import current_theme
from tools.screens import SCREENS, picture

PAGE = Path(__file__).resolve().parent.parent / "docs" / "screens.md"
FOLDER = PAGE.parent / "pictures" / "screens"
LOOKS = (("light", "en"), ("dark", "zh"))
_WIDTH = 720

_SHADES = bytes(value & 0xF8 | value >> 5 for value in range(256))

HEAD = """# Screens

Each picture is made by the program itself, offscreen, with the sample in it: left light and in English, right dark and
in Chinese. `python -m tools.album` makes this page and its pictures. `python3 dev.py screens DIR` writes every screen
of `tools/screens.py` in full size, in both themes and languages and in the density for fingers; `python -m
tools.screens DIR NAME` writes only one. `python -m tools.walking` goes through all of them in the smallest window, in
both languages, at 100, 150 and 200 per cent of text: it says which control has no name, which Tab does not reach or the
window does not hold, and which text is cut.
"""

CHAPTERS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Before the work",
        (
            (
                "j1-sign-in",
                "Signing in; a wrong password is said at its field, the process at the right is drawn, not a picture",
            ),
            ("j1-sign-in-again", "The sign-in has ended and there is no network: work goes on offline"),
            ("j1-passphrase", "Without a keyring a passphrase protects the data"),
            ("j1-unlock", "A wrong passphrase"),
            ("j1-locked", "Locked: nothing of the work is to be seen, sync goes on"),
            ("j1-offline-limit", "Too long without the server: what is safe, and what to do"),
            ("j1-trouble", "A damaged file is set aside, never deleted"),
            ("j1-handing-over", "A device that lost its access hands over what it had not sent"),
            ("j2-first-sync", "The first sync; work can begin before it ends"),
        ),
    ),
    (
        "Every day",
        (
            ("window", "The window: sections, search, sync, and the workbench with nothing planned"),
            (
                "a-workbench",
                "A full day: figures, visits with the way between them, to-dos, notices, what is here offline",
            ),
            ("window-narrow", "The smallest window"),
            ("window-problem", "An error says what happened, what is safe, what to do"),
            ("i-palette", "Any record or command by a few letters"),
            ("i-palette-verbs", "What can be done with a record, from the palette"),
            ("tour-panel", "The tour shows the controls themselves"),
            ("whats-new", "What is new"),
        ),
    ),
    (
        "Lists and records",
        (
            ("b-accounts", "A saved view in groups with sums, two records ticked, and the panel edited in place"),
            ("b-accounts-filter", "A filter that was changed and not saved"),
            ("rail-drop", "Held over a pinned view, an account says what a drop would set"),
            ("list-contacts", "Contacts"),
            ("list-opportunities", "Opportunities as a table"),
            ("list-coming", "An empty list says why, and offers the way on"),
            ("c-account", "An account all round: timeline, opportunities, what comes next, maps, who decides"),
            ("c-account-history", "Every field's history, each value a click from coming back"),
            ("c-account-details", "All fields"),
            ("c-account-files", "Files, and how far they have come"),
            ("opportunity", "An opportunity"),
            ("contact", "A contact"),
            ("form-create", "A form that says what is wrong where it is wrong"),
            ("form-log", "Logging an activity: four keystrokes beside the text"),
            ("form-merge", "Two records become one, field by field"),
        ),
    ),
    (
        "Pipeline and calendar",
        (
            (
                "d-board",
                "The board: totals, forecast, the gap to the target now and last week, what lies still",
            ),
            ("d-timeline", "Close dates by month"),
            ("a-agenda", "A day"),
            ("a-agenda-week", "A week, with what repeats"),
            ("a-agenda-month", "A month"),
            ("a-agenda-list", "The same as a list"),
        ),
    ),
    (
        "Processes",
        (
            ("list-processes", "All maps"),
            ("e-swimlane", "A map with times, pains and waiting; the line at the foot is the next step"),
            ("e-swimlane-rows", "The same with lanes as rows"),
            ("e-swimlane-empty", "An empty map"),
            ("e-swimlane-steps", "The map as a list, for the keyboard and for screen readers"),
            ("e-versions", "Versions"),
            ("e-compare", "As-is beside to-be, and what the difference amounts to"),
            ("e-overlay", "The same, one over the other"),
            ("e-simulation", "A simulation: where cases wait"),
            ("e-simulation-costs", "What a case costs"),
            ("e-simulation-inputs", "What is assumed"),
        ),
    ),
    (
        "Interviews",
        (
            ("f-interview-starting", "Beginning an interview"),
            ("f-interview-preparing", "Before the talk: what it must yield"),
            ("f-interview", "The talk: outline, answers as typed steps, the map growing beside it"),
            ("f-interview-narrow", "In a small window the map is a tab"),
            ("f-recording", "Recording only after consent: going on, paused, without a microphone, asking"),
        ),
    ),
    (
        "Studies",
        (
            ("study-list", "Studies of clients"),
            ("study-overview", "How far goals, roles, work and results have come, and what is missing"),
            ("study-goals", "Goals in levels; a typed line is understood"),
            ("study-roles", "The client's departments"),
            ("study-work", "Maps of the study"),
            ("study-sources", "What was read and seen on site"),
            ("study-results", "Metrics with their gaps to target and peers"),
            ("study-pains", "Pains in money a month, and the way from each to an opportunity"),
            ("study-comparison", "One client beside others"),
            ("study-report", "The report before it goes out"),
        ),
    ),
    (
        "Method",
        (
            ("method-guide", "The guide to a study, as the organisation keeps it"),
            ("method-outlines", "Outlines of interviews"),
            ("method-capabilities", "What our product can do about a pain"),
            ("method-reports", "Templates of reports"),
        ),
    ),
    (
        "Import and export",
        (
            ("import-0-empty", "Choosing a file"),
            ("import-2-columns", "Which column is which field"),
            ("import-3-preview", "What will happen, before it happens"),
            ("import-4-problems", "Rows that are left out, and why"),
            ("import-4-look-alikes", "Records that may be here already"),
            ("import-5-result", "What came of it; all of it can be undone"),
            ("export", "A large export can be cancelled"),
        ),
    ),
    (
        "Sync and settings",
        (
            ("g-sync-centre", "Two people changed the same fields: before, mine, theirs, and the result"),
            ("g-left-behind", "Work that a device could not hand over"),
            ("settings", "Language, theme, sizes, lock"),
            ("settings-devices", "Devices"),
        ),
    ),
    (
        "Fields of your own",
        (
            (
                "own-fields",
                "Fields that an organisation added: what each is called, where it appears, for whom",
            ),
            ("own-fields-none", "Before there is one"),
            ("own-fields-add", "A new field: a name and what it is"),
            ("own-fields-list", "Own fields as columns, in filters and groups"),
            ("own-fields-page", "On a record's page, edited in place"),
            ("own-fields-form", "In a form, those marked as columns first"),
        ),
    ),
)


def main(names: list[str]) -> int:
    """Write the pictures, those of the named screens or all, and the page."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    current_theme().install(application)
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [name for _, rows in CHAPTERS for name, _ in rows if not names or name in names]
    by_name = {each.name: each for each in SCREENS}
    for name in wanted:
        for theme, language in LOOKS:
            current_theme().choose(theme)
            current_language().use(language)
            path = FOLDER / f"{name}-{theme}-{language}.png"
            picture(by_name[name], path)
            shrink(path)
            print(path.name, path.stat().st_size // 1024, "kB", flush=True)
    PAGE.write_text(page())
    return 0


def shrink(path: Path) -> None:
    """Make a picture as wide as the page shows it, in shades that nobody can tell apart, as small as PNG gets."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    if image.width() > _WIDTH:
        image = image.scaledToWidth(_WIDTH, Qt.TransformationMode.SmoothTransformation)
    data = bytes(image.constBits()).translate(_SHADES)
    shaded = QImage(data, image.width(), image.height(), image.bytesPerLine(), QImage.Format.Format_RGB32)
    shaded.convertToFormat(QImage.Format.Format_RGB888).save(str(path), quality=0)


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    for title, rows in CHAPTERS:
        parts.append(f"\n## {title}\n")
        for name, said in rows:
            shown = " | ".join(
                f"![{name}](pictures/screens/{name}-{theme}-{language}.png)" for theme, language in LOOKS
            )
            parts.append(f"\n**`{name}`** {said}.\n\n| | |\n|---|---|\n| {shown} |\n")
    return "".join(parts)


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    # Screens are pictures that nobody takes down in order: their threads would be waited for.
    os._exit(status)
