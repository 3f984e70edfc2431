"""The figures beside the forecast's bar: what is to be expected, what is missing to the target, how much is won."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_desktop.models.fields import Values
from crm_desktop.models.rules.forecast import Total, by_category, open_forecast, win_rate
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import tr
from crm_desktop.views.opportunities.board_words import main_currency, money_words, weighted


@dataclass(frozen=True, slots=True)
class Target:
    """What a view's opportunities are to bring: ten-thousandths of a currency; 0 while nobody said."""

    units: int = 0
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in words; `inviting` where the remark is something to do."""

    name: str
    value: str
    remark: str
    inviting: bool = False
    icon: str = ""
    tone: str = ""
    """Of the remark: where it tells of something better or worse."""


def figures_of(
    totals: Mapping[str, Total],
    stages: Mapping[str, Values],
    formats: Formats,
    target: Target,
    before: Mapping[str, Total] | None = None,
) -> list[Figure]:
    """Return weighted forecast, gap beside last week's (`before`), and win rate; without anything closed no rate."""
    both = _expected(totals, stages)
    was = _expected(before, stages).get(target.currency, 0) if before is not None else None
    count = open_forecast(totals, stages).count
    figures = [_forecast(both, count, formats, target), _gap(both, formats, target, was)]
    rate = win_rate(totals, stages)
    if rate.per_mille is not None:
        remark = tr("opportunities", "{won} of {closed}", won=rate.won, closed=rate.won + rate.lost)
        figures.append(Figure(tr("opportunities", "Win rate"), formats.percent((rate.per_mille + 5) // 10), remark))
    return figures


def _expected(totals: Mapping[str, Total], stages: Mapping[str, Values]) -> dict[str, int]:
    """Return by currency what is won already and what the open ones are worth by their probability, together."""
    known = {stage_id: total for stage_id, total in totals.items() if stage_id in stages}
    won = by_category(known, stages).get("won", Total())
    expected = weighted(open_forecast(known, stages))
    return {unit: won.units.get(unit, 0) + expected.get(unit, 0) for unit in {**won.units, **expected}}


def _forecast(both: Mapping[str, int], count: int, formats: Formats, target: Target) -> Figure:
    main = target.currency if target.units else main_currency(both)
    others = {unit: amount for unit, amount in both.items() if unit != main and amount}
    remark = tr("opportunities", "%n open", n=count)
    if target.units:
        share = formats.percent(both.get(main, 0) * 100 // target.units)
        remark = tr("opportunities", "{share} of target", share=share)
    if others:
        remark = f"{remark} · + {money_words(others, formats, figure=True)}"
    return Figure(tr("opportunities", "Weighted forecast"), formats.money_figure(both.get(main, 0), main), remark)


def _gap(both: Mapping[str, int], formats: Formats, target: Target, was: int | None) -> Figure:
    """Return what the forecast lacks to the target, or has beyond it, beside what it was a week ago."""
    if not target.units:
        return Figure(tr("opportunities", "Target"), "–", tr("opportunities", "Set a target"), inviting=True)
    now = both.get(target.currency, 0)
    missing = target.units - now
    name = tr("opportunities", "Gap") if missing > 0 else tr("opportunities", "Above target")
    value = formats.money_figure(abs(missing), target.currency)
    if was is None or was == now:
        whole = formats.money_figure(target.units, target.currency)
        same = tr("opportunities", "as last week")
        return Figure(name, value, same if was is not None else tr("opportunities", "Target {amount}", amount=whole))
    lacked = target.units - was
    amount = formats.money_figure(abs(lacked), target.currency)
    remark = tr("opportunities", "was {amount} last week", amount=amount)
    if (lacked > 0) != (missing > 0):
        above = tr("opportunities", "last week {amount} above target", amount=amount)
        remark = tr("opportunities", "last week {amount} below target", amount=amount) if lacked > 0 else above
    better = now > was
    icon, tone = ("trending-up", "success") if better else ("trending-down", "warning")
    return Figure(name, value, remark, icon=icon, tone=tone)
