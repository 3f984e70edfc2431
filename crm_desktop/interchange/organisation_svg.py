"""A client's organisation chart as an SVG picture, in the look of the program; for the report and as a file."""

from collections.abc import Iterator

from crm_desktop.interchange.svg_look import BODY, CAPTION, Look, element, load_look, wrapped
from crm_desktop.models.bilingual import Bilingual
from crm_desktop.models.studies.organisation import OUT, Organisation, Post, hue_of, people_in, users_in
from crm_desktop.models.studies.organisation_chart import Box, Chart, Line, Measures, chart_of

_ROUND, _PAD, _BAR = 8, 12, 3
_OUT = Bilingual(zh="范围外", en="Out of scope")
_CENTRE = Bilingual(zh="利润中心", en="Profit centre")
_DIVISION = Bilingual(zh="事业部", en="Division")
_PEOPLE = Bilingual(zh="{n} 人", en="{n} people")
_USERS = Bilingual(zh="{n} 人使用", en="{n} users")


def write_organisation_svg(
    organisation: Organisation, structure: str, *, language: str = "en", theme: str = "light"
) -> str:
    """Return the picture of an organisation in one of its structures; an empty one is an empty picture."""
    measures = Measures()
    chart, look = chart_of(organisation, structure, measures), load_look(theme)
    width, height = max(chart.width, 1), max(chart.height, 1)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{look.font}" font-size="{BODY}">'
    )
    ground = element("rect", x=0, y=0, width=width, height=height, fill=look.of("bg", "surface"))
    body = [*_frames(chart, look, language), *(_line(each, look) for each in chart.lines)]
    for box in chart.boxes.values():
        body += _department(organisation, box, look, language)
        body += _posts(organisation, box, look, measures)
    return "\n".join([head, ground, *body, "</svg>"]) + "\n"


def _frames(chart: Chart, look: Look, language: str) -> Iterator[str]:
    for frame in chart.frames:
        yield element(
            "rect", x=frame.x, y=frame.y, width=frame.width, height=frame.height, rx=12,
            fill=look.of("bg", "subtle"), stroke=look.of("border", "default"),
        )  # fmt: skip
        words = (_CENTRE if frame.profit_centre else _DIVISION).text(language)
        yield element(
            "text", words, x=frame.x + 8, y=frame.y - 5, font_size=CAPTION,
            fill=look.of("text", "secondary"),
        )  # fmt: skip


def _line(line: Line, look: Look) -> str:
    way = " ".join(f"{x:g},{y:g}" for x, y in line.points)
    colour = look.of("text" if line.dotted else "border", "tertiary" if line.dotted else "strong")
    dashes = {"stroke_dasharray": "3 4"} if line.dotted else {}
    return element("polyline", points=way, fill="none", stroke=colour, stroke_width=1.5, **dashes)


def _department(organisation: Organisation, box: Box, look: Look, language: str) -> Iterator[str]:
    department, out = organisation.departments[box.id], organisation.scope(box.id) == OUT
    hue = look.hue(hue_of(organisation, box.id), 0)
    edge = look.of("border", "default")
    yield element(
        "rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=_ROUND,
        fill=look.of("bg", "sunken" if out else "surface"), stroke=edge if out else hue["line"],
        **({"stroke_dasharray": "4 3"} if department.staff_line else {}),
    )  # fmt: skip
    if not out:
        yield element("rect", x=box.x, y=box.y + 8, width=_BAR, height=30, rx=1.5, fill=hue["solid"])
    ink = look.of("text", "tertiary" if out else "primary")
    name = wrapped(department.name, box.width - 2 * _PAD, 1)
    struck = {"text_decoration": "line-through"} if out else {}
    yield element(
        "text", "".join(name), x=box.x + _PAD, y=box.y + 20, font_weight=600, fill=ink, **struck
    )  # fmt: skip
    facts = [_count(_PEOPLE, people_in(organisation, box.id), language)]
    facts += [_OUT.text(language)] if out else [_count(_USERS, users_in(organisation, box.id), language)]
    said = " · ".join(each for each in facts if each)
    yield element("text", said, x=box.x + _PAD, y=box.y + 37, font_size=CAPTION, fill=look.of("text", "secondary"))


def _posts(organisation: Organisation, box: Box, look: Look, measures: Measures) -> Iterator[str]:
    for number, post in enumerate(organisation.posts_of(box.id)):
        top = box.y + measures.head + number * measures.row
        out = organisation.post_scope(post.id) == OUT
        ink = look.of("text", "tertiary" if out else "primary")
        yield element("line", x1=box.x, x2=box.x + box.width, y1=top, y2=top, stroke=look.of("border", "subtle"))
        struck = {"text_decoration": "line-through"} if out else {}
        words = "".join(wrapped(post.name, box.width - 2 * _PAD - 64, 1, CAPTION))
        yield element("text", words, x=box.x + _PAD, y=top + 16, font_size=CAPTION, fill=ink, **struck)
        said = post_figures(post, out=out)
        if said:
            yield element(
                "text", said, x=box.right - _PAD, y=top + 16, font_size=CAPTION, text_anchor="end",
                fill=look.of("text", "secondary"),
            )  # fmt: skip


def post_figures(post: Post, *, out: bool) -> str:
    """Return a post's people, and how many of them will be users: `12`, `12 → 10`."""
    people = "" if post.head_count is None else str(post.head_count)
    return people if out or post.users is None else f"{people or '?'} → {post.users}"


def _count(words: Bilingual, count: int, language: str) -> str:
    return words.text(language).format(n=count) if count else ""
