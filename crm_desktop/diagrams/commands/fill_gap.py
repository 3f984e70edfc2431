"""Fill the gap that a follow-up question asks about with what was answered."""

import re

from crm_desktop.diagrams.work import Work
from crm_desktop.models.interviews.answers import Reading
from crm_desktop.models.interviews.follow_ups import NO_FREQUENCY, NO_HANDOVER, NO_SHARE, gap_of
from crm_desktop.models.processes.checks import Lack
from crm_desktop.models.processes.durations import read_duration
from crm_desktop.models.processes.elements import Flow, Node

_SHARE = re.compile(r"(\d{1,3})\s*[%％]")
_NUMBER = re.compile(r"\d{1,6}")


def fill_gap(work: Work, key: str, said: Reading) -> bool:
    """Give the element what the answer says of it; False where it says nothing that fits."""
    lack, element_id = gap_of(key)
    match work.chart.get(element_id):
        case Node() as node:
            return _fill_step(work, node, lack, said)
        case Flow() as flow:
            return _fill_flow(work, flow, lack, said.words)
        case _:
            return False


def _fill_step(work: Work, node: Node, lack: str, said: Reading) -> bool:
    before = node
    if said.waiting_seconds is not None:
        node = work.change(node, waiting_seconds=said.waiting_seconds)
    elif lack == Lack.NO_TIME and (time := _some_duration(said.words)) is not None:
        node = work.change(node, working_seconds=time)
    if said.frequency is not None:
        node = work.change(node, frequency=said.frequency.times, frequency_per=said.frequency.per)
    elif lack == NO_FREQUENCY and (number := _NUMBER.search(said.words)):
        node = work.change(node, frequency=int(number[0]))
    if lack == Lack.NO_OWNER and len(said.words) <= 120:
        node = work.change(node, post=said.words)
    if lack == Lack.NO_NAME and len(said.words) <= 200:
        node = work.change(node, name=said.words)
    return node != before


def _fill_flow(work: Work, flow: Flow, lack: str, words: str) -> bool:
    before = flow
    if lack == NO_SHARE and (share := _SHARE.search(words)):
        flow = work.change(flow, share=min(int(share[1]), 100))
    elif lack == NO_HANDOVER:
        flow = work.change(flow, permission=words[:200])
    elif lack == Lack.BRANCH_WITHOUT_NAME:
        flow = work.change(flow, name=words[:200])
    return flow != before


def _some_duration(words: str) -> int | None:
    """Return the first time that stands anywhere in the words."""
    for found in re.finditer(r"\d|[一两三半]", words):
        time = read_duration(words, found.start())
        if time is not None:
            return time.seconds
    return None
