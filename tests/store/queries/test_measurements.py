"""The series of a metric comes from its history: each day once, corrections in place, undone ones gone."""

from __future__ import annotations

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.money import to_units
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.measurements import Measurement, measurements


def test_a_metrics_history_is_its_series(store: Store) -> None:
    home = Create("account", {"name": "恒川"})
    study = Create("study", {"name": "线索", "account_id": home.id})
    metric = Create("metric", {"name": "加好友率", "study_id": study.id, "account_id": home.id})
    store.door.commit("study.create", [home, study, metric])

    def measure(value: int, day: str, source: str = "") -> None:
        values: dict[str, Value] = {"present": to_units(value), "measured_on": day, "source": source or None}
        store.door.commit("metric.edit", [Update("metric", metric.id, values)])

    assert store.read(measurements, study.id) == {metric.id: ()}
    measure(18, "2026-01-31", "CRM")
    measure(20, "2026-02-28")
    measure(21, "2026-02-28", "corrected")
    store.door.commit("metric.edit", [Update("metric", metric.id, {"target": to_units(40), "notes": "a note"})])
    measure(30, "2026-03-31")
    store.door.undo()
    assert store.read(measurements, study.id)[metric.id] == (
        Measurement(to_units(18), "2026-01-31", "CRM"),
        Measurement(to_units(21), "2026-02-28", "corrected"),
    )
