"""Somebody presses Edit on a plan card, and sends the form off."""

from collections.abc import Callable

from pydantic import ValidationError
from slack_bolt import App, BoltResponse

from bot.workflows.edit_plan import Opened, OpenEditor, Outside, Revised, RevisePlan
from bot.workflows.whisper import QueueWhisper
from handlers.asides import answer_privately
from handlers.boundary import form_errors, guarded
from handlers.cards import edit_form, plan_card, replies
from handlers.payloads import Payload, read_click, read_submission


def register(app: App, open_editor: OpenEditor, revise: RevisePlan, whisper: QueueWhisper) -> None:
    app.action(plan_card.EDIT)(guarded(_opening(open_editor, whisper)))
    app.view(edit_form.SUBMIT)(guarded(_revising(revise)))


def _opening(open_editor: OpenEditor, whisper: QueueWhisper) -> Callable[[Payload], None]:
    def handle(body: Payload) -> None:
        click = read_click(body)
        outcome = open_editor(plan_id=click.plan_id, user=click.user, trigger_id=click.trigger_id)
        if not isinstance(outcome, Opened):
            answer_privately(whisper, click, replies.to_click(outcome, user=click.user))

    return handle


def _revising(revise: RevisePlan) -> Callable[[Payload], BoltResponse | None]:
    def handle(body: Payload) -> BoltResponse | None:
        form = read_submission(body)
        try:
            changes = edit_form.parse(form.values)
        except ValidationError as error:
            return form_errors(edit_form.faults(error))
        outcome = revise(plan_id=form.plan_id, user=form.user, changes=changes, key=form.view_id)
        match outcome:
            case Revised():
                return None
            case Outside(violations):
                return form_errors(edit_form.violations(violations))
            case _:
                return form_errors({"instance_type": replies.to_form(outcome)})

    return handle
