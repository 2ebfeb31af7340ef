"""Taking times, CPU and statements of an act that is repeated."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection


@dataclass
class Measured:
    """Wall times in seconds, CPU seconds of this process, and SQL statements of one act."""

    name: str
    walls: list[float] = field(default_factory=list)
    cpu: float = 0.0
    statements: int = 0

    def share(self, part: float) -> float:
        """The nearest-rank percentile of the wall times."""
        ranked = sorted(self.walls)
        return ranked[max(0, -(-len(ranked) * int(part * 100) // 100) - 1)]

    def line(self) -> str:
        n = len(self.walls)
        return (
            f"{self.name:<44} {n:>6} {self.share(0.5) * 1000:>9.1f} {self.share(0.95) * 1000:>9.1f}"
            f" {self.cpu / n * 1000:>9.1f} {self.statements / n:>8.1f}"
        )


HEAD = f"{'act':<44} {'times':>6} {'p50 ms':>9} {'p95 ms':>9} {'CPU ms':>9} {'SQL':>8}"


def repeat(name: str, act: Callable[[], object], times: int) -> Measured:
    return over(name, (act for _ in range(times)))


def over(name: str, acts: Iterable[Callable[[], object]]) -> Measured:
    """Each act once; building the next act is not counted."""
    taken = Measured(name)
    for act in acts:
        with counted() as statements:
            cpu, wall = time.process_time(), time.perf_counter()
            act()
            taken.walls.append(time.perf_counter() - wall)
            taken.cpu += time.process_time() - cpu
        taken.statements += statements[0]
    print(taken.line(), flush=True)
    return taken


@contextmanager
def counted() -> Iterator[list[int]]:
    count = [0]

    def see(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        count[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(see):
        yield count


@contextmanager
def timed(name: str, rows: int = 0) -> Iterator[None]:
    """One long act, with its rate."""
    start = time.perf_counter()
    yield
    took = time.perf_counter() - start
    rate = f"  {rows / took:>12,.0f} a second" if rows else ""
    print(f"{name:<44} {took:>10.2f} s{rate}", flush=True)


def peak_memory() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB"
