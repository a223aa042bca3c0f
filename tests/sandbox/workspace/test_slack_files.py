"""Files go in and out as in Slack, with the traps of its file host."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.workspace import GAMES, MAYA, Settings, Workspace
from tests.sandbox.workspace.app_side import RequestUrl


@contextmanager
def get(url: str, token: str | None = None) -> Iterator[HTTPResponse]:
    """A GET that follows no redirect."""
    parts = urlsplit(url)
    connection = HTTPConnection(str(parts.hostname), int(parts.port or 80))
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    try:
        connection.request("GET", parts.path, headers=headers)
        yield connection.getresponse()
    finally:
        connection.close()


@pytest.fixture
def shared(slack: Workspace, request_url: RequestUrl) -> str:
    """The private address of a picture somebody dropped, as the event gives it."""
    file = slack.uploads("a sketch.png", b"picture", user=MAYA.id)
    slack.says("look", user=MAYA.id, channel=GAMES.id, files=[file])
    slack.wait_until(lambda: slack.deliveries)
    (message,) = request_url.events("message")
    return str(message["files"][0]["url_private_download"])


def test_the_bots_token_opens_a_file(slack: Workspace, shared: str) -> None:
    with get(shared, slack.settings.bot_token) as response:
        assert (response.status, response.headers["Content-Type"]) == (200, "image/png")
        assert response.read() == b"picture"


def test_without_a_token_there_is_a_redirect_to_the_login_page(shared: str) -> None:
    with get(shared) as response:
        assert response.status == 302
        assert response.headers["Location"].startswith("/login?redir=")
    with urllib.request.urlopen(shared) as followed:  # noqa: S310 - an address of the workspace
        assert b"Sign in" in followed.read()


@pytest.mark.parametrize("token", ["xoxb-of-somebody-else", ""])
def test_with_a_wrong_token_the_login_page_pretends_to_be_the_file(token: str, shared: str) -> None:
    with get(shared, token) as response:
        assert (response.status, response.headers.get_content_type()) == (200, "text/html")
        assert b"Sign in" in response.read()


def test_without_the_scope_there_is_only_the_login_page() -> None:
    with Workspace(Settings(scopes=frozenset({"chat:write"}))) as slack:
        file = slack.uploads("sketch.png", b"picture", user=MAYA.id)
        url = f"{slack.url}files-pri/{slack.team.id}-{file}/sketch.png"
        with get(url, slack.settings.bot_token) as response:
            assert response.headers.get_content_type() == "text/html"


def test_an_upload_by_the_bot_appears_in_the_thread(slack: Workspace, client: WebClient) -> None:
    root = slack.says("the template?", user=MAYA.id, channel=GAMES.id)

    answer = client.files_upload_v2(
        channel=GAMES.id,
        thread_ts=root,
        filename="stack.yaml",
        content="Resources: {}",
        title="Template",
        initial_comment="Here it is.",
    )

    thread = slack.wait_until(lambda: slack.thread(GAMES.id, root)[1:])
    (file,) = thread[0].files
    assert (thread[0].text, thread[0].subtype) == ("Here it is.", "file_share")
    assert (file.id, file.name, file.title) == (answer["file"]["id"], "stack.yaml", "Template")
    assert file.data == b"Resources: {}"
    info = client.files_info(file=file.id)["file"]
    assert (info["channels"], info["size"], info["filetype"]) == ([GAMES.id], 13, "yaml")


def test_an_upload_is_checked(slack: Workspace, client: WebClient) -> None:
    granted = client.files_getUploadURLExternal(filename="a.txt", length=3)

    with pytest.raises(SlackApiError) as refused:
        client.files_completeUploadExternal(
            files=[{"id": granted["file_id"], "title": "a"}], channel_id=GAMES.id
        )
    assert refused.value.response["error"] == "file_not_found"

    with pytest.raises(SlackApiError) as refused:
        client.files_upload_v2(channel="C0NOWHERE1", filename="a.txt", content="abc")
    assert refused.value.response["error"] == "channel_not_found"

    with pytest.raises(SlackApiError) as refused:
        client.files_info(file="F0NOWHERE1")
    assert refused.value.response["error"] == "file_not_found"


def test_an_upload_address_works_once(client: WebClient) -> None:
    url = client.files_getUploadURLExternal(filename="a.txt", length=3)["upload_url"]
    answers = []
    for _ in range(2):
        connection = HTTPConnection(str(urlsplit(url).hostname), int(urlsplit(url).port or 80))
        connection.request("POST", urlsplit(url).path, b"abc")
        answers.append(connection.getresponse().status)
        connection.close()

    assert answers == [200, 404]
