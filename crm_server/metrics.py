"""Counters and distributions of one worker, in Prometheus' text format. Labels never hold names, ids or addresses."""

import threading
from collections import defaultdict
from typing import TypeAlias

_Key: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)

_HELP = {
    "fieldline_requests_total": ("counter", "Requests answered, by route, method and status."),
    "fieldline_request_seconds": ("histogram", "Time to answer, by route."),
    "fieldline_transactions_total": ("counter", "Pushed transactions, by result."),
    "fieldline_group_size": ("summary", "Pushes committed together."),
    "fieldline_waiting_devices": ("gauge", "Devices that wait in a long poll now."),
    "fieldline_rows_sent_total": ("counter", "Record rows sent, by route."),
    "fieldline_file_bytes_total": ("counter", "Bytes of attachments' contents, by direction."),
}


class Metrics:
    """The worker's figures; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counters: dict[_Key, float] = defaultdict(float)
        self._sums: dict[_Key, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
        self._buckets: dict[_Key, list[int]] = defaultdict(lambda: [0] * len(_BOUNDS))

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        """Add to a counter."""
        with self._lock:
            self._counters[(name, tuple(sorted(labels.items())))] += amount

    def show(self, name: str, value: float, **labels: str) -> None:
        """Set a figure that goes up and down."""
        with self._lock:
            self._counters[(name, tuple(sorted(labels.items())))] = value

    def observe(self, name: str, value: float, **labels: str) -> None:
        """Add one value to a distribution."""
        key = (name, tuple(sorted(labels.items())))
        with self._lock:
            count, total = self._sums[key]
            self._sums[key] = (count + 1, total + value)
            if _HELP[name][0] == "histogram":
                buckets = self._buckets[key]
                for index, bound in enumerate(_BOUNDS):
                    buckets[index] += value <= bound

    def text(self) -> str:
        """Return everything as Prometheus reads it."""
        lines = []
        with self._lock:
            for name, (family, explanation) in _HELP.items():
                lines += [f"# HELP {name} {explanation}", f"# TYPE {name} {family}"]
                lines += [_line(key, value) for key, value in sorted(self._counters.items()) if key[0] == name]
                for key, (count, total) in sorted(self._sums.items()):
                    if key[0] == name:
                        lines += self._distribution(key, count, total)
        return "\n".join(lines) + "\n"

    def _distribution(self, key: _Key, count: int, total: float) -> list[str]:
        name, labels = key
        lines = []
        if key in self._buckets:
            for bound, inside in zip(_BOUNDS, self._buckets[key], strict=True):
                lines.append(_line((f"{name}_bucket", (*labels, ("le", str(bound)))), inside))
            lines.append(_line((f"{name}_bucket", (*labels, ("le", "+Inf"))), count))
        return [*lines, _line((f"{name}_sum", labels), total), _line((f"{name}_count", labels), count)]


def _line(key: _Key, value: float) -> str:
    name, labels = key
    inside = ",".join(f'{label}="{text}"' for label, text in labels)
    return f"{name}{{{inside}}} {value:g}" if inside else f"{name} {value:g}"
