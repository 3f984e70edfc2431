"""Pools: the client, a partner, a system - made, moved, removed, and lanes put into them."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.whither import add_lane
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Pool
from crm_desktop.models.processes.process_map import in_rank_order, stands_ahead
from crm_desktop.models.rules.ranks import rank_after, rank_between, spread


@dataclass(frozen=True, slots=True)
class AddPool:
    """Make a pool with a lane; lanes that lie in none go into the first pool of a map."""

    act: ClassVar[str] = "diagram.add_pool"
    name: str = ""
    form: str = "partner"

    def judge(self, _: Chart) -> str:
        """Allow it."""
        return ""

    def perform(self, work: Work) -> Landing:
        """Make it, as the last."""
        pools = in_rank_order(work.chart.pools.values())
        if not pools and work.chart.lanes:
            first = work.add(Pool, form="client", rank=rank_after(""))
            for lane in list(work.chart.lanes.values()):
                work.change(lane, pool_id=first.id)
            pools = [first]
        last = pools[-1].rank if pools and not stands_ahead(pools[-1]) else ""
        pool = work.add(Pool, name=self.name, form=self.form, rank=rank_after(last))
        lane = add_lane(work, "")
        work.change(lane, pool_id=pool.id, parent_id=None, rank=rank_after(""))
        return Landing((pool.id,), naming=not self.name)


@dataclass(frozen=True, slots=True)
class MovePool:
    """Move a pool to before another one, or to the end."""

    act: ClassVar[str] = "diagram.move_pool"
    pool_id: str
    before_id: str | None = None

    def judge(self, chart: Chart) -> str:
        """Refuse what is gone."""
        return "" if self.pool_id in chart.pools and (self.before_id or self.pool_id) in chart.pools else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Move it."""
        others = [pool for pool in in_rank_order(work.chart.pools.values()) if pool.id != self.pool_id]
        ids = [pool.id for pool in others]
        at = ids.index(self.before_id) if self.before_id in ids else len(ids)
        low = others[at - 1].rank if at else ""
        rank = rank_between(low, others[at].rank) if at < len(ids) else rank_after(low)
        if rank is None:
            ids.insert(at, self.pool_id)
            for each, given in zip(ids, spread(len(ids)), strict=True):
                work.change(work.chart.pools[each], rank=given)
        else:
            work.change(work.chart.pools[self.pool_id], rank=rank)
        return Landing((self.pool_id,))


@dataclass(frozen=True, slots=True)
class RemovePool:
    """Remove a pool; its lanes go to the pool before it, and into none with the last one."""

    act: ClassVar[str] = "diagram.remove_pool"
    pool_id: str

    def judge(self, chart: Chart) -> str:
        """Refuse what is gone."""
        return "" if self.pool_id in chart.pools else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Remove it."""
        order = in_rank_order(work.chart.pools.values())
        at = next(place for place, pool in enumerate(order) if pool.id == self.pool_id)
        others = [pool for pool in order if pool.id != self.pool_id]
        heir = others[max(at - 1, 0)].id if others else None
        top = [lane.rank for lane in work.chart.lanes_under(None) if lane.pool_id == heir]
        rank = max(top, default="")
        lanes = [lane for lane in work.chart.lanes.values() if lane.pool_id == self.pool_id]
        for lane in sorted(lanes, key=lambda each: (each.rank, each.id)):
            rank = rank_after(rank)
            work.change(lane, pool_id=heir, rank=lane.rank if lane.parent_id else rank)
        work.drop(self.pool_id)
        return Landing((heir,) if heir else ())
