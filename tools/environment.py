"""The virtual environment in `.venv`: made once, brought up to date when the lock changes, safe to interrupt.

Standard library only, because it runs before anything is installed. System packages live in `system_packages`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK_FILE = ROOT / "requirements.lock"
WINDOWS = sys.platform == "win32"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")

_STAMP = VENV / "fieldline-setup.stamp"
_GUARD = VENV / "fieldline-setup.lock"
_LAYOUT = "1"  # raise it when a step below changes, so that existing environments repeat the set-up
_CONSOLES = {"crm-desktop": "crm_desktop", "crm-server": "crm_server"}
_PIP_OPTIONS = ("--quiet", "--disable-pip-version-check", "--require-hashes")
_COMPILED = ("crm_desktop", "crm_server", "tools", "benchmarks")


class SetupError(Exception):
    """The environment cannot be made; the message is a sentence for the developer."""


def ensure() -> None:
    """Make `.venv` match `requirements.lock`; a no-op of a few milliseconds when it already does."""
    wanted = _fingerprint()
    if _is_ready(wanted):
        return
    with exclusive(_GUARD):
        if _is_ready(wanted):  # another process did the work while this one waited
            return
        _STAMP.unlink(missing_ok=True)
        # A working environment is kept, also when another Python calls: somebody may be using it at this moment.
        if not _python_works():
            _discard()
            _report("creating .venv")
            _call([sys.executable, "-m", "venv", str(VENV)], "python -m venv failed")
        _report("installing locked dependencies (a few minutes the first time)")
        _call(
            [str(PYTHON), "-m", "pip", "install", *_PIP_OPTIONS, "-r", str(LOCK_FILE)],
            "pip could not install requirements.lock; nothing is lost, run the command again",
        )
        _make_packages_importable()
        _write_launchers()
        _compile()
        _write_atomically(_STAMP, wanted)


def command_environment() -> dict[str, str]:
    """Return the process environment for a command that runs inside `.venv`."""
    env = dict(os.environ, VIRTUAL_ENV=str(VENV), PYTHONUTF8="1")
    env["PATH"] = f"{BIN}{os.pathsep}{env.get('PATH', '')}"
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        env.pop(name, None)
    return env


def _fingerprint() -> str:
    digest = hashlib.sha256(LOCK_FILE.read_bytes())
    # The folder is part of it: launchers and the .pth file hold absolute paths, so a moved tree must be set up again.
    digest.update(f"{_LAYOUT} {ROOT}".encode())
    return digest.hexdigest()


def _is_ready(wanted: str) -> bool:
    # The link to Python dangles after its interpreter was removed, whatever the stamp says.
    return PYTHON.exists() and _STAMP.exists() and _STAMP.read_text(encoding="ascii") == wanted


def _python_works() -> bool:
    """Tell whether `.venv` has a Python that starts and is new enough, whichever Python this process is."""
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([str(PYTHON), "-c", question], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _discard() -> None:
    """Empty a `.venv` whose Python no longer starts: a removed interpreter, or a set-up cut off early."""
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != _GUARD:
            entry.unlink()


def _make_packages_importable() -> None:
    command = [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site_packages = Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())
    _write_atomically(site_packages / "fieldline-crm.pth", f"{ROOT}\n")


def _write_launchers() -> None:
    for name, package in _CONSOLES.items():
        if WINDOWS:
            _write_atomically(BIN / f"{name}.cmd", f'@"%~dp0python.exe" -m {package} %*\r\n')
        else:
            # A shell line instead of a Python shebang: shebangs break on long paths and on paths with spaces.
            target = BIN / name
            _write_atomically(target, f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -m {package} "$@"\n')
            target.chmod(0o755)


def _compile() -> None:
    folders = [str(ROOT / name) for name in _COMPILED if (ROOT / name).is_dir()]
    subprocess.run([str(PYTHON), "-m", "compileall", "-qq", *folders], check=False)


def _write_atomically(target: Path, text: str) -> None:
    temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    temporary.write_text(text, encoding="utf-8", newline="")
    temporary.replace(target)


def _call(command: list[str], failure: str) -> None:
    if subprocess.run(command, check=False).returncode != 0:
        raise SetupError(failure)


def _report(step: str) -> None:
    print(f"dev.py: {step}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def exclusive(guard: Path) -> Iterator[None]:
    """Hold the lock file `guard`; the operating system releases it when a process dies, so it never goes stale."""
    guard.parent.mkdir(exist_ok=True)
    with guard.open("a+b") as file:
        _lock(file.fileno())
        yield


if sys.platform == "win32":
    import msvcrt
    import time

    def _lock(descriptor: int) -> None:
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError:
                time.sleep(0.2)
            else:
                return
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
