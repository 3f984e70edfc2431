"""`python -m crm_desktop.store.migrations new "message"`: write the step that follows a changed declaration."""

import argparse
import sys
import tempfile
from pathlib import Path

from crm_desktop.store.migrations.steps import write_step


def main(arguments: list[str]) -> int:
    """Write a step and say where."""
    parser = argparse.ArgumentParser(prog="migrations")
    commands = parser.add_subparsers(required=True)
    new = commands.add_parser("new", help="compare the declarations with the newest step and write the next one")
    new.add_argument("message", help="what changes, in a few words")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = write_step(options.message, Path(folder))
    sys.stdout.write(f"{path}\nRead it before you commit it: a comparison cannot know what a renamed field was.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
