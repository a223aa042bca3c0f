"""`Files` over the Slack Web API and its file host, and the way a file goes up."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx2
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.adapters.slack.client import TIMEOUT_SECONDS
from bot.adapters.slack.errors import SLACK, TRY_LATER, error_code, translated
from bot.domain.errors import UpstreamError, UpstreamRejected, UpstreamUnavailable, UserMistake
from bot.ports import Attachment

LARGEST_BYTES = 20 * 1024 * 1024
# A file may come slowly, but not for ever.
LONGEST_SECONDS = 60.0
CHUNK_BYTES = 64 * 1024

SLACK_ITSELF = "slack.com"
SLACKS_FILE_HOST = ("https", "files.slack.com", 443)
PORTS = {"http": 80, "https": 443}

ADD_SCOPE = (
    "Give the bot the scope files:read in the app's settings (manifest.yml lists them all) and install "
    "it again."
)
PUT_IT_HERE = "Upload the picture itself into this thread."
GONE = frozenset({"file_deleted", "file_not_found"})


@dataclass(frozen=True)
class SlackFiles:
    """`clock` counts seconds; it ends a download that never ends."""

    client: WebClient
    clock: Callable[[], float] = time.monotonic

    def fetch(self, file_id: str) -> Attachment:
        file = self._described(file_id)
        name = str(file.get("name") or file.get("title") or file_id)
        _must_be_here(file, name)
        _must_fit(int(file.get("size") or 0), name)
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        self._must_be_slacks(url, name)
        return Attachment(name, self._download(url, name, str(file.get("mimetype"))))

    def _described(self, file_id: str) -> Mapping[str, Any]:
        with translated():
            try:
                answer = self.client.files_info(file=file_id)
            except SlackApiError as error:
                if error_code(error) in GONE:
                    raise _not_there("The file") from error
                raise
        found: Mapping[str, Any] = answer.get("file") or {}
        return found

    def _must_be_slacks(self, url: str, name: str) -> None:
        """The token opens files of the Slack it is for; nothing else gets to see it."""
        api = _origin(self.client.base_url)
        ours = {api, SLACKS_FILE_HOST} if api[1] == SLACK_ITSELF else {api}
        if _origin(url) not in ours:
            raise UserMistake(f"“{name}” is not kept by Slack, so I can’t open it. {PUT_IT_HERE}")

    def _download(self, url: str, name: str, kind: str) -> bytes:
        deadline = self.clock() + LONGEST_SECONDS
        headers = {"Authorization": f"Bearer {self.client.token}", "Accept-Encoding": "identity"}
        content = bytearray()
        with (
            _reaching(),
            httpx2.stream("GET", url, headers=headers, timeout=TIMEOUT_SECONDS) as response,
        ):
            _must_be_the_file(response, name, kind)
            for chunk in response.iter_bytes(CHUNK_BYTES):
                content += chunk
                _must_fit(len(content), name)
                if self.clock() > deadline:
                    raise UpstreamUnavailable(SLACK, f"“{name}” came too slowly", TRY_LATER)
        if not content:
            raise UserMistake(f"“{name}” is empty.")
        return bytes(content)


def send(url: str, content: bytes) -> None:
    """Send the bytes of an upload to the address Slack gave for it, which is its own permission."""
    with _reaching():
        response = httpx2.post(url, content=content, timeout=TIMEOUT_SECONDS)
    if response.status_code != HTTPStatus.OK:
        raise _refused(response.status_code, f"it did not take the file ({response.status_code})")


@contextmanager
def _reaching() -> Iterator[None]:
    """Neither way changes anything people see, so it can always be tried again."""
    try:
        yield
    except httpx2.HTTPError as error:
        said = f"its file host could not be reached ({type(error).__name__})"
        raise UpstreamUnavailable(SLACK, said, TRY_LATER) from error


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)


def _must_be_here(file: Mapping[str, Any], name: str) -> None:
    mode, access = file.get("mode"), file.get("file_access", "visible")
    if mode == "tombstone":
        raise _not_there(f"“{name}”")
    if mode == "hidden_by_limit":
        raise UserMistake(f"Slack hides “{name}” because of its age. Upload it again.")
    if mode == "external" or file.get("is_external"):
        where = str(file.get("pretty_type") or "another service")
        raise UserMistake(f"“{name}” is a link to {where}, which I can’t open. {PUT_IT_HERE}")
    if mode == "file_access" or access != "visible":
        raise UserMistake(
            f"“{name}” belongs to another organization, which doesn’t let me see it. {PUT_IT_HERE}"
        )


def _must_fit(size: int, name: str) -> None:
    if size > LARGEST_BYTES:
        most = LARGEST_BYTES // 1024**2
        raise UserMistake(f"“{name}” is larger than {most} MB. Upload a smaller one.")


def _must_be_the_file(response: httpx2.Response, name: str, kind: str) -> None:
    """Slack answers a token that may not read files with a redirect to its login page, or the page itself."""
    status = response.status_code
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise _not_there(f"“{name}”")
    if response.is_redirect:
        raise UpstreamRejected(SLACK, f"it would not give out “{name}”", ADD_SCOPE, str(status))
    if status != HTTPStatus.OK:
        raise _refused(status, f"it would not give out “{name}” ({status})")
    if response.headers.get("content-type", "").partition(";")[0].strip().lower() == "text/html":
        if kind == "text/html":
            raise UserMistake(f"“{name}” is a web page, not a picture.")
        said = f"it sent its login page in place of “{name}”"
        raise UpstreamRejected(SLACK, said, ADD_SCOPE, "login_page")


def _refused(status: int, said: str) -> UpstreamError:
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UpstreamUnavailable(SLACK, said, TRY_LATER, str(status))
    return UpstreamRejected(SLACK, said, ADD_SCOPE, str(status))


def _not_there(what: str) -> UserMistake:
    return UserMistake(f"{what} is not there any more, or not for me to see. Upload it again here.")
