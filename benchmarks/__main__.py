"""`dev.py bench [NAME …] [OPTIONS]`: find the benchmarks, run them, report.

A benchmark is a module `bench_*.py` in this folder with `NAME: str` and `run(options: Options) -> list[Measurement]`.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import benchmarks
from benchmarks.options import Options
from benchmarks.report import Measurement, as_table, write_json

Benchmark = Callable[[Options], Sequence[Measurement]]


def main(arguments: Sequence[str]) -> int:
    """Run the chosen benchmarks; fail if one crashed, and with --strict if one missed its limit."""
    found = discover()
    options = _parser(sorted(found)).parse_args(arguments)
    unknown = sorted(set(options.names) - set(found))
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(sorted(found))}", file=sys.stderr)
        return 2
    results: dict[str, Sequence[Measurement]] = {}
    crashed = []
    for name in options.names or sorted(found):
        measured = _measure(found[name], options)
        if measured is None:
            crashed.append(name)
            continue
        results[name] = measured
        print(as_table(name, measured), flush=True)
    if options.json:
        write_json(options.json, results, crashed)
    missed = any(not each.reached for measured in results.values() for each in measured)
    return 1 if crashed or (options.strict and missed) else 0


def discover() -> dict[str, Benchmark]:
    """Return the run functions of all benchmark modules by name."""
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name.startswith("bench_")]
    modules = [importlib.import_module(f"benchmarks.{name}") for name in names]
    return {module.NAME: module.run for module in modules}


def _measure(run: Benchmark, asked: argparse.Namespace) -> Sequence[Measurement] | None:
    with tempfile.TemporaryDirectory(prefix="fieldline-bench-", ignore_cleanup_errors=True) as folder:
        try:
            return run(
                Options(
                    Path(folder),
                    asked.scale,
                    asked.transactions,
                    asked.seed,
                    asked.processes,
                    asked.json,
                    asked.nodes,
                    asked.elk,
                )
            )
        except Exception:  # noqa: BLE001  (the boundary: one crash must not hide the other results)
            traceback.print_exc()
            return None


def _parser(names: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=f"There are: {', '.join(names) or 'none yet'}.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="which to run; all without a name")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    parser.add_argument("--strict", action="store_true", help="fail when a limit is missed")
    parser.add_argument("--scale", type=float, default=1.0, help="fraction of the full data volume, for a quick look")
    parser.add_argument("--transactions", type=int, metavar="N", help="how many acts of people the chaos lasts")
    parser.add_argument("--seed", type=int, metavar="S", help="where the chaos takes its chance from")
    parser.add_argument("--processes", type=int, default=1, metavar="P", help="in how many processes the chaos lives")
    parser.add_argument("--nodes", type=int, metavar="N", help="of maps of several sizes only the one with N steps")
    parser.add_argument("--elk", type=Path, metavar="DIR", help="an unpacked elkjs package to lay out the same maps")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
