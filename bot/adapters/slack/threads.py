"""`Threads` over the Slack Web API."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.adapters.slack.errors import is_harmless, translated
from bot.adapters.slack.uploads import Upload
from bot.domain.plan import PlanRecord
from bot.domain.policy import Policy
from bot.domain.request import Message, Request
from bot.ports import Attachment, Surface

Blocks: TypeAlias = list[dict[str, Any]]
Render: TypeAlias = Callable[[Surface], tuple[str, Blocks]]
RenderHome: TypeAlias = Callable[[Sequence[PlanRecord]], dict[str, Any]]
RenderEditor: TypeAlias = Callable[[PlanRecord, Policy], dict[str, Any]]


class ReadMessage(Protocol):
    """Reads a message event; None when it is not a person's."""

    def __call__(self, body: Mapping[str, Any], *, bot_user: str | None) -> Message | None: ...


ACKNOWLEDGED = "eyes"
KEY_EVENT = "gpt_to_aws_message"


@dataclass(frozen=True)
class SlackThreads:
    """`render` turns what is to be shown into (plain text for notifications, Block Kit)."""

    client: WebClient
    render: Render
    render_home: RenderHome

    def acknowledge(self, channel: str, ts: str) -> None:
        with translated():
            try:
                self.client.reactions_add(channel=channel, timestamp=ts, name=ACKNOWLEDGED)
            except SlackApiError as error:
                if not is_harmless(error):
                    raise

    def post_once(self, channel: str, thread_ts: str, surface: Surface, *, key: str) -> str:
        """Slack has no idempotency key, so each post carries ours as metadata and is looked for first."""
        with translated():
            if posted := self._posted(channel, thread_ts, key):
                return posted
            text, blocks = self.render(surface)
            answer = self.client.chat_postMessage(
                channel=channel,
                thread_ts=thread_ts,
                text=text,
                blocks=blocks,
                metadata={"event_type": KEY_EVENT, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
            )
            return str(answer["ts"])

    def _posted(self, channel: str, thread_ts: str, key: str) -> str | None:
        for message in self._messages(channel, thread_ts):
            metadata = message.get("metadata") or {}
            if (
                metadata.get("event_type") == KEY_EVENT
                and metadata.get("event_payload", {}).get("key") == key
            ):
                return str(message["ts"])
        return None

    def _messages(self, channel: str, thread_ts: str) -> Iterator[Mapping[str, Any]]:
        pages = self.client.conversations_replies(
            channel=channel, ts=thread_ts, include_all_metadata=True, limit=200
        )
        for page in pages:
            yield from page.get("messages") or ()

    def show(self, channel: str, ts: str, surface: Surface) -> None:
        text, blocks = self.render(surface)
        with translated():
            self.client.chat_update(channel=channel, ts=ts, text=text, blocks=blocks)

    def whisper(self, channel: str, thread_ts: str, user: str, text: str) -> None:
        with translated():
            self.client.chat_postEphemeral(
                channel=channel, thread_ts=thread_ts, user=user, text=text
            )

    def attach_once(
        self, channel: str, thread_ts: str, attachment: Attachment, *, title: str
    ) -> None:
        """A file carries no key of ours, so it is its name that is looked for first."""
        upload = Upload(self.client, channel, thread_ts, attachment, title)
        with translated():
            me = str(self.client.auth_test()["user_id"])
            if self._shows(channel, thread_ts, attachment.name, me) or upload.has_begun(me):
                return
            upload()

    def _shows(self, channel: str, thread_ts: str, name: str, me: str) -> bool:
        """Whether the bot put it there; a file of that name may also be a person's."""
        return any(
            file.get("name") == name and file.get("user") == me and file.get("mode") != "tombstone"
            for message in self._messages(channel, thread_ts)
            for file in message.get("files") or ()
        )

    def permalink(self, channel: str, ts: str) -> str:
        with translated():
            answer = self.client.chat_getPermalink(channel=channel, message_ts=ts)
            return str(answer["permalink"])

    def publish_home(self, user: str, plans: Sequence[PlanRecord]) -> None:
        with translated():
            self.client.views_publish(user_id=user, view=self.render_home(plans))


@dataclass(frozen=True)
class SlackReplies:
    """`Replies` over the Slack Web API; `read` takes a message as Slack's events write it."""

    client: WebClient
    read: ReadMessage

    def since(self, request: Request) -> tuple[Message, ...]:
        with translated():
            bot_user = str(self.client.auth_test()["user_id"])
            pages = self.client.conversations_replies(
                channel=request.channel, ts=request.thread_ts, oldest=request.ts, limit=200
            )
            found = [message for page in pages for message in page.get("messages") or ()]
        events = ({"event": {**message, "channel": request.channel}} for message in found)
        messages = (self.read(event, bot_user=bot_user) for event in events)
        return tuple(
            one for one in messages if one and one.user == request.user and one.ts > request.ts
        )


@dataclass(frozen=True)
class SlackForms:
    """`Forms` over the Slack Web API."""

    client: WebClient
    render_editor: RenderEditor

    def open_editor(self, trigger_id: str, record: PlanRecord, policy: Policy) -> None:
        view = self.render_editor(record, policy)
        with translated():
            self.client.views_open(trigger_id=trigger_id, view=view)
