"""The one door for developers: `python3 dev.py COMMAND`.

It prepares `.venv` from `requirements.lock` when needed and runs the command inside it. Standard library only.
"""

import os
import subprocess
import sys

USAGE = """usage: python3 dev.py COMMAND

  demo                  start the sample organisation's server and the desktop program, signed in
  demo --headless DIR   walk through the journey without a screen; numbered pictures go to DIR
  test [PYTEST ARGS]    run the tests (all of them without arguments)
  check                 formatting, lint, types, import contracts
  screens DIR           a picture of every screen, both languages, light and dark
  bench [NAME] [--json FILE] [--strict] [--transactions N] [--seed S]
                        measure, each figure beside its reference
  serve [ARGS]          run the central server (crm-server serve)
  run CMD [ARGS]        run any command inside the environment
  lock                  renew requirements.lock from pyproject.toml
"""

_WHOLE_SUITE = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
"""Two workers, a file's tests on one of them, in the order of tests/support/order.py."""

if sys.version_info < (3, 11):
    sys.exit("Fieldline CRM needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info[:2]))

from tools import environment, system_packages  # noqa: E402  (their syntax needs the version checked above)


def main(arguments: list[str]) -> int:
    """Prepare the environment, then run the named command in it and return its exit status."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(USAGE)
        return 0 if arguments else 2
    name, rest = arguments[0], arguments[1:]
    headless = name in ("test", "screens") or (name == "demo" and "--headless" in rest)
    command = _command(name, rest)
    if command is None:
        print(f"dev.py: there is no command {name!r}.\n\n{USAGE}", file=sys.stderr)
        return 2
    try:
        _prepare(name, headless)
    except environment.SetupError as problem:
        print(f"dev.py: {problem}.", file=sys.stderr)
        return 1
    return _become(_in_private_session(command) if headless else command, headless)


def _command(name: str, rest: list[str]) -> list[str] | None:
    python = str(environment.PYTHON)
    modules = {
        "demo": "tools.demo",
        "check": "tools.check",
        "screens": "tools.screens",
        "bench": "benchmarks",
        "lock": "tools.lock",
    }
    if name in modules:
        return [python, "-m", modules[name], *rest]
    if name == "serve":
        return [python, "-m", "crm_server", "serve", *rest]
    if name == "test":
        return [python, "-m", "pytest", *(rest or _WHOLE_SUITE)]
    if name == "run" and rest:
        return rest
    return None


def _prepare(name: str, headless: bool) -> None:
    if not environment.PYTHON.exists():
        system_packages.ensure_venv_support()
    environment.ensure()
    if headless:
        system_packages.ensure(system_packages.QT + system_packages.HEADLESS)
    elif name in ("demo", "bench"):
        system_packages.ensure(system_packages.QT)


def _in_private_session(command: list[str]) -> list[str]:
    """Wrap `command` so that it sees a keyring of its own: tests must never touch the developer's."""
    return [str(environment.PYTHON), "-m", "tools.secret_session", *command]


def _become(command: list[str], headless: bool) -> int:
    """Replace this process by `command`, so that signals reach it; on Windows, wait for it."""
    env = environment.command_environment()
    if headless:
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        if environment.WINDOWS:
            return subprocess.run(command, env=env, check=False).returncode
        os.execvpe(command[0], command, env)
    except FileNotFoundError:
        print(f"dev.py: the command {command[0]!r} was not found.", file=sys.stderr)
        return 127


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
