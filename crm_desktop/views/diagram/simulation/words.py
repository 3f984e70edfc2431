"""A simulation in words: figures with what is sure about them, findings, what the difference means."""

from __future__ import annotations

from crm_desktop.models.money import from_units, to_units
from crm_desktop.models.processes.simulation.inputs import Finding
from crm_desktop.models.processes.simulation.results import Estimate, ScenarioResult, estimate
from crm_desktop.views.diagram.inspector.figures import write_rough
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, Wording, label, text

TIMES = frozenset({"lead_mean", "lead_p50", "lead_p95", "waiting"})
MONEY = frozenset({"cost", "labour", "labour_per_day"})
SHOWN = ("per_day", "lead_mean", "lead_p50", "lead_p95", "waiting", "in_process", "cost", "labour")
LESS_IS_BETTER = TIMES | MONEY | {"in_process"}
_WHOLE_FROM = to_units(100)


def figure_name(name: str) -> Text:
    """Return what a figure is called."""
    return label("simulation_notes", f"figure.{name}")


def say_finding(finding: Finding) -> Text:
    """Return what a finding says."""
    facts = {key: _plain(value) for key, value in finding.facts.items()}
    if finding.code == "simulation.assumed_time":
        facts["time"] = write_rough(float(finding.facts.get("seconds", 0)))
    return label("simulation_notes", finding.code.partition(".")[2], **facts)


def value_in_words(name: str, value: float, formats: Formats, currency: str = "") -> str:
    """Return a figure as people write it; larger amounts without decimals, of which nobody is sure."""
    if name in TIMES:
        return write_rough(value) or write_rough(0.0) or "0"
    if name in MONEY:
        units = round(value) if abs(value) < _WHOLE_FROM else to_units(round(from_units(round(value))))
        return formats.money(units, currency or "CNY")
    return formats.number(value, 1 if abs(value) < 1_000 else 0)


def interval_in_words(name: str, found: Estimate, formats: Formats, currency: str = "") -> str:
    """Return from where to where it is with 95 % certainty."""
    low, high = (value_in_words(name, each, formats, currency) for each in (found.low, found.high))
    return f"{low} – {high}"


def difference_in_words(name: str, found: Estimate, formats: Formats, currency: str = "") -> str:
    """Return by how much it differs, with its sign; nothing has none."""
    sign = "+" if found.mean > 0 else "−" if found.mean else ""
    return f"{sign}{value_in_words(name, abs(found.mean), formats, currency)}"


def summary(result: ScenarioResult, formats: Formats, currency: str = "") -> tuple[Wording, ...]:
    """Return what a person should take home of one scenario."""
    per_day, lead = estimate(result.figures["per_day"]), estimate(result.figures["lead_p50"])
    late = estimate(result.figures["lead_p95"])
    said: list[Wording] = [
        text("simulation", "{count} cases are finished on a working day ({interval}, with 95 % certainty).",
             count=formats.number(per_day.mean, 1), interval=interval_in_words("per_day", per_day, formats)),
        text("simulation", "Half of them take up to {usual}, 19 in 20 up to {late}.",
             usual=value_in_words("lead_p50", lead.mean, formats), late=value_in_words("lead_p95", late.mean, formats)),
    ]  # fmt: skip
    labour = estimate(result.figures.get("labour", ()))
    if labour.mean > 0:
        said.append(
            text("simulation", "The work on one costs {cost} ({interval}).",
                 cost=value_in_words("labour", labour.mean, formats, currency),
                 interval=interval_in_words("labour", labour, formats, currency))
        )  # fmt: skip
    worst, step = result.bottleneck, result.worst_step
    if worst is not None and estimate(worst.busy).mean > 0:
        said.append(
            text("simulation", "The bottleneck is {lane}: busy {share} of the time, {queue} jobs wait on average.",
                 lane=worst.name, share=formats.percent(estimate(worst.busy).mean * 100),
                 queue=formats.number(estimate(worst.queue).mean, 1))
        )  # fmt: skip
    if step is not None and estimate(step.queue).mean >= 0.05:
        said.append(text("simulation", "Most waits before “{step}”.", step=step.name))
    return tuple(said)


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"
