"""What the report of a study says, part by part, from its material and a template. A part without anything is left out.

The effect stands in `report_effect.py`; how files look is the writers' business.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from crm_desktop.models.lines import split_lines
from crm_desktop.models.money import Money, from_units
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.totals import total as total_of_map
from crm_desktop.models.record import Record
from crm_desktop.models.studies.gaps import gaps
from crm_desktop.models.studies.organisation import organisation_of
from crm_desktop.models.studies.pain_cost import PainCost, total
from crm_desktop.models.studies.pain_register import moving_steps
from crm_desktop.models.studies.proposals import MONTHS, REMEDIES
from crm_desktop.models.studies.report import (
    Block,
    Bullets,
    Heading,
    KeyFigure,
    KeyFigures,
    MapPicture,
    Paragraph,
    Report,
    SvgPicture,
    Table,
)
from crm_desktop.models.studies.report_effect import case_seconds, effect_of, savings
from crm_desktop.models.studies.report_material import Formats, Material, Writing
from crm_desktop.models.studies.report_template import Part, Template, fill
from crm_desktop.models.studies.scope import shipped_capabilities
from crm_desktop.models.values import members


def compose(material: Material, template: Template, formats: Formats, chart_svg: str = "") -> Report:
    """Return the report of a study in the template's language; `chart_svg` is the organisation's picture."""
    writing = Writing(material, template, formats, chart_svg)
    study, word = writing.content.study, template.word
    facts = _facts(writing)
    blocks: list[Block] = []
    for part in template.parts:
        if part.shown:
            blocks += _part(writing, part, facts)
    lines = [word("client", client=writing.client)] if writing.client else []
    lines += [word("author", author=material.author)] if material.author else []
    lines.append(word("date", date=formats.day_full(material.today)))
    return Report(
        title=fill(template.title, facts) or study.title,
        subtitle=fill(template.subtitle, facts),
        lines=tuple(lines),
        language=template.language,
        blocks=tuple(blocks),
        footer=word("footer", **facts).strip(" ·"),
        continues=word("continues"),
        continued=word("continued"),
        page=word("page"),
    )


def _facts(writing: Writing) -> dict[str, object]:
    study = writing.content.study
    return {
        "client": writing.client,
        "study": study.title,
        "purpose": study.get("purpose") or "",
        "author": writing.material.author,
        "problems": len(writing.pains()),
        "cost": _sums(writing, total(row.chain.cost for row in writing.pains())),
        "saving": _sums(writing, savings(writing)),
    }


def _part(writing: Writing, part: Part, facts: Mapping[str, object]) -> Iterator[Block]:
    filled = list(_FILLED[part.key](writing))
    before, after = fill(part.before, facts).strip(), fill(part.after, facts).strip()
    if not filled and not (part.key == "text" and before) and not (part.key == "summary" and before):
        return
    yield Heading(fill(part.heading, facts))
    yield from (Paragraph(words) for words in split_lines(before))
    yield from filled
    yield from (Paragraph(words, "quiet") for words in split_lines(after))


def _summary(writing: Writing) -> Iterator[Block]:
    yield from (Paragraph(words, "lead") for words in split_lines(writing.content.study.get("summary")))
    figures = [*_key_figures(writing)]
    if figures:
        yield KeyFigures(tuple(figures))


def _key_figures(writing: Writing) -> Iterator[KeyFigure]:
    word, formats, pains = writing.template.word, writing.formats, writing.pains()
    if pains:
        severe = sum(row.chain.pain.get("severity") == "severe" for row in pains)
        remark = word("figure.of_problems", count=severe) if severe else ""
        yield KeyFigure(word("figure.problems"), formats.number(len(pains)), remark)
    cost, saved = total(row.chain.cost for row in pains), savings(writing)
    if cost:
        yield KeyFigure(word("figure.cost"), _sums(writing, cost))
    if saved:
        a_year = _sums(writing, [Money(each.units * MONTHS, each.currency) for each in saved])
        yield KeyFigure(word("figure.saving"), _sums(writing, saved), word("figure.year", money=a_year))
    for as_is, to_be in writing.pairs()[:1]:
        if to_be is not None:
            now, then = case_seconds(as_is), case_seconds(to_be)
            written = f"{formats.duration(now / 60)} → {formats.duration(then / 60)}"
            if now > then:
                yield KeyFigure(word("figure.lead"), written)


def _goals(writing: Writing) -> Iterator[Block]:
    word, formats = writing.template.word, writing.formats
    order = {level: place for place, level in enumerate(("strategic", "tactical", "execution"))}
    goals = sorted(writing.content.goals, key=lambda goal: order.get(str(goal.get("level")), 3))
    rows = []
    for goal in goals:
        value, due = goal.get("value"), goal.get("due")
        figure = formats.figure(from_units(value)) if isinstance(value, int) else ""
        measure = " ".join(str(each) for each in (goal.get("metric"), figure, goal.get("unit")) if each)
        day = formats.day_full(str(due)) if due else ""
        rows.append((word(f"level.{goal.get('level') or 'execution'}"), goal.title, measure, day))
    if rows:
        heads = tuple(word(f"table.{each}") for each in ("level", "goal", "measure", "due"))
        yield Table(heads=heads, rows=tuple(rows), widths=(12, 48, 24, 16))


def _organisation(writing: Writing) -> Iterator[Block]:
    word, formats, content = writing.template.word, writing.formats, writing.content
    organisation = organisation_of(content.departments, content.posts)
    if not organisation.departments:
        return
    if writing.chart_svg:
        yield SvgPicture(writing.chart_svg, word("chart.caption", client=writing.client))
    rows, users = [], 0
    for department_id in organisation.within(""):
        department = organisation.departments[department_id]
        for post in organisation.posts_of(department_id):
            inside = organisation.post_scope(post.id) == "in"
            users += (post.users or 0) if inside else 0
            rows.append((
                department.name, post.name, _count(formats, post.head_count),
                _count(formats, post.users) if inside else "", word(f"scope.{organisation.post_scope(post.id)}"),
            ))  # fmt: skip
    if rows:
        heads = tuple(word(f"table.{each}") for each in ("department", "post", "people", "users", "scope"))
        rows.append((word("total"), "", "", formats.number(users), ""))
        yield Table(
            heads=heads, rows=tuple(rows), widths=(28, 30, 12, 14, 16), right=frozenset({2, 3}), total=True
        )  # fmt: skip


def _as_is(writing: Writing) -> Iterator[Block]:
    pairs = writing.pairs()
    for as_is, _ in pairs:
        if not as_is.nodes:
            continue
        if len(pairs) > 1:
            yield Heading(as_is.name, 2)
        yield from (Paragraph(words) for words in split_lines(as_is.values.get("summary")))
        yield Paragraph(_map_figures(writing, as_is))
        yield MapPicture(map=as_is, caption=writing.template.word("map.caption", name=as_is.name))


def _map_figures(writing: Writing, map_: ProcessMap) -> str:
    found, duration = total_of_map(map_), writing.formats.duration
    return writing.template.word(
        "map.figures",
        steps=found.whole.steps,
        hand_overs=found.hand_overs,
        working=duration(found.expected_working / 60),
        waiting=duration(found.expected_waiting / 60),
        lead=duration(found.lead_seconds / 60),
    )


def _pains(writing: Writing) -> Iterator[Block]:
    word, formats, pains = writing.template.word, writing.formats, writing.pains()
    if not pains:
        return
    rows = [
        (
            row.chain.pain.title,
            row.step or word("whole"),
            word(f"severity.{row.chain.pain.get('severity') or 'medium'}"),
            _count(formats, row.chain.pain.get("times_per_month")),
            _cost(writing, row.chain.cost),
        )
        for row in pains
    ]
    sums = total(row.chain.cost for row in pains)
    if sums:
        rows.append((word("total"), "", "", "", _sums(writing, sums)))
    heads = tuple(word(f"table.{each}") for each in ("problem", "step", "severity", "times", "cost"))
    yield Table(
        heads=heads, rows=tuple(rows), widths=(34, 23, 13, 13, 17), right=frozenset({3, 4}), total=bool(sums)
    )  # fmt: skip
    hourly = writing.content.study.get("hourly_cost")
    if isinstance(hourly, int) and hourly > 0 and any(row.chain.cost.time_units for row in pains):
        yield Paragraph(word("pains.rate", rate=formats.money(hourly, writing.currency)), "quiet")


def _gaps(writing: Writing) -> Iterator[Block]:
    word, content = writing.template.word, writing.content
    rows, sources = [], []
    for found in gaps(content.metrics, writing.material.today):
        metric = found.metric
        if not any(isinstance(metric.get(name), int) for name in ("present", "target", "peer")):
            continue
        gap = found.to_peer
        behind = "" if gap is None else word("gap.none") if gap.reached else _figure(writing, metric, gap.units)
        steps = writing.formats.listed([each.title for each in moving_steps(metric, content)])
        figures = [_figure(writing, metric, metric.get(name)) for name in ("present", "target", "peer")]
        rows.append((metric.title, *figures, behind, steps))
        sources.append(str(metric.get("peer_source") or ""))
    if rows:
        heads = tuple(word(f"table.{each}") for each in ("metric", "now", "target", "peer", "gap", "moved_by"))
        yield Table(heads=heads, rows=tuple(rows), widths=(23, 13, 13, 13, 14, 24), right=frozenset({1, 2, 3, 4}))
        named = [each for each in dict.fromkeys(sources) if each]
        if named:
            yield Paragraph(word("gap.sources", sources=writing.formats.listed(named)), "quiet")


def _to_be(writing: Writing) -> Iterator[Block]:
    word, pairs = writing.template.word, writing.pairs()
    marks = {f"{each}": word(f"change.{each}") for each in REMEDIES}
    for as_is, to_be in pairs:
        if to_be is None:
            continue
        if len(pairs) > 1:
            yield Heading(to_be.name, 2)
        rows = tuple(_changes(writing, to_be))
        if rows:
            heads = tuple(word(f"table.{each}") for each in ("step", "change", "solved_by", "saving"))
            yield Table(heads=heads, rows=rows, widths=(34, 14, 34, 18), right=frozenset({3}))
        else:
            yield Paragraph(word("changes.none"), "quiet")
        changed = {node.id: str(node.change) for node in to_be.nodes if node.change in REMEDIES}
        caption = word("map.caption.to_be" if changed else "map.caption", name=to_be.name or as_is.name)
        yield MapPicture(map=to_be, caption=caption, marks=changed, mark_words=marks)


def _changes(writing: Writing, to_be: ProcessMap) -> Iterator[tuple[str, ...]]:
    """Yield the steps that change, in the map's order, with what does it and what it saves."""
    word = writing.template.word
    by_node = {str(each.get("to_be_node_id") or ""): each for each in writing.proposals()}
    for node in sorted(to_be.nodes, key=lambda each: (each.along, each.id)):
        if node.change in REMEDIES:
            proposal = by_node.get(node.id)
            name = _capability(writing, proposal) if proposal is not None else ""
            effect = str(proposal.get("effect") or "") if proposal is not None else ""
            how = " – ".join(each for each in (name, effect) if each)
            yield node.name, word(f"change.{node.change}"), how, _saving(writing, proposal)


