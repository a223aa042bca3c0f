"""Somebody opens the App Home."""

from slack_bolt import App

from bot.workflows.show_home import QueueHome
from handlers.boundary import guarded
from handlers.payloads import Payload, read_visit


def register(app: App, show: QueueHome) -> None:
    def handle(body: Payload) -> None:
        if visit := read_visit(body):
            show(user=visit.user, key=visit.key)

    app.event("app_home_opened")(guarded(handle))
