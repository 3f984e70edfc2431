"""The sample's interviews: one that is under way with questions and answers, one that is prepared."""

from collections.abc import Iterator
from typing import Any

from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Value
from crm_desktop.models.lines import join_lines
from crm_desktop.models.rules.ranks import spread
from crm_server.services.sample_files import Sheet, document, sample_id
from crm_server.services.sample_records import create, link
from crm_server.services.sample_study import ACCOUNT, OWNER, STUDY, belonging, key_of, person, said

_LANES = frozenset({"sales", "planning", "purchasing", "store"})


def interviews(sheet: Sheet) -> Iterator[Create]:
    """Yield the study's interviews, each with its questions and what was noted."""
    for found in document("study")["interviews"]:
        yield _interview(sheet, found)
        questions = found["questions"]
        for each, rank in zip(questions, spread(len(questions)), strict=True):
            yield _question(sheet, found["key"], each, rank)
        entries = found.get("entries", [])
        for number, (each, rank) in enumerate(zip(entries, spread(len(entries)), strict=True)):
            yield _entry(sheet, found, each, f"{found['key']}.{number}", rank)


def _interview(sheet: Sheet, found: dict[str, Any]) -> Create:
    begun = "at" in found
    people: Value = sorted(filter(None, (person(each) for each in found["people"])))
    started = sheet.moment(-found["days_ago"], found["at"]) if begun else None
    return create("interview", key_of(found["key"]), {
        "name": sheet.text(found["name"]), **belonging(), "process_id": sample_id("process", STUDY),
        "state": found["state"], "contact_ids": people, "speaker_id": person(found.get("speaker", "")),
        "identity": found["identity"], "language": sheet.language, "yield_wanted": sheet.text(found["yield"]),
        "lead_in": said(sheet, found.get("lead_in")), "started_at": started,
        "elapsed_ms": _span(found["elapsed"]) if begun else None, "owner_id": sample_id("user", OWNER),
    })  # fmt: skip


def _question(sheet: Sheet, talk: str, found: dict[str, Any], rank: str) -> Create:
    department = found.get("department", "")
    follow_ups = sheet.text(found.get("follow_ups", [(), ()]))
    return create("interview_question", key_of(f"{talk}.{found['key']}"), {
        "words": sheet.text(found["words"]), "interview_id": sample_id("interview", key_of(talk)),
        "account_id": sample_id("account", ACCOUNT), "section": found["section"], "state": found["state"],
        "department_id": link("department", key_of(department)),
        "lane_id": link("lane", key_of(department)) if department in _LANES else None,
        "origin": found.get("origin", "outline"), "follow_ups": join_lines(follow_ups), "rank": rank,
    })  # fmt: skip


def _entry(sheet: Sheet, talk: dict[str, Any], found: dict[str, Any], key: str, rank: str) -> Create:
    pains: Value = sorted(sample_id("pain", key_of(each)) for each in found.get("pains", ())) or None
    return create("interview_entry", key_of(key), {
        "words": sheet.text(found["words"]), "interview_id": sample_id("interview", key_of(talk["key"])),
        "account_id": sample_id("account", ACCOUNT), "form": found.get("form", "answer"), "rank": rank,
        "question_id": sample_id("interview_question", key_of(f"{talk['key']}.{found['question']}")),
        "at_ms": _span(found["at"]), "speaker_id": person(found.get("speaker", talk["speaker"])),
        "node_id": link("node", key_of(found.get("step", ""))), "pain_ids": pains,
        "goal_id": link("goal", key_of(found.get("goal", ""))), "post_id": link("post", key_of(found.get("post", ""))),
    })  # fmt: skip


def _span(words: str) -> int:
    """Return `MM:SS` in milliseconds."""
    minutes, seconds = words.split(":")
    return (int(minutes) * 60 + int(seconds)) * 1_000
