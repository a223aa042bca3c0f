"""Tell one person something only they see, without making Slack wait for it."""

from dataclasses import dataclass

from bot.ports import Job, Store, Threads
from bot.workflows.durable import STEPS, Steps


@dataclass(frozen=True)
class Whisper:
    """The durable side: says it."""

    threads: Threads
    steps: Steps = STEPS

    def __call__(self, channel: str, thread_ts: str, user: str, text: str) -> None:
        self.steps.run_quickly("whisper", self.threads.whisper, channel, thread_ts, user, text)


@dataclass(frozen=True)
class QueueWhisper:
    """The quick side: has it said. `key` makes a repeated click one whisper."""

    store: Store

    def __call__(self, *, channel: str, thread_ts: str, user: str, text: str, key: str) -> None:
        job = Job(
            "whisper", f"whisper-{key}", (channel, thread_ts, user, text), order=f"whisper-{key}"
        )
        with self.store.transaction() as tx:
            tx.start(job)
