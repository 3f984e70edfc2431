"""`python -m crm_server`, the same as the command `crm-server`."""

import sys


def main() -> None:
    """Run the command line and leave with its exit status."""
    from crm_server.cli.commands import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
