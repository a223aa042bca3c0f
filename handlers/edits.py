"""Somebody presses Edit or "Something wrong?" on a plan card, and sends the form off."""

from collections.abc import Callable

from pydantic import ValidationError
from slack_bolt import App, BoltResponse

from bot.domain.architecture import Architecture
from bot.workflows.edit_plan import (
    NotEditable,
    Opened,
    OpenEditor,
    Outside,
    Revised,
    RevisePlan,
    ReviseStack,
)
from bot.workflows.whisper import QueueWhisper
from handlers.asides import answer_privately
from handlers.boundary import form_errors, guarded
from handlers.cards import architecture_form, edit_form, offer, replies
from handlers.payloads import Payload, Submission, read_click, read_submission


def register(
    app: App,
    open_editor: OpenEditor,
    revise: RevisePlan,
    revise_stack: ReviseStack,
    whisper: QueueWhisper,
) -> None:
    app.action(offer.EDIT)(guarded(_opening(open_editor, whisper)))
    app.view(edit_form.SUBMIT)(guarded(_revising(revise)))
    app.view(architecture_form.SUBMIT)(guarded(_correcting(revise_stack)))


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
                return form_errors({edit_form.FIRST_FIELD: replies.to_form(outcome)})

    return handle


def _correcting(revise: ReviseStack) -> Callable[[Payload], BoltResponse | None]:
    def handle(body: Payload) -> BoltResponse | None:
        form = read_submission(body)
        before = revise.reading(form.plan_id)
        if not isinstance(before, Architecture):
            return _refused(before)
        entered = architecture_form.parse(form.values, before)
        if not isinstance(entered, Architecture):
            return form_errors(entered)
        return _revised(revise, form, entered)

    return handle


def _revised(revise: ReviseStack, form: Submission, entered: Architecture) -> BoltResponse | None:
    outcome = revise(plan_id=form.plan_id, user=form.user, architecture=entered, key=form.view_id)
    return None if isinstance(outcome, Revised) else _refused(outcome)


def _refused(outcome: NotEditable) -> BoltResponse:
    return form_errors({architecture_form.FIRST_FIELD: replies.to_form(outcome)})
