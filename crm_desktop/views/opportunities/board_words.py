"""What a card of the board says, read once for each record and language, so that painting only draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from crm_desktop.models.record import Record
from crm_desktop.models.rules.forecast import Total
from crm_desktop.models.rules.stages import idle_days, is_open, is_rotting
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import tr
from crm_desktop.views.lookups import Lookups
from crm_desktop.views.sync_marks import STATES
from crm_desktop.views.theme.current import current_theme


@dataclass(frozen=True, slots=True)
class Face:
    """A card in words."""

    account: str
    name: str
    amount: str
    close: str
    late: bool
    step: str
    idle: str
    """How long nothing happened, where that is too long; it stands in the next step's place."""
    owner: str
    owner_id: str
    icon: str
    tone: str
    sentence: str = ""
    """All of it, for screen readers."""


@dataclass(frozen=True, slots=True)
class CardWords:
    """What reading cards takes."""

    lookups: Lookups
    formats: Formats
    accounts: Mapping[str, str]
    stage: Record

    def face(self, deal: Record) -> Face:
        """Return a card's words."""
        formats, open_now = self.formats, is_open(self.stage.values)
        close = deal.get("close_on") if open_now else deal.get("closed_on") or deal.get("close_on")
        idle = ""
        if is_rotting(deal.values, self.stage.values, formats.now):
            idle = tr("opportunities", "No activity, %n day(s)", n=idle_days(deal.values, formats.now))
        icon, tone, state = _state(deal)
        amount = deal.get("amount")
        face = Face(
            account=self.accounts.get(str(deal.get("account_id")), ""),
            name=deal.title,
            amount=formats.money(amount, str(deal.get("currency") or "CNY")) if isinstance(amount, int) else "",
            close=formats.day_column(close) if isinstance(close, str) else "",
            late=open_now and isinstance(close, str) and close < formats.today.isoformat(),
            step=str(deal.get("next_step") or ""),
            idle=idle,
            owner=self.lookups.user_name(deal.get("owner_id")),
            owner_id=str(deal.get("owner_id") or ""),
            icon=icon,
            tone=tone,
        )
        return replace(face, sentence=_sentence(face, state, formats))


def _sentence(face: Face, state: str, formats: Formats) -> str:
    close = tr("opportunities", "closes {day}", day=face.close) if face.close else ""
    if face.late:
        close = tr("opportunities", "overdue since {day}", day=face.close)
    parts = [face.name, face.account, face.amount, close, face.idle or face.step, face.owner, state]
    return formats.listed([part for part in parts if part])


def _state(deal: Record) -> tuple[str, str, str]:
    """Return icon, tone and words of what the record says about sync; nothing for one that is up to date."""
    if deal.state not in STATES:
        return "", "", ""
    icon, tone, words = STATES[deal.state]
    return current_theme().tokens.icon_for("sync", icon), tone, str(words)


def money_words(units: Mapping[str, int], formats: Formats, *, figure: bool = False) -> str:
    """Return a sum in one or several currencies, the largest first: `¥1,031,000`, `¥1.03M + $20K`."""
    write = formats.money_figure if figure else formats.money
    sums = sorted(((amount, currency) for currency, amount in units.items() if amount), reverse=True)
    return " + ".join(write(amount, currency) for amount, currency in sums) or write(0, main_currency(units))


def weighted(total: Total) -> dict[str, int]:
    """Return a total's weighted sums by currency."""
    return {currency: total.forecast(currency) for currency in total.weighted}


def main_currency(units: Mapping[str, int]) -> str:
    """Return the currency of the largest sum."""
    return max(units, key=lambda currency: units[currency], default="CNY")
