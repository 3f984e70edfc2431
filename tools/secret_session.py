"""A D-Bus session with an unlocked Secret Service of its own, in a throw-away home folder (Linux).

`python -m tools.secret_session CMD …` runs a command in it; tests use `private_secret_service()`. Systems without
D-Bus get the throw-away home only where that is safe: on Windows and macOS the command runs unchanged.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

_BUS = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
_KEYRING = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
ACTIVE = "FIELDLINE_PRIVATE_SESSION"
HOME_FOLDERS = {
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
}


def is_possible() -> bool:
    """Tell whether this machine has the programs for a private Secret Service."""
    return all(shutil.which(name) for name in ("dbus-daemon", "gnome-keyring-daemon"))


@contextlib.contextmanager
def private_secret_service() -> Iterator[dict[str, str]]:
    """Start bus and keyring; yield the environment variables that lead to them; stop both at the end."""
    # Under the system's temporary folder, not pytest's: socket paths must stay below 108 bytes.
    with contextlib.ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fieldline-", ignore_cleanup_errors=True)))
        variables = _home_variables(home)
        bus = stack.enter_context(
            _daemon(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"], variables)
        )
        assert bus.stdout is not None
        variables["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        daemon = stack.enter_context(_daemon(_KEYRING, variables))
        assert daemon.stdin is not None
        assert daemon.stdout is not None
        daemon.stdin.write(secrets.token_hex(16))
        daemon.stdin.close()  # the end of the input unlocks the keyring
        daemon.stdout.readline()  # it announces itself once it owns its bus name
        yield variables


def _home_variables(home: Path) -> dict[str, str]:
    variables = {"HOME": str(home), ACTIVE: str(home)}
    for name, folder in HOME_FOLDERS.items():
        (home / folder).mkdir(mode=0o700)
        variables[name] = str(home / folder)
    return variables


@contextlib.contextmanager
def _daemon(command: list[str], variables: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | variables,
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main(command: list[str]) -> int:
    """Run `command` in a private session where possible, and return its exit status."""
    if not is_possible():
        if sys.platform.startswith("linux"):
            print("dbus-daemon or gnome-keyring is missing: keyring tests will not run.", file=sys.stderr)
        return subprocess.run(command, check=False).returncode
    signal.signal(signal.SIGTERM, _leave)
    with private_secret_service() as variables, subprocess.Popen(command, env=os.environ | variables) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            return process.wait()  # the terminal told the command as well; let it finish its own way
        finally:
            if process.poll() is None:
                process.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
