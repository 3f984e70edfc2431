"""What a step of the journey has to show: one line of figures, printed as it is played."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """A step that held, and its figures."""

    name: str
    seconds: float
    figures: dict[str, object] = field(default_factory=dict)

    def line(self) -> str:
        """Return the line to print."""
        said = ", ".join(f"{name} {value}" for name, value in self.figures.items())
        return f"{self.name}: {said} ({self.seconds:.1f} s)"


def played(name: str, play: Callable[[], dict[str, object]]) -> Step:
    """Play a step, print its line, and return it; what does not hold raises."""
    began = time.perf_counter()
    figures = play()
    step = Step(name, time.perf_counter() - began, figures)
    print(step.line(), flush=True)
    return step
