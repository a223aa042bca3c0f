"""Putting files into a thread: once, where they belong, and without the token on the way up."""

from collections.abc import Iterator

import pytest

from bot.adapters.slack.client import web_client
from bot.adapters.slack.files import send
from bot.adapters.slack.probe import SCOPES
from bot.adapters.slack.threads import SlackThreads
from bot.domain.errors import (
    OutcomeUnknown,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)
from bot.ports import Attachment
from bot.sandbox.workspace import GAMES, JONAS, File, Outage, Settings, Workspace
from tests.adapters.slack.crooked_host import CrookedHost, crooked_host

TEMPLATE = Attachment("customer-details.yaml", b"Resources: {}\n")


@pytest.fixture
def slow() -> Iterator[Workspace]:
    """A workspace in which no upload appears before the test has ended."""
    with Workspace(Settings(share_seconds=3600)) as workspace:
        yield workspace


@pytest.fixture
def slow_threads(slow: Workspace) -> SlackThreads:
    client = web_client(slow.settings.bot_token, slow.api_url)
    return SlackThreads(client, lambda _: ("", []), lambda _: {})


@pytest.fixture
def host() -> Iterator[CrookedHost]:
    with crooked_host() as running:
        yield running


def attached(slack: Workspace, thread: str, number: int = 1) -> list[File]:
    """The files in the thread, once there are as many; Slack shows them a moment after the upload."""

    def shown() -> list[File]:
        return [file for message in slack.thread(GAMES.id, thread) for file in message.files]

    slack.wait_until(lambda: len(shown()) >= number)
    return shown()


def test_a_file_appears_in_the_thread(slack: Workspace, threads: SlackThreads, thread: str) -> None:
    threads.attach_once(GAMES.id, thread, TEMPLATE, title="Template")

    (file,) = attached(slack, thread)
    assert (file.name, file.title, file.data) == (TEMPLATE.name, "Template", TEMPLATE.content)
    assert slack.rejections == []


def test_a_file_of_that_name_is_not_put_there_twice(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    threads.attach_once(GAMES.id, thread, TEMPLATE, title="Template")
    attached(slack, thread)
    threads.attach_once(GAMES.id, thread, TEMPLATE, title="Template")
    threads.attach_once(GAMES.id, thread, Attachment("read.png", b"png"), title="What I read")

    files = attached(slack, thread, 2)
    assert sorted(file.name for file in files) == ["customer-details.yaml", "read.png"]


def test_a_persons_file_of_that_name_is_not_taken_for_the_bots(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    theirs = slack.uploads(TEMPLATE.name, b"theirs", user=JONAS.id)
    slack.says("mine", user=JONAS.id, channel=GAMES.id, thread_ts=thread, files=[theirs])
    threads.attach_once(GAMES.id, thread, TEMPLATE, title="Template")

    assert [file.data for file in attached(slack, thread, 2)] == [b"theirs", TEMPLATE.content]


@pytest.mark.parametrize(
    "step", ["conversations.replies", "files.getUploadURLExternal", "files.completeUploadExternal"]
)
def test_an_upload_that_failed_half_way_is_made_whole_by_the_next(
    slack: Workspace, threads: SlackThreads, thread: str, step: str
) -> None:
    slack.fail_next(step, Outage(drop="before"))
    with pytest.raises(UpstreamError):
        threads.attach_once(GAMES.id, thread, TEMPLATE, title="Template")
    threads.attach_once(GAMES.id, thread, TEMPLATE, title="Template")

    assert len(attached(slack, thread)) == 1


def uploads(slack: Workspace) -> int:
    return sum(call.method == "files.getUploadURLExternal" for call in slack.calls)


def test_an_upload_whose_answer_got_lost_is_asked_for_at_once(
    slow: Workspace, slow_threads: SlackThreads
) -> None:
    thread = slow.says("a picture", user=JONAS.id, channel=GAMES.id)
    slow.fail_next("files.completeUploadExternal", Outage(drop="after"))

    slow_threads.attach_once(GAMES.id, thread, TEMPLATE, title="Template")

    assert uploads(slow) == 1


def test_an_upload_of_which_nothing_was_heard_is_found_by_the_next(
    slow: Workspace, slow_threads: SlackThreads
) -> None:
    """Although its message has not appeared yet."""
    thread = slow.says("a picture", user=JONAS.id, channel=GAMES.id)
    slow.fail_next("files.completeUploadExternal", Outage(drop="after"))
    slow.fail_next("files.info", Outage(status=503))
    with pytest.raises(OutcomeUnknown):
        slow_threads.attach_once(GAMES.id, thread, TEMPLATE, title="Template")

    slow_threads.attach_once(GAMES.id, thread, TEMPLATE, title="Template")

    assert uploads(slow) == 1
    assert slow.rejections == []


def test_a_file_of_that_name_in_another_thread_does_not_count(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    other = slack.says("another picture", user=JONAS.id, channel=GAMES.id)
    threads.attach_once(GAMES.id, thread, TEMPLATE, title="Template")
    attached(slack, thread)

    threads.attach_once(GAMES.id, other, TEMPLATE, title="Template")

    assert len(attached(slack, other)) == 1


def test_a_missing_scope_is_named() -> None:
    with Workspace(Settings(scopes=frozenset(SCOPES) - {"files:write"})) as slack:
        client = web_client(slack.settings.bot_token, slack.api_url)
        threads = SlackThreads(client, lambda _: ("", []), lambda _: {})
        thread = slack.says("a picture", user=JONAS.id, channel=GAMES.id)
        with pytest.raises(UpstreamRejected, match="files:write"):
            threads.attach_once(GAMES.id, thread, TEMPLATE, title="Template")


def test_an_unknown_channel_is_refused(threads: SlackThreads, thread: str) -> None:
    with pytest.raises(UpstreamRejected) as caught:
        threads.attach_once("C0UNKNOWN", thread, TEMPLATE, title="Template")
    assert caught.value.code == "channel_not_found"


# --- on the way up ---------------------------------------------------------------------------


def test_the_bytes_go_up_without_the_token(host: CrookedHost) -> None:
    send(f"{host.url}/upload/v1/ticket", b"bytes")

    assert host.asked == [("/upload/v1/ticket", "None")]
    assert host.received == [b"bytes"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(302, UpstreamRejected), (404, UpstreamRejected), (500, UpstreamUnavailable)],
)
def test_a_refused_upload_has_a_kind(
    host: CrookedHost, status: int, kind: type[UpstreamError]
) -> None:
    host.status = status

    with pytest.raises(UpstreamError) as caught:
        send(f"{host.url}/upload/v1/ticket", b"bytes")
    assert type(caught.value) is kind


def test_an_upload_to_nobody_can_be_tried_again() -> None:
    with pytest.raises(UpstreamUnavailable):
        send("http://127.0.0.1:1/upload/v1/ticket", b"bytes")
