"""What is missing on a map, in words: said as a gap, and asked as a question."""

from __future__ import annotations

from crm_desktop.models.interviews.follow_ups import FollowUp
from crm_desktop.views.language.texts import Wording, text


def say_gap(gap: FollowUp) -> Wording:
    """Return what is missing, for the list of what is to be clarified."""
    name, detail = gap.name, gap.detail
    match gap.lack:
        case "no_frequency":
            return text("interview", "“{name}” has no frequency", name=name)
        case "no_share" | "shares":
            if not detail:
                return text("interview", "The shares of “{name}” do not add up", name=name)
            return text("interview", "The share of “{branch}” at “{name}” is not known", branch=detail, name=name)
        case "empty_lane":
            return text("interview", "{name} has no steps yet", name=name)
        case "no_time":
            return text("interview", "“{name}” has no time", name=name)
        case "no_owner":
            return text("interview", "“{name}” has no owner", name=name)
        case "branch_without_name":
            return text("interview", "A branch of “{name}” has no name", name=name)
        case "no_permission":
            return text("interview", "“{name}” to “{next}”: who has to agree is not known", name=name, next=detail)
        case "no_way_out":
            return text("interview", "What comes after “{name}” is not known", name=name)
        case "no_way_in":
            return text("interview", "What comes before “{name}” is not known", name=name)
        case _:
            return text("interview", "A step has no name")


def ask_gap(gap: FollowUp) -> Wording:
    """Return the question that fills the gap."""
    name, detail = gap.name, gap.detail
    match gap.lack:
        case "no_frequency":
            return text("interview", "How often does “{name}” happen?", name=name)
        case "no_share" | "shares":
            if not detail:
                return text("interview", "At “{name}”: how often does each case occur?", name=name)
            return text(
                "interview", "At “{name}”: in how many of 100 cases is it “{branch}”?", name=name, branch=detail
            )
        case "empty_lane":
            return text("interview", "What does {name} do in this process?", name=name)
        case "no_time":
            return text("interview", "How long does “{name}” take, and how long does it wait?", name=name)
        case "no_owner":
            return text("interview", "Who does “{name}”?", name=name)
        case "branch_without_name":
            return text("interview", "After “{name}”: in which case does it go on to “{next}”?", name=name, next=detail)
        case "no_permission":
            return text("interview", "From “{name}” to “{next}”: whose approval does it need?", name=name, next=detail)
        case "no_way_out":
            return text("interview", "What happens after “{name}”?", name=name)
        case "no_way_in":
            return text("interview", "What happens before “{name}”?", name=name)
        case _:
            return text("interview", "What is done in the step without a name?")
