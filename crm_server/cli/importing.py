"""`crm-server import`: files of another system into an organisation, by a mapping, with a preview first."""

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.models.clock import SystemClock
from crm_server.cli.opening import opened

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from crm_desktop.models.importing.findings import Report
    from crm_desktop.models.importing.words import Words


def add_commands(commands: "_SubParsersAction[Any]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "import",
        help="import CSV files by a mapping",
        description="Import CSV files. Importing the same files again makes no duplicates; see docs/import.md.",
    )
    command.add_argument("source", type=Path, metavar="DIR|FILE", help="folder with the mapping's files, or one file")
    command.add_argument("--mapping", type=Path, required=True, metavar="FILE", help="JSON file that says what is what")
    command.add_argument("--preview", action="store_true", help="say what would happen, and write nothing")
    command.add_argument(
        "--missing",
        type=_missing,
        metavar="skip|placeholder=NAME",
        help="what becomes of rows whose reference is missing: left out, or attached to a placeholder",
    )
    command.add_argument("--accept-suggestions", action="store_true", help="take near misses for what they resemble")
    command.add_argument("--errors", type=Path, metavar="FILE", help="where rows that were left out are written (CSV)")
    command.add_argument("--as", dest="importer", default="", metavar="NAME", help="sign-in name of who imports")
    command.add_argument("--organisation", default="", metavar="ID", help="needed when there are several")
    command.set_defaults(handler=_import)


def _missing(text: str) -> tuple[str, str]:
    policy, _, name = text.partition("=")
    if text == "skip" or (policy == "placeholder" and name.strip()):
        return policy, name.strip()
    raise ArgumentTypeError("say skip, or placeholder=NAME")


def _import(arguments: Namespace) -> int:
    from crm_desktop.models.importing import answers, engine
    from crm_desktop.models.importing.label_files import load_words
    from crm_desktop.models.importing.mapping import Policy
    from crm_server.services import importing
    from crm_server.services.set_up import find_person, only_organisation

    words = load_words()
    mapping = importing.open_mapping(arguments.mapping)
    tables = importing.open_tables(arguments.source, mapping)
    if arguments.missing is not None:
        policy, name = arguments.missing
        mapping = answers.choose_missing(mapping, Policy(policy), name)
    with opened(arguments) as database:
        if arguments.importer:
            owner = find_person(database, arguments.importer)
        else:
            owner = importing.find_importer(database, only_organisation(database, arguments.organisation))
        destination = importing.ServerDestination(database, SystemClock(), owner)
        setting = importing.setting_of(database, owner[0], words)
        report = engine.preview(mapping, tables, destination, setting)
        if arguments.accept_suggestions:
            mapping = answers.accept(mapping, report.suggestions())
            _print_accepted(report)
            report = engine.preview(mapping, tables, destination, setting)
        undecided = any(True for _ in report.decisions())
        if not arguments.preview and not undecided:
            report = engine.run(mapping, tables, destination, setting, rehearsed=report)
    _print_report(report, words, arguments.errors)
    return 1 if undecided and not arguments.preview else 0


def _print_accepted(report: "Report") -> None:
    for table, each in report.suggestions():
        print(f'accepted: {table.file}, {each.column}: "{each.given}" means "{each.proposed}" ({each.rows:,} rows)')


def _print_report(report: "Report", words: "Words", errors: Path | None) -> None:
    from crm_desktop.models.importing.returning import error_files
    from crm_server.cli.import_lines import lines_of

    for line in lines_of(report, words):
        print(line)
    files = error_files(report, words)
    for name, content in files.items():
        if errors is None:
            print(f"{name}: some rows were left out; --errors FILE writes them to a file that can be corrected")
            continue
        path = errors if len(files) == 1 else errors.with_stem(f"{errors.stem}.{Path(name).stem}")
        path.write_bytes(content)
        print(f"written: {path}")
    if any(True for _ in report.decisions()):
        print("nothing was imported: there is something to decide")
    elif not report.committed:
        print("preview: nothing was written")
