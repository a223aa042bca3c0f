"""What a person does in the conversation: say, upload, edit, react, open the App Home."""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.sandbox.workspace import events
from bot.sandbox.workspace.settings import Mood
from bot.sandbox.workspace.slack import Slack, file_of
from bot.sandbox.workspace.state import File, Message
from bot.sandbox.workspace.team import Channel
from bot.sandbox.workspace.typed_text import mentions, rich_text, written


@dataclass(frozen=True)
class Words:
    """A message before it is sent."""

    user: str
    channel: str
    text: str = ""
    thread_ts: str | None = None
    files: Sequence[str] = ()


def say(slack: Slack, words: Words, mood: Mood | None = None) -> Message:
    state = slack.state
    with state.changed:
        channel = _place(slack, words)
        text = written(words.text, slack.team)
        shared = tuple(_shared(slack, file_id, channel.id) for file_id in words.files)
        if not text.strip() and not shared:
            raise ValueError("a message needs words or a file")
        message = Message(
            ts=state.next_ts(),
            channel=channel.id,
            user=words.user,
            text=text,
            thread_ts=words.thread_ts,
            blocks=(rich_text(text) | {"block_id": f"r{state.number('block')}"},) if text else None,
            files=shared,
            subtype="file_share" if shared else None,
            client_msg_id=f"00000000-0000-4000-8000-{state.number('client'):012d}",
        )
        return slack.post(message, mood)


def _place(slack: Slack, words: Words) -> Channel:
    if slack.team.person(words.user) is None:
        raise LookupError(f"there is no person {words.user}")
    channel = slack.channel(words.channel)
    if channel.is_im and channel.user != words.user:
        raise LookupError(f"{words.user} is not in the conversation {channel.id}")
    if words.thread_ts is None:
        return channel
    root = slack.state.message(channel.id, words.thread_ts)
    if root is None or root.is_reply:
        raise LookupError(f"there is no thread {words.thread_ts} in {channel.id}")
    return channel


def upload(slack: Slack, user: str, name: str, data: bytes, mimetype: str = "") -> File:
    state = slack.state
    plain_name = name.replace("/", "_").replace("\\", "_") or "file"
    guessed = mimetypes.guess_type(plain_name)[0] or "application/octet-stream"
    file = File(
        id=f"F{state.number('file'):09d}",
        name=plain_name,
        mimetype=mimetype or guessed,
        data=data,
        user=user,
        title=plain_name,
        created=int(state.clock()),
    )
    return state.keep_file(file)


def link(slack: Slack, user: str, name: str, address: str) -> File:
    """A file that another service keeps, such as Google Drive; Slack has only the link."""
    file = upload(slack, user, name, b"")
    return slack.state.keep_file(replace(file, mode="external", link=address))


def delete_file(slack: Slack, user: str, file_id: str) -> None:
    """Delete one's own file; a tombstone stays where it was shared."""
    file = file_of(slack, file_id)
    if file.user != user:
        raise PermissionError(f"{user} did not upload {file_id}")
    gone = slack.state.keep_file(replace(file, mode="tombstone", data=b""))
    shared_in = [m for channel in file.channels for m in slack.state.messages(channel)]
    for message in shared_in:
        if file_id in {one.id for one in message.files}:
            left = tuple(gone if one.id == file_id else one for one in message.files)
            slack.edit(message, files=left)


def _shared(slack: Slack, file_id: str, channel: str) -> File:
    file = file_of(slack, file_id)
    return slack.state.keep_file(replace(file, channels=(*file.channels, channel)))


def edit(slack: Slack, user: str, message: Message, typed: str) -> Message:
    """Change one's own message. A mention that the edit adds is announced to the app."""
    if message.user != user:
        raise PermissionError(f"{user} did not write {message.ts}")
    bot = slack.team.bot.user_id
    text = written(typed, slack.team)
    edited_ts = slack.state.next_ts()
    blocks = (rich_text(text) | {"block_id": f"r{slack.state.number('block')}"},)
    now = slack.edit(message, text=text, blocks=blocks, edited_ts=edited_ts)
    if mentions(text, bot) and not mentions(message.text, bot):
        slack.emit([("app_mention", events.app_mention(slack.shapes, now))])
    return now


def react(slack: Slack, user: str, message: Message, name: str) -> Message:
    users = tuple(dict.fromkeys([*message.reactions.get(name, ()), user]))
    now = slack.state.change(message, reactions={**message.reactions, name: users})
    slack.emit([("reaction_added", events.reaction_added(slack.shapes, now, user, name))])
    return now


def open_home(slack: Slack, user: str, tab: str = "home") -> None:
    if slack.team.person(user) is None:
        raise LookupError(f"there is no person {user}")
    view = slack.state.homes.get(user)
    event = events.app_home_opened(slack.shapes, user, tab, view)
    slack.emit([("app_home_opened", event)])
