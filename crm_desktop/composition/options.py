"""What the program is told on its command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The command line; "" leaves what the profile remembers."""

    profile: Path | None = None
    server: str = ""
    language: str = ""
    theme: str = ""
    offscreen_safe: bool = False
    minimised: bool = False
    target: str = ""
    """An address (`fieldline://…`) or a file to open."""


def parse(arguments: Sequence[str]) -> Options:
    """Read the command line; explains itself and leaves where it cannot."""
    parser = argparse.ArgumentParser(prog="fieldline-crm", description="Fieldline CRM, the desktop program.")
    parser.add_argument("--profile", type=Path, metavar="DIR", help="folder of this person's data on this device")
    parser.add_argument("--server", default="", metavar="URL", help="the server to sign in to")
    parser.add_argument("--language", default="", choices=["", "system", "zh", "en"], help="language of the program")
    parser.add_argument("--theme", default="", choices=["", "system", "light", "dark"], help="colours")
    parser.add_argument(
        "--offscreen-safe", action="store_true", help="start without a screen where there is none, instead of failing"
    )
    parser.add_argument("--minimised", action="store_true", help="start without showing a window in front")
    parser.add_argument("target", nargs="?", default="", help="an address (fieldline://account/…) or a file to open")
    found = parser.parse_args(arguments)
    return Options(
        profile=found.profile,
        server=found.server,
        language=found.language,
        theme=found.theme,
        offscreen_safe=found.offscreen_safe,
        minimised=found.minimised,
        target=found.target if "://" in found.target or not found.target else str(Path(found.target).absolute()),
    )
