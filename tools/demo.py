"""The sample organisation's server and the desktop program, signed in; `--headless DIR` plays the whole journey."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tools import secret_session


def main(arguments: list[str]) -> int:
    """Run the demo and return its exit status."""
    parser = argparse.ArgumentParser(prog="dev.py demo", description=__doc__)
    parser.add_argument("--headless", type=Path, metavar="DIR", help="play the journey; numbered pictures go to DIR")
    parser.add_argument("--story", choices=("day", "visit"), default="day", help="a rep's day, or a visit to a client")
    parser.add_argument("--language", choices=("zh", "en"), default="en", help="language of program and records")
    found = parser.parse_args(arguments)
    if found.headless is None:
        return _show(found.language)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with secret_session.private_secret_service() as variables:
        os.environ |= variables
        return _play(found.headless.absolute(), found.language, found.story)


def _play(album: Path, language: str, story: str) -> int:
    from tools.journey import story as day
    from tools.journey.person import NotSeenError
    from tools.site_visit import story as visit

    play = visit.play if story == "visit" else day.play

    with tempfile.TemporaryDirectory(prefix="fieldline-journey-") as folder:
        try:
            steps = play(Path(folder), album, language)
        except (NotSeenError, AssertionError) as problem:
            print(f"this step did not hold: {problem}", file=sys.stderr)
            return 1
    print(f"{len(steps)} steps held; pictures in {album}")
    return 0


def _show(language: str) -> int:
    from tools.journey.showing import show

    return show(language)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
