"""How far a study has come, and what is still missing: goals, roles, work, results, and what follows from them.

Every check is either met or names what is missing, where it is mended and by which act. Nothing here hinders anything:
a study may be reported with gaps, and says so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from crm_desktop.models.record import Record
from crm_desktop.models.records.study import GOAL_LEVELS
from crm_desktop.models.studies.content import StudyContent
from crm_desktop.models.studies.gaps import metric_problems
from crm_desktop.models.studies.goals import goal_problems, tree_of
from crm_desktop.models.studies.guide import GuideRule, guidance
from crm_desktop.models.studies.organisation import IN, UNDECIDED, organisation_of
from crm_desktop.models.values import members

ELEMENTS = ("goals", "roles", "work", "results")
"""The four elements of a study, in the order in which they are looked at."""
FURTHER = ("purpose", "sources", "problems", "proposals", "experiments", "report")


Facts = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing. `code` is a key of context `study_notes`, facts that begin with `@` are such keys."""

    code: str
    facts: Facts = field(default_factory=dict)
    part: str = "overview"
    element_id: str = ""
    """The record to point at there."""
    act: str = ""
    """The key of the act that mends it, "" where looking there is enough."""
    warns: bool = False
    """It should be seen to before going on."""


@dataclass(frozen=True, slots=True)
class Element:
    """One side of the study: how many of its checks are met, how much is recorded, what is missing."""

    key: str
    recorded: int
    checks: tuple[Missing | None, ...] = ()

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is not met, in order."""
        return tuple(each for each in self.checks if each is not None)

    @property
    def done(self) -> int:
        """How many checks are met."""
        return len(self.checks) - len(self.missing)

    @property
    def share(self) -> float:
        """The part of the checks that is met, 0 to 1; nothing recorded counts as nothing."""
        return self.done / len(self.checks) if self.checks and self.recorded else 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """All sides of a study."""

    elements: Mapping[str, Element]

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Everything that is missing, what warns first."""
        every = [each for element in self.elements.values() for each in element.missing]
        return tuple(sorted(every, key=lambda each: not each.warns))

    @property
    def share(self) -> float:
        """How far the four elements have come together, 0 to 1."""
        return sum(self.elements[each].share for each in ELEMENTS) / len(ELEMENTS)


def progress(content: StudyContent, today: date, rules: Iterable[GuideRule] | None = None) -> Progress:
    """Return how far a study has come; `rules` are the guide's, the shipped ones where they are not given."""
    kept = None if rules is None else tuple(rules)
    found = (
        Element("purpose", bool(content.study.get("purpose")), tuple(_purpose(content))),
        Element("goals", len(content.goals), tuple(_goals(content, kept))),
        Element("roles", len(content.departments), tuple(_roles(content))),
        Element("work", len(content.maps_of("as_is")), tuple(_work(content))),
        Element("results", len(content.metrics), tuple(_results(content, today))),
        Element("sources", len(content.documents) + len(content.observations), tuple(_sources(content))),
        Element("problems", len(content.pains), tuple(_problems(content))),
        Element("proposals", len(content.proposals), tuple(_proposals(content))),
        Element("experiments", len(content.experiments), tuple(_experiments(content))),
        Element("report", content.study.get("state") in ("reported", "closed"), tuple(_report(content))),
    )
    return Progress({each.key: each for each in found})


Checks = Iterator[Missing | None]


def _purpose(content: StudyContent) -> Checks:
    study = content.study
    yield None if study.get("purpose") else Missing("purpose.none", act="study.purpose", warns=True)
    yield None if study.get("client_stage") else Missing("purpose.no_stage", act="study.stage")
    yield None if study.get("industry_notes") else Missing("purpose.no_industry", act="study.industry")
    if study.get("client_stage") == "early":
        yield None if study.get("competitors") else Missing("purpose.no_competitors", act="study.competitors")


