"""What is kept of a simulation is what was told and what came of it; what is no simulation is refused in words."""

import base64
import subprocess
import sys
import zlib
from random import Random

import msgspec
import pytest

from crm_desktop.diagrams.simulation_worker import ANSWER
from crm_desktop.models.errors import Refused
from crm_desktop.models.processes.simulation.inputs import (
    Arrivals,
    Distribution,
    Order,
    Post,
    Scenario,
    Settings,
    Station,
    Way,
)
from crm_desktop.models.processes.simulation.keeping import pack, unpack
from crm_desktop.models.processes.simulation.results import Outcome
from crm_desktop.models.processes.simulation.simulate import simulate

STATIONS = (
    Station("work", "work", post=0, work=Distribution("exponential", 900.0), ways=(Way("out", 1),)),
    Station("end", "end", "end"),
)
ORDER = Order(
    (Scenario("as_is", STATIONS, (Post("p"),), (Arrivals(0, Distribution("exponential", 1_200.0)),)),),
    Settings(days=7, replications=3, seed=9, moves=50),
)


def test_a_kept_order_runs_again_to_the_same_result() -> None:
    outcome = simulate(ORDER)
    again = simulate(unpack(pack(ORDER), Order))
    kept = unpack(pack(outcome), Outcome).scenarios[0]
    assert again.scenarios == outcome.scenarios
    assert kept.figures == outcome.scenarios[0].figures
    assert kept.moves == ()  # films are not kept
    assert outcome.scenarios[0].moves


# One step, kept before there were holidays, hours of a lane and wages.
EARLIER_ORDER = (
    "eNq1U9tuwjAM/ZXJzxlKCmNSn/cXE6pM65YImlZJgCHUf5+dlsvD2LRJy1Ni51x8mp4hlOTQ2y5A/n4Ghy1BDhgKG0BBiBht58ae"
    "raTD1S2dLjvrpBgi9XyawLzruxAh1wqOnd9Cfoa68y23avtBFfdbQgf5UusZ3wm9J2QaPXtRcMDdnkRvNTAabXyI/hF7Gm3Xu+5Y"
    "JO81YyP6hpjUMHaDnv0a4YkeXajJJ9phpcC6smuta9LNNcZyk3bYoL1ol2lIo3kNaoqHrvHQLR5y1RfpPJsf4vn/cH4zZ0pFnN89"
    "hruP/kZhOz6Yuk4MJe54bvRisRrltDIqU3O1YKY1NSIwzxaaJSShfGkySXLKr2LCJwOiit5btj8K4/iwsEf/eHxh+j6Bv9obVuIo"
    "UIwcWrihXyVU3xb7vhgLDPPU72x5+YMygbFHudpyjgUdyEmac53WVC0xiElzrR3kyMKfiO0a+Q=="
)
EARLIER_RESULT = (
    "eNq1UstugzAQ/JVqzxaysU0M5/5FFCEXNqmVxlAMqaIo/961Q/MQPfTSPRjvY8zs7J4hNOjt4LoA1foM3h4QKrChdgEYbN1uGpBS"
    "Z+hxqFt7oqpcZobFY8PgA21bH9D6GNeyyIRUSsuVEVrkmi1DP5hec4IUnGecpfOWKPUi4XzdD12DIZLkmckLaR6MLUME+rJudH5H"
    "CFEuiC1DhGi6MMZyztPf5y8l7DC4IxK3uwaKCuKxuTDoCXeVz7UkXk/C7ZGqoMWwfxHkzrK+kk9eGO12C5Vg8DaFU2pJldrIB9Ps"
    "lxgx+ZxwwoRY8aekYsvQLMKfFbhsErfRdf6hHXtrx947gWvXUHG62BDijqxFFC0J9u8054lAlSse19S78J5caeIebem1nAEe0cfJ"
    "KFOkopb2IRKlBw7dMXFOrz2nAjadb8mh4fNci7LMSzIjldHm8g2whdcq"
)


def test_what_was_kept_before_wages_were_known_still_opens_and_runs_to_the_same_figures() -> None:
    kept = unpack(EARLIER_RESULT, Outcome).scenarios[0]
    again = simulate(unpack(EARLIER_ORDER, Order)).scenarios[0]
    assert "labour" not in kept.figures
    assert kept.posts[0].labour == ()
    assert {name: again.figures[name] for name in kept.figures} == kept.figures
    assert again.figures["labour"] == (0.0, 0.0)


@pytest.mark.parametrize(
    "text",
    ["", "no base 64!", base64.b64encode(b"not deflated").decode(), base64.b64encode(zlib.compress(b"[1]")).decode(),
     base64.b64encode(zlib.compress(b" " * 30_000_000)).decode()],
)  # fmt: skip
def test_what_is_no_simulation_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        unpack(text, Outcome)
    assert refused.value.code == "simulation.unreadable"


def test_a_result_without_bounds_is_not_kept() -> None:
    noise = [
        msgspec.structs.replace(STATIONS[0], id=f"{seed}", name=Random(seed).randbytes(200).hex())
        for seed in range(4_000)
    ]
    scenario = msgspec.structs.replace(ORDER.scenarios[0], stations=tuple(noise))
    with pytest.raises(Refused) as refused:
        pack(msgspec.structs.replace(ORDER, scenarios=(scenario,)))
    assert refused.value.code == "simulation.too_large_to_keep"


def test_the_packaged_programs_option_simulates() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crm_desktop", "--simulation-worker"],
        input=msgspec.json.encode(ORDER),
        capture_output=True,
        timeout=60,
        check=True,
    )
    answer = done.stdout.splitlines()[-1]
    assert answer[:1] == ANSWER
    assert msgspec.json.decode(answer[1:], type=Outcome).scenarios == simulate(ORDER).scenarios
