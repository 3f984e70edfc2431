"""Documents without a diagram: which maps they hold, and their pools and lanes in the order of the document."""

from crm_desktop.interchange.bpmn.bands import Bands, add_band, read_bands, settle
from crm_desktop.interchange.bpmn.planes import Box, Shape
from crm_desktop.interchange.bpmn.scan import Part, Scan
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.processes.grid import LANE_ROW
from crm_desktop.models.processes.projection import Projection

_LENGTH = 1000.0
_RUNS = frozenset({"process", "choreography"})
"""What holds steps of its own, which need a lane."""


def undrawn_parts(scan: Scan) -> list[list[Part]]:
    """Return for each map what it is made of: a collaboration with its processes, or one process."""
    maps = []
    taken: set[str] = set()
    pools_of: dict[int, list[Part]] = {}
    for part in scan.pools:
        pools_of.setdefault(id(part.owner), []).append(part)
    for collaboration in scan.collaborations:
        pools = pools_of.get(id(collaboration), [])
        processes = [found for part in pools if (found := scan.resolve(part.element.get("processRef")))]
        processes = [part for part in dict.fromkeys(processes) if part.tag == "process" and part.key not in taken]
        taken.update(part.key for part in processes)
        if pools:
            maps.append([collaboration, *pools, *processes])
    maps.extend([part] for part in (*scan.processes, *scan.choreographies) if part.key not in taken)
    if not maps:
        raise Incompatible("process_file.no_process")
    return maps


def undrawn_bands(scan: Scan, of: list[Part]) -> Bands:
    """Return the pools and lanes of a map as bands below each other; layout gives them their breadth later."""
    keys = {part.key for part in of}
    parts = [part for part in of if part.tag == "participant"]
    parts += [part for part in scan.lanes if _process_key(part) in keys]
    shapes: dict[str, Shape] = {}
    for number, part in enumerate(parts):
        box = Box(0.0, LANE_ROW * number, _LENGTH, LANE_ROW)
        shapes[part.key] = Shape(None, box, horizontal=True, expanded=None)
    bands = read_bands(scan, shapes, Projection(vertical=False))
    if not bands.leaves or any(part.tag in _RUNS and part.key not in bands.pool_of_process for part in of):
        has_lanes = {_process_key(part) for part in scan.lanes}
        if any(part.tag in _RUNS and part.key not in {*bands.pool_of_process, *has_lanes} for part in of):
            add_band(bands, "", Box(0.0, LANE_ROW * len(parts), _LENGTH, LANE_ROW))
    settle(bands)
    return bands


def _process_key(part: Part) -> str:
    above = part.owner
    while above is not None and above.owner is not None:
        above = above.owner
    return "" if above is None else above.key
