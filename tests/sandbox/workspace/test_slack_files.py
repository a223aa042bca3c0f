"""Files go in and out as in Slack, with the traps of its file host."""

import io
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.workspace import GAMES, JONAS, MAYA, Channel, Settings, Team, Workspace
from bot.sandbox.workspace.pictures import size_of
from tests.sandbox.workspace.app_side import RequestUrl, section

Json = dict[str, Any]


def picture(kind: str = "PNG", size: tuple[int, int] = (800, 400)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "white").save(content, kind)
    return content.getvalue()


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
    (share,) = info["shares"]["public"][GAMES.id]
    assert (share["ts"], share["thread_ts"]) == (thread[0].ts, root)


def test_an_upload_is_nowhere_to_be_seen_until_it_is_completed(client: WebClient) -> None:
    granted: Any = client.files_getUploadURLExternal(filename="unseen.txt", length=3)

    with pytest.raises(SlackApiError) as refused:
        client.files_info(file=granted["file_id"])
    assert refused.value.response["error"] == "file_not_found"
    assert granted["file_id"] not in listed(client)


def test_an_upload_is_completed_once(client: WebClient) -> None:
    sent: Any = client.files_upload_v2(filename="once.txt", content="abc")

    with pytest.raises(SlackApiError) as refused:
        client.files_completeUploadExternal(files=[{"id": sent["file"]["id"], "title": "a"}])
    assert refused.value.response["error"] == "file_not_found"


def test_files_are_listed_the_newest_first_and_page_by_page(
    slack: Workspace, client: WebClient
) -> None:
    theirs = dropped(slack, "a.png", picture())
    sent: list[Any] = [client.files_upload_v2(filename=name, content="abc") for name in ("a", "b")]
    first, second = (one["file"]["id"] for one in sent)

    assert listed(client)[:3] == [second, first, theirs]
    assert listed(client, user=slack.team.bot.user_id)[:2] == [second, first]
    assert listed(client, user=MAYA.id)[0] == theirs
    assert listed(client, channel=GAMES.id)[0] == theirs
    assert listed(client, count=1, page=2) == [first]
    assert listed(client, ts_from="99999999999") == []


def listed(client: WebClient, **how: Any) -> list[str]:
    answer: Any = client.files_list(**how)
    return [one["id"] for one in answer["files"]]


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


# --- what is known of a file -----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_a_picture_says_how_large_it_is(slack: Workspace, client: WebClient, kind: str) -> None:
    file = dropped(slack, f"a.{kind.lower()}", picture(kind))
    described = client.files_info(file=file)["file"]

    assert (described["original_w"], described["original_h"]) == (800, 400)
    assert {key for key in described if key.startswith("thumb_")} == {
        "thumb_64",
        "thumb_160",
        "thumb_360",
        "thumb_720",
    }


@pytest.mark.parametrize(
    "content", [b"", b"words", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"\xff\xd8\xff\xda\x00\x02"]
)
def test_what_is_no_picture_has_no_size(content: bytes) -> None:
    assert size_of(content) is None


def test_a_thumbnail_is_less_than_the_original(slack: Workspace, client: WebClient) -> None:
    file = client.files_info(file=dropped(slack, "a.png", picture()))["file"]

    with get(file["thumb_360"], slack.settings.bot_token) as response:
        assert size_of(response.read()) == (360, 180)
    with get(file["thumb_360"]) as response:
        assert response.status == 302
    with get(file["thumb_360"].replace("360", "361"), slack.settings.bot_token) as response:
        assert response.status == 404


def test_a_broken_picture_has_no_thumbnail(slack: Workspace, client: WebClient) -> None:
    file = client.files_info(file=dropped(slack, "a.png", picture()[:40]))["file"]

    with get(file["thumb_64"], slack.settings.bot_token) as response:
        assert response.status == 404


def test_a_file_nobody_shared_is_not_there_for_the_bot(slack: Workspace, client: WebClient) -> None:
    file = slack.uploads("a.png", b"x", user=MAYA.id)
    address = f"{slack.url}files-pri/{slack.team.id}-{file}/a.png"

    assert error_of(client, file) == "file_not_found"
    with get(address, slack.settings.bot_token) as response:
        assert response.status == 404


def test_a_file_in_a_private_channel_is_for_its_members() -> None:
    private = Channel("C0SECRET01", "secret", is_private=True, has_bot=False)
    with Workspace(team=Team(rooms=(private,))) as slack:
        client = WebClient(token=slack.settings.bot_token, base_url=slack.api_url)
        file = slack.uploads("a.png", b"x", user=MAYA.id)
        slack.says("look", user=MAYA.id, channel=private.id, files=[file])

        assert error_of(client, file) == "file_not_found"


