"""The page's API: state, acts, the stream of changes; for this machine's own page only."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.workspace import GAMES, JONAS, MAYA, PRIYA, PageSettings, Settings, Workspace
from tests.sandbox.workspace.app_side import (
    Reply,
    RequestUrl,
    actions,
    button,
    modal,
    section,
    text_input,
)

Json = dict[str, Any]


class Browser:
    def __init__(self, slack: Workspace) -> None:
        self.host = slack.url.removeprefix("http://").removesuffix("/")

    @contextmanager
    def open(self, path: str, headers: dict[str, str] | None = None) -> Iterator[HTTPResponse]:
        with closing(HTTPConnection(self.host, timeout=10)) as connection:
            connection.request("GET", path, headers=headers or {})
            with connection.getresponse() as response:
                yield response

    def get(self, path: str) -> Any:
        with self.open(path) as response:
            return json.loads(response.read())

    def post(
        self, path: str, body: Json | bytes, headers: dict[str, str] | None = None
    ) -> tuple[int, Json]:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        marks = {"Origin": f"http://{self.host}", **(headers or {})}
        with closing(HTTPConnection(self.host, timeout=10)) as connection:
            connection.request("POST", path, sent, marks)
            with connection.getresponse() as response:
                return response.status, json.loads(response.read())

    def changes(self, since: int, count: int, headers: dict[str, str] | None = None) -> list[Json]:
        """The next changes after this cursor."""
        found: list[Json] = []
        with self.open(f"/sandbox/events?since={since}", headers) as stream:
            while len(found) < count:
                line = stream.readline().decode()
                if line.startswith("data: "):
                    found.append(json.loads(line.removeprefix("data: ")))
        return found


@pytest.fixture
def crashes() -> list[str]:
    return []


@pytest.fixture
def slack(tmp_path: Path, request_url: RequestUrl, crashes: list[str]) -> Iterator[Workspace]:
    (tmp_path / "index.html").write_text("<title>page</title>")
    (tmp_path / "app.js").write_text("export {}")
    page = PageSettings(
        folder=tmp_path,
        examples=[{"title": "A server", "text": "@gpt-to-aws a server"}],
        simulated=[{"what": "AWS", "how": "moto"}],
        aws=lambda: {"instances": [{"id": "i-1"}], "security_groups": []},
        fail_aws=lambda failure, wanted: crashes.append(f"{failure}: {wanted}"),
        crash_bot=lambda: crashes.append("crash"),
    )
    with Workspace(Settings(request_url=request_url.url), page=page) as workspace:
        yield workspace


@pytest.fixture
def browser(slack: Workspace) -> Browser:
    return Browser(slack)


def test_the_state_is_all_the_page_needs_to_start(
    slack: Workspace, client: WebClient, browser: Browser
) -> None:
    root = slack.says("hello", user=MAYA.id, channel=GAMES.id)
    client.chat_postMessage(channel=GAMES.id, thread_ts=root, text="hi", blocks=[section()])
    client.chat_postEphemeral(channel=GAMES.id, user=JONAS.id, text="psst")

    state = browser.get("/sandbox/state")

    assert state["team"] == {"id": slack.team.id, "name": slack.team.name}
    assert state["bot"] == {
        "user_id": slack.team.bot.user_id,
        "name": "gpt-to-aws",
        "online": True,
        "can_crash": True,
    }
    assert [user["name"] for user in state["users"]] == ["maya", "jonas", "priya", "tom"]
    assert [c["is_im"] for c in state["channels"]] == [False] * 3 + [True] * 4
    first, reply, hidden = state["messages"][GAMES.id]
    assert (first["user"], first["is_bot"], first["thread_ts"]) == (MAYA.id, False, None)
    assert (reply["is_bot"], reply["thread_ts"], reply["ephemeral_to"]) == (True, root, None)
    assert hidden["ephemeral_to"] == JONAS.id
    assert state["examples"][0]["title"] == "A server"
    assert state["simulated"] == [{"what": "AWS", "how": "moto"}]
    assert state["cursor"] >= 3


def test_a_person_talks_and_drops_a_file(slack: Workspace, browser: Browser) -> None:
    form = (
        b'--x\r\nContent-Disposition: form-data; name="user"\r\n\r\nU0MAYA0001\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.svg"\r\n'
        b"Content-Type: image/svg+xml\r\n\r\n<svg/>\r\n--x--\r\n"
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    status, uploaded = browser.post("/sandbox/files", form, kind)
    file = uploaded["file"]
    assert (status, file["name"], file["size"]) == (200, "a.svg", 6)

    words = {
        "user": MAYA.id,
        "channel": GAMES.id,
        "text": "@gpt-to-aws look",
        "files": [file["id"]],
    }
    status, said = browser.post("/sandbox/messages", words)
    reply = {"user": JONAS.id, "channel": GAMES.id, "text": "nice", "thread_ts": said["ts"]}
    browser.post("/sandbox/messages", reply)

    thread = slack.thread(GAMES.id, said["ts"])
    assert [m.text for m in thread] == [f"{slack.bot} look", "nice"]
    with browser.open(file["url"]) as response:
        assert response.read() == b"<svg/>"
        assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_click_tells_how_it_went(
    slack: Workspace, client: WebClient, browser: Browser, request_url: RequestUrl
) -> None:
    blocks = [actions(button(value="plan-1"))]
    ts = client.chat_postMessage(channel=GAMES.id, text="plan", blocks=blocks)["ts"]
    container = {"type": "message", "channel": GAMES.id, "ts": ts}
    forged = {"action_id": "plan_approve", "type": "button", "value": "plan-2"}
    click = {"user": PRIYA.id, "container": container, "action": forged}

    assert browser.post("/sandbox/actions", click) == (200, {"ok": True})
    assert request_url.interactions()[0]["actions"][0]["value"] == "plan-1"

    request_url.answer = lambda _: Reply(500)
    status, answer = browser.post("/sandbox/actions", click)
    assert (status, answer["ok"]) == (200, False)
    assert answer["error"] == "the app answered with an error"


def test_a_modal_is_filled_in_and_closed(
    slack: Workspace, client: WebClient, browser: Browser, request_url: RequestUrl
) -> None:
    client.chat_postMessage(channel=GAMES.id, text="plan", blocks=[actions()])
    slack.presses("plan_approve", user=PRIYA.id, channel=GAMES.id)
    trigger = request_url.interactions()[0]["trigger_id"]
    view = modal(actions(button("more")), text_input())
    view_id = client.views_open(trigger_id=trigger, view=view)["view"]["id"]
    values = {"size": {"size_gib": {"type": "plain_text_input", "value": "8"}}}

    inside = {"type": "view", "view_id": view_id}
    click = {"user": PRIYA.id, "container": inside, "action": {"action_id": "more"}}
    assert browser.post("/sandbox/actions", click)[1] == {"ok": True}
    empty = browser.post(f"/sandbox/views/{view_id}/submit", {"user": PRIYA.id})
    assert empty[1]["errors"] == {"size": "Please complete this required field."}
    shown = browser.get("/sandbox/state")["modals"][PRIYA.id]
    assert shown[0]["errors"] == {"size": "Please complete this required field."}

    sent = {"user": PRIYA.id, "state": {"values": values}}
    assert browser.post(f"/sandbox/views/{view_id}/submit", sent) == (200, {"ok": True})
    status, answer = browser.post(f"/sandbox/views/{view_id}/close", {"user": PRIYA.id})
    assert (status, answer["error"]) == (404, "that view is no longer open.")


def test_every_change_is_streamed_from_where_the_page_left_off(
    slack: Workspace, client: WebClient, browser: Browser
) -> None:
    start = browser.get("/sandbox/state")["cursor"]
    ts = client.chat_postMessage(channel=GAMES.id, text="plan")["ts"]
    client.chat_update(channel=GAMES.id, ts=ts, text="approved")
    client.chat_delete(channel=GAMES.id, ts=ts)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=GAMES.id, text="x" * 4001)
    client.views_publish(user_id=MAYA.id, view={"type": "home", "blocks": [section()]})
    slack.aws_changed()

    posted, updated, deleted, rejected, home, aws = browser.changes(start, 6)

    assert posted["message"]["text"] == "plan"
    assert (updated["message"]["text"], updated["message"]["edited"]) == ("approved", True)
    assert deleted == {"type": "message_deleted", "channel": GAMES.id, "ts": ts}
    assert (rejected["type"], rejected["error"]) == ("rejected", "msg_too_long")
    assert (home["type"], home["user"], home["view"]["type"]) == ("home", MAYA.id, "home")
    assert aws == {"type": "aws"}
    resumed = browser.changes(0, 1, {"Last-Event-ID": str(start + 2)})
    assert resumed == [deleted]


def test_a_waiting_page_hears_of_a_change_at_once(slack: Workspace, browser: Browser) -> None:
    start = browser.get("/sandbox/state")["cursor"]
    with browser.open(f"/sandbox/events?since={start}") as stream:
        slack.says("hello", user=MAYA.id, channel=GAMES.id)
        number, data = stream.readline().decode(), stream.readline().decode()

    assert number == f"id: {start + 1}\n"
    assert json.loads(data.removeprefix("data: "))["message"]["text"] == "hello"


def test_the_workspace_stops_though_a_page_is_watching(slack: Workspace, browser: Browser) -> None:
    with browser.open("/sandbox/events?since=0") as stream:
        slack.stop()
        stream.read()
        assert stream.isclosed()


def test_the_page_can_open_the_home_and_crash_the_bot(
    slack: Workspace, browser: Browser, request_url: RequestUrl, crashes: list[str]
) -> None:
    assert browser.post("/sandbox/home", {"user": MAYA.id, "tab": "home"})[1] == {"ok": True}
    assert browser.post("/sandbox/bot/crash", {})[1] == {"ok": True}
    slack.wait_until(lambda: slack.deliveries)

    assert crashes == ["crash"]
    assert request_url.events("app_home_opened")[0]["user"] == MAYA.id
    assert browser.get("/sandbox/aws")["instances"] == [{"id": "i-1"}]


def test_the_page_can_let_aws_fail_and_take_that_back(browser: Browser, crashes: list[str]) -> None:
    assert browser.post("/sandbox/aws/failures", {"id": "vpcs"}) == (200, {"ok": True})
    assert browser.post("/sandbox/aws/failures", {"id": "vpcs", "wanted": False})[0] == 200

    assert crashes == ["vpcs: True", "vpcs: False"]


def test_an_aws_that_is_not_simulated_cannot_be_let_fail() -> None:
    with Workspace(Settings()) as workspace:
        status, answer = Browser(workspace).post("/sandbox/aws/failures", {"id": "vpcs"})

    assert (status, answer["error"]) == (404, "this AWS cannot be made to fail from here.")


def test_the_page_and_its_files_are_served_and_nothing_else(
    slack: Workspace, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path.parent / "secret.txt").write_text("secret")
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "a.png").write_bytes(b"picture")
    statuses = {}
    found = ("/", "/static/app.js", "/examples/a.png")
    for path in (*found, "/static/nothing.js", "/static/../../secret.txt", "/examples/b.png"):
        with browser.open(path) as response:
            statuses[path] = response.status
            response.read()

    assert list(statuses.values()) == [200, 200, 200, 404, 404, 404]


def test_a_permalink_opens_the_page_at_the_thread(browser: Browser) -> None:
    with browser.open(
        f"/archives/{GAMES.id}/p1760000000000002?thread_ts=1760000000.000001"
    ) as found:
        assert (found.status, found.headers["Location"]) == (302, f"/#{GAMES.id}/1760000000.000001")
    with browser.open(f"/archives/{GAMES.id}/p1760000000000002") as found:
        assert found.headers["Location"] == f"/#{GAMES.id}/1760000000.000002"


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/sandbox/messages", {"user": MAYA.id, "text": "x"}, 400, "The request lacks 'channel'."),
        (
            "/sandbox/messages",
            {"user": MAYA.id, "channel": "C0", "text": "x"},
            404,
            "no channel C0",
        ),
        ("/sandbox/messages", {"user": MAYA.id, "channel": GAMES.id}, 400, "words or a file"),
        ("/sandbox/messages", b"not json", 400, "not as it should be"),
        ("/sandbox/messages", b"[]", 400, "not as it should be"),
        ("/sandbox/home", {"user": "U0"}, 404, "no person U0"),
        ("/sandbox/views/V0/submit", {"user": MAYA.id}, 404, "no longer open"),
    ],
)
def test_a_wrong_request_is_answered_with_a_sentence(
    path: str, body: Json | bytes, status: int, said: str, browser: Browser
) -> None:
    answered, answer = browser.post(path, body)

    assert (answered, answer["ok"]) == (status, False)
    assert said in answer["error"]


def test_a_file_larger_than_slack_takes_is_refused_in_words(browser: Browser) -> None:
    form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    status, answer = browser.post("/sandbox/files", form + b"x" * (65 * 1024**2), kind)

    assert (status, answer["error"]) == (413, "The file is too large for Slack.")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::1]", ""])
@pytest.mark.parametrize("path", ["/", "/sandbox/state", "/api/api.test", "/link/"])
def test_other_host_names_are_refused(path: str, host: str, browser: Browser) -> None:
    """A page of another site that rebinds its name to this machine reads nothing."""
    with browser.open(path, {"Host": host}) as response:
        assert response.status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_other_pages_cannot_act(origin: str, slack: Workspace, browser: Browser) -> None:
    words = {"user": MAYA.id, "channel": GAMES.id, "text": "hello"}

    status, _ = browser.post("/sandbox/messages", words, {"Origin": origin})

    assert status == 403
    assert slack.messages(GAMES.id) == []


def test_a_picture_on_another_page_calls_nothing(slack: Workspace, browser: Browser) -> None:
    """A GET from elsewhere has no Origin; the browser still says where it comes from."""
    token = slack.settings.bot_token
    call = f"/api/chat.postMessage?token={token}&channel={GAMES.id}&text=hello"
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    with browser.open(call, elsewhere) as response:
        assert response.status == 403
    with browser.open("/", elsewhere) as link:
        assert link.status == 200
    assert slack.messages(GAMES.id) == []


def test_localhost_is_this_machine_too(slack: Workspace, browser: Browser) -> None:
    port = browser.host.partition(":")[2]
    name = f"localhost:{port}"
    words = {"user": MAYA.id, "channel": GAMES.id, "text": "hello"}

    status, _ = browser.post("/sandbox/messages", words, {"Host": name, "Origin": f"http://{name}"})

    assert status == 200
