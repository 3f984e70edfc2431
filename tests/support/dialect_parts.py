"""Parts of small BPMN files: shapes, edges, diagrams, flows, whole documents."""

from __future__ import annotations

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DI = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def shape(of: str, box: str, more: str = "") -> str:
    """Return a drawn element; `box` is "x y width height"."""
    x, y, width, height = box.split()
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape id="s-{of}" bpmnElement="{of}" {more}>{bounds}</bpmndi:BPMNShape>\n'


def edge(of: str, way: str, more: str = "") -> str:
    """Return a drawn flow; `way` is "x y x y …"."""
    numbers = way.split()
    points = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in zip(numbers[::2], numbers[1::2], strict=True))
    return f'<bpmndi:BPMNEdge id="e-{of}" bpmnElement="{of}" {more}>{points}</bpmndi:BPMNEdge>\n'


def diagram(of: str, *drawn: str, number: int = 1) -> str:
    """Return a diagram of the element `of`; "" for a plane that does not say of what it is."""
    element = f' bpmnElement="{of}"' if of else ""
    return (
        f'<bpmndi:BPMNDiagram id="Diagram{number}"><bpmndi:BPMNPlane id="Plane{number}"{element}>\n'
        f"{''.join(drawn)}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n"
    )


def document(body: str, attributes: str = "", head: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> str:
    """Return a whole file; `body` is written without a prefix for BPMN."""
    return (
        f'{head}<definitions xmlns="{MODEL}" {_DI} id="Defs" targetNamespace="http://t" {attributes}>\n'
        f"{body}</definitions>\n"
    )


def flow(name: str, source: str, target: str, more: str = "") -> str:
    """Return a sequence flow."""
    return f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}" {more}/>\n'
