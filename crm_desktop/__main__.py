"""Where the desktop program starts."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the desktop program and return its exit status."""
    from crm_desktop.composition.options import parse

    options = parse(sys.argv[1:] if arguments is None else arguments)
    from crm_desktop.app import run

    return run(options)


if __name__ == "__main__":
    sys.exit(main())
