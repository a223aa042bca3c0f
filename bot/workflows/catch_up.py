"""Hear what was said in a thread before the bot knew that the thread was its own.

Slack delivers events in no fixed order, all the more after the bot was away: a reply that needs no mention can
come before the mention that makes the thread ours, and is then passed over.
"""

import logging
from dataclasses import dataclass

from bot.domain.errors import BotError
from bot.ports import Replies, Store
from bot.workflows.durable import STEPS, Steps
from bot.workflows.receive_message import ReceiveMessage

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CatchUp:
    """Takes on the replies to a request that are in Slack; those already taken on stay as they are."""

    store: Store
    replies: Replies
    receive: ReceiveMessage
    steps: Steps = STEPS

    def __call__(self, request_id: str) -> None:
        try:
            self.steps.run("catch up", self._catch_up, request_id)
        except (
            BotError
        ) as error:  # the request itself has its answer; only a further reply is at stake
            log.warning("could not look for replies to %s: %s", request_id, error)

    def _catch_up(self, request_id: str) -> None:
        with self.store.transaction() as tx:
            request = tx.request(request_id)
        if request is not None:
            for message in self.replies.since(request):
                self.receive(message)
