"""Pictures of a study's page, part by part, on the sample with a study in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.money import to_units
from crm_desktop.store.queries.studies import study_view
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.goals.part import GoalsPart
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.studies.results.part import ResultsPart
from crm_desktop.views.studies.studies_page import StudiesPage
from tests.support.sample import NOW, ident
from tests.support.studied import study_in
from tools.record_screens import OnDesk


def build_overview() -> QWidget:
    """Return how far the study has come."""
    return _part("overview")


def build_list() -> QWidget:
    """Return the list of studies."""

    def make(desk: Desk) -> QWidget:
        study_in(desk, current_language().code)
        page = StudiesPage(desk)
        page.visit(Place("studies"), None)
        return page

    return OnDesk(make)


def build_goals() -> QWidget:
    """Return the tree of goals, one of them chosen and another being typed."""

    def choose(page: StudyPage) -> None:
        part = page.part("goals")
        assert isinstance(part, GoalsPart)
        part.view.setCurrentIndex(part.model.index_of(part.tree.children("")[0]))
        part.entry.set_level("execution")
        line = "销售部第二季度加好友率 50%" if current_language().code == "zh" else "Sales: add-friend rate 50% in Q2"
        part.entry.line.setText(line)

    return _part("goals", choose)


def build_results() -> QWidget:
    """Return metrics with their gaps, where to improve first, and an experiment; one metric is chosen."""

    def choose(page: StudyPage) -> None:
        part = page.part("results")
        assert isinstance(part, ResultsPart)
        part.table.setCurrentIndex(part.model.index(2, 0))

    return _part("results", choose)


def build_work() -> QWidget:
    """Return the maps of the study, and the departments that appear in them."""
    return _part("work")


def build_sources() -> QWidget:
    """Return what was read and what was seen on site."""
    return _part("sources")


def _part(key: str, then: Callable[[StudyPage], None] | None = None) -> QWidget:
    def make(desk: Desk) -> QWidget:
        made = study_in(desk, current_language().code)
        _experiment(desk, made.study_id)
        page = StudyPage(desk)
        page.visit(Place("studies", made.study_id, tab=key), None)
        _wait(lambda: page.study is not None and page.content is not None)
        if then is not None:
            then(page)
        return page

    return OnDesk(make)


def _experiment(desk: Desk, study_id: str) -> None:
    """Add measurements of some months and an experiment with greetings to the study."""
    zh = current_language().code == "zh"
    home = ident("hengchuan")
    found = desk.store.read(study_view, study_id)
    assert found is not None
    friends = found.metrics[0].id
    for day, value in (("2025-11-30", 14), ("2025-12-31", 17), ("2026-01-31", 16), ("2026-03-01", 20)):
        measured: dict[str, Value] = {"present": to_units(value), "measured_on": day}
        desk.store.door.commit("metric.edit", [Update("metric", friends, measured)])
    trial = Create(
        "experiment",
        {
            "name": "好友验证语" if zh else "Greeting of the contact request",
            "study_id": study_id,
            "account_id": home,
            "state": "running",
            "metric_id": friends,
        },
    )
    greetings = (
        ("您好，我是恒川的小林", "Hello, this is Lin", 200, 40),
        ("送您一份选型手册", "A guide for you", 210, 104),
        ("王总介绍我联系您", "Mr Wang sent me", 205, 61),
    )
    variants = [
        Create(
            "experiment_variant",
            {
                "name": name if zh else english,
                "experiment_id": trial.id,
                "account_id": home,
                "trials": trials,
                "successes": successes,
                "rank": str(place),
            },
        )
        for place, (name, english, trials, successes) in enumerate(greetings)
    ]
    seen = (
        ("销售先加好友再打电话，和说的顺序相反", "Reps add contacts first and call later", "differs",
         "顺序可以由系统保证", "The system can keep the order"),
        ("每条线索都要复制三次号码", "Each number is copied three times for one lead", "not_said",
         "自动外呼", "Automatic calls"),
        ("上午九点导出线索，分到组长", "Leads are exported at nine and given to team leads", "as_said", "", ""),
    )  # fmt: skip
    steps = found.steps
    observations = [
        Create("observation", {"seen": words if zh else english, "study_id": study_id, "account_id": home,
                               "agrees": agrees, "happened_at": NOW - place * 3_600_000,
                               "place": "苏州呼叫中心" if zh else "Suzhou call centre", "node_id": steps[place].id,
                               "chance": (chance if zh else english_chance) or None})
        for place, (words, english, agrees, chance, english_chance) in enumerate(seen)
    ]  # fmt: skip
    read = Create("document_read", {"name": "行业获客流程白皮书" if zh else "How the industry wins customers",
                                    "study_id": study_id, "account_id": home, "read_on": "2026-03-02",
                                    "author": "行业协会" if zh else "Trade association",
                                    "takeaways": "同行加好友率约 50%" if zh else "Peers reach 50%"})  # fmt: skip
    desk.store.door.commit("experiment.create", [trial, *variants, *observations, read])


def _wait(condition: Callable[[], bool]) -> None:
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    timer.start(10)
    loop.exec()
