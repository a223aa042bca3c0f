"""Everything slack_sdk can raise has a kind."""

import http.client
import socket
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError

import pytest
from slack_sdk import errors as sdk
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.adapters.slack.errors import HARMLESS, NEXT_STEPS, NOT_STARTED, UNCLEAR, translated
from bot.domain.errors import OutcomeUnknown, UpstreamError, UpstreamRejected, UpstreamUnavailable


def descendants(kind: type[Any]) -> Iterator[type[Any]]:
    yield kind
    for child in kind.__subclasses__():
        yield from descendants(child)


SDK_EXCEPTIONS = sorted(
    {kind for kind in descendants(SlackClientError) if kind.__module__ == sdk.__name__},
    key=lambda kind: kind.__name__,
)


SDK: dict[str, Any] = {kind.__name__: kind for kind in SDK_EXCEPTIONS}


def refused(code: str, *, status: int = 200, **more: Any) -> SlackApiError:
    body = {"ok": False, "error": code, **more}
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="https://slack.com/api/chat.postMessage",
        req_args={},
        data=body,
        headers={},
        status_code=status,
    )
    error: SlackApiError = SDK["SlackApiError"]("The request failed.", response)
    return error


def raised(kind: type[Exception]) -> Exception:
    if kind is SlackApiError:
        return refused("no_such_thing")
    if kind is sdk.SlackTokenRotationError:
        return kind(refused("invalid_refresh_token"))
    return kind("The SDK says no.")


def kind_of(error: Exception) -> UpstreamError:
    with pytest.raises(UpstreamError) as caught, translated():
        raise error
    assert caught.value.__cause__ is error
    return caught.value


@pytest.mark.parametrize("kind", SDK_EXCEPTIONS, ids=lambda kind: kind.__name__)
def test_every_sdk_exception_has_a_kind(kind: type[Exception]) -> None:
    error = kind_of(raised(kind))

    assert type(error) is UpstreamRejected
    assert error.where == "Slack"
    assert error.next_step


def test_the_walk_above_found_them_all() -> None:
    assert {kind.__name__ for kind in SDK_EXCEPTIONS} >= {
        "SlackApiError",
        "SlackRequestError",
        "SlackClientConfigurationError",
        "SlackObjectFormationError",
        "BotUserAccessError",
    }


@pytest.mark.parametrize("code", sorted(NOT_STARTED))
def test_what_did_not_start_can_be_tried_again(code: str) -> None:
    assert type(kind_of(refused(code))) is UpstreamUnavailable


@pytest.mark.parametrize("code", sorted(UNCLEAR))
def test_what_may_have_happened_is_looked_for(code: str) -> None:
    assert type(kind_of(refused(code))) is OutcomeUnknown


@pytest.mark.parametrize("code", sorted(NEXT_STEPS))
def test_a_known_refusal_says_what_to_do(code: str) -> None:
    error = kind_of(refused(code))

    assert type(error) is UpstreamRejected
    assert (error.code, error.next_step) == (code, NEXT_STEPS[code])


def test_a_missing_scope_is_named() -> None:
    error = kind_of(refused("missing_scope", needed="reactions:write", provided="chat:write"))

    assert error.said == "missing_scope (needs reactions:write)"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, UpstreamUnavailable),
        (503, UpstreamUnavailable),
        (500, OutcomeUnknown),
        (502, OutcomeUnknown),
        (400, UpstreamRejected),
    ],
)
def test_without_a_known_code_the_status_decides(status: int, kind: type[UpstreamError]) -> None:
    assert type(kind_of(refused("", status=status))) is kind


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (URLError(ConnectionRefusedError(111, "refused")), UpstreamUnavailable),
        (URLError(socket.gaierror(-2, "Name or service not known")), UpstreamUnavailable),
        (ConnectionRefusedError(), UpstreamUnavailable),
        (URLError(TimeoutError("timed out")), OutcomeUnknown),
        (URLError("unknown url type"), OutcomeUnknown),
        (TimeoutError("timed out"), OutcomeUnknown),
        (ConnectionResetError(), OutcomeUnknown),
        (http.client.RemoteDisconnected("gone"), OutcomeUnknown),
        (http.client.IncompleteRead(b""), OutcomeUnknown),
        (
            HTTPError("https://slack.com", 500, "no", http.client.HTTPMessage(), None),
            OutcomeUnknown,
        ),
    ],
    ids=[
        "refused",
        "no such host",
        "refused, bare",
        "timeout",
        "strange url",
        "timeout, bare",
        "reset",
        "hung up",
        "cut off",
        "http error",
    ],
)
def test_a_broken_connection_has_a_kind(error: Exception, kind: type[UpstreamError]) -> None:
    assert type(kind_of(error)) is kind


def test_what_is_not_slacks_doing_is_left_alone() -> None:
    with pytest.raises(ZeroDivisionError), translated():
        raise ZeroDivisionError


def test_only_what_is_already_so_is_harmless() -> None:
    assert {"already_reacted"} == HARMLESS
