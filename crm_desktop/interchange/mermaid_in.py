"""Mermaid flowcharts as maps: subgraphs become lanes, shapes become steps, decisions and events."""

import html
import re
from dataclasses import dataclass, field

from crm_desktop.interchange.fitting import fit_text
from crm_desktop.interchange.outline import Outline, OutlineFlow, OutlineLane, OutlineNode, map_of
from crm_desktop.interchange.report import Findings, ReadMaps
from crm_desktop.models.errors import Incompatible

MOST_SIGNS = 4_000_000
MOST_LINES = 100_000
_HEADER = re.compile(r"(?:flowchart|graph)(?:-elk)?(?:\s+(TB|TD|BT|LR|RL|[<>^v]))?\s*(?:;|$)", re.IGNORECASE)
_IGNORED = re.compile(r"(?:classDef|class|style|linkStyle|click|direction|accTitle|accDescr|title)\b", re.IGNORECASE)
_SUBGRAPH = re.compile(r"subgraph\b\s*(.*)\Z", re.IGNORECASE)
_KEY = re.compile(
    r"[^\s\[\](){}<>|&;\"'`~@:=.,/\\^%!?*+#-][^\s\[\](){}<>|&;\"'`~@:]*?(?=--|-\.|==|~~|[\s\[\](){}<>|&;\"'`~@:]|\Z)"
)
_SHAPES = (
    ("(((", ")))", "end"),
    ("([", "])", "start"),
    ("[[", "]]", "subprocess"),
    ("[(", ")]", "data_store"),
    ("((", "))", "event"),
    ("{{", "}}", "task"),
    ("[/", "/]", "data_object"),
    ("[/", "\\]", "data_object"),
    ("[\\", "\\]", "data_object"),
    ("[\\", "/]", "data_object"),
    ("[", "]", "task"),
    ("(", ")", "task"),
    ("{", "}", "gateway"),
    (">", "]", "note"),
)
_NAMED_SHAPES = {
    "diam": "gateway", "diamond": "gateway", "decision": "gateway", "question": "gateway",
    "circle": "event", "circ": "event", "sm-circ": "start", "start": "start", "stadium": "start", "terminal": "start",
    "dbl-circ": "end", "fr-circ": "end", "framed-circle": "end", "stop": "end",
    "cyl": "data_store", "database": "data_store", "db": "data_store", "doc": "data_object", "document": "data_object",
    "subproc": "subprocess", "subprocess": "subprocess", "fr-rect": "subprocess", "text": "note", "brace": "note",
    "comment": "note",
}  # fmt: skip
_LINK = re.compile(r"\s*(?:[A-Za-z][\w-]*@)?(<|o(?=[-=])|x(?=[-=]))?(--|==|-\.|~~~)")
_PLAIN = re.compile(r"(-{2,}|={2,}|-\.+-|~{3,})([>ox])?")
_TEXT_LINK = {
    "--": re.compile(r"--(.{0,500}?)-{2,20}([>ox-])?"),
    "==": re.compile(r"==(.{0,500}?)={2,20}([>ox])?"),
    "-.": re.compile(r"-\.(.{0,500}?)\.{1,10}-([>ox])?"),
}
"""Bounded: a line of nothing but blanks or dots must not take for ever."""
_ENTITY = re.compile(r"#(\w+);")
_HTML_ENTITY = r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9a-fA-F]{1,6});"
_PARTS = re.compile(rf'(?:"[^"]*"|\[[^\[\]"]*\]|\([^()"]*\)|\{{[^{{}}"]*\}}|#\w+;|{_HTML_ENTITY}|[^;"]|")+')
"""Statements of a line: what stands in quotes, brackets or an entity holds no end of one."""
_MARKDOWN = re.compile(r'"`[^`]*`"')
_ICON = re.compile(r"\bfa[a-z]?:fa-[\w-]+\s*")
_STRONG = re.compile(r"(\*\*|\*)(?=\S)(.{1,200}?)(?<=\S)\1")


@dataclass(slots=True)
class _Reader:
    """What has been read so far."""

    outline: Outline
    findings: Findings
    within: list[str] = field(default_factory=list)
    named: int = 0


def read_mermaid(text: str, name: str = "") -> ReadMaps:
    """Return the map in a Mermaid flowchart; raises Incompatible (`process_file.not_mermaid`, `.too_large`)."""
    if len(text) > MOST_SIGNS or text.count("\n") > MOST_LINES:
        raise Incompatible("process_file.too_large")
    findings = Findings()
    outline = Outline(name=name, source_format="mermaid")
    reader = _Reader(outline, findings)
    _read_lines(reader, _statements(_without_frame(text, outline)))
    _settle_events(outline)
    return ReadMaps(maps=[map_of(outline, findings)], findings=findings.all())


