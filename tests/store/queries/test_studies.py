"""A study is read with everything around it, and with nothing of another study."""

from __future__ import annotations

from crm_desktop.models.edits import Create, Delete
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.studies import study_view


def make(store: Store, kind: str, **values: Value) -> str:
    create = Create(kind, values)
    store.door.commit(f"{kind}.create", [create])
    return create.id


def test_a_study_is_read_with_all_that_belongs_to_it_and_nothing_of_another(store: Store) -> None:
    home = make(store, "account", name="恒川")
    study, other = (make(store, "study", name=name, account_id=home) for name in ("订单到交付", "售后"))
    as_is = make(store, "process", name="现状", account_id=home, study_id=study)
    step = make(store, "node", name="催料", process_id=as_is, account_id=home, form="task")
    make(store, "node", name="开始", process_id=as_is, account_id=home, form="start")
    make(store, "pain", name="不回消息", process_id=as_is, node_id=step, account_id=home)
    goal = make(store, "goal", name="准时交付 95%", study_id=study, account_id=home)
    make(store, "goal", name="响应", study_id=other, account_id=home)
    trial = make(store, "experiment", name="验证语", study_id=study, account_id=home)
    make(store, "experiment_variant", name="甲", experiment_id=trial, account_id=home)
    make(store, "department", name="计划部", account_id=home)
    talk = make(store, "interview", name="周敏", study_id=study, account_id=home)
    for state in ("answered", "open", "answered"):
        make(store, "interview_question", words="多久？", interview_id=talk, account_id=home, state=state)
    free = make(store, "process", name="开票", account_id=home)
    gone = make(store, "metric", name="旧指标", study_id=study, account_id=home)
    store.door.commit("metric.delete", [Delete("metric", gone)])

    view = store.read(study_view, study)

    assert view is not None
    assert view.account is not None
    assert view.linked[home] == "恒川"
    assert [each.id for each in view.maps_of("as_is")] == [as_is]
    assert [each.id for each in view.other_maps] == [free]
    assert [each.id for each in view.steps] == [step]
    assert [len(each) for each in (view.nodes, view.pains, view.variants, view.departments)] == [2, 1, 1, 1]
    assert [each.id for each in view.goals] == [goal]
    assert view.metrics == ()
    assert view.asked == {talk: (2, 3)}
    assert store.read(study_view, new_id()) is None
