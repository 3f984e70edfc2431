"""Walking an organisation chart with the arrow keys: from a department or post to the nearest one in a direction."""

from crm_desktop.models.studies.organisation import Organisation
from crm_desktop.models.studies.organisation_chart import Box, Chart

LEFT, RIGHT, UP, DOWN = "left", "right", "up", "down"


def walk(organisation: Organisation, chart: Chart, current: str, way: str) -> str:
    """Return what is reached from the current department or post; itself where nothing is there, the top from ""."""
    if current not in organisation.departments and current not in organisation.posts:
        return organisation.roots[0] if organisation.roots else ""
    department_id = organisation.posts[current].department_id if current in organisation.posts else current
    cells = [department_id, *organisation.staffed.get(department_id, ())]
    if way in (UP, DOWN):
        at = cells.index(current) + (1 if way == DOWN else -1)
        if 0 <= at < len(cells):
            return cells[at]
        found = _below(organisation, chart, department_id) if way == DOWN else _over(organisation, chart, department_id)
        return found or current
    return _beside(chart, department_id, way) or current


def _below(organisation: Organisation, chart: Chart, department_id: str) -> str:
    """Return the department under this one's middle: the one it leads to, or the next that hangs in its column."""
    if below := organisation.children(department_id):
        return min(below, key=lambda each: (abs(chart.boxes[each].middle - chart.boxes[department_id].middle), each)) \
            if not chart.boxes[below[0]].hangs else below[0]  # fmt: skip
    return _in_column(organisation, chart, department_id, 1)


def _over(organisation: Organisation, chart: Chart, department_id: str) -> str:
    """Return what stands above: the last post of the one that hangs before, or the one that leads here."""
    before = _in_column(organisation, chart, department_id, -1)
    found = before or organisation.parent(department_id)
    posts = organisation.staffed.get(found, ())
    return posts[-1] if before and posts else found


def _in_column(organisation: Organisation, chart: Chart, department_id: str, by: int) -> str:
    beside = organisation.siblings(department_id)
    at = beside.index(department_id) + by
    return beside[at] if chart.boxes[department_id].hangs and 0 <= at < len(beside) else ""


def _beside(chart: Chart, department_id: str, way: str) -> str:
    """Return the nearest department to that side: one at the same height before one that is only near."""
    here = chart.boxes[department_id]
    boxes = [each for each in chart.boxes.values() if (each.x > here.x if way == RIGHT else each.x < here.x)]
    level = [each for each in boxes if each.y < here.bottom and each.bottom > here.y]
    found = min(level or boxes, key=lambda each: (_distance(here, each), each.id), default=None)
    return found.id if found is not None else ""


def _distance(here: Box, there: Box) -> float:
    return abs(here.middle - there.middle) + 2 * abs(here.y - there.y)
