"""Make the error files of an import: one for each source file with rows that stayed out, ready to be corrected."""

from crm_desktop.models.importing.error_file import write_error_file
from crm_desktop.models.importing.findings import FaultyRow, Problem, Report
from crm_desktop.models.importing.words import Words


def error_files(report: Report, words: Words) -> dict[str, bytes]:
    """Return, by the source file's name, its rows that were not imported, or not wholly, with the reasons.

    A file that was read for several kinds has each of its rows once. Rows come in the order of the source.
    """
    rows: dict[str, dict[int, list[FaultyRow]]] = {}
    columns: dict[str, tuple[str, ...]] = {}
    for table in report.tables:
        columns[table.file] = table.columns
        for row in table.faulty:
            rows.setdefault(table.file, {}).setdefault(row.line, []).append(row)
    return {
        name: write_error_file(
            columns[name], [(same[0].cells, _sentence(same, words)) for _, same in sorted(by_line.items())]
        )
        for name, by_line in rows.items()
    }


def _sentence(rows: list[FaultyRow], words: Words) -> str:
    problems = [problem for row in rows for problem in row.problems]
    return "; ".join(dict.fromkeys(_one(problem, words) for problem in problems))


def _one(problem: Problem, words: Words) -> str:
    sentence = words.title(problem.code, **problem.facts)
    return f"{problem.column}: {sentence}" if problem.column else sentence
