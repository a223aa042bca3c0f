"""Pictures, architectures and stacks on both of OpenAI's APIs."""

import base64
import json
from typing import Any

import pytest

from bot.adapters.openai.connection import Connection
from bot.adapters.openai.planner import planner
from bot.domain.architecture import Architecture
from bot.domain.errors import UpstreamRejected
from bot.domain.instance import InstanceDraft
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Tokens, Worded
from bot.domain.request import Checked, Picture, Proposed, Replied, Said
from bot.domain.stack import StackDraft
from tests.adapters.openai.conftest import Asked
from tests.fakes.openai_server import MODEL, Calls, Fails, FakeOpenAI, Says, calls

PNG = b"\x89PNG and so on"
PICTURE = Picture(PNG, "image/png")
URL = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
TEMPLATE = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n"
STRUCTURE: dict[str, Any] = {
    "components": [
        {
            "id": "api-1",
            "service": "apigateway",
            "label": "CustomerDetailsAPI",
            "count": 1,
            "inside": None,
            "confidence": 1.0,
            "settings": [],
        },
        {
            "id": "lambda-1",
            "service": "lambda",
            "label": "GetCustomer",
            "count": 2,
            "inside": "vpc-1",
            "confidence": 1.0,
            "settings": [{"name": "memory-mib", "value": "512"}],
        },
    ],
    "containers": [
        {
            "id": "vpc-1",
            "kind": "vpc",
            "label": "VPC",
            "inside": None,
            "confidence": 0.5,
            "settings": [],
        }
    ],
    "connections": [{"source": "api-1", "target": "lambda-1", "label": "GET", "confidence": 1.0}],
    "unplaced": [{"text": "v2", "why": "a word beside nothing"}],
}
ARCHITECTURE = Architecture.model_validate(STRUCTURE)
CALL: dict[str, Any] = {
    "title": "Customer API",
    **STRUCTURE,
    "region": None,
    "template": TEMPLATE,
    "assumptions": ["Placeholder code."],
    "questions": ["Who may call it?"],
}
DRAFT = StackDraft(
    title="Customer API",
    architecture=ARCHITECTURE,
    template=TEMPLATE,
    assumptions=("Placeholder code.",),
    questions=("Who may call it?",),
)
SHOWN = (Said("U1", "build this", picture=PICTURE),)


def offered(body: Any) -> list[str]:
    return [(tool.get("function") or tool)["name"] for tool in body["tools"]]


def told(body: Any) -> str:
    return str(body.get("instructions") or body["messages"][0]["content"])


