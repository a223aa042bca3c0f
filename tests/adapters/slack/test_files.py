"""Downloading what people upload: the original bytes, with a token that goes nowhere else."""

from collections.abc import Iterator
from contextlib import nullcontext
from itertools import count
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.adapters.slack.client import web_client
from bot.adapters.slack.files import LARGEST_BYTES, SlackFiles
from bot.adapters.slack.probe import SCOPES
from bot.domain.errors import (
    BotError,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
    UserMistake,
)
from bot.ports import Attachment
from bot.sandbox.workspace import GAMES, JONAS, Outage, Settings, Workspace
from tests.adapters.slack.crooked_host import CHUNK, CrookedHost, crooked_host

TOKEN = "xoxb-secret"


@pytest.fixture
def files(client: WebClient) -> SlackFiles:
    return SlackFiles(client)


@pytest.fixture
def host() -> Iterator[CrookedHost]:
    with crooked_host() as running:
        yield running


def shared(slack: Workspace, content: bytes = b"the original", **how: Any) -> str:
    """The id of a file that somebody has dropped into the channel."""
    file = slack.uploads("a sketch.png", content, user=JONAS.id, **how)
    slack.says("look", user=JONAS.id, channel=GAMES.id, files=[file])
    return file


def fetched_from(host: CrookedHost) -> Attachment:
    return SlackFiles(web_client(TOKEN, host.api_url)).fetch("F1")


def refusal(files: SlackFiles, file_id: str) -> str:
    with pytest.raises(UserMistake) as caught:
        files.fetch(file_id)
    return caught.value.user_message


# --- what people upload ----------------------------------------------------------------------


def test_a_file_comes_with_its_name_and_its_original_bytes(
    slack: Workspace, files: SlackFiles
) -> None:
    assert files.fetch(shared(slack)) == Attachment("a sketch.png", b"the original")


def test_a_file_in_a_direct_message_comes_too(slack: Workspace, files: SlackFiles) -> None:
    file = slack.uploads("a.png", b"the original", user=JONAS.id)
    slack.says("look", user=JONAS.id, channel=slack.direct(JONAS.id), files=[file])

    assert files.fetch(file).content == b"the original"


def test_a_file_from_another_organization_comes_once_it_is_looked_up(
    slack: Workspace, files: SlackFiles
) -> None:
    assert files.fetch(shared(slack, foreign=True)).content == b"the original"


def test_a_deleted_file_is_named_as_gone(slack: Workspace, files: SlackFiles) -> None:
    file = shared(slack)
    slack.deletes_file(file, user=JONAS.id)

    assert refusal(files, file).startswith("The file is not there any more")


def test_a_file_the_bot_was_not_shown_is_not_there_for_it(
    slack: Workspace, files: SlackFiles
) -> None:
    file = slack.uploads("a.png", b"private", user=JONAS.id)

    assert "not for me to see" in refusal(files, file)


def test_a_link_to_another_service_is_not_followed(slack: Workspace, files: SlackFiles) -> None:
    file = slack.links("Plan.gdoc", "https://drive.example.com/1", user=JONAS.id)
    slack.says("look", user=JONAS.id, channel=GAMES.id, files=[file])

    assert refusal(files, file) == (
        "“Plan.gdoc” is a link to Google Drive, which I can’t open. "
        "Upload the picture itself into this thread."
    )


def test_an_empty_file_is_named_as_such(slack: Workspace, files: SlackFiles) -> None:
    assert refusal(files, shared(slack, b"")) == "“a sketch.png” is empty."


@pytest.mark.parametrize(
    ("described", "said"),
    [
        ({"mode": "tombstone"}, "not there any more"),
        ({"mode": "hidden_by_limit"}, "because of its age"),
        ({"is_external": True, "pretty_type": "Box"}, "a link to Box"),
        ({"mode": "file_access"}, "another organization"),
        ({"file_access": "access_denied"}, "another organization"),
        ({"url_private_download": ""}, "not kept by Slack"),
        ({"size": LARGEST_BYTES + 1}, "larger than 20 MB"),
    ],
    ids=str,
)
def test_what_cannot_be_had_is_not_asked_for(
    host: CrookedHost, described: dict[str, Any], said: str
) -> None:
    host.file |= described

    with pytest.raises(UserMistake, match=said):
        fetched_from(host)
    assert host.tokens == []


# --- where the token goes --------------------------------------------------------------------


