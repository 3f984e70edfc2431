"""What hangs on a removed node goes with it: flows, pains, what lies inside it or sits on its edge."""

from crm_desktop.diagrams.work import Work


def drop_what_hangs_on_removed(work: Work) -> None:
    """Drop flows without an end, pains and inner nodes of nodes that are gone."""
    gone = [each for each in work.so_far().removed if each not in work.chart.nodes]
    while gone:
        node_id = gone.pop()
        for flow in (*work.chart.flows_from(node_id), *work.chart.flows_to(node_id)):
            work.drop(flow.id)
        for pain in work.chart.pains_of(node_id):
            work.drop(pain.id)
        for inner in work.chart.inside(node_id):
            work.drop(inner.id)
            gone.append(inner.id)
