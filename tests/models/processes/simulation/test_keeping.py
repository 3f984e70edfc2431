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
from tests.support.earlier_simulation import EARLIER_ORDER, EARLIER_RESULT

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
