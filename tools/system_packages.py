"""Debian and Ubuntu packages that Qt and the tests need, and how they get there. Standard library only.

Other systems bring these libraries along or are told in one sentence what is missing.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys

# "a|b" means any of them satisfies; names differ between releases.
QT = (
    "libegl1",
    "libgl1",
    "libxkbcommon0",
    "libxkbcommon-x11-0",
    "libdbus-1-3",
    "libfontconfig1",
    "libglib2.0-0|libglib2.0-0t64",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xinerama0",
    "libxcb-xfixes0",
    "libpulse0",
    "fonts-inter",
    "fonts-noto-cjk",
)
HEADLESS = ("xvfb", "dbus-daemon|dbus", "gnome-keyring", "libfaketime")


def ensure(packages: tuple[str, ...]) -> None:
    """Install what is missing of `packages` where that is possible; otherwise say in one sentence what is missing."""
    if not sys.platform.startswith("linux"):
        return
    if shutil.which("dpkg-query") is None:
        _advise_other_linux()
        return
    missing = _missing(packages)
    if missing:
        _install(missing)


def ensure_venv_support() -> None:
    """Install Debian's separate `python3.x-venv` when the running Python cannot create environments with pip."""
    if importlib.util.find_spec("ensurepip") is None and shutil.which("dpkg-query"):
        _install([f"python3.{sys.version_info.minor}-venv"])


def _missing(packages: tuple[str, ...]) -> list[str]:
    names = [name for package in packages for name in package.split("|")]
    query = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Abbrev}\n", *names]
    listing = subprocess.run(query, check=False, capture_output=True, text=True).stdout
    installed = {line.split()[0] for line in listing.splitlines() if line.split()[1:2] == ["ii"]}
    return [package for package in packages if installed.isdisjoint(package.split("|"))]


def _install(missing: list[str]) -> None:
    prefix = _administrator()
    if prefix is None:
        _advise(f"sudo apt-get install {' '.join(package.split('|')[0] for package in missing)}")
        return
    print(f"dev.py: installing system packages: {' '.join(missing)}", file=sys.stderr, flush=True)
    # The timeout lets a second run wait for the first one's package manager instead of failing beside it.
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=900"]
    _quietly([*apt, "update"])
    names = [_available(package) for package in missing]
    if not _quietly([*apt, "install", "-y", "--no-install-recommends", *names]):
        _advise(f"sudo apt-get install {' '.join(names)}")


def _available(package: str) -> str:
    alternatives = package.split("|")
    for name in alternatives[:-1]:
        if subprocess.run(["apt-cache", "show", name], check=False, capture_output=True).returncode == 0:
            return name
    return alternatives[-1]


def _administrator() -> list[str] | None:
    if os.getuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _quietly(command: list[str]) -> bool:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode == 0


def _advise_other_linux() -> None:
    try:
        ctypes.CDLL("libEGL.so.1")
    except OSError:
        _advise(
            "your system's packages for EGL, GL, xkbcommon, D-Bus, fontconfig, xcb-util-cursor, Inter, Noto Sans CJK"
        )


def _advise(remedy: str) -> None:
    print(f"dev.py: system libraries are missing; please install them with: {remedy}", file=sys.stderr, flush=True)
