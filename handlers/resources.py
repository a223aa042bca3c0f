"""Somebody presses End on the card of something that was made."""

from slack_bolt import App

from bot.workflows.end_resource import Ending, EndResource
from bot.workflows.whisper import QueueWhisper
from handlers.asides import answer_privately
from handlers.boundary import guarded
from handlers.cards import offer, replies
from handlers.payloads import Payload, read_click


def register(app: App, end: EndResource, whisper: QueueWhisper) -> None:
    def handle(body: Payload) -> None:
        click = read_click(body)
        outcome = end(plan_id=click.plan_id, user=click.user)
        if not isinstance(outcome, Ending):  # the card itself shows a click that counted
            answer_privately(whisper, click, replies.to_end(outcome, user=click.user))

    app.action(offer.END)(guarded(handle))
