"""Who may know whom, beyond the contracts in pyproject.toml: no cycles, no screen that knows another screen."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.sources import files, imports, module_name, shown

# Rooms of views that are not screens: what screens are built from, and the frame that holds them.
SHARED_VIEWS = frozenset(
    [
        "shell",
        "tables",
        "forms",
        "records",
        "recording",
        "files",
        "calendar",
        "charts",
        "diagram",
        "widgets",
        "theme",
        "background",
        "refresh",
        "language",
    ]
)
FRAME = "shell"


def test_no_import_cycle() -> None:
    graph = _graph(files())
    assert [" → ".join(cycle) for cycle in _cycles(graph)] == []


def test_screens_do_not_know_each_other() -> None:
    findings = [
        f"{shown(path, line)} imports {target}"
        for path, owner, target, line in _view_imports()
        if _is_screen(owner) and _is_screen(target) and owner != target
    ]
    assert findings == []


def test_what_screens_are_built_from_does_not_know_screens() -> None:
    findings = [
        f"{shown(path, line)} imports {target}"
        for path, owner, target, line in _view_imports()
        if owner in SHARED_VIEWS and owner != FRAME and _is_screen(target)
    ]
    assert findings == []


def _view_imports() -> list[tuple[Path, str, str, int]]:
    """Return (file, its part of views, imported part of views, line) for imports within views."""
    found = []
    for path in files("crm_desktop"):
        owner = _part_of_views(module_name(path))
        for name, line in imports(path):
            target = _part_of_views(name)
            if owner and target:
                found.append((path, owner, target, line))
    return found


def _part_of_views(name: str) -> str:
    parts = name.split(".")
    return parts[2] if parts[:2] == ["crm_desktop", "views"] and len(parts) > 2 else ""


def _is_screen(part: str) -> bool:
    """Screens are the folders of views that are not shared."""
    folder = Path(files("crm_desktop")[0]).parent / "views" / part
    return part not in SHARED_VIEWS and folder.is_dir()


def _graph(paths: tuple[Path, ...]) -> dict[str, set[str]]:
    known = {module_name(path) for path in paths}
    return {module_name(path): {_module(name, known) for name, _ in imports(path)} & known for path in paths}


def _module(name: str, known: set[str]) -> str:
    """Return the module an imported name lives in: the name itself, or what is before its last dot."""
    return name if name in known else name.rpartition(".")[0]


def _cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return one cycle for each knot of modules, found by walking in depth."""
    done: set[str] = set()
    cycles = []
    for start in sorted(graph):
        stack, path = [(start, iter(sorted(graph[start])))], [start]
        while stack and start not in done:
            node, targets = stack[-1]
            target = next((each for each in targets if each not in done), None)
            if target is None:
                done.add(node)
                stack.pop()
                path.pop()
            elif target in path:
                cycles.append([*path[path.index(target) :], target])
            else:
                stack.append((target, iter(sorted(graph[target]))))
                path.append(target)
    return cycles
