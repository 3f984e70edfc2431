"""`crm-server sample`: an organisation to try things out with."""

from argparse import ArgumentTypeError, Namespace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from crm_desktop.models.clock import SystemClock
from crm_server.cli.opening import opened

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_commands(commands: "_SubParsersAction[Any]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "sample",
        help="make the sample organisation, for trying out only",
        description="Make the sample organisation. Its passwords are printed and known to all: for trying out only.",
    )
    command.add_argument("--language", choices=("zh", "en"), default="en", help="language of its names and texts")
    command.add_argument(
        "--today", type=_day, metavar="YYYY-MM-DD", help="the day its dates lie around (default: today)"
    )
    command.set_defaults(handler=_sample)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("write the day as YYYY-MM-DD") from None


def _sample(arguments: Namespace) -> None:
    from crm_server.services.sample_files import ZONE
    from crm_server.services.sample_organisation import SAMPLE_PASSWORD, write_sample

    today = arguments.today or datetime.now(ZoneInfo(ZONE)).date()
    with opened(arguments, create=True) as database:
        made = write_sample(database, SystemClock(), arguments.language, today)
    print(f"organisation {made.org_id}\n{made.records} records")
    print(f"sign in as {', '.join(made.people)}\npassword of all: {SAMPLE_PASSWORD}")
