"""Where the bot's token goes: to the configured address, and nowhere else."""

import pytest
from slack_sdk import WebClient

from bot.adapters.slack.client import web_client
from bot.adapters.slack.errors import translated
from bot.adapters.slack.probe import SCOPES, check_bot, check_socket_mode
from bot.domain.errors import OutcomeUnknown, UpstreamUnavailable
from bot.sandbox.workspace import GAMES, Outage, Settings, Workspace


def test_without_a_setting_it_is_slack_itself() -> None:
    assert web_client("xoxb-1").base_url == "https://slack.com/api/"


@pytest.mark.parametrize("ending", ["", "/", "//"])
def test_an_address_works_with_and_without_its_last_slash(slack: Workspace, ending: str) -> None:
    client = web_client(slack.settings.bot_token, slack.api_url.rstrip("/") + ending)

    assert client.auth_test()["user_id"] == slack.team.bot.user_id


def test_only_what_slack_asks_for_is_repeated_by_the_client(
    slack: Workspace, client: WebClient, thread: str
) -> None:
    """A broken connection is not: the message may have been posted."""
    slack.fail_next("chat.postMessage", Outage(drop="after"))
    before = [call.method for call in slack.calls].count("chat.postMessage")

    with pytest.raises(OutcomeUnknown), translated():
        client.chat_postMessage(channel=GAMES.id, thread_ts=thread, text="once")
    assert [call.method for call in slack.calls].count("chat.postMessage") == before + 1


def test_a_slack_nobody_answers_at_was_never_asked() -> None:
    with pytest.raises(UpstreamUnavailable), translated():
        web_client("xoxb-1", "http://127.0.0.1:1/api").auth_test()


# --- what `gpt-to-aws check` asks ------------------------------------------------------------


def test_a_good_token_is_told_to_be_one(slack: Workspace) -> None:
    findings = check_bot(slack.settings.bot_token, slack.api_url)

    assert [fine for fine, _ in findings] == [True, True]
    assert "@gpt-to-aws in Blockworks" in findings[0][1]


def test_missing_scopes_are_named_with_what_they_are_for() -> None:
    with Workspace(Settings(scopes=frozenset(SCOPES) - {"reactions:write"})) as workspace:
        findings = check_bot(workspace.settings.bot_token, workspace.api_url)

    assert [said for fine, said in findings if not fine] == [
        "The scope reactions:write is missing (to acknowledge). Add it and install the app again."
    ]


def test_a_wrong_token_is_told_to_be_wrong(slack: Workspace) -> None:
    ((fine, said),) = check_bot("xoxb-guessed", slack.api_url)

    assert not fine
    assert said == "Slack: invalid_auth. Check SLACK_BOT_TOKEN."


def test_socket_mode_needs_the_app_token(slack: Workspace) -> None:
    ((good, _),) = check_socket_mode(slack.settings.app_token, slack.api_url)
    ((bad, _),) = check_socket_mode(slack.settings.bot_token, slack.api_url)

    assert (good, bad) == (True, False)
