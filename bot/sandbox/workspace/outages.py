"""What can go wrong between the bot and Slack: errors, 5xx, lost answers, rate limits."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

BURST = 4


@dataclass(frozen=True)
class Outage:
    """A fault of one Web API call. `drop` cuts the connection before or after the work is done."""

    error: str | None = None
    status: int | None = None
    drop: Literal["before", "after"] | None = None
    retry_after: int = 1
    seconds: float = 0.0

    @property
    def is_rate_limit(self) -> bool:
        return self.error == "ratelimited" or self.status == 429  # noqa: PLR2004 - HTTP


@dataclass
class Outages:
    planned: dict[str, list[Outage]] = field(default_factory=lambda: defaultdict(list))

    def plan(self, method: str, outage: Outage, times: int) -> None:
        self.planned[method].extend([outage] * times)

    def next(self, method: str) -> Outage | None:
        waiting = self.planned.get(method)
        return waiting.pop(0) if waiting else None


@dataclass
class Pace:
    """One message a second per channel, with a short burst, as Slack limits `chat.postMessage`."""

    spent: dict[str, tuple[float, float]] = field(default_factory=dict)

    def allows(self, channel: str, now: float) -> bool:
        left, since = self.spent.get(channel, (float(BURST), now))
        left = min(float(BURST), left + max(0.0, now - since))
        if left < 1.0:
            self.spent[channel] = (left, now)
            return False
        self.spent[channel] = (left - 1.0, now)
        return True
