"""Somebody presses Approve or Cancel on a plan card."""

from collections.abc import Callable

from slack_bolt import App

from bot.workflows.decide_plan import Choice, Decided, DecidePlan
from bot.workflows.whisper import QueueWhisper
from handlers.asides import answer_privately
from handlers.boundary import guarded
from handlers.cards import plan_card, replies
from handlers.payloads import Payload, read_click


def register(app: App, decide: DecidePlan, whisper: QueueWhisper) -> None:
    app.action(plan_card.APPROVE)(guarded(_deciding(decide, whisper, "approve")))
    app.action(plan_card.CANCEL)(guarded(_deciding(decide, whisper, "cancel")))


def _deciding(
    decide: DecidePlan, whisper: QueueWhisper, choice: Choice
) -> Callable[[Payload], None]:
    def handle(body: Payload) -> None:
        click = read_click(body)
        outcome = decide(plan_id=click.plan_id, user=click.user, choice=choice)
        if not isinstance(outcome, Decided):  # the card itself shows a click that counted
            answer_privately(whisper, click, replies.to_click(outcome, user=click.user))

    return handle