def _goals(content: StudyContent, rules: tuple[GuideRule, ...] | None) -> Checks:
    have = {str(each.get("level")) for each in content.goals}
    for level, reason in _wanted_levels(content, rules).items():
        code = "goals.none_because" if reason else "goals.none"
        facts = {"level": f"@level.{level}"} | ({"reason": f"@{reason}"} if reason else {})
        yield None if level in have else Missing(code, facts, "goals", f"level:{level}", "goal.create")
    targets = [each for each in content.goals if each.get("level") == "execution"]
    if targets:
        yield _some(targets, lambda each: each.get("value") is not None, "goals.no_value", "goals")
        yield _some(targets, lambda each: bool(each.get("due")), "goals.no_due", "goals")
        yield _some(targets, lambda each: bool(each.get("department_id")), "goals.no_department", "goals")
    tree = tree_of(content.goals)
    if have - {"execution"} and targets:
        yield _some(targets, lambda each: bool(tree.parent(each.id)), "goals.serves_nothing", "goals")
    wrong = [each for each in content.goals if goal_problems(tree, each.id)]
    if wrong:
        yield Missing("goals.contradicts", {"name": wrong[0].title, "n": len(wrong)}, "goals", wrong[0].id, warns=True)


def _wanted_levels(content: StudyContent, rules: tuple[GuideRule, ...] | None) -> dict[str, str]:
    """Return the levels to ask for, each with the key of its reason, "" where nothing but the study asks for it."""
    stage = str(content.study.get("client_stage") or "")
    identities = sorted({str(each.get("identity") or "") for each in content.interviews} - {""})
    wanted: dict[str, str] = {}
    for identity in identities:
        found = guidance(stage, identity, rules)
        wanted[found.start] = f"identity.{identity}"
    of_stage = guidance(stage, "", rules).levels if stage or not identities else ()
    for level in of_stage:
        wanted.setdefault(level, f"stage.{stage}" if stage else "")
    return {level: wanted[level] for level in GOAL_LEVELS if level in wanted}


def _roles(content: StudyContent) -> Checks:
    if not content.departments:
        yield Missing("roles.none", {}, "roles", act="department.create")
        return
    organisation = organisation_of(content.departments, content.posts)
    yield None if content.study.get("structure") else Missing("roles.no_structure", {}, "roles")
    scopes = {each.id: organisation.scope(each.id) for each in content.departments}
    yield _some(content.departments, lambda each: scopes[each.id] != UNDECIDED, "roles.undecided", "roles")
    inside = [each for each in content.departments if scopes[each.id] == IN]
    if not inside:
        yield Missing("roles.none_in_scope", {}, "roles", warns=True)
        return
    yield _some(inside, lambda each: bool(organisation.posts_of(each.id)), "roles.no_posts", "roles")
    posts = [each for each in content.posts if organisation.post_scope(each.id) == IN]
    yield _some(posts, lambda each: each.get("users") is not None, "roles.no_users", "roles")
    yield _some(inside, lambda each: _was_asked(content, each.id), "roles.nobody_asked", "interviews")


def _was_asked(content: StudyContent, department_id: str) -> bool:
    """Tell whether somebody of a department took part in an interview, or nobody of it is known by name yet."""
    heads = [each.get("head_id") for each in content.departments if each.id == department_id]
    holders = [each.get("contact_id") for each in content.posts if each.get("department_id") == department_id]
    known = {str(each) for each in (*heads, *holders) if each}
    asked = {each for talk in content.interviews for each in members(talk.get("contact_ids"))}
    return not known or not known.isdisjoint(asked)


def _work(content: StudyContent) -> Checks:
    as_is = content.maps_of("as_is")
    if not as_is:
        yield Missing("work.no_map", {}, "work", act="process.create")
        return
    organisation = organisation_of(content.departments, content.posts)
    inside = [each for each in content.departments if organisation.scope(each.id) == IN]
    drawn = {str(each.get("department_id")) for each in content.lanes}
    named = {each.title.casefold() for each in content.lanes}
    if inside:
        yield _some(inside, lambda each: each.id in drawn or each.title.casefold() in named, "work.no_lane", "work")
    now = {each.id for each in as_is}
    steps = [each for each in content.steps if each.get("process_id") in now]
    yield None if steps else Missing("work.no_steps", {"name": as_is[0].title}, "work", as_is[0].id)
    if steps:
        yield _some(steps, lambda each: bool(each.get("lane_id")), "work.no_owner", "work")
        yield _some(steps, lambda each: each.get("working_seconds") is not None, "work.no_time", "work")
    if content.pains or content.proposals:
        yield None if content.maps_of("to_be") else Missing("work.no_to_be", {}, "work", as_is[0].id)


