"""Somebody presses End on the card of something that was made, or Keep on that of a launch that failed."""

from slack_bolt import App

from bot.workflows.end_resource import Ending, EndResource
from bot.workflows.keep_failed import KeepFailed, Kept
from bot.workflows.whisper import QueueWhisper
from handlers.asides import answer_privately
from handlers.boundary import guarded
from handlers.cards import offer, replies
from handlers.payloads import Payload, read_click


def register(app: App, end: EndResource, keep: KeepFailed, whisper: QueueWhisper) -> None:
    """The card itself shows a click that counted."""

    def ending(body: Payload) -> None:
        click = read_click(body)
        outcome = end(plan_id=click.plan_id, user=click.user)
        if not isinstance(outcome, Ending):
            answer_privately(whisper, click, replies.to_end(outcome, user=click.user))

    def keeping(body: Payload) -> None:
        click = read_click(body)
        outcome = keep(plan_id=click.plan_id, user=click.user)
        if not isinstance(outcome, Kept):
            answer_privately(whisper, click, replies.to_keep(outcome, user=click.user))
        elif outcome.record.kept_by != click.user:
            answer_privately(whisper, click, replies.kept_already(outcome.record))

    app.action(offer.END)(guarded(ending))
    app.action(offer.KEEP)(guarded(keeping))
