"""The figures beside the forecast's bar: what is to be expected, what is missing to the target, how much is won."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_desktop.models.fields import Values
from crm_desktop.models.rules.forecast import Total, open_forecast, win_rate
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


def figures_of(
    totals: Mapping[str, Total], stages: Mapping[str, Values], won: Total, formats: Formats, target: Target
) -> list[Figure]:
    """Return weighted forecast, gap and win rate; without anything closed no rate."""
    whole = open_forecast(totals, stages)
    expected = weighted(whole)
    both = {unit: won.units.get(unit, 0) + expected.get(unit, 0) for unit in {**won.units, **expected}}
    figures = [_forecast(both, whole.count, formats, target), _gap(both, formats, target)]
    rate = win_rate(totals, stages)
    if rate.per_mille is not None:
        remark = tr("opportunities", "{won} of {closed}", won=rate.won, closed=rate.won + rate.lost)
        figures.append(Figure(tr("opportunities", "Win rate"), formats.percent((rate.per_mille + 5) // 10), remark))
    return figures


def _forecast(both: Mapping[str, int], count: int, formats: Formats, target: Target) -> Figure:
    """Return what is won already and what the open ones are worth by their probability, together."""
    main = target.currency if target.units else main_currency(both)
    others = {unit: amount for unit, amount in both.items() if unit != main and amount}
    remark = tr("opportunities", "%n open", n=count)
    if target.units:
        share = formats.percent(both.get(main, 0) * 100 // target.units)
        remark = tr("opportunities", "{share} of target", share=share)
    if others:
        remark = f"{remark} · + {money_words(others, formats, figure=True)}"
    return Figure(tr("opportunities", "Weighted forecast"), formats.money_figure(both.get(main, 0), main), remark)


def _gap(both: Mapping[str, int], formats: Formats, target: Target) -> Figure:
    """Return what the forecast lacks to the target, or has beyond it."""
    if not target.units:
        return Figure(tr("opportunities", "Target"), "–", tr("opportunities", "Set a target"), inviting=True)
    missing = target.units - both.get(target.currency, 0)
    name = tr("opportunities", "Gap") if missing > 0 else tr("opportunities", "Above target")
    whole = formats.money_figure(target.units, target.currency)
    remark = tr("opportunities", "Target {amount}", amount=whole)
    return Figure(name, formats.money_figure(abs(missing), target.currency), remark)