def _next_steps(writing: Writing) -> Iterator[Block]:
    steps = split_lines(writing.content.study.get("next_steps"))
    if steps:
        yield Bullets(steps, numbered=True)


def _nothing(_: Writing) -> Iterable[Block]:
    return ()


_FILLED: Mapping[str, Callable[[Writing], Iterable[Block]]] = {
    "summary": _summary,
    "goals": _goals,
    "organisation": _organisation,
    "as_is": _as_is,
    "pains": _pains,
    "gaps": _gaps,
    "to_be": _to_be,
    "effect": effect_of,
    "next_steps": _next_steps,
    "text": _nothing,
}


def _capability(writing: Writing, proposal: Record) -> str:
    """Return what of our product does it: a record's name, or that of a capability that ships."""
    found = next((each for each in writing.content.capabilities if each.id == proposal.get("capability_id")), None)
    if found is None:
        pains = set(members(proposal.get("pain_ids")))
        solvers = {str(each.get("solution") or "") for each in writing.content.pains if each.id in pains}
        shipped = (each for each in shipped_capabilities() if solvers & {each.name.zh, each.name.en})
        return next((each.name.text(writing.template.language) for each in shipped), "")
    return str((found.get("name_zh") if writing.template.language == "zh" else None) or found.title)


def _saving(writing: Writing, proposal: Record | None) -> str:
    units = proposal.get("saving_per_month") if proposal is not None else None
    currency = str((proposal.get("currency") if proposal is not None else None) or writing.currency)
    return writing.formats.money(units, currency) if isinstance(units, int) else ""


def _figure(writing: Writing, metric: Record, value: object) -> str:
    if not isinstance(value, int):
        return "–"
    unit = metric.get("unit")
    if unit == "money":
        return writing.formats.money(value, str(metric.get("currency") or writing.currency))
    written = writing.formats.figure(from_units(value))
    if unit == "percent":
        return f"{written}%"
    return written if unit in (None, "count") else writing.template.word(f"unit.{unit}", value=written)


def _cost(writing: Writing, cost: PainCost) -> str:
    return _sums(writing, total([cost])) or "–"


def _sums(writing: Writing, sums: Iterable[Money]) -> str:
    return " + ".join(writing.formats.money(each.units, each.currency) for each in sums)


def _count(formats: Formats, value: object) -> str:
    return formats.number(value) if isinstance(value, int) else "–"
