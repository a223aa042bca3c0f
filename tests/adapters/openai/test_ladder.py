"""Servers that do not do what they are told: whatever they can do is used, and remembered."""

import json
from typing import Any

import pytest

from bot.domain.errors import BotError, UpstreamRejected, UpstreamUnavailable
from bot.domain.instance import InstanceDraft
from bot.domain.reading import Drafted, Worded
from tests.adapters.openai.conftest import Asked
from tests.fakes.openai_server import Fails, FakeOpenAI, Says, Scripted, calls

PLAN: dict[str, Any] = {
    "InstanceType": "t3.small",
    "VolumeSize": 60,
    "DisableApiTermination": False,
}
REPLY = {"kind": "question", "text": "What is it for?"}


def form_of(body: Any) -> str:
    """How a request makes the model answer in a fixed form."""
    if "tools" in body:
        return "tools"
    form = body.get("response_format") or body["text"]["format"]
    return str(form["type"])


def forms(server: FakeOpenAI) -> list[str]:
    return [form_of(body) for body in server.bodies]


class TestCallsInText:
    """A model that writes its call into the text has called all the same."""

    @pytest.mark.parametrize(
        "text",
        [
            json.dumps({"name": "run_instances", "arguments": PLAN}),
            json.dumps({"name": "run_instances", "parameters": PLAN}),
            json.dumps({"name": "run_instances", "arguments": json.dumps(PLAN)}),
            json.dumps(PLAN),
            json.dumps({"run_instances": PLAN, "reply": None}),
            f"```json\n{json.dumps(PLAN, indent=2)}\n```",
            f"Sure! Here it is:\n```\n{json.dumps(PLAN)}\n```\nShall I {{go}} on?",
            f"<tool_call>\n{json.dumps({'name': 'run_instances', 'arguments': PLAN})}\n</tool_call>",
            f"[TOOL_CALLS][{json.dumps({'name': 'run_instances', 'arguments': PLAN})}]",
            f'<think>{{"InstanceType": "t3.nano"}} is too small</think>{json.dumps(PLAN)}',
            "\n".join([json.dumps(PLAN)] * 3),
        ],
        ids=[
            "name and arguments",
            "name and parameters",
            "arguments as text",
            "bare arguments",
            "the root object",
            "fenced",
            "amid prose",
            "tagged",
            "in a list",
            "after thinking aloud",
            "repeated",
        ],
    )
    def test_a_plan_in_the_text_is_found(self, server: FakeOpenAI, ask: Asked, text: str) -> None:
        server.will(Says(text))

        reading = ask("a t3.small with 60 GB")

        assert isinstance(reading, Drafted)
        assert isinstance(reading.draft, InstanceDraft)
        assert (reading.draft.instance_type, reading.draft.volume_gib) == ("t3.small", 60)
        assert len(server.requests) == 1

    @pytest.mark.parametrize(
        "text",
        [
            json.dumps(REPLY),
            json.dumps({"name": "reply", "arguments": REPLY}),
            json.dumps({"run_instances": None, "reply": REPLY}),
        ],
        ids=["bare arguments", "name and arguments", "the root object"],
    )
    def test_so_is_a_reply(self, server: FakeOpenAI, ask: Asked, text: str) -> None:
        server.will(Says(text))

        reading = ask("I need a server")

        assert isinstance(reading, Worded)
        assert (reading.kind, reading.text) == ("question", "What is it for?")

    def test_a_complete_plan_counts_though_the_model_ran_on(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        server.will(Says(json.dumps(PLAN) + " and so on" * 50, stopped="length"))

        assert isinstance(ask("a t3.small"), Drafted)


class TestSteps:
    """Without a call the next form is tried, down to words that are harmless."""

    def test_prose_is_asked_again_with_a_schema(self, server: FakeOpenAI, ask: Asked) -> None:
        server.will(Says("A t3.small would be nice."), Says(json.dumps(PLAN)))

        assert isinstance(ask("a t3.small"), Drafted)
        assert forms(server) == ["tools", "json_schema"]

    def test_a_server_that_knows_no_schemas_is_given_one_to_read(
        self, server: FakeOpenAI, ask_chat: Asked
    ) -> None:
        server.will(Fails(500, "boom"), Fails(500, "boom"), Says(json.dumps(PLAN)))

        assert isinstance(ask_chat("a t3.small"), Drafted)
        assert forms(server) == ["tools", "json_schema", "json_object"]
        assert '"DisableApiTermination"' in server.bodies[2]["messages"][0]["content"]

    @pytest.mark.parametrize(
        "refusal",
        [
            Fails(400, "registry/model does not support tools"),
            Fails(422, "tools: Extra inputs are not permitted"),
            Fails(500, "Unsupported tool_choice"),
            Fails(501, "not implemented"),
            Says("", stopped="length"),
        ],
        ids=["400", "422", "500", "501", "runs to the limit"],
    )
    def test_a_server_without_tools_still_plans(
        self, server: FakeOpenAI, ask: Asked, refusal: Scripted
    ) -> None:
        server.will(refusal, Says(json.dumps({"run_instances": PLAN, "reply": None})))

        assert isinstance(ask("a t3.small"), Drafted)

    def test_the_form_that_worked_comes_first_next_time(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        server.will(Says("Hm."), Says(json.dumps(PLAN)), Says(json.dumps(PLAN)))

        ask("a t3.small")
        ask("another")

        assert forms(server) == ["tools", "json_schema", "json_schema"]

    def test_a_model_that_stops_obeying_is_tried_in_every_form_again(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        server.will(Says("Hm."), Says(json.dumps(PLAN)))
        server.will(Says("Hm."), Says("Hm."), calls("run_instances", PLAN))

        ask("a t3.small")
        ask("another")

        assert forms(server)[2:] == ["json_schema", "json_object", "tools"]

    def test_an_outage_is_not_mistaken_for_a_missing_form(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        server.will(calls("run_instances", PLAN), Fails(500, "The server had an error"))

        ask("a t3.small")
        with pytest.raises(UpstreamUnavailable, match="The server had an error"):
            ask("another")

        assert len(server.requests) == 2

    @pytest.mark.parametrize("status", [502, 503, 504, 529])
    def test_an_overloaded_server_is_left_alone(
        self, server: FakeOpenAI, ask: Asked, status: int
    ) -> None:
        server.will(Fails(status, "overloaded"))

        with pytest.raises(UpstreamUnavailable):
            ask("a t3.small")

        assert len(server.requests) == 1

    def test_a_faulty_call_is_corrected_once_and_then_asked_for_in_another_form(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        faulty = calls("run_instances", {"InstanceType": "t3.small"})
        server.will(faulty, faulty, Says(json.dumps(PLAN)))

        assert isinstance(ask("a t3.small"), Drafted)
        assert forms(server) == ["tools", "tools", "json_schema"]

    def test_only_one_correction_is_paid_for(self, server: FakeOpenAI, ask: Asked) -> None:
        server.will(*[calls("run_instances", {"InstanceType": "t3.small"})] * 4)

        with pytest.raises(UpstreamRejected, match="VolumeSize: Field required"):
            ask("a t3.small")

        assert forms(server) == ["tools", "tools", "json_schema", "json_object"]

    def test_a_faulty_plan_in_the_text_is_corrected_in_words(
        self, server: FakeOpenAI, ask_chat: Asked
    ) -> None:
        server.will(Says(json.dumps(PLAN | {"VolumeSize": "big"})), Says(json.dumps(PLAN)))

        assert isinstance(ask_chat("a t3.small"), Drafted)
        correction = server.bodies[1]["messages"][-1]
        assert correction["role"] == "user"
        assert "VolumeSize: Input should be a valid integer" in correction["content"]
        assert "big" not in correction["content"]


class TestProse:
    """Words of a model that cannot call functions are shown only as words."""

    @pytest.mark.parametrize(
        "prose",
        [
            "Hello! Tell me which server you need.",
            "Nothing is created before you approve the plan.",
        ],
    )
    def test_help_is_passed_on_with_a_plain_statement(
        self, server: FakeOpenAI, ask: Asked, prose: str
    ) -> None:
        server.will(*[Says(prose)] * 3)

        reading = ask("hi")

        assert isinstance(reading, Worded)
        assert reading.kind == "answer"
        assert reading.text == f"{prose}\n\n(Nothing was planned or launched.)"

    @pytest.mark.parametrize(
        "prose",
        [
            "I have launched a t3.small for you.",
            "Done: the instance is now running!",
            "All instances were terminated.",
            "Created! Here is your server.",
            '{"message": "hello"}',
            "",
            "word " * 1000,
        ],
        ids=["launched", "running", "terminated", "created", "foreign JSON", "nothing", "endless"],
    )
    def test_a_claim_to_have_acted_or_anything_unreadable_is_an_error(
        self, server: FakeOpenAI, ask: Asked, prose: str
    ) -> None:
        server.will(*[Says(prose)] * 3)

        with pytest.raises(UpstreamRejected, match="answered in prose") as caught:
            ask("a t3.small")

        assert "OPENAI_MODEL" in caught.value.user_message

    def test_when_no_form_is_accepted_the_first_refusal_is_told(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        server.will(Fails(400, "no tools here"), Fails(400, "no schema"), Fails(400, "no json"))

        with pytest.raises(BotError, match="no tools here"):
            ask("a t3.small")
