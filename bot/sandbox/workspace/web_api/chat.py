"""chat.*: post, change, remove messages."""

from dataclasses import replace
from typing import Any

from bot.sandbox.workspace import limits
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.state import Message
from bot.sandbox.workspace.team import Channel
from bot.sandbox.workspace.web_api.arguments import Arguments, Refused
from bot.sandbox.workspace.web_api.payloads import (
    blocks_in,
    body_in,
    channel_in,
    joined,
    message_in,
    metadata_in,
    thread_in,
)

Json = dict[str, Any]


def post_message(slack: Slack, arguments: Arguments) -> Json:
    channel = joined(channel_in(slack, arguments))
    message = _composed(slack, arguments, channel)
    metadata = metadata_in(arguments)
    posted = slack.post(replace(message, metadata=metadata))
    shape = slack.shapes.message(posted, metadata=True)
    return {"channel": channel.id, "ts": posted.ts, "message": shape}


def post_ephemeral(slack: Slack, arguments: Arguments) -> Json:
    channel = joined(channel_in(slack, arguments))
    user = arguments.required("user")
    if slack.team.person(user) is None or channel.user not in {None, user}:
        raise Refused("user_not_in_channel")
    message = replace(_composed(slack, arguments, channel), ephemeral_to=user)
    return {"message_ts": slack.post(message).ts}


def _composed(slack: Slack, arguments: Arguments, channel: Channel) -> Message:
    body = body_in(arguments, slack.state)
    thread_ts = thread_in(slack, arguments, channel)
    broadcast = thread_ts is not None and arguments.flag("reply_broadcast")
    return Message(
        ts=slack.state.next_ts(),
        channel=channel.id,
        user=slack.team.bot.user_id,
        text=body.text,
        blocks=body.blocks,
        thread_ts=thread_ts,
        reply_broadcast=broadcast,
        subtype="thread_broadcast" if broadcast else None,
        is_bot=True,
    )


def update(slack: Slack, arguments: Arguments) -> Json:
    channel = channel_in(slack, arguments)
    message = _own(slack, channel, arguments.required("ts"), "cant_update_message")
    blocks = blocks_in(arguments, slack.state)
    text = arguments.text("text", message.text)
    if len(text) > limits.TEXT_CHARACTERS:
        raise Refused("msg_too_long")
    if blocks is None and "text" not in arguments:
        raise Refused("no_text")
    kept = message.blocks if blocks is None else blocks or None
    if not text.strip() and not kept:
        raise Refused("no_text")
    # Slack marks only a change of plain text as edited; cards change without a mark.
    marked = message.edited_ts if kept else slack.state.next_ts()
    metadata = metadata_in(arguments) or message.metadata
    now = slack.edit(message, text=text, blocks=kept, edited_ts=marked, metadata=metadata)
    shape = slack.shapes.message(now, metadata=True)
    return {"channel": channel.id, "ts": now.ts, "text": now.text, "message": shape}


def delete(slack: Slack, arguments: Arguments) -> Json:
    channel = channel_in(slack, arguments)
    message = _own(slack, channel, arguments.required("ts"), "cant_delete_message")
    slack.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def _own(slack: Slack, channel: Channel, ts: str, error: str) -> Message:
    message = message_in(slack, channel, ts)
    if not message.is_bot:
        raise Refused(error)
    return message


def get_permalink(slack: Slack, arguments: Arguments) -> Json:
    channel = channel_in(slack, arguments)
    message = message_in(slack, channel, arguments.required("message_ts"))
    url = f"{slack.shapes.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    return {"channel": channel.id, "permalink": url + thread}
