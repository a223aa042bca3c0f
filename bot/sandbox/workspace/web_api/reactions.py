"""reactions.*: the bot's reactions on a message."""

import re
from typing import Any

from bot.sandbox.workspace import shapes
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.state import Message
from bot.sandbox.workspace.web_api.arguments import Arguments, Refused
from bot.sandbox.workspace.web_api.payloads import channel_in, joined, message_in

Json = dict[str, Any]

_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def _message(slack: Slack, arguments: Arguments) -> Message:
    channel = joined(channel_in(slack, arguments))
    return message_in(slack, channel, arguments.required("timestamp"))


def _name(arguments: Arguments) -> str:
    name = arguments.required("name").strip(":")
    if not _NAME.fullmatch(name):
        raise Refused("invalid_name")
    return name


def add(slack: Slack, arguments: Arguments) -> Json:
    message, name, me = _message(slack, arguments), _name(arguments), slack.team.bot.user_id
    users = message.reactions.get(name, ())
    if me in users:
        raise Refused("already_reacted")
    slack.state.change(message, reactions={**message.reactions, name: (*users, me)})
    return {}


def remove(slack: Slack, arguments: Arguments) -> Json:
    message, name, me = _message(slack, arguments), _name(arguments), slack.team.bot.user_id
    users = message.reactions.get(name, ())
    if me not in users:
        raise Refused("no_reaction")
    left = tuple(user for user in users if user != me)
    others = {key: value for key, value in message.reactions.items() if key != name}
    slack.state.change(message, reactions={**others, name: left} if left else others)
    return {}


def get(slack: Slack, arguments: Arguments) -> Json:
    message = _message(slack, arguments)
    shape = slack.shapes.message(message) | {"reactions": shapes.reactions(message)}
    return {"type": "message", "channel": message.channel, "message": shape}
