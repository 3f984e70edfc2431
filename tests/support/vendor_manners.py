"""The habits of further programs, each as what it does to one small process: see `vendor_files`.

Written after what these programs export; no text is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DD = "http://www.omg.org/spec/DD/20100524"
_TAGS_WITH_ID = r"(<b:(?:\w*[tT]ask|\w+Event|\w+Gateway|sequenceFlow|lane|participant) id=\"(\w+)\"[^>]*?)(/?)>"


def in_every_element(text: str, inner: str) -> str:
    """Return the document with something at the beginning of each lane, step, flow and participant."""

    def filled(found: re.Match[str]) -> str:
        content = f"{found[1]}>{inner.replace('{id}', found[2])}"
        return content + (f"</b:{found[1].split()[0][3:]}>" if found[3] else "")

    return re.sub(_TAGS_WITH_ID, filled, text)


def bizagi_own_spaces(text: str) -> str:
    """The diagram says its name spaces again at each element; extensions of nothing; a main pool of no size."""
    text = text.replace(
        "</b:collaboration>", '<b:participant id="Main" name="Main" processRef="None"/></b:collaboration>'
    )
    text = text.replace('<b:collaboration id="Coll">', '<b:collaboration id="Coll" name="Diagram 1">')
    text = text.replace("</b:process>", '</b:process><b:process id="None"><b:laneSet id="NoLanes"/></b:process>')
    nowhere = '<bpmndi:BPMNShape id="Main_di" bpmnElement="Main"><dc:Bounds x="30" y="30" width="0" height="0"/>'
    text = text.replace("</bpmndi:BPMNPlane>", f"{nowhere}</bpmndi:BPMNShape></bpmndi:BPMNPlane>")
    text = re.sub(r"(<bpmndi:BPMN(?:Plane|Shape|Edge)[^>]*>)", rf'\1<extension xmlns="{_DD}/DI"/>', text)
    text = re.sub(r"<dc:Bounds ([^>]*)/>", rf'<Bounds \1 xmlns="{_DD}/DC"/>', text)
    text = re.sub(r"<di:waypoint ([^>]*)/>", rf'<waypoint \1 xmlns="{_DD}/DI"/>', text)
    text = text.replace("<bpmndi:BPMNDiagram", f'<bpmndi:BPMNDiagram xmlns="{_DI}"')
    return text.replace("<bpmndi:", "<").replace("</bpmndi:", "</")


def bizagi_extensions(text: str) -> str:
    """Every element has extensions that say their name space themselves, and an empty documentation."""
    own = '<z:Extensions xmlns:z="http://vendor/bpmn20"><z:Property name="bgColor" value="White"/></z:Extensions>'
    return in_every_element(text, f"<b:documentation/><b:extensionElements>{own}</b:extensionElements>")


def omnitracker(text: str) -> str:
    """Edges before shapes, neither with ids; steps name no flows; documentation holds only elements of its own."""
    text = re.sub(r"<b:(incoming|outgoing)>\w+</b:\1>", "", text)
    edges = "".join(re.findall(r"<bpmndi:BPMNEdge.*?</bpmndi:BPMNEdge>", text))
    text = re.sub(r"<bpmndi:BPMNEdge.*?</bpmndi:BPMNEdge>", "", text)
    text = re.sub(r"(<bpmndi:BPMNPlane[^>]*>)", rf"\1<di:extension><o:told/></di:extension>{edges}", text)
    text = re.sub(r"(<bpmndi:BPMN(?:Shape|Edge)) id=\"\w+\"", r"\1", text)
    told = (
        '<b:documentation textFormat="application/x-own">\n\t<o:told><o:text lang="de"/></o:told>\n</b:documentation>'
    )
    return in_every_element(text, told).replace("xmlns:b=", 'xmlns:o="http://vendor/own" xmlns:b=')


def bic(text: str) -> str:
    """Lane sets without an id, flags that say what is usual, documentation with an id and no text."""
    text = text.replace('<b:laneSet id="Lanes">', "<b:laneSet>").replace(
        "<b:userTask ", '<b:userTask isForCompensation="false" '
    )
    return in_every_element(text, '<b:documentation id="documentation_{id}"/>')


def aeneis(text: str) -> str:
    """The collaboration after its process; resources that perform tasks; an empty process more."""
    collaboration = re.search(r"<b:collaboration.*?</b:collaboration>", text)
    assert collaboration is not None
    text = text.replace(collaboration[0], '<b:resource id="Rs" name="Sales"/><b:process id="None" processType="None"/>')
    text = text.replace("</b:process>\n", f"</b:process>{collaboration[0]}\n", 1)
    performer = "<b:performer><b:resourceRef>Rs</b:resourceRef></b:performer></b:userTask>"
    return text.replace("</b:userTask>", performer)


def innovator(text: str) -> str:
    """A named set of lanes, messages that nothing draws, translations with escaped XML in extensions, xml:lang."""
    text = text.replace('<b:laneSet id="Lanes">', '<b:laneSet id="Lanes" name="&lt;ohne Namen&gt;">')
    text = text.replace("<b:collaboration", '<b:message id="Msg" name="Offer"/><b:collaboration', 1)
    own = '<i:text xml:lang="es"><i:t value="&lt;?xml version=&quot;1.0&quot;?&gt;&#xA;&lt;a/&gt;"/></i:text>'
    text = in_every_element(text, f"<b:extensionElements>{own}</b:extensionElements>")
    return text.replace("xmlns:b=", 'xml:lang="de" xmlns:i="http://vendor/ino" xmlns:b=')


def yaoqiang(text: str) -> str:
    """Attributes in their order of names, a multiplicity of one, pools that say they are open, ends by elements."""
    one = '<b:participantMultiplicity maximum="1" minimum="0"/></b:participant>'
    text = text.replace('processRef="Proc"/>', f'processRef="Proc">{one}')
    text = re.sub(r'(bpmnElement="(?:Pool|Sales|Plan)")', r'\1 isExpanded="true"', text)
    return re.sub(r'(bpmnElement="f1")', r'\1 sourceElement="Start" targetElement="Check"', text)


def modeler_for_a_wiki(text: str) -> str:
    """A second diagram that shows nothing of a step."""
    more = '<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="Check"/></bpmndi:BPMNDiagram></b:definitions>'
    return text.replace("</b:definitions>", more)


def process_modeler(text: str) -> str:
    """Flows with nothing but a line break in them, labels for what has no name, tiny shapes at 72 dots per inch."""
    text = re.sub(r"(<b:sequenceFlow [^>]*)/>", r"\1>\n    </b:sequenceFlow>", text)
    text = text.replace("<bpmndi:BPMNEdge ", '<bpmndi:BPMNEdge p:label="(unnamed)" ')
    text = re.sub(
        r'(x|y|width|height)="(\d+)"', lambda found: f'{found[1]}="{int(found[2]) * 0.4724409448818898}"', text
    )
    return text.replace('id="D"', 'id="D" resolution="72"').replace("xmlns:b=", 'xmlns:p="http://vendor/pm" xmlns:b=')


def enterprise_explorer(text: str) -> str:
    """Documentation in an extension of the whole file, every flow with an empty name."""
    told = '<b:extension definition="c:model"><b:documentation id="author">User</b:documentation></b:extension>'
    text = text.replace("<b:collaboration", f"{told}<b:collaboration", 1).replace(
        "xmlns:b=", 'xmlns:c="http://c" xmlns:b='
    )
    return re.sub(r'<b:sequenceFlow (id="\w+") source', r'<b:sequenceFlow \1 name="" source', text)


MANNERS: Mapping[str, Callable[[str], str]] = {
    "Bizagi, own name spaces": bizagi_own_spaces,
    "Bizagi, extensions": bizagi_extensions,
    "OMNITRACKER": omnitracker,
    "BIC": bic,
    "Aeneis": aeneis,
    "Innovator": innovator,
    "Yaoqiang": yaoqiang,
    "modeler for a wiki": modeler_for_a_wiki,
    "Process Modeler": process_modeler,
    "Enterprise Explorer": enterprise_explorer,
}