def test_a_file_from_elsewhere_has_to_be_looked_up(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    file = dropped(slack, "a.png", b"x", foreign=True)
    slack.wait_until(lambda: slack.deliveries)

    (event,) = request_url.events("message")
    assert event["files"] == [{"id": file, "mode": "file_access", "file_access": "check_file_info"}]
    assert client.files_info(file=file)["file"]["name"] == "a.png"


def test_a_deleted_file_leaves_a_tombstone(slack: Workspace, client: WebClient) -> None:
    file = dropped(slack, "a.png", b"x")
    address = client.files_info(file=file)["file"]["url_private"]
    slack.deletes_file(file, user=MAYA.id)

    (message,) = client.conversations_history(channel=GAMES.id)["messages"]
    assert message["files"] == [{"id": file, "mode": "tombstone"}]
    assert error_of(client, file) == "file_deleted"
    with get(address, slack.settings.bot_token) as response:
        assert response.status == 404


def test_people_delete_only_their_own_files(slack: Workspace) -> None:
    file = dropped(slack, "a.png", b"x")

    with pytest.raises(PermissionError):
        slack.deletes_file(file, user=JONAS.id)


def test_a_link_to_another_service_has_no_download(slack: Workspace, client: WebClient) -> None:
    file = slack.links("Plan.gdoc", "https://drive.example.com/1", user=MAYA.id)
    slack.says("look", user=MAYA.id, channel=GAMES.id, files=[file])
    described = client.files_info(file=file)["file"]

    assert (described["mode"], described["is_external"]) == ("external", True)
    assert described["url_private"] == "https://drive.example.com/1"
    assert "url_private_download" not in described


# --- where files are dropped -----------------------------------------------------------------


@pytest.mark.parametrize("words", ["", "@gpt-to-aws these two"])
@pytest.mark.parametrize("place", ["channel", "thread", "direct"])
def test_several_files_come_in_one_event(
    slack: Workspace, request_url: RequestUrl, place: str, words: str
) -> None:
    channel = slack.direct(MAYA.id) if place == "direct" else GAMES.id
    root = None
    if place == "thread":
        root = slack.says("a question", user=JONAS.id, channel=channel)
    files = [slack.uploads(name, picture(), user=MAYA.id) for name in ("a.png", "b.png")]
    ts = slack.says(words, user=MAYA.id, channel=channel, thread_ts=root, files=files)
    slack.wait_until(lambda: len([d for d in slack.deliveries if d.kind == "file_shared"]) == 2)

    mentioned = bool(words) and place != "direct"
    events = [e for e in request_url.events("message") if e["ts"] == ts]
    mentions = request_url.events("app_mention")
    assert [[one["id"] for one in event["files"]] for event in events] == [files]
    assert [event["subtype"] for event in events] == ["file_share"]
    assert [event.get("thread_ts") for event in events] == [root]
    assert [[one["id"] for one in event["files"]] for event in mentions] == [files] * mentioned
    assert [event["ts"] for event in mentions] == [ts] * mentioned


# --- pictures in blocks ----------------------------------------------------------------------


@pytest.mark.parametrize("by", ["id", "url_private", "permalink"])
def test_a_card_can_show_a_picture_the_bot_uploaded(
    slack: Workspace, client: WebClient, by: str
) -> None:
    sent: Any = client.files_upload_v2(filename="read.png", content=picture())
    described = client.files_info(file=sent["file"]["id"])["file"]
    named = {"id": described["id"]} if by == "id" else {"url": described[by]}
    block = {"type": "image", "alt_text": "What I read", "slack_file": named}

    assert client.chat_postMessage(channel=GAMES.id, text="Plan", blocks=[block])["ok"]
    assert slack.rejections == []


@pytest.mark.parametrize("which", ["nobody's", "no picture", "not shared"])
def test_a_card_cannot_show_what_is_no_picture_of_the_bots(
    slack: Workspace, client: WebClient, which: str
) -> None:
    files = {
        "nobody's": "F000000099",
        "no picture": dropped(slack, "a.yaml", b"Resources: {}"),
        "not shared": slack.uploads("a.png", picture(), user=MAYA.id),
    }
    shown: Json = {"type": "image", "alt_text": "a", "slack_file": {"id": files[which]}}
    card = section() | {"accessory": shown}

    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=GAMES.id, text="x", blocks=[card])
    assert refused.value.response["error"] == "invalid_blocks"
    assert slack.rejections[0].detail == (
        "[ERROR] invalid slack file [json-pointer:/blocks/0/accessory/slack_file]",
    )
    with pytest.raises(SlackApiError) as refused:
        client.views_publish(user_id=MAYA.id, view={"type": "home", "blocks": [shown]})
    assert refused.value.response["error"] == "invalid_arguments"


def dropped(slack: Workspace, name: str, content: bytes, **how: Any) -> str:
    file = slack.uploads(name, content, user=MAYA.id, **how)
    slack.says("look", user=MAYA.id, channel=GAMES.id, files=[file])
    return file


def error_of(client: WebClient, file: str) -> str:
    with pytest.raises(SlackApiError) as refused:
        client.files_info(file=file)
    return str(refused.value.response["error"])
