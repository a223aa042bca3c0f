"""Take on a Slack message: once, whichever of its twin events comes first and however often."""

from dataclasses import dataclass

from bot.domain.request import Message
from bot.ports import Clock, Job, Store

# By then, whatever Slack delivered together with the first message of a thread has been looked at.
CATCH_UP_SECONDS = 2.0


@dataclass(frozen=True)
class ReceiveMessage:
    """Keeps the message and starts drafting, in one transaction, before Slack hears "received".

    Others may talk in a thread undisturbed, until they mention the bot.
    """

    store: Store
    clock: Clock
    catch_up_seconds: float = CATCH_UP_SECONDS

    def __call__(self, message: Message) -> None:
        with self.store.transaction() as tx:
            owner = tx.thread_owner(message.channel, message.thread_ts)
            ours = message.addressed or owner == message.user
            if ours and tx.receive(message, at=self.clock.now()):
                tx.start(draft_job(message))
                if owner is None:
                    tx.start(catch_up_job(message, after_seconds=self.catch_up_seconds))


def draft_job(message: Message) -> Job:
    """Draft once per request; the requests of one thread in the order they came."""
    return Job(
        workflow="draft_plan",
        id=f"draft-{message.request_id}",
        arguments=(message.request_id,),
        order=f"{message.channel}-{message.thread_ts}",
    )


def catch_up_job(message: Message, *, after_seconds: float) -> Job:
    """Look once, a moment later, for replies that came before their thread was ours (`CatchUp`)."""
    return Job(
        workflow="catch_up",
        id=f"catch-up-{message.request_id}",
        arguments=(message.request_id,),
        order=f"catch-up-{message.request_id}",
        delay_seconds=after_seconds,
    )