def _without_frame(text: str, outline: Outline) -> str:
    """Return the chart itself: what stands in a fence, after the front matter and directives."""
    fence = re.search(r"```\s*mermaid\s*\n(.*?)(?:\n```|\Z)", text, re.DOTALL)
    if fence:
        text = fence.group(1)
    front, text = _split_front(text)
    for line in front:
        before, colon, found = line.strip().partition(":")
        found = found.strip()
        if before == "title" and colon and found:
            quoted = len(found) > 1 and found[0] == found[-1] and found[0] in "\"'"
            outline.name = re.sub(r"\\(.)", r"\1", found[1:-1]) if quoted else found
            break
    return _without_directives(text)


def _without_directives(text: str) -> str:
    kept, at = [], 0
    while (start := text.find("%%{", at)) >= 0 and (end := text.find("}%%", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join(kept) + text[at:]


def _split_front(text: str) -> tuple[list[str], str]:
    """Return the lines of the front matter, between lines of three dashes at the beginning, and what follows."""
    lines = text.lstrip().split("\n")
    if lines[0].strip() != "---":
        return [], text
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.strip() == "---"), None)
    return ([], text) if end is None else (lines[1:end], "\n".join(lines[end + 1 :]))


def _statements(text: str) -> list[tuple[int, str]]:
    """Return the statements with their lines, what is written over several of them as one."""
    found = []
    text = _MARKDOWN.sub(lambda each: re.sub(r"\s*\n\s*", "<br>", each.group()), text)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip().startswith("%%"):
            continue
        for part in _PARTS.findall(line):
            found += [(number, part.strip())] if part.strip() else []
    return found


def _read_lines(reader: _Reader, statements: list[tuple[int, str]]) -> None:
    header = _HEADER.match(statements[0][1]) if statements else None
    if header is None:
        raise Incompatible("process_file.not_mermaid")
    reader.outline.vertical = (header.group(1) or "TB").upper() in ("TB", "TD", "BT", "V", "^")
    rest = statements[0][1][header.end() :].strip()
    first = [(statements[0][0], rest)] if rest else []
    for number, statement in [*first, *statements[1:]]:
        reader.outline.check()
        subgraph = _SUBGRAPH.match(statement)
        if subgraph:
            _open_lane(reader, subgraph.group(1))
        elif statement.lower() == "end":
            if reader.within:
                reader.within.pop()
        elif not _IGNORED.match(statement) and not _read_chain(reader, statement):
            reader.findings.add("line_skipped", str(number))


def _open_lane(reader: _Reader, rest: str) -> None:
    reader.named += 1
    titled = re.match(r"([^\s\[\]\"]+)\s*\[(.*)\]\s*\Z", rest.strip())
    key, title = (titled.group(1), titled.group(2)) if titled else (rest.strip().strip('"'), rest)
    key = key or f"subgraph {reader.named}"
    parent = reader.within[-1] if reader.within else ""
    if key not in reader.outline.lanes:
        reader.outline.lanes[key] = OutlineLane(_plain(title), parent)
        reader.outline.nodes.pop(key, None)
    reader.within.append(key)


def _read_chain(reader: _Reader, statement: str) -> bool:
    """Read `A & B --> C -- text --> D`; tell whether all of it was understood."""
    at, before, link = 0, [], None
    while True:
        group, at = _read_group(reader, statement, at)
        if not group:
            return False
        if link is not None and link[0]:
            _join(reader, before, group, link)
        before = group
        link_found = _read_link(statement, at)
        if link_found is None:
            return not statement[at:].strip()
        link, at = link_found


def _read_group(reader: _Reader, text: str, at: int) -> tuple[list[str], int]:
    group: list[str] = []
    while True:
        key, after = _read_node(reader, text, at)
        if not key:
            return ([], at) if not group else (group, at)
        group.append(key)
        more = re.compile(r"\s*&\s*").match(text, after)
        if not more:
            return group, after
        at = more.end()


