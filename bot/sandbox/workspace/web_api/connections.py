"""apps.connections.open: where an app in Socket Mode may connect."""

from typing import Any

from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.web_api.arguments import Arguments

Json = dict[str, Any]


def open_socket(slack: Slack, _: Arguments) -> Json:
    base = slack.shapes.base_url.replace("http", "ws", 1)
    ticket = slack.tickets.socket()
    return {"url": f"{base}/link/?ticket={ticket}&app_id={slack.team.bot.app_id}"}
