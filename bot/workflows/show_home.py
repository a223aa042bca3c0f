"""Show a person the App Home: what the bot does, and what they asked for last."""

from dataclasses import dataclass

from bot.ports import Job, Store, Threads
from bot.workflows.durable import STEPS, Steps

PLANS_SHOWN = 10


@dataclass(frozen=True)
class ShowHome:
    """The durable side: publishes it."""

    store: Store
    threads: Threads
    steps: Steps = STEPS

    def __call__(self, user: str) -> None:
        self.steps.run_quickly("publish", self._publish, user)

    def _publish(self, user: str) -> None:
        with self.store.transaction() as tx:
            plans = tx.plans_of(user, PLANS_SHOWN)
        self.threads.publish_home(user, plans)


@dataclass(frozen=True)
class QueueHome:
    """The quick side; `key` makes a repeated event one publication."""

    store: Store

    def __call__(self, *, user: str, key: str) -> None:
        with self.store.transaction() as tx:
            tx.start(Job("show_home", f"home-{key}", (user,), order=f"home-{user}"))
