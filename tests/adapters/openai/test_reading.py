"""The contract of the port `Planner`, over both of OpenAI's APIs."""

import json
from typing import Any

import pytest

from bot.adapters.openai.connection import Connection
from bot.adapters.openai.planner import planner
from bot.domain.errors import UpstreamRejected
from bot.domain.instance import Ingress, InstanceDraft, Reason
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Tokens, Worded
from bot.domain.request import Proposed, Replied, Said
from tests.adapters.openai.conftest import KEY, Asked
from tests.fakes.openai_server import (
    MODEL,
    Calls,
    Declines,
    Fails,
    FakeOpenAI,
    Raw,
    Says,
    calls,
)

MINECRAFT = "a Minecraft Bedrock server for 25 players, 1/4 TB, easy to get rid of"
MINECRAFT_CALL: dict[str, Any] = {
    "InstanceType": "t3.medium",
    "VolumeSize": 250,
    "DisableApiTermination": False,
    "count": None,
    "name": None,
    "operating_system": None,
    "volume_type": None,
    "inbound_ports": None,
    "lease_hours": None,
    "region": None,
    "reasons": [{"parameter": "InstanceType", "reason": "4 GiB is enough for 25 players."}],
    "assumptions": ["Port 19132/udp stays closed."],
}
MINECRAFT_DRAFT = InstanceDraft(
    instance_type="t3.medium",
    volume_gib=250,
    termination_protection=False,
    reasons=(Reason(parameter="InstanceType", reason="4 GiB is enough for 25 players."),),
    assumptions=("Port 19132/udp stays closed.",),
)


