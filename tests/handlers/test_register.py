"""The table of contents: all that Slack can trigger, and nothing else."""

from typing import Any, cast

from slack_bolt import App

import handlers
from handlers.cards import architecture_form, edit_form, offer


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
    handlers.register(cast("App", app), handlers.Workflows(*[cast("Any", None)] * 10))

    assert app.listens_to == {
        ("event", "app_mention"),
        ("event", "message"),
        ("event", "app_home_opened"),
        ("action", offer.APPROVE),
        ("action", offer.CANCEL),
        ("action", offer.EDIT),
        ("action", offer.RETRY),
        ("action", offer.END),
        ("action", offer.KEEP),
        ("view", edit_form.SUBMIT),
        ("view", architecture_form.SUBMIT),
    }
