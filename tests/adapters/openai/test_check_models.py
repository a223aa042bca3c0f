"""The check looks at the model for words and at the one for pictures."""

from bot.adapters.openai.check import check
from bot.adapters.openai.connection import Connection
from tests.fakes.openai_server import FakeOpenAI


def test_both_models_are_looked_at(server: FakeOpenAI, connection: Connection) -> None:
    server.models = ("words", "eyes")

    found = check(connection, model="words", vision_model="eyes", api="chat")

    assert all(fine for fine, _ in found)
    assert [text for _, text in found if "is there" in text] == [
        "The model “words” is there.",
        "The model “eyes” is there.",
    ]
    assert sum("accepts the key" in text for _, text in found) == 1


def test_a_missing_one_is_named_by_its_setting(server: FakeOpenAI, connection: Connection) -> None:
    server.models = ("words",)

    found = check(connection, model="words", vision_model="eyes", api="chat")

    (problem,) = [text for fine, text in found if not fine]
    assert "no model “eyes”" in problem
    assert "OPENAI_VISION_MODEL" in problem


def test_one_for_both_is_looked_at_once(server: FakeOpenAI, connection: Connection) -> None:
    server.models = ("words",)

    found = check(connection, model="words", api="chat")

    assert sum("is there" in text for _, text in found) == 1
