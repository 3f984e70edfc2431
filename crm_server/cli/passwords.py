"""Passwords for the command line: typed without echo, or one line of standard input; never an argument."""

import getpass
import sys

from crm_desktop.models.errors import Refused


def ask_password(what: str, from_stdin: bool) -> str:
    """Return a new password; asks twice at a terminal."""
    if from_stdin or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"{what}: ")
    if getpass.getpass("Once more: ") != first:
        raise Refused("user.password_differs")
    return first