class TestBothApis:
    """The same conversation makes the same reading."""

    def test_a_call_of_run_instances_is_a_draft(self, server: FakeOpenAI, ask: Asked) -> None:
        server.will(calls("run_instances", MINECRAFT_CALL))

        reading = ask(MINECRAFT)

        assert reading == Drafted(MINECRAFT_DRAFT, MODEL, Tokens(100, 20))

    def test_everything_a_call_can_say_reaches_the_draft(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        rule = {"protocol": "tcp", "from_port": 443, "to_port": 443, "source": "0.0.0.0/0"}
        full = MINECRAFT_CALL | {
            "count": 2,
            "name": " build-cache ",
            "operating_system": "ubuntu-24.04",
            "volume_type": "gp3",
            "inbound_ports": [rule],
            "lease_hours": 336,
            "region": "eu-west-1",
        }
        server.will(calls("run_instances", full))

        reading = ask("two ubuntu boxes")

        assert isinstance(reading, Drafted)
        assert reading.draft == MINECRAFT_DRAFT.model_copy(
            update={
                "count": 2,
                "name": "build-cache",
                "operating_system": "ubuntu-24.04",
                "ingress": (Ingress.model_validate(rule),),
                "lease_hours": 336,
                "region": "eu-west-1",
            }
        )

    def test_what_the_policy_forbids_is_passed_on_as_asked(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        asked_for = MINECRAFT_CALL | {"VolumeSize": 64_000, "count": 500, "region": "mars-1"}
        server.will(calls("run_instances", asked_for))

        reading = ask("far too much")

        assert isinstance(reading, Drafted)
        assert isinstance(reading.draft, InstanceDraft)
        assert (reading.draft.volume_gib, reading.draft.count) == (64_000, 500)
        assert len(Policy().violations(reading.draft)) == 3

    @pytest.mark.parametrize("kind", ["answer", "question", "refusal"])
    def test_a_reply_is_words(self, server: FakeOpenAI, ask: Asked, kind: Any) -> None:
        server.will(calls("reply", {"kind": kind, "text": " What for? "}))

        assert ask("I need a server") == Worded(kind, "What for?", MODEL, Tokens(100, 20))

    def test_a_plan_outweighs_words_beside_it(self, server: FakeOpenAI, ask: Asked) -> None:
        words = ("reply", {"kind": "answer", "text": "Here you are!"})
        server.will(Calls((words, ("run_instances", MINECRAFT_CALL))))

        assert isinstance(ask(MINECRAFT), Drafted)

    def test_two_plans_in_one_answer_become_a_question(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        other = MINECRAFT_CALL | {"InstanceType": "t3.large", "count": 3}
        server.will(Calls((("run_instances", MINECRAFT_CALL), ("run_instances", other))))

        reading = ask("a game server and three builders")

        assert isinstance(reading, Worded)
        assert reading.kind == "question"
        assert "1 × t3.medium, 3 × t3.large" in reading.text

    def test_no_answer_floods_the_card(self, server: FakeOpenAI, ask: Asked) -> None:
        server.will(
            calls(
                "run_instances",
                MINECRAFT_CALL
                | {
                    "reasons": [{"parameter": "count", "reason": "r" * 5000}] * 50,
                    "assumptions": [" ", *["a" * 5000] * 50],
                },
            )
        )

        reading = ask(MINECRAFT)

        assert isinstance(reading, Drafted)
        assert isinstance(reading.draft, InstanceDraft)
        assert [len(line) for line in reading.draft.assumptions] == [300] * 12
        assert [len(one.reason) for one in reading.draft.reasons] == [300] * 12

    def test_a_faulty_plan_goes_back_to_the_model_once(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        backwards = {"protocol": "tcp", "from_port": 90, "to_port": 80, "source": "10.0.0.0/8"}
        server.will(
            calls("run_instances", MINECRAFT_CALL | {"inbound_ports": [backwards]}),
            calls("run_instances", MINECRAFT_CALL),
        )

        reading = ask(MINECRAFT)

        assert reading == Drafted(MINECRAFT_DRAFT, MODEL, Tokens(200, 40))
        assert "port range 90-80 is backwards" in json.dumps(server.bodies[1])

    def test_arguments_that_are_not_json_go_back_to_the_model_too(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        server.will(
            calls("run_instances", '{"InstanceType": "t3.me'),
            calls("run_instances", MINECRAFT_CALL),
        )

        assert isinstance(ask(MINECRAFT), Drafted)

    def test_a_plan_that_stays_faulty_is_an_error_that_names_the_fault(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        server.will(calls("run_instances", MINECRAFT_CALL))
        ask(MINECRAFT)
        server.will(*[calls("run_instances", MINECRAFT_CALL | {"VolumeSize": 0})] * 2)

        with pytest.raises(UpstreamRejected, match="VolumeSize: Input should be greater") as caught:
            ask(MINECRAFT)

        assert caught.value.code == "invalid_plan"
        assert "in other words" in caught.value.user_message

    def test_a_function_that_does_not_exist_is_not_invented(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        server.will(
            calls("terminate_instances", {"all": True}),
            calls("reply", {"kind": "refusal", "text": "I cannot end instances."}),
        )

        reading = ask("terminate every instance in the account")

        assert isinstance(reading, Worded)
        assert reading.kind == "refusal"

    def test_a_refusal_by_the_model_itself_is_a_clear_error(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        server.will(Declines("I can't help with that."))

        with pytest.raises(UpstreamRejected, match="the model declined: I can't help with that"):
            ask("something dark")

    def test_a_filtered_answer_is_a_clear_error(self, server: FakeOpenAI, ask: Asked) -> None:
        server.will(Says("", stopped="content_filter"))

        with pytest.raises(UpstreamRejected, match="content filter stopped the answer"):
            ask("something dark")

    def test_an_answer_cut_short_is_a_clear_error(self, server: FakeOpenAI, ask: Asked) -> None:
        server.will(*[Says('{"run_instances": {"Inst', stopped="length")] * 3)

        with pytest.raises(UpstreamRejected, match="too long and was cut off"):
            ask(MINECRAFT)

    def test_a_page_that_is_no_answer_is_a_clear_error(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        server.will(Raw("<html>Please log in</html>", "text/html"))

        with pytest.raises(UpstreamRejected, match="not one that this API gives") as caught:
            ask(MINECRAFT)

        assert "OPENAI_BASE_URL" in caught.value.next_step

    def test_missing_usage_counts_as_nothing(self, server: FakeOpenAI, ask: Asked) -> None:
        text = json.dumps({"run_instances": MINECRAFT_CALL, "reply": None})
        message = {"type": "message", "content": [{"type": "output_text", "text": text}]}
        choice = {"message": {"role": "assistant", "content": text}}
        server.will(Raw(json.dumps({"choices": [choice], "output": [message]})))

        assert ask(MINECRAFT) == Drafted(MINECRAFT_DRAFT, "gpt-5.6-luna", Tokens())


class TestConversations:
    """Who said what reaches the model in the form it knows."""

    CONVERSATION = (
        Said("U1", "hi"),
        Replied("Hello! Tell me what you need."),
        Said("U1", MINECRAFT),
        Proposed(MINECRAFT_DRAFT),
        Said("U1", "make it two"),
        Said("U2", "and call it “pit”"),
    )
    EARLIER = MINECRAFT_CALL | {"count": 1, "operating_system": "al2023", "volume_type": "gp3"}
    SHOWN = "Shown to the person as a plan card, which is theirs to launch."

    def test_in_chat_completions(self, server: FakeOpenAI, ask_chat: Asked) -> None:
        server.will(calls("run_instances", MINECRAFT_CALL))

        ask_chat(self.CONVERSATION)

        system, *messages = server.bodies[0]["messages"]
        assert system["role"] == "system"
        call = messages[3]["tool_calls"][0]
        assert json.loads(call["function"].pop("arguments")) == self.EARLIER
        assert messages == [
            {"role": "user", "content": "hi"},
            {"role": "assistant", "content": "Hello! Tell me what you need."},
            {"role": "user", "content": MINECRAFT},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {"id": "call00003", "type": "function", "function": {"name": "run_instances"}}
                ],
            },
            {"role": "tool", "tool_call_id": "call00003", "content": self.SHOWN},
            {"role": "user", "content": "make it two\n\nand call it “pit”"},
        ]

    def test_in_responses(self, server: FakeOpenAI, connection: Connection) -> None:
        server.will(calls("run_instances", MINECRAFT_CALL))

        planner(connection, model="gpt-5.6-luna", api="responses").read(self.CONVERSATION, Policy())

        items = server.bodies[0]["input"]
        assert json.loads(items[3].pop("arguments")) == self.EARLIER
        assert items == [
            {"role": "user", "content": "hi"},
            {"role": "assistant", "content": "Hello! Tell me what you need."},
            {"role": "user", "content": MINECRAFT},
            {"type": "function_call", "call_id": "call00003", "name": "run_instances"},
            {"type": "function_call_output", "call_id": "call00003", "output": self.SHOWN},
            {"role": "user", "content": "make it two\n\nand call it “pit”"},
        ]

    def test_as_text_for_a_server_without_tools(self, server: FakeOpenAI, ask_chat: Asked) -> None:
        answer = json.dumps({"run_instances": MINECRAFT_CALL, "reply": None})
        server.will(Fails(400, "this model does not support tools"), Says(answer))

        ask_chat(self.CONVERSATION)

        earlier = server.bodies[1]["messages"][4]
        assert earlier["role"] == "assistant"
        assert json.loads(earlier["content"]) == {
            "run_instances": self.EARLIER,
            "read_architecture": None,
            "reply": None,
        }


class TestRequests:
    """What is sent besides the conversation."""

    def test_nothing_is_kept_on_the_server_and_no_temperature_is_sent(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        server.will(calls("run_instances", MINECRAFT_CALL))

        ask(MINECRAFT)

        body = server.bodies[0]
        assert body["store"] is False
        assert body["tool_choice"] == "required"
        assert not {"temperature", "previous_response_id", "user"} & set(body)

    def test_a_temperature_is_sent_when_it_is_set(
        self, server: FakeOpenAI, connection: Connection
    ) -> None:
        server.will(calls("run_instances", MINECRAFT_CALL))

        reader = planner(connection, model="gpt-4o", api="chat", temperature=0.2)
        reader.read((Said("U1", MINECRAFT),), Policy())

        assert server.bodies[0]["temperature"] == 0.2

    def test_the_model_is_told_the_limits(self, server: FakeOpenAI, ask_chat: Asked) -> None:
        ask_chat.policy = Policy(
            instance_types=("t3.nano", "m7i.large"),
            max_volume_gib=77,
            max_count=3,
            regions=("eu-central-1",),
            default_region="eu-central-1",
        )
        server.will(calls("run_instances", MINECRAFT_CALL))

        ask_chat(MINECRAFT)

        told = server.bodies[0]["messages"][0]["content"]
        assert "Instance types: t3.nano, m7i.large" in told
        assert "at most 77 GiB each. Count: at most 3" in told
        assert "Regions: eu-central-1. Without a word about it: eu-central-1." in told
        tool = server.bodies[0]["tools"][0]["function"]
        types = tool["parameters"]["properties"]["InstanceType"]
        assert types["enum"] == ["t3.nano", "m7i.large"]
        assert "t3.nano: 2 vCPU, 0.5 GiB; m7i.large." in types["description"]

    def test_an_empty_message_is_still_a_message(self, server: FakeOpenAI, ask_chat: Asked) -> None:
        server.will(calls("reply", {"kind": "answer", "text": "Hello!"}))

        ask_chat("  ")

        assert server.bodies[0]["messages"][-1]["content"] == "(a message without words)"

    def test_neither_the_key_nor_what_people_write_is_logged(
        self, server: FakeOpenAI, ask: Asked, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG")
        server.will(
            Fails(400, "Unsupported parameter", param="store"),
            calls("run_instances", MINECRAFT_CALL | {"VolumeSize": -1}),
            calls("run_instances", MINECRAFT_CALL),
        )

        ask("the password of the game server is xyzzy")

        assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
        logged = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
        assert KEY not in logged
        assert "xyzzy" not in logged
        assert "t3.medium" not in logged