class TestPictures:
    """A picture goes to the model that can see, and comes back as a stack."""

    def test_who_proposes_at_once_has_done_both_steps(self, server: FakeOpenAI, ask: Asked) -> None:
        server.will(calls("create_stack", CALL))

        assert ask(SHOWN) == Drafted(DRAFT, MODEL, Tokens(100, 20))

    def test_chat_completions_get_an_image_part(self, server: FakeOpenAI, ask_chat: Asked) -> None:
        server.will(calls("create_stack", CALL))

        ask_chat(SHOWN)

        assert server.bodies[0]["messages"][1] == {
            "role": "user",
            "content": [
                {"type": "image_url", "image_url": {"url": URL, "detail": "high"}},
                {"type": "text", "text": "build this"},
            ],
        }

    def test_responses_get_an_input_image(self, server: FakeOpenAI, connection: Connection) -> None:
        server.will(calls("create_stack", CALL))

        planner(connection, model="m", api="responses").read(SHOWN, Policy())

        assert server.bodies[0]["input"] == [
            {
                "role": "user",
                "content": [
                    {"type": "input_image", "image_url": URL, "detail": "high"},
                    {"type": "input_text", "text": "build this"},
                ],
            }
        ]

    def test_a_model_of_its_own_reads_pictures(
        self, server: FakeOpenAI, connection: Connection
    ) -> None:
        server.will(calls("create_stack", CALL), calls("reply", {"kind": "answer", "text": "Hi"}))
        server.will(calls("create_stack", CALL))
        reader = planner(connection, model="words", vision_model="eyes", api="chat")

        reader.read(SHOWN, Policy())
        reader.read((Said("U1", "hi"),), Policy())
        reader.read((Proposed(DRAFT), Said("U1", "no VPC")), Policy())

        assert [body["model"] for body in server.bodies] == ["eyes", "words", "eyes"]

    def test_what_one_model_cannot_do_is_not_held_against_the_other(
        self, server: FakeOpenAI, connection: Connection
    ) -> None:
        server.will(Says("A nice picture."), Says(json.dumps(CALL)))
        server.will(calls("reply", {"kind": "answer", "text": "Hi"}))
        reader = planner(connection, model="words", vision_model="eyes", api="chat")

        reader.read(SHOWN, Policy())
        reader.read((Said("U1", "hi"),), Policy())

        assert "tools" in server.bodies[2]

    def test_a_template_is_given_room_and_time(self, server: FakeOpenAI, ask: Asked) -> None:
        server.will(calls("create_stack", CALL), calls("reply", {"kind": "answer", "text": "Hi"}))

        ask(SHOWN)
        ask("hi")

        room = [
            body.get("max_completion_tokens") or body.get("max_output_tokens")
            for body in server.bodies
        ]
        seconds = [
            float(request.headers["x-stainless-read-timeout"]) for request in server.requests
        ]
        assert room[0] >= 32_000 > room[1]
        assert seconds[0] >= 300 > seconds[1]

    def test_the_limits_of_the_workspace_are_told(self, server: FakeOpenAI, ask: Asked) -> None:
        ask.policy = Policy(regions=("eu-west-1",), default_region="eu-west-1")
        server.will(calls("create_stack", CALL | {"region": " eu-west-1 "}))

        reading = ask(SHOWN)

        assert "Regions: eu-west-1." in told(server.bodies[0])
        assert isinstance(reading, Drafted)
        assert reading.draft.region == "eu-west-1"

    def test_words_about_a_picture_stay_words(self, server: FakeOpenAI, ask: Asked) -> None:
        server.will(calls("reply", {"kind": "answer", "text": "That is a cat."}))

        assert ask(SHOWN) == Worded("answer", "That is a cat.", MODEL, Tokens(100, 20))

    def test_two_stacks_in_one_answer_become_a_question(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        other = ("create_stack", CALL | {"title": "Another"})
        server.will(Calls((("create_stack", CALL), other)))

        reading = ask(SHOWN)

        assert isinstance(reading, Worded)
        assert "“Customer API”, “Another”" in reading.text


class TestConversations:
    """What was drawn, proposed and checked reaches the model in the form it knows."""

    EXACT = (
        "take this\n\nThe file's own structure, exact; take it over as it is:\n"
        f"```json\n{json.dumps(STRUCTURE)}\n```"
    )
    FOUND = (
        "Not shown. The checks found:\n- E3002 at Resources/Api: bad\n- no-wildcards: too much\n"
        "Correct exactly these and call create_stack again with the whole template."
    )
    CONVERSATION = (
        Said("U1", "take this", architecture=ARCHITECTURE),
        Proposed(DRAFT),
        Checked(("E3002 at Resources/Api: bad", "no-wildcards: too\nmuch")),
    )

    def test_an_exact_structure_is_fenced_json(self, server: FakeOpenAI, ask_chat: Asked) -> None:
        server.will(calls("create_stack", CALL))

        ask_chat(self.CONVERSATION[:1])

        assert server.bodies[0]["messages"][1] == {"role": "user", "content": self.EXACT}

    def test_faults_are_the_outcome_of_the_call(self, server: FakeOpenAI, ask_chat: Asked) -> None:
        server.will(calls("create_stack", CALL))

        ask_chat(self.CONVERSATION)

        _, _, proposed, outcome = server.bodies[0]["messages"]
        call = proposed["tool_calls"][0]
        assert call["function"]["name"] == "create_stack"
        assert json.loads(call["function"]["arguments"]) == CALL
        assert outcome == {"role": "tool", "tool_call_id": call["id"], "content": self.FOUND}

    def test_they_are_in_responses_too(self, server: FakeOpenAI, connection: Connection) -> None:
        server.will(calls("create_stack", CALL))

        planner(connection, model="m", api="responses").read(self.CONVERSATION, Policy())

        _, call, outcome = server.bodies[0]["input"]
        assert (call["type"], call["name"]) == ("function_call", "create_stack")
        assert json.loads(call["arguments"])["template"] == TEMPLATE
        assert outcome == {
            "type": "function_call_output",
            "call_id": call["call_id"],
            "output": self.FOUND,
        }

    def test_a_follow_up_comes_after_a_card_that_was_shown(
        self, server: FakeOpenAI, ask_chat: Asked
    ) -> None:
        server.will(calls("create_stack", CALL))

        ask_chat((*SHOWN, Proposed(DRAFT), Said("U1", "no VPC")))

        *_, outcome, follow_up = server.bodies[0]["messages"]
        assert (
            outcome["content"] == "Shown to the person as a plan card, which is theirs to launch."
        )
        assert follow_up == {"role": "user", "content": "no VPC"}

    def test_without_tools_faults_are_said(self, server: FakeOpenAI, ask_chat: Asked) -> None:
        answer = {"create_stack": CALL, "run_instances": None, "reply": None}
        server.will(Fails(400, "this model does not support tools"), Says(json.dumps(answer)))

        assert isinstance(ask_chat(self.CONVERSATION), Drafted)

        _, _, earlier, found = server.bodies[1]["messages"]
        assert json.loads(earlier["content"]) == answer
        assert found == {"role": "user", "content": self.FOUND}
        assert "create_stack, run_instances, reply" in told(server.bodies[1])

    def test_faults_of_nothing_are_said_as_well(self, server: FakeOpenAI, ask_chat: Asked) -> None:
        server.will(calls("create_stack", CALL))

        ask_chat((*SHOWN, Replied("Hm."), Checked(("E3002: bad",))))

        assert server.bodies[0]["messages"][-1]["role"] == "user"
        assert "E3002: bad" in server.bodies[0]["messages"][-1]["content"]

    def test_an_instance_may_follow_a_stack(self, server: FakeOpenAI, ask: Asked) -> None:
        plan = {"InstanceType": "t3.small", "VolumeSize": 20, "DisableApiTermination": False}
        server.will(calls("run_instances", plan))

        reading = ask((Proposed(DRAFT), Said("U1", "rather a single t3.small")))

        assert isinstance(reading, Drafted)
        assert isinstance(reading.draft, InstanceDraft)

    def test_a_picture_without_words_is_said_to_be_one(
        self, server: FakeOpenAI, ask_chat: Asked
    ) -> None:
        server.will(calls("create_stack", CALL))

        ask_chat((Said("U1", " ", picture=PICTURE), Said("U2", "what is it?")))

        image, words = server.bodies[0]["messages"][1]["content"]
        assert image["type"] == "image_url"
        assert words["text"] == "(a picture without words)\n\nwhat is it?"


class TestTemplates:
    """The template is kept as it was written, but for what a chat puts around it."""

    @pytest.mark.parametrize(
        "written",
        [
            TEMPLATE,
            f"```yaml\n{TEMPLATE}```",
            f"\n```\n{TEMPLATE}```\n",
            f"```cloudformation\r\n{TEMPLATE}```",
        ],
        ids=["bare", "fenced", "fenced without a language", "fenced by Windows"],
    )
    def test_a_fence_is_taken_off(self, server: FakeOpenAI, ask: Asked, written: str) -> None:
        server.will(calls("create_stack", CALL | {"template": written}))

        reading = ask(SHOWN)

        assert isinstance(reading, Drafted)
        assert isinstance(reading.draft, StackDraft)
        assert reading.draft.template == TEMPLATE

    def test_backquotes_inside_stay(self, server: FakeOpenAI, ask: Asked) -> None:
        template = f"{TEMPLATE}    # ```\n    # not a fence\n    # ```\n"
        server.will(calls("create_stack", CALL | {"template": template}))

        reading = ask(SHOWN)

        assert isinstance(reading, Drafted)
        assert isinstance(reading.draft, StackDraft)
        assert reading.draft.template == template

    def test_a_template_written_as_json_is_text_all_the_same(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        body = {"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi"}}}
        server.will(calls("create_stack", CALL | {"template": body}))

        reading = ask(SHOWN)

        assert isinstance(reading, Drafted)
        assert isinstance(reading.draft, StackDraft)
        assert json.loads(reading.draft.template) == body

    @pytest.mark.parametrize(
        ("lacking", "told_so"),
        [
            ({"template": " \n"}, "template: empty"),
            ({"template": None}, "template: empty"),
            ({"components": [], "containers": []}, "components: empty"),
            ({"components": "many"}, "components: Input should be a valid array"),
        ],
        ids=["blank", "null", "no components", "not a list"],
    )
    def test_what_is_incomplete_goes_back_once(
        self, server: FakeOpenAI, ask: Asked, lacking: dict[str, Any], told_so: str
    ) -> None:
        server.will(calls("create_stack", CALL | lacking), calls("create_stack", CALL))

        assert ask(SHOWN) == Drafted(DRAFT, MODEL, Tokens(200, 40))
        assert told_so in json.dumps(server.bodies[1])

    def test_what_stays_incomplete_is_an_error(self, server: FakeOpenAI, ask: Asked) -> None:
        server.will(calls("create_stack", CALL))
        ask(SHOWN)
        server.will(*[calls("create_stack", CALL | {"template": ""})] * 2)

        with pytest.raises(UpstreamRejected, match="template: empty") as caught:
            ask(SHOWN)

        assert caught.value.code == "invalid_plan"

    @pytest.mark.parametrize(
        "text",
        [
            json.dumps(CALL),
            json.dumps({"name": "create_stack", "arguments": CALL}),
            json.dumps({"create_stack": CALL, "run_instances": None, "reply": None}),
            f"Here you are:\n```json\n{json.dumps(CALL, indent=1)}\n```",
        ],
        ids=["bare arguments", "name and arguments", "the root object", "fenced"],
    )
    def test_a_stack_in_the_text_is_found(self, server: FakeOpenAI, ask: Asked, text: str) -> None:
        server.will(Says(text))

        assert ask(SHOWN) == Drafted(DRAFT, MODEL, Tokens(100, 20))


