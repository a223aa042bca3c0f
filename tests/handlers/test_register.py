"""The table of contents: all that Slack can trigger, and nothing else."""

from typing import Any, cast

from slack_bolt import App

import handlers
from handlers.cards import edit_form, plan_card


class RecordingApp:
    """Notes what is listened to."""

    def __init__(self) -> None:
        self.listens_to: set[tuple[str, str]] = set()

    def __getattr__(self, kind: str) -> Any:
        def listen(name: str) -> Any:
            self.listens_to.add((kind, name))
            return lambda handler: handler

        return listen


def test_slack_can_trigger_this_and_nothing_else() -> None:
    app = RecordingApp()
    handlers.register(cast("App", app), handlers.Workflows(*[cast("Any", None)] * 6))

    assert app.listens_to == {
        ("event", "app_mention"),
        ("event", "message"),
        ("event", "app_home_opened"),
        ("action", plan_card.APPROVE),
        ("action", plan_card.CANCEL),
        ("action", plan_card.EDIT),
        ("view", edit_form.SUBMIT),
    }
