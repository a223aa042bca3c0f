"""How long to wait between looks at something that AWS is doing."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Waits:
    """Seconds, each somewhat longer than the one before, up to `longest`; `altogether` at most.

    Three hours: a database cluster or a distribution takes up to one.
    """

    first: float = 2.0
    growth: float = 1.1
    longest: float = 20.0
    altogether: float = 3 * 3600.0

    def __call__(self) -> Iterator[float]:
        waited, wait = 0.0, self.first
        while waited < self.altogether:
            yield wait
            waited += wait
            wait = min(wait * self.growth, self.longest)
