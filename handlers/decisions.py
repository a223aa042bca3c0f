"""Somebody presses Approve, Cancel or Retry on a plan card."""

from collections.abc import Callable

from slack_bolt import App

from bot.workflows.decide_plan import Choice, Decided, DecidePlan
from bot.workflows.edit_plan import RetryPlan, Revised
from bot.workflows.whisper import QueueWhisper
from handlers.asides import answer_privately
from handlers.boundary import guarded
from handlers.cards import offer, replies
from handlers.payloads import Payload, read_click


def register(app: App, decide: DecidePlan, retry: RetryPlan, whisper: QueueWhisper) -> None:
    app.action(offer.APPROVE)(guarded(_deciding(decide, whisper, "approve")))
    app.action(offer.CANCEL)(guarded(_deciding(decide, whisper, "cancel")))
    app.action(offer.RETRY)(guarded(_retrying(retry, whisper)))


def _deciding(
    decide: DecidePlan, whisper: QueueWhisper, choice: Choice
) -> Callable[[Payload], None]:
    def handle(body: Payload) -> None:
        click = read_click(body)
        outcome = decide(plan_id=click.plan_id, user=click.user, choice=choice)
        if not isinstance(outcome, Decided):  # the card itself shows a click that counted
            answer_privately(whisper, click, replies.to_click(outcome, user=click.user))

    return handle


def _retrying(retry: RetryPlan, whisper: QueueWhisper) -> Callable[[Payload], None]:
    def handle(body: Payload) -> None:
        click = read_click(body)
        outcome = retry(plan_id=click.plan_id, user=click.user)
        if not isinstance(outcome, Revised):  # a new plan in the thread answers one that counted
            answer_privately(whisper, click, replies.to_click(outcome, user=click.user))

    return handle