class TestBlindModels:
    """A model that cannot read pictures is told apart from one that is down."""

    @pytest.mark.parametrize(
        "failure",
        [
            Fails(500, "image input is not supported - hint: you may need to provide the mmproj"),
            Fails(400, "Invalid content type. image_url is only supported by certain models."),
            Fails(400, "this model does not support image input (ref: 1)"),
            Fails(404, "No endpoints found that support image input"),
            Fails(400, "facebook/opt-125m is not a multimodal model None"),
            Fails(400, "At most 0 image(s) may be provided in one request."),
            Fails(400, "messages[1].content: unknown variant `image_url`, expected `text`"),
            Fails(400, "messages[1].content must be a string"),
            Fails(400, "Unsupported content part type for text-only server: image_url"),
        ],
        ids=lambda failure: failure.message[:30],
    )
    def test_it_is_said_which_setting_to_change(
        self, server: FakeOpenAI, connection: Connection, failure: Fails
    ) -> None:
        server.will(failure)
        reader = planner(connection, model="words", vision_model="eyes", api="chat")

        with pytest.raises(UpstreamRejected, match="this model cannot read pictures") as caught:
            reader.read(SHOWN, Policy())

        assert "OPENAI_VISION_MODEL" in caught.value.user_message
        assert "“eyes”" in caught.value.user_message
        assert len(server.requests) == 1

    def test_a_picture_it_does_not_take_is_another_matter(
        self, server: FakeOpenAI, ask: Asked
    ) -> None:
        server.will(Fails(400, "You uploaded an unsupported image.", code="invalid_image_format"))

        with pytest.raises(UpstreamRejected, match="unsupported image") as caught:
            ask(SHOWN)

        assert "Send the picture once more as a PNG" in caught.value.user_message

    def test_a_vision_model_that_does_not_exist_is_named_by_its_setting(
        self, server: FakeOpenAI, connection: Connection
    ) -> None:
        server.will(Fails(404, "no such model", code="model_not_found"))
        reader = planner(connection, model="words", vision_model="eyes", api="chat")

        with pytest.raises(UpstreamRejected, match="no such model") as caught:
            reader.read(SHOWN, Policy())

        assert "OPENAI_VISION_MODEL: “eyes” does not exist" in caught.value.user_message
