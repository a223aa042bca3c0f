"""A clock that stands still until a test moves it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from typing_extensions import override

from tests.fakes.records import NOON


@dataclass
class FrozenClock:
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def pass_time(self, by: timedelta) -> None:
        self.at += by


@dataclass
class TickingClock(FrozenClock):
    """Moves on a little at each look."""

    tick: timedelta = timedelta(seconds=1)

    @override
    def now(self) -> datetime:
        self.at += self.tick
        return self.at