def _read_node(reader: _Reader, text: str, at: int) -> tuple[str, int]:
    while at < len(text) and text[at].isspace():
        at += 1
    found = _KEY.match(text, at)
    if not found or not found.group():
        return "", at
    key, at = found.group(), found.end()
    if text.startswith("@{", at):
        at = _read_attributes(reader, key, text, at)
    else:
        for opening, closing, form in _SHAPES:
            end = _end_of_shape(text, at, opening, closing)
            if end >= 0:
                _enter(reader, key, form, _plain(text[at + len(opening) : end]))
                at = end + len(closing)
                break
    if key not in reader.outline.lanes:
        _enter(reader, key, "", "")
    styled = re.compile(r":::[\w-]+").match(text, at)
    return key, styled.end() if styled else at


def _end_of_shape(text: str, at: int, opening: str, closing: str) -> int:
    """Return where the closing signs of a shape stand, -1 where it is not that shape; quotes may hold anything."""
    if not text.startswith(opening, at):
        return -1
    begin = at + len(opening)
    inside = re.compile(r'\s*"[^"]*"\s*').match(text, begin)
    if inside:
        return inside.end() if text.startswith(closing, inside.end()) else -1
    end = text.find(closing, begin)
    return -1 if end < 0 or (opening == "[" and text[begin : begin + 1] in "[(/\\") else end


def _read_attributes(reader: _Reader, key: str, text: str, at: int) -> int:
    end = text.find("}", at)
    end = len(text) if end < 0 else end + 1
    label = re.search(r'label:\s*(?:"([^"]*)"|([^,}]*))', text[at:end])
    shape = re.search(r"shape:\s*([\w-]+)", text[at:end])
    form = _NAMED_SHAPES.get(shape.group(1), "task") if shape else "task"
    _enter(reader, key, form, _plain((label.group(1) or label.group(2) or "") if label else key))
    return end


def _enter(reader: _Reader, key: str, form: str, name: str) -> None:
    node = reader.outline.nodes.get(key)
    lane = reader.within[-1] if reader.within else ""
    if node is None:
        reader.outline.nodes[key] = OutlineNode(
            {"form": form or "task", "name": fit_text("node", "name", name or key if not form else name)}, lane
        )
        return
    if form:
        node.values |= {"form": form, "name": fit_text("node", "name", name)}
    if lane and not node.lane:
        node.lane = lane


def _read_link(text: str, at: int) -> tuple[tuple[str, str], int] | None:
    """Return ((form, label), where it ends) of the link at a place; without a form one that nobody sees."""
    start = _LINK.match(text, at)
    if not start:
        return None
    at = start.start(2)
    kind = start.group(2)[:2]
    plain = _PLAIN.match(text, at)
    labelled = _TEXT_LINK[kind].match(text, at) if kind in _TEXT_LINK else None
    if plain:
        body, head = plain.group(1), plain.group(2)
        at, label = plain.end(), ""
        if labelled and not head and len(body) == 2:
            label, head, at = _plain(labelled.group(1)), labelled.group(2), labelled.end()
    elif labelled:
        label, head, at = _plain(labelled.group(1)), labelled.group(2), labelled.end()
    else:
        return None
    piped = re.compile(r'\s*\|\s*("[^"]*"|[^|]*)\|').match(text, at)
    if piped:
        label, at = _plain(piped.group(1)), piped.end()
    dotted = kind == "-."
    if kind == "~~":
        return ("", ""), at
    form = ("message" if head == ">" else "association") if dotted else "sequence"
    return (form, label), at


def _join(reader: _Reader, sources: list[str], targets: list[str], link: tuple[str, str]) -> None:
    form, label = link
    reader.outline.check(len(sources) * len(targets))
    for source in sources:
        for target in targets:
            values = {"form": form, "name": fit_text("flow", "name", label)}
            reader.outline.flows.append(OutlineFlow(source, target, values))


def _settle_events(outline: Outline) -> None:
    """Let round shapes be beginnings, ends or events between, by the flows that reach and leave them."""
    reached = {flow.target for flow in outline.flows}
    left = {flow.source for flow in outline.flows}
    for key, node in outline.nodes.items():
        round_end = node.values["form"] == "start" and key in reached
        if node.values["form"] == "event" or round_end:
            between = "end" if key not in left else "intermediate"
            node.values["form"] = "start" if key not in reached else between


def _plain(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if len(text) > 1 and text[0] == text[-1] == "`":
        text = _STRONG.sub(r"\2", text)
    text = re.sub(r"<br\s*/?>", "\n", text, flags=re.IGNORECASE).strip("`")
    return _ENTITY.sub(_entity, html.unescape(_ICON.sub("", text))).strip()


def _entity(found: re.Match[str]) -> str:
    code = found.group(1)
    try:
        return chr(int(code)) if code.isdigit() else html.unescape(f"&{code};")
    except (ValueError, OverflowError):
        return found.group()
