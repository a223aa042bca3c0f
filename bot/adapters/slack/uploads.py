"""The bot's own files on their way into a thread: Slack shows each only a moment after it has answered."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.adapters.slack.errors import translated
from bot.adapters.slack.files import send
from bot.domain.errors import OutcomeUnknown, UpstreamError
from bot.ports import Attachment

FILES_A_PAGE = 200


@dataclass(frozen=True)
class Upload:
    """`title` tells an upload that was completed: Slack hears it only then."""

    client: WebClient
    channel: str
    thread_ts: str
    attachment: Attachment
    title: str

    def has_begun(self, bot_user: str) -> bool:
        """Whether an earlier call completed it, although the thread may not show it yet."""
        return any(
            self._is_here_or_coming(str(file["id"]))
            for file in self._files(bot_user)
            if file.get("name") == self.attachment.name
        )

    def __call__(self) -> None:
        place = self.client.files_getUploadURLExternal(
            filename=self.attachment.name, length=len(self.attachment.content)
        )
        send(str(place["upload_url"]), self.attachment.content)
        self._complete(str(place["file_id"]))

    def _complete(self, file_id: str) -> None:
        try:
            with translated():
                self.client.files_completeUploadExternal(
                    files=[{"id": file_id, "title": self.title}],
                    channel_id=self.channel,
                    thread_ts=self.thread_ts,
                )
        except OutcomeUnknown:
            with suppress(UpstreamError):
                if self._is_here_or_coming(file_id):
                    return
            raise

    def _files(self, bot_user: str) -> Iterator[Mapping[str, Any]]:
        """The bot's, of the thread's time and since."""
        page, pages = 1, 1
        while page <= pages:
            answer = self.client.files_list(
                user=bot_user,
                ts_from=self.thread_ts.partition(".")[0],
                count=FILES_A_PAGE,
                page=page,
            )
            yield from answer.get("files") or ()
            page, pages = page + 1, int((answer.get("paging") or {}).get("pages") or 1)

    def _is_here_or_coming(self, file_id: str) -> bool:
        with translated():
            file: Mapping[str, Any] = self.client.files_info(file=file_id).get("file") or {}
        shared = [*_shared(file)]
        return file.get("title") == self.title and (
            not shared or (self.channel, self.thread_ts) in shared
        )


def _shared(file: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The channels and threads it was shared in."""
    for channels in (file.get("shares") or {}).values():
        for channel, posts in channels.items():
            for post in posts:
                yield channel, str(post.get("thread_ts") or post.get("ts"))
