"""Where the tour stops: the place to go to, the control to point at, and what is said there."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.views.language.texts import Text, text


@dataclass(frozen=True, slots=True)
class Stop:
    """`landmark` is what the control calls itself; `section` "" stays where one is, `process` is one map."""

    landmark: str
    title: Text
    words: Text
    keys: tuple[str, ...] = ()
    section: str = ""
    action: str = ""
    """What is run at the board first where the control is hidden until it is wanted."""


STOPS = (
    Stop(
        "rail",
        text("tour", "Everything has its place at the left"),
        text("tour", "Sections above, your pinned views below them. Each has a key, and Alt with an arrow goes back."),
        ("Ctrl+1", "Alt+Left"),
        section="workbench",
    ),
    Stop(
        "list",
        text("tour", "Lists answer at once, also without a network"),
        text("tour", "Type to jump to a name, tick with Space, sort by a heading. Enter opens the page of a record."),
        ("Ctrl+F", "Space"),
        section="accounts",
    ),
    Stop(
        "panel",
        text("tour", "The panel follows the row"),
        text("tour", "Click a value to change it; it is saved at once. Whatever you do can be undone."),
        ("Ctrl+\\", "Ctrl+Z"),
        section="accounts",
        action="list.panel",
    ),
    Stop(
        "search",
        text("tour", "Three letters find anything"),
        text("tour", "Names, pinyin initials, a part of a phone number, or what you want to do. Then Enter."),
        ("Ctrl+K",),
    ),
    Stop(
        "sync",
        text("tour", "Your work is always on this computer"),
        text("tour", "Here you see what waits to be sent and what is up to date. A click shows each change."),
        ("F9",),
    ),
    Stop(
        "map",
        text("tour", "Draw the process while they talk"),
        text(
            "tour",
            "Name a step; Tab makes the next one in the same lane, Alt with a digit in another. "
            "The mouse drags steps, lanes and lines.",
        ),
        ("Tab", "Alt+2"),
        section="process",
    ),
)
END = Stop(
    "",
    text("tour", "That was all"),
    text("tour", "The keys of each page and this tour are in the help menu."),
    ("Ctrl+/",),
)
SAMPLE_END = Stop(
    "",
    text("tour", "That was all"),
    text(
        "tour",
        "The keys of each page and this tour are in the help menu. These are invented clients: try anything, and "
        "delete them from this computer when you are done.",
    ),
    ("Ctrl+/",),
)
