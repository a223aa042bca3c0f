"""Take on a Slack message: once, whichever of its twin events comes first and however often."""

from dataclasses import dataclass

from bot.domain.request import Message
from bot.ports import Clock, Job, Store, Transaction


@dataclass(frozen=True)
class ReceiveMessage:
    """Keeps the message and starts drafting, in one transaction, before Slack hears "received"."""

    store: Store
    clock: Clock

    def __call__(self, message: Message) -> None:
        with self.store.transaction() as tx:
            if self._is_ours(tx, message) and tx.receive(message, at=self.clock.now()):
                tx.start(draft_job(message))

    @staticmethod
    def _is_ours(tx: Transaction, message: Message) -> bool:
        """Others may talk in a thread undisturbed, until they mention the bot."""
        return (
            message.addressed or tx.thread_owner(message.channel, message.thread_ts) == message.user
        )


def draft_job(message: Message) -> Job:
    """Draft once per request; the requests of one thread in the order they came."""
    return Job(
        workflow="draft_plan",
        id=f"draft-{message.request_id}",
        arguments=(message.request_id,),
        order=f"{message.channel}-{message.thread_ts}",
    )