def _results(content: StudyContent, today: date) -> Checks:
    for level in ("final", "process"):
        have = any(each.get("level") == level for each in content.metrics)
        yield None if have else Missing(f"results.no_{level}", {}, "results", act="metric.create")
    if not content.metrics:
        return
    for name in ("present", "target", "peer"):
        yield _some(content.metrics, partial(_says, name), f"results.no_{name}", "results")
    moved = [each for each in content.metrics if each.get("level") == "process"]
    if moved and content.steps:
        yield _some(moved, lambda each: bool(members(each.get("node_ids"))), "results.no_steps", "results")
    wrong = [each for each in content.metrics if metric_problems(each, content.metrics, today)]
    if wrong:
        facts: Facts = {"name": wrong[0].title, "n": len(wrong)}
        yield Missing("results.contradicts", facts, "results", wrong[0].id, warns=True)


def _sources(content: StudyContent) -> Checks:
    yield None if content.interviews else Missing("sources.no_interview", {}, "interviews", act="interview.create")
    yield None if content.documents else Missing("sources.no_document", {}, "sources", act="document_read.create")
    yield None if content.observations else Missing("sources.no_observation", {}, "sources", act="observation.create")


def _problems(content: StudyContent) -> Checks:
    if content.maps_of("as_is"):
        yield None if content.pains else Missing("problems.none", {}, "pains")
    if content.pains:
        yield _some(
            content.pains, lambda each: each.get("times_per_month") is not None, "problems.no_frequency", "pains"
        )
        solved = {each for proposal in content.proposals for each in members(proposal.get("pain_ids"))}
        severe = [each for each in content.pains if each.get("severity") == "severe" and each.get("state") == "open"]
        yield _some(severe, lambda each: each.id in solved, "problems.no_proposal", "pains")


def _proposals(content: StudyContent) -> Checks:
    if not content.proposals:
        return
    if not content.pains:
        yield Missing("proposals.before_problems", {"n": len(content.proposals)}, "pains", warns=True)
    else:
        yield _some(content.proposals, lambda each: bool(members(each.get("pain_ids"))), "proposals.no_pain", "pains")
    yield _some(content.proposals, lambda each: bool(each.get("capability_id")), "proposals.no_capability", "pains")


def _experiments(content: StudyContent) -> Checks:
    variants = [str(each.get("experiment_id")) for each in content.variants]
    if content.experiments:
        yield _some(content.experiments, lambda each: variants.count(each.id) > 1, "experiments.one_variant", "results")
        over = [each for each in content.experiments if each.get("state") == "finished"]
        yield _some(over, lambda each: bool(each.get("winner_id")), "experiments.no_winner", "results")


def _report(content: StudyContent) -> Checks:
    study = content.study
    yield None if study.get("report_due") else Missing("report.no_day", act="study.report_due")
    if content.proposals:
        yield None if study.get("summary") else Missing("report.no_summary", act="study.summary")
        yield None if study.get("next_steps") else Missing("report.no_next_steps", act="study.next_steps")


def _says(name: str, record: Record) -> bool:
    return record.get(name) is not None


def _some(of: Sequence[Record], met: Callable[[Record], bool], code: str, part: str) -> Missing | None:
    """Return that some of the records lack something, naming the first: `code` for one, `code.n` for several."""
    lacking = [each for each in of if not met(each)]
    if not lacking:
        return None
    facts: Facts = {"name": lacking[0].title, "n": len(lacking)}
    return Missing(code if len(lacking) == 1 else f"{code}.n", facts, part, lacking[0].id)
