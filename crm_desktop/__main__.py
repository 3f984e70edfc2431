"""Where the desktop program starts."""

import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the desktop program and return its exit status."""
    # Nothing that the start makes becomes garbage; looking for it would take a tenth of the time. The window's own
    # collector takes over as soon as there are threads beside it.
    gc.disable()
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["convert"]:
        from crm_desktop.composition.converting import convert

        gc.enable()
        return convert(given[1:])
    if given[:1] == ["--write-worker"]:
        from crm_desktop.store.write_worker import main as write

        write()
    if given[:1] == ["--import-worker"]:
        from crm_desktop.views.importing.helper import main as help_import

        help_import()
    if given[:1] == ["--sync-worker"]:
        from crm_desktop.sync_worker import main as help_sync

        help_sync()
    if given[:1] == ["--simulation-worker"]:
        from crm_desktop.diagrams.simulation_worker import main as simulate

        simulate()
        return 0
    from crm_desktop.composition.options import parse

    options = parse(given)
    from crm_desktop.app import run

    return run(options)


if __name__ == "__main__":
    sys.exit(main())
