"""Somebody says something to the bot: a mention, a reply in its thread, a direct message."""

from collections.abc import Callable

from slack_bolt import App, BoltContext, BoltResponse

from bot.workflows.receive_message import ReceiveMessage
from handlers.boundary import guarded
from handlers.payloads import Payload, read_message


def register(app: App, receive: ReceiveMessage) -> None:
    def listen(context: BoltContext, body: Payload) -> BoltResponse:
        return guarded(_taking_on(receive, context.bot_user_id))(body)

    # A plain "message" also catches edits, joins and the like; unanswered, Slack would send each again.
    for event in ("app_mention", "message"):
        app.event(event)(listen)


def _taking_on(receive: ReceiveMessage, bot_user: str | None) -> Callable[[Payload], None]:
    def take_on(body: Payload) -> None:
        if message := read_message(body, bot_user=bot_user):
            receive(message)

    return take_on
