"""Whether more of a figure is good or bad, guessed from what it is called and counted in; people can say otherwise."""

import re

_TIMES = ("minutes", "hours", "days")
_LOWER_NAMES = re.compile(
    "返工|退货|退款|投诉|差错|出错|错误|失败|流失|延迟|延误|逾期|缺料|缺货|停机|报废|不良|损耗|等待|耗时|时长|周期|成本|费用"
    "|rework|returns|refund|complain|error|defect|fail|churn|late|delay|overdue|shortage|downtime|scrap|waste|wait|cost",
    re.IGNORECASE,
)


def better_when(name: str, unit: str) -> str:
    """Return whether the figure is better `higher` or `lower`."""
    return "lower" if unit in _TIMES or _LOWER_NAMES.search(name) else "higher"
