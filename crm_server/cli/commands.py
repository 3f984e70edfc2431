"""The command line as a whole: global flags, the commands, exit statuses (0 done, 1 refused or failed, 2 misused)."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from crm_desktop.models.errors import UserError
from crm_server.cli import importing, people, running, sample
from crm_server.cli.sentences import database_sentence, sentence

Handler: TypeAlias = Callable[[argparse.Namespace], int | None]

COMMANDS = (running, people, importing, sample)
"""Modules with `add_commands(subparsers)`; each command sets `handler`, which gets the parsed arguments."""


def run(words: Sequence[str]) -> int:
    """Run a command and return the exit status."""
    arguments = parser().parse_args(words)
    handler: Handler = arguments.handler
    try:
        return handler(arguments) or 0
    except UserError as error:
        return _fail(sentence(error))
    except KeyboardInterrupt:
        return 130
    except DBAPIError as error:
        return _fail(database_sentence(error))
    except SQLAlchemyError as error:
        return _fail(f"The database address cannot be used ({type(error).__name__}).")
    except OSError as error:
        return _fail(f"{error.filename}: {error.strerror}." if error.filename and error.strerror else str(error))
    except ValueError as error:
        return _fail(str(error))


def parser() -> argparse.ArgumentParser:
    """Return the parser with all commands."""
    whole = argparse.ArgumentParser(prog="crm-server", description="The central server of Fieldline CRM.")
    whole.add_argument(
        "--data", dest="data_folder", type=Path, metavar="DIR", help="folder of the SQLite database (FIELDLINE_DATA)"
    )
    whole.add_argument(
        "--database", dest="database_url", metavar="URL", help="sqlite:///… or postgresql://… (FIELDLINE_DATABASE)"
    )
    commands = whole.add_subparsers(metavar="COMMAND", required=True)
    for module in COMMANDS:
        module.add_commands(commands)
    return whole


def _fail(text: str) -> int:
    print(f"crm-server: {text}", file=sys.stderr)
    return 1
