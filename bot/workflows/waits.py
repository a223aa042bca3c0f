"""How long to wait between looks at something that AWS is doing."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Waits:
    """Seconds, each somewhat longer than the one before, up to `longest`; `altogether` at most.

    A database cluster or a distribution takes up to an hour, and AWS may not be there to be asked for some.
    """

    first: float = 2.0
    growth: float = 1.1
    longest: float = 60.0
    altogether: float = 24 * 3600.0

    def __call__(self) -> Iterator[float]:
        waited, wait = 0.0, self.first
        while waited < self.altogether:
            yield wait
            waited += wait
            wait = min(wait * self.growth, self.longest)
