"""`crm-server serve | backup | restored | check`: running a server and looking after its database."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_server.cli.opening import opened, settings_of

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_commands(commands: "_SubParsersAction[Any]") -> None:
    """Declare the commands."""
    serve = commands.add_parser("serve", help="answer devices until interrupted")
    serve.add_argument("--host", help="address to listen on (default: 127.0.0.1, FIELDLINE_HOST)")
    serve.add_argument("--port", type=int, help="port, 0 for any free one (default: 8470, FIELDLINE_PORT)")
    serve.add_argument(
        "--behind-proxy", action="store_true", default=None, help="a proxy in front speaks HTTPS and names the client"
    )
    serve.add_argument("--tls-cert", type=Path, dest="tls_certificate", metavar="FILE", help="certificate chain, PEM")
    serve.add_argument("--tls-key", type=Path, metavar="FILE", help="private key, PEM")
    serve.add_argument(
        "--workers", type=_some, metavar="N", help="processes that answer (default: 1, FIELDLINE_WORKERS)"
    )
    serve.add_argument("--until-stdin-closes", action="store_true", help="end with the program that started this one")
    serve.set_defaults(handler=_serve)

    backup = commands.add_parser("backup", help="write a consistent copy while the server runs")
    backup.add_argument("file", type=Path)
    backup.set_defaults(handler=_backup)
    restored = commands.add_parser("restored", help="tell all devices that this database comes from a backup")
    restored.set_defaults(handler=_restored)
    check = commands.add_parser("check", help="look for damage; exit status 1 when there is any")
    check.set_defaults(handler=_check)


def _some(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _serve(arguments: Namespace) -> None:
    from crm_server.cli.serving import serve

    settings = settings_of(arguments)
    serve(settings, arguments.until_stdin_closes)


def _backup(arguments: Namespace) -> None:
    from crm_server.services.upkeep import back_up

    with opened(arguments) as database:
        back_up(database, arguments.file)
    print(f"written: {arguments.file}")


def _restored(arguments: Namespace) -> None:
    from crm_server.services.upkeep import announce_restore

    with opened(arguments) as database:
        announce_restore(database)
    print("devices will take a new snapshot, and keep what they have not sent")


def _check(arguments: Namespace) -> int:
    from crm_server.services.upkeep import check

    with opened(arguments) as database:
        findings = check(database)
    for finding in findings:
        print(f"{'ok  ' if finding.good else 'BAD '} {finding.what}")
    return 0 if all(finding.good for finding in findings) else 1
