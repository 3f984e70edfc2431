"""The server is importable on a machine that has none of the desktop's packages."""

from __future__ import annotations

from tests.architecture.sources import files, module_name
from tests.support.processes import StartProgram

DESKTOP_ONLY = (
    "PySide6",
    "shiboken6",
    "sqlcipher3",
    "requests",
    "keyring",
    "rapidfuzz",
    "python_calamine",
    "xlsxwriter",
)

# A finder in front of all others, because an installed package would otherwise be found.
_BLOCKED_IMPORT = """
import importlib, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent}:
            raise ModuleNotFoundError(f"{{name}} is not installed on a server", name=name)

sys.meta_path.insert(0, Absent())
for name in {modules}:
    importlib.import_module(name)
print("imported", len({modules}))
"""


def test_every_server_module_imports_without_the_desktops_packages(start_program: StartProgram) -> None:
    modules = [name for path in files("crm_server") if "__main__" not in (name := module_name(path))]
    modules = [name for name in modules if ".migrations." not in name]  # run by Alembic, in its own context
    program = start_program(["-c", _BLOCKED_IMPORT.format(absent=DESKTOP_ONLY, modules=modules)])
    assert program.wait() == 0, program.output
    assert f"imported {len(modules)}" in program.output


def test_every_shared_module_imports_without_the_desktops_packages(start_program: StartProgram) -> None:
    modules = [name for path in files("crm_desktop/models") if (name := module_name(path))]
    program = start_program(["-c", _BLOCKED_IMPORT.format(absent=DESKTOP_ONLY, modules=modules)])
    assert program.wait() == 0, program.output
    assert f"imported {len(modules)}" in program.output
