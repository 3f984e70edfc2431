"""New maps out of others: the to-be as a linked copy of the as-is, a map from a template. Edits for one act each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from crm_desktop.models.edits import Create, Edit
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.elements import Element, Flow, Lane, Node, Pain, Pool
from crm_desktop.models.processes.process_map import ProcessMap

_OWN = ("bpmn_id", "source_format", "version", "state")


@dataclass(frozen=True, slots=True)
class NewMap:
    """A map that does not exist yet, and the edits that make it."""

    map: ProcessMap
    edits: tuple[Edit, ...]


def to_be_of(as_is: ProcessMap, name: str) -> NewMap:
    """Return a to-be that is a copy of an as-is, each step and flow linked to what it was copied from."""
    values = {**as_is.values, "name": name, "form": "to_be", "base_process_id": as_is.id}
    return _copied(as_is, values, linked=True)


def as_revised(made: NewMap, revised: ProcessMap) -> NewMap:
    """Return a new map with steps, and with fields of its own, as a revision of it has them."""
    rows = {each.id: each.values() for each in revised.nodes} | {revised.id: dict(revised.values)}
    edits = [
        Create(each.kind, rows.get(each.id, each.values), each.id) for each in made.edits if isinstance(each, Create)
    ]
    return NewMap(revised, tuple(edits))


def from_template(template: ProcessMap, name: str, account_id: str | None, owner_id: str | None = None) -> NewMap:
    """Return a map of a client's that begins as a template."""
    values = {**template.values, "name": name, "form": "as_is", "account_id": account_id, "owner_id": owner_id}
    return _copied(template, values, linked=False)


def _copied(source: ProcessMap, values: Mapping[str, Value], linked: bool) -> NewMap:
    ids = {source.id: new_id()} | {each.id: new_id() for each in source.elements()}
    given = {name: value for name, value in values.items() if name not in _OWN and value is not None}
    account = given.get("account_id")
    account_id = account if isinstance(account, str) else None
    elements = [_copy(each, ids, account_id, source.id, linked) for each in source.elements()]
    process_id = ids[source.id]
    made = ProcessMap(
        id=process_id,
        values=given,
        pools=tuple(each for each in elements if isinstance(each, Pool)),
        lanes=tuple(each for each in elements if isinstance(each, Lane)),
        nodes=tuple(each for each in elements if isinstance(each, Node)),
        flows=tuple(each for each in elements if isinstance(each, Flow)),
        pains=tuple(each for each in elements if isinstance(each, Pain)),
    )
    edits = [Create("process", given, process_id), *(Create(each.KIND, each.values(), each.id) for each in elements)]
    return NewMap(made, tuple(edits))


def _copy(element: Element, ids: Mapping[str, str], account_id: str | None, source_id: str, linked: bool) -> Element:
    def other(each: str | None) -> str | None:
        return ids.get(each) if each is not None else None

    new = replace(element, id=ids[element.id], process_id=ids[source_id], account_id=account_id, bpmn_id=None)
    match new:
        case Lane():
            # A department or post of one client's is none of another's.
            elsewhere = element.account_id not in (None, account_id)
            new = replace(new, department_id=None, post_id=None) if elsewhere else new
            return replace(new, pool_id=other(new.pool_id), parent_id=other(new.parent_id))
        case Node():
            base = element.id if linked else None
            change = "keep" if linked else None
            return replace(
                new,
                lane_id=other(new.lane_id),
                parent_id=other(new.parent_id),
                attached_to_id=other(new.attached_to_id),
                base_node_id=base,
                change=change,
            )
        case Flow():
            base = element.id if linked else None
            return replace(new, source_id=ids[new.source_id], target_id=ids[new.target_id], base_flow_id=base)
        case Pain():
            return replace(new, node_id=other(new.node_id))
        case _:
            return new