def test_the_token_goes_to_no_other_host(host: CrookedHost) -> None:
    with crooked_host() as elsewhere:
        host.file["url_private_download"] = f"{elsewhere.url}/files-pri/T1-F1/sketch.png"
        with pytest.raises(UserMistake, match="not kept by Slack"):
            fetched_from(host)
        assert elsewhere.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com/files-pri/T1-F1/a.png",
        "http://127.0.0.1@example.com/a.png",
        "file:///etc/passwd",
        "//example.com/a.png",
    ],
)
def test_beside_the_configured_host_not_even_slacks_own_gets_it(
    host: CrookedHost, url: str
) -> None:
    host.file["url_private_download"] = url

    with pytest.raises(UserMistake, match="not kept by Slack"):
        fetched_from(host)


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.png", True),
        ("https://files.slack.com:443/files-pri/T1-F1/a.png", True),
        ("http://files.slack.com/files-pri/T1-F1/a.png", False),
        ("https://files.slack.com:8443/files-pri/T1-F1/a.png", False),
        ("https://files.slack.com.example.com/a.png", False),
        ("https://files.slack.com@example.com/a.png", False),
        ("https://example.slack.com/a.png", False),
    ],
)
def test_slack_itself_keeps_its_files_on_one_host(url: str, *, fine: bool) -> None:
    files = SlackFiles(web_client(TOKEN))

    with nullcontext() if fine else pytest.raises(UserMistake):
        files._must_be_slacks(url, "a.png")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_token_follows_no_redirect(host: CrookedHost, status: int) -> None:
    with crooked_host() as elsewhere:
        host.status, host.headers = status, {"location": f"{elsewhere.url}/login"}
        with pytest.raises(UpstreamRejected) as caught:
            fetched_from(host)
        assert elsewhere.asked == []
    assert host.tokens == [f"Bearer {TOKEN}"]
    assert "files:read" in caught.value.next_step
    assert TOKEN not in str(caught.value)


# --- what Slack answers ----------------------------------------------------------------------


def test_without_the_scope_it_is_said_which_one_is_missing() -> None:
    with Workspace(Settings(scopes=frozenset(SCOPES) - {"files:read"})) as slack:
        client = web_client(slack.settings.bot_token, slack.api_url)
        with pytest.raises(UpstreamRejected) as caught:
            SlackFiles(client).fetch(shared(slack))

    assert caught.value.user_message == (
        "Slack: missing_scope (needs files:read). Add the scope in the app's settings (manifest.yml "
        "lists them all) and install it again."
    )


def test_a_login_page_is_not_taken_for_the_picture(host: CrookedHost) -> None:
    host.headers = {"content-type": "text/html; charset=utf-8"}
    host.parts = [b"<!DOCTYPE html><title>Sign in | Slack</title>"]

    with pytest.raises(UpstreamRejected) as caught:
        fetched_from(host)
    assert "sent its login page in place of “sketch.png”" in caught.value.user_message
    assert "files:read" in caught.value.user_message


def test_a_web_page_that_somebody_uploaded_is_named_as_one(host: CrookedHost) -> None:
    host.file["mimetype"] = "text/html"
    host.headers = {"content-type": "text/html"}

    with pytest.raises(UserMistake, match="is a web page"):
        fetched_from(host)


def test_a_file_is_cut_off_where_it_becomes_too_large(host: CrookedHost) -> None:
    """What Slack says of its size is only advice."""
    host.file["size"] = 1000
    host.parts = [b"x" * CHUNK] * (4 * LARGEST_BYTES // CHUNK)

    with pytest.raises(UserMistake, match="larger than 20 MB"):
        fetched_from(host)


def test_the_largest_file_there_may_be_comes_whole(host: CrookedHost) -> None:
    host.parts = [b"x" * LARGEST_BYTES]

    assert len(fetched_from(host).content) == LARGEST_BYTES


def test_a_file_that_never_ends_is_given_up(host: CrookedHost) -> None:
    host.parts = [b"x" * CHUNK] * 3
    minutes = count(0, 60)
    files = SlackFiles(web_client(TOKEN, host.api_url), clock=lambda: float(next(minutes)))

    with pytest.raises(UpstreamUnavailable, match="too slowly"):
        files.fetch("F1")


STATUSES: dict[int, type[BotError]] = {
    401: UpstreamRejected,
    403: UpstreamRejected,
    404: UserMistake,
    410: UserMistake,
    429: UpstreamUnavailable,
    500: UpstreamUnavailable,
    503: UpstreamUnavailable,
}


@pytest.mark.parametrize("status", STATUSES)
def test_every_other_answer_has_a_kind(host: CrookedHost, status: int) -> None:
    host.status = status

    with pytest.raises(BotError) as caught:
        fetched_from(host)
    assert type(caught.value) is STATUSES[status]


def test_a_download_that_breaks_off_can_be_tried_again(host: CrookedHost) -> None:
    host.length = 1000

    with pytest.raises(UpstreamUnavailable):
        fetched_from(host)


@pytest.mark.parametrize(
    "outage",
    [Outage(error="service_unavailable"), Outage(error="internal_error"), Outage(drop="before")],
    ids=str,
)
def test_a_failing_question_says_how_it_failed(
    slack: Workspace, files: SlackFiles, outage: Outage
) -> None:
    file = shared(slack)
    slack.fail_next("files.info", outage)

    with pytest.raises(UpstreamError):
        files.fetch(file)
