"""files.*: the bot's uploads in three steps, and what is known of a file."""

import mimetypes
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.state import File, Message
from bot.sandbox.workspace.team import Channel
from bot.sandbox.workspace.web_api.arguments import Arguments, Refused
from bot.sandbox.workspace.web_api.payloads import channel_in, joined, thread_in

Json = dict[str, Any]


@dataclass(frozen=True)
class Share:
    """A finished upload on its way into a conversation."""

    channel: Channel
    files: tuple[File, ...]
    comment: str
    thread_ts: str | None


def get_upload_url(slack: Slack, arguments: Arguments) -> Json:
    name = arguments.required("filename")
    if arguments.whole("length", 0) < 1:
        raise Refused(
            "invalid_arguments", detail=("[ERROR] must be more than 0 [json-pointer:/length]",)
        )
    state = slack.state
    file = File(
        id=f"F{state.number('file'):09d}",
        name=name,
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
        data=b"",
        user=slack.team.bot.user_id,
        title=name,
        created=int(state.clock()),
        is_complete=False,
    )
    state.keep_file(file)
    secret = slack.tickets.upload(file.id)
    return {"upload_url": f"{slack.shapes.base_url}/upload/v1/{secret}", "file_id": file.id}


def complete_upload(slack: Slack, arguments: Arguments) -> Json:
    files = tuple(_uploaded(slack, item) for item in arguments.parsed("files") or ())
    if not files:
        raise Refused("invalid_arguments", detail=("[ERROR] missing required field: files",))
    shares = [_share(slack, arguments, wanted, files) for wanted in _channels(arguments)]
    for file in files:
        slack.state.keep_file(file)
    for share in shares:
        # The real service answers first; the message appears in the channel a little later.
        slack.outbox.loop.call_later(slack.settings.share_seconds, _appear, slack, share)
    return {"files": [slack.shapes.file(file) for file in files]}


def _uploaded(slack: Slack, item: Json) -> File:
    file = slack.state.files.get(str(item.get("id")))
    if file is None or not file.data or file.is_complete:
        raise Refused("file_not_found")
    return replace(file, title=item.get("title") or file.name, is_complete=True)


def _channels(arguments: Arguments) -> list[str]:
    many = arguments.text("channels")
    one = arguments.optional("channel_id")
    return [one] if one else [channel for channel in many.split(",") if channel]


def _share(slack: Slack, arguments: Arguments, wanted: str, files: tuple[File, ...]) -> Share:
    if slack.team.channel(wanted) is None or wanted.startswith("#"):
        raise Refused("channel_not_found")
    channel = joined(channel_in(slack, Arguments({"channel": wanted})))
    thread_ts = thread_in(slack, arguments, channel)
    return Share(channel, files, arguments.text("initial_comment"), thread_ts)


def _appear(slack: Slack, share: Share) -> None:
    channels = (share.channel.id,)
    files = tuple(replace(file, channels=(*file.channels, *channels)) for file in share.files)
    for file in files:
        slack.state.keep_file(file)
    slack.post(
        Message(
            ts=slack.state.next_ts(),
            channel=share.channel.id,
            user=slack.team.bot.user_id,
            text=share.comment,
            thread_ts=share.thread_ts,
            files=files,
            subtype="file_share",
            is_bot=True,
        )
    )


def info(slack: Slack, arguments: Arguments) -> Json:
    file = slack.state.files.get(arguments.required("file"))
    if file is None or not _is_seen(slack, file):
        raise Refused("file_not_found")
    if file.mode == "tombstone":
        raise Refused("file_deleted")
    shape = slack.shapes.file(file) | {
        "channels": list(file.channels),
        "shares": _shares(slack, file),
    }
    return {"file": shape, "comments": [], "content": None}


def list_all(slack: Slack, arguments: Arguments) -> Json:
    """The newest first. Where a file is shared stands in files.info only."""
    size = max(1, arguments.whole("count", 100))
    page = max(1, arguments.whole("page", 1))
    found = [
        slack.shapes.file(file) | {"channels": list(file.channels)}
        for file in reversed(slack.state.files.values())
        if _is_seen(slack, file) and file.mode != "tombstone" and _is_asked_for(file, arguments)
    ]
    shown = found[(page - 1) * size : page * size]
    pages = -(-len(found) // size)
    paging = {"count": size, "total": len(found), "page": page, "pages": pages}
    return {"files": shown, "paging": paging}


def _is_seen(slack: Slack, file: File) -> bool:
    return file.is_complete and slack.state.bot_sees(file)


def _is_asked_for(file: File, arguments: Arguments) -> bool:
    user, channel = arguments.optional("user"), arguments.optional("channel")
    return (
        file.user == (user or file.user)
        and (channel is None or channel in file.channels)
        and file.created >= arguments.whole("ts_from", 0)
    )


def _shares(slack: Slack, file: File) -> Json:
    shares: Json = {}
    for channel in filter(None, map(slack.team.channel, file.channels)):
        audience = "public" if channel.kind == "channels" else "private"
        shares.setdefault(audience, {})[channel.id] = [
            {"ts": message.ts, "channel_name": channel.name, "team_id": slack.team.id}
            | ({"thread_ts": message.thread_ts} if message.thread_ts else {})
            for message in slack.state.messages(channel.id)
            if any(one.id == file.id for one in message.files)
        ]
    return shares
