"""All that Slack can trigger, by step of the conversation."""

from dataclasses import dataclass

from slack_bolt import App

from bot.workflows.decide_plan import DecidePlan
from bot.workflows.edit_plan import OpenEditor, RetryPlan, RevisePlan, ReviseStack
from bot.workflows.end_resource import EndResource
from bot.workflows.keep_failed import KeepFailed
from bot.workflows.receive_message import ReceiveMessage
from bot.workflows.show_home import QueueHome
from bot.workflows.whisper import QueueWhisper
from handlers import decisions, edits, home, mentions, resources


@dataclass(frozen=True)
class Workflows:
    """What a handler may call."""

    receive_message: ReceiveMessage
    decide_plan: DecidePlan
    open_editor: OpenEditor
    revise_plan: RevisePlan
    revise_stack: ReviseStack
    retry_plan: RetryPlan
    end_resource: EndResource
    keep_failed: KeepFailed
    show_home: QueueHome
    whisper: QueueWhisper


def register(app: App, workflows: Workflows) -> None:
    whisper = workflows.whisper
    mentions.register(app, workflows.receive_message)
    decisions.register(app, workflows.decide_plan, workflows.retry_plan, whisper)
    edits.register(
        app, workflows.open_editor, workflows.revise_plan, workflows.revise_stack, whisper
    )
    resources.register(app, workflows.end_resource, workflows.keep_failed, whisper)
    home.register(app, workflows.show_home)
