"""`crm-server serve | backup | restore | restored | check`: running a server and looking after its database."""

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_server.cli.opening import opened, settings_of
from crm_server.settings import HIGHEST_PORT

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_MOST_WORKERS = 256


def add_commands(commands: "_SubParsersAction[Any]") -> None:
    """Declare the commands."""
    serve = commands.add_parser("serve", help="answer devices until interrupted")
    serve.add_argument("--host", help="address to listen on (default: 127.0.0.1, FIELDLINE_HOST)")
    serve.add_argument("--port", type=_port, help="port, 0 for any free one (default: 8470, FIELDLINE_PORT)")
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
    backup.add_argument(
        "--contents", type=Path, metavar="DIR", help="copy new contents of attachments there (FILE.files)"
    )
    backup.set_defaults(handler=_backup)
    restore = commands.add_parser("restore", help="put a backup in the place of the database; the server must not run")
    restore.add_argument("file", type=Path)
    restore.add_argument("--contents", type=Path, metavar="DIR", help="folder of the contents (FILE.files)")
    restore.set_defaults(handler=_restore)
    restored = commands.add_parser("restored", help="tell all devices that this database comes from a backup")
    restored.set_defaults(handler=_restored)
    check = commands.add_parser("check", help="look for damage, changing nothing; exit status 1 when there is any")
    check.set_defaults(handler=_check)


def _some(text: str) -> int:
    return _number(text, 1, _MOST_WORKERS)


def _port(text: str) -> int:
    return _number(text, 0, HIGHEST_PORT)


def _number(text: str, least: int, most: int) -> int:
    if not text.isdecimal() or not least <= int(text) <= most:
        raise ArgumentTypeError(f"a number from {least} to {most} is needed, not {text!r}")
    return int(text)


def _serve(arguments: Namespace) -> None:
    from crm_server.cli.serving import serve

    settings = settings_of(arguments)
    serve(settings, arguments.until_stdin_closes)


def _backup(arguments: Namespace) -> None:
    from crm_server.services.upkeep import back_up
    from crm_server.store.content_files import ContentFiles

    files = ContentFiles(settings_of(arguments).files_folder)
    with opened(arguments, as_it_is=True) as database:
        back_up(database, arguments.file)
    # After the database: whatever it refers to is in the folder by now, and stays there for a month.
    copied = files.copy_to(_contents_of(arguments)) if files.root.exists() else 0
    print(f"written: {arguments.file}, contents of attachments copied: {copied}")


def _restore(arguments: Namespace) -> None:
    from crm_desktop.models.clock import SystemClock
    from crm_server.services.restoring import put_back
    from crm_server.store.content_files import ContentFiles

    settings, contents = settings_of(arguments), _contents_of(arguments)
    files = ContentFiles(settings.files_folder)
    if contents.is_dir():
        ContentFiles(contents).copy_to(files.root)
    missing = put_back(settings.database_url, arguments.file, files, SystemClock())
    print(f"restored: devices take a new snapshot and keep what they have not sent; contents missing: {missing}")


def _contents_of(arguments: Namespace) -> Path:
    given: Path | None = arguments.contents
    return given or arguments.file.with_name(f"{arguments.file.name}.files")


def _restored(arguments: Namespace) -> None:
    from crm_desktop.models.clock import SystemClock
    from crm_server.services.content_upkeep import reset_missing
    from crm_server.services.upkeep import announce_restore
    from crm_server.store.content_files import ContentFiles

    files = ContentFiles(settings_of(arguments).files_folder)
    with opened(arguments) as database:
        announce_restore(database)
        missing = reset_missing(database, files, SystemClock().now())
    print(f"devices will take a new snapshot, and keep what they have not sent; contents missing: {missing}")


def _check(arguments: Namespace) -> int:
    from crm_server.services.content_upkeep import check_contents
    from crm_server.services.upkeep import check
    from crm_server.store.content_files import ContentFiles

    files = ContentFiles(settings_of(arguments).files_folder)
    with opened(arguments, as_it_is=True) as database:
        findings = check(database)
        # Tables of another age cannot be asked about contents.
        if all(finding.good for finding in findings[:1]):
            findings += check_contents(database, files)
    for finding in findings:
        print(f"{'ok  ' if finding.good else 'BAD '} {finding.what}")
    return 0 if all(finding.good for finding in findings) else 1
