"""Which API is spoken where, and what `check` finds out beforehand."""

import httpx2
import pytest

from bot.adapters.openai.check import check
from bot.adapters.openai.connection import Connection, api_for
from tests.fakes.openai_server import MODEL, FakeOpenAI


@pytest.mark.parametrize(
    ("base_url", "api"),
    [
        ("https://api.openai.com/v1", "responses"),
        ("https://eu.api.openai.com/v1/", "responses"),
        ("https://team.openai.azure.com/openai/v1/", "responses"),
        ("https://team.openai.azure.com/openai/deployments/x", "chat"),
        ("https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1", "responses"),
        ("https://bedrock-mantle.us-west-2.api.aws/v1", "responses"),
        ("http://127.0.0.1:11434/v1", "chat"),
        ("https://api.openai.com.example.org/v1", "chat"),
        ("not a url", "chat"),
    ],
)
def test_responses_where_it_is_complete_and_chat_elsewhere(base_url: str, api: str) -> None:
    assert api_for(base_url) == api


@pytest.mark.parametrize("wanted", ["responses", "chat"])
def test_a_setting_outweighs_the_address(wanted: str) -> None:
    assert api_for("https://api.openai.com/v1", wanted) == wanted  # type: ignore[arg-type]  # str from the table


@pytest.mark.parametrize(
    ("base_url", "called", "name"),
    [
        ("https://api.openai.com/v1", None, "OpenAI"),
        ("http://llm.intern:8080/v1", None, "The language model at llm.intern"),
        ("http://offline/v1", "The embedded model", "The embedded model"),
    ],
)
def test_people_are_told_which_server_it_was(base_url: str, called: str | None, name: str) -> None:
    assert Connection("k", base_url, called=called).name == name


class TestCheck:
    """Asks for the model and nothing else."""

    def test_a_known_model_is_fine(self, server: FakeOpenAI, connection: Connection) -> None:
        found = check(connection, model=MODEL)

        assert found == (
            (True, "The language model at 127.0.0.1 accepts the key."),
            (True, f"The model “{MODEL}” is there."),
            (True, "Requests go to Chat Completions."),
        )
        assert [request.path for request in server.requests] == [f"/v1/models/{MODEL}"]

    def test_an_unknown_model_is_told_with_what_there_is(
        self, server: FakeOpenAI, connection: Connection
    ) -> None:
        found = check(connection, model="gpt-4", api="responses")

        assert (
            False,
            f"There is no model “gpt-4” for this key (OPENAI_MODEL); there is: {MODEL}.",
        ) in found
        assert found[-1] == (True, "Requests go to the Responses API.")

    def test_a_server_without_a_list_of_models_can_still_be_fine(
        self, server: FakeOpenAI, connection: Connection
    ) -> None:
        server.models = None

        assert all(fine for fine, _ in check(connection, model="whatever"))

    def test_a_missing_key_is_found_before_anything_is_sent(self) -> None:
        ((fine, text),) = check(Connection(None), model=MODEL)

        assert not fine
        assert "OPENAI_API_KEY" in text

    def test_a_refused_key_is_told(self, server: FakeOpenAI, connection: Connection) -> None:
        server.accepts_key = False

        ((fine, text),) = check(connection, model=MODEL)

        assert not fine
        assert "the API key was not accepted" in text

    def test_a_server_that_is_not_there_is_told(self, http_client: httpx2.Client) -> None:
        connection = Connection("any", "http://127.0.0.1:9/v1", http_client)

        ((fine, text),) = check(connection, model=MODEL)

        assert not fine
        assert "could not be reached" in text

    def test_a_model_that_is_only_listed_is_found(
        self, server: FakeOpenAI, connection: Connection
    ) -> None:
        server.shows_single_models = False

        assert (True, f"The model “{MODEL}” is there.") in check(connection, model=MODEL)
