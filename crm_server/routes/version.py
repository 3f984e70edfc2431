"""The version of the installed distribution."""

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("fieldline-crm")
    except PackageNotFoundError:  # run from the source tree
        return "0"


VERSION = _installed()
