"""A clock that stands still until a test moves it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.records import NOON


@dataclass
class FrozenClock:
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def pass_time(self, by: timedelta) -> None:
        self.at += by
