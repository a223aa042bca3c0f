"""How long things take, measured in turns so that a busy machine disturbs all of them alike."""

import statistics
import time
from collections.abc import Callable, Sequence

Runs = list[float]


def in_turns(calls: Sequence[Callable[[int], object]], rounds: int) -> list[Runs]:
    """Call each function with 0, 1, 2 …, one after the other; return the milliseconds of each."""
    took: list[Runs] = [[] for _ in calls]
    for number in range(rounds):
        for call, runs in zip(calls, took, strict=True):
            began = time.perf_counter()
            call(number)
            runs.append((time.perf_counter() - began) * 1000)
    return took


def median(runs: Runs) -> float:
    return statistics.median(runs)


def slowest_twentieth(runs: Runs) -> float:
    return statistics.quantiles(runs, n=20)[-1]
