"""Slips of a model are put right where that is harmless, and said where it is not; nothing is lost."""

from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.openai.create_stack import CreateStack
from bot.adapters.openai.tools import answer_schema, tools
from bot.domain.architecture import Architecture
from bot.domain.policy import Policy
from bot.domain.services import SERVICES
from bot.domain.stack import StackDraft
from tests.adapters.openai.test_tool_schemas import ALLOWED, nodes


def read(**parts: Any) -> Architecture:
    """What becomes of a call with these parts."""
    parts.setdefault("components", [{"id": "a", "service": "lambda"}])
    return CreateStack.model_validate({"title": "t", "template": "x", **parts}).draft().architecture


def component(**fields: Any) -> Any:
    return read(components=[{"id": "a", "service": "lambda", **fields}]).components[0]


class TestSlips:
    @pytest.mark.parametrize(
        ("written", "service"),
        [
            ("lambda", "lambda"),
            ("Lambda", "lambda"),
            ("AWS Lambda", "lambda"),
            ("Amazon S3", "s3"),
            ("PostgreSQL", "rds"),
            ("API-Gateway", "apigateway"),
            ("api gateway", "apigateway"),
            ("SQS queues", "sqs"),
        ],
    )
    def test_a_service_may_go_by_another_name(self, written: str, service: str) -> None:
        assert component(service=written, label="Mine").service == service

    def test_one_that_nobody_knows_keeps_its_name(self) -> None:
        unknown, labelled = read(
            components=[
                {"id": "a", "service": "Flux Capacitor"},
                {"id": "b", "service": "unknown", "label": "Payments"},
            ]
        ).components

        assert (unknown.service, unknown.label) == ("unknown", "Flux Capacitor")
        assert (labelled.service, labelled.label) == ("unknown", "Payments")

    @pytest.mark.parametrize(
        ("written", "count"), [(None, 1), (0, 1), (-3, 1), (7, 7), (5000, 100)]
    )
    def test_a_count_is_one_at_least(self, written: int | None, count: int) -> None:
        assert component(count=written).count == count

    @pytest.mark.parametrize(
        ("written", "sure"), [(None, 1), (0.4, 0.4), (90, 0.9), (-1, 0), (1, 1), (500, 1)]
    )
    def test_confidence_may_be_per_cent(self, written: float | None, sure: float) -> None:
        assert component(confidence=written).confidence == sure

    def test_what_is_not_known_does_no_harm(self) -> None:
        assert component(icon="λ", label=None).label == ""
        assert component(label="GetCustomer\n  v2").label == "GetCustomer v2"
        assert len(component(label="x" * 500).label) == 120

    def test_ids_are_made_clean_and_unique_and_still_found(self) -> None:
        architecture = read(
            components=[
                {"id": "my api", "service": "apigateway"},
                {"id": "my api", "service": "lambda"},
                {"id": "", "service": "sqs", "inside": "the vpc"},
                {"id": "vpc", "service": "s3"},
            ],
            containers=[{"id": "the vpc", "kind": "VPC"}, {"id": "vpc", "kind": "Public Subnet"}],
            connections=[{"source": "my api", "target": "vpc"}],
        )

        assert [one.id for one in architecture.components] == [
            "my-api",
            "my-api-2",
            "part",
            "vpc-2",
        ]
        assert [one.id for one in architecture.containers] == ["the-vpc", "vpc"]
        assert [one.kind for one in architecture.containers] == ["vpc", "public-subnet"]
        assert architecture.components[2].inside == "the-vpc"
        assert [(one.source, one.target) for one in architecture.connections] == [
            ("my-api", "vpc-2")
        ]

    def test_an_arrow_may_name_what_is_written_at_its_end(self) -> None:
        architecture = read(
            components=[
                {"id": "a", "service": "lambda", "label": "Get"},
                {"id": "b", "service": "dynamodb", "label": "Customers"},
            ],
            connections=[{"source": "get", "target": "Customers"}],
        )

        assert [(one.source, one.target) for one in architecture.connections] == [("a", "b")]

    def test_what_has_no_place_is_said(self) -> None:
        architecture = read(
            components=[
                {"id": "a", "service": "lambda", "label": "Get", "inside": "nowhere"},
                {"id": "b", "service": "lambda", "inside": "null"},
            ],
            connections=[
                {"source": "a", "target": "ghost"},
                {"source": "a", "target": "b"},
                {"source": "a", "target": "b"},
            ],
            unplaced=[{"text": "?", "why": ""}, {"text": "", "why": ""}],
        )

        assert [one.inside for one in architecture.components] == [None, None]
        assert len(architecture.connections) == 1
        assert [(one.text, one.why) for one in architecture.unplaced] == [
            ("?", ""),
            ("Get", "it was read inside “nowhere”, which is no container"),
            ("a → ghost", "an end of this arrow is at no component"),
        ]

    def test_a_frame_that_stands_in_itself_stands_alone(self) -> None:
        architecture = read(
            containers=[
                {"id": "a1", "kind": "vpc", "inside": "b1"},
                {"id": "b1", "kind": "odd", "inside": "a1"},
            ]
        )

        assert [one.inside for one in architecture.containers] == [None, "a1"]
        assert architecture.containers[1].kind == "group"
        assert architecture.unplaced[0].why == "it was read as standing in itself"

    def test_too_much_that_was_lost_is_counted(self) -> None:
        architecture = read(unplaced=[{"text": str(number), "why": "?"} for number in range(200)])

        assert len(architecture.unplaced) == 80
        assert architecture.unplaced[-1].text == "121 more"

    def test_a_stack_without_a_title_is_called_by_its_services(self) -> None:
        call = CreateStack.model_validate(
            {"title": None, "components": [{"id": "a", "service": "s3"}], "template": "x"}
        )

        assert call.draft().title == "Amazon S3"

    def test_no_answer_floods_the_card(self) -> None:
        many = ["a" * 5000] * 50
        draft = CreateStack.model_validate(
            {
                "title": "t" * 500,
                "components": [{"id": "a", "service": "s3"}],
                "template": "x",
                "assumptions": many,
                "questions": [" ", *many],
            }
        ).draft()

        assert (len(draft.title), len(draft.assumptions), len(draft.questions)) == (120, 30, 8)
        assert {len(line) for line in (*draft.assumptions, *draft.questions)} == {300}


def test_a_draft_survives_the_way_to_the_model_and_back() -> None:
    draft = StackDraft(
        title="t",
        architecture=read(containers=[{"id": "v", "kind": "vpc"}]),
        template="Resources: {}\n",
        region="eu-west-1",
        assumptions=("One.",),
        questions=("Two?",),
    )

    call = CreateStack.of(draft)

    assert call.draft() == draft
    (stack, *_) = tools(Policy(), stacks=True)
    jsonschema.validate(call.model_dump(mode="json"), stack.parameters)


def test_the_schema_stays_within_the_common_subset() -> None:
    (stack, *_) = tools(Policy(), stacks=True)
    for schema in (stack.parameters, answer_schema(Policy(), stacks=True)):
        for node in nodes(schema):
            assert set(node) <= ALLOWED
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])


def test_the_names_on_the_wire_are_fixed() -> None:
    (stack, *_) = tools(Policy(), stacks=True)
    properties = stack.parameters["properties"]

    assert stack.name == "create_stack"
    assert list(properties) == [
        "title",
        "components",
        "containers",
        "connections",
        "unplaced",
        "region",
        "template",
        "assumptions",
        "questions",
    ]
    assert properties["components"]["items"]["properties"]["service"]["enum"] == list(SERVICES)
    assert "private-subnet" in properties["containers"]["items"]["properties"]["kind"]["enum"]


_TEXT = st.one_of(st.none(), st.sampled_from(["a", "b", "vpc", "lambda", "A b", ""]), st.text())
_NUMBER = st.one_of(st.none(), st.integers(), st.floats())
_PART = st.fixed_dictionaries(
    {},
    optional={
        "id": _TEXT,
        "service": _TEXT,
        "kind": _TEXT,
        "label": _TEXT,
        "inside": _TEXT,
        "count": st.one_of(st.none(), st.integers()),
        "confidence": _NUMBER,
    },
)
_ARROW = st.fixed_dictionaries({}, optional={"source": _TEXT, "target": _TEXT, "label": _TEXT})


@settings(max_examples=150, deadline=None)
@given(
    st.lists(_PART, min_size=1, max_size=8),
    st.lists(_PART, max_size=5),
    st.lists(_ARROW, max_size=8),
)
def test_whatever_is_written_becomes_a_sound_architecture(
    components: list[Any], containers: list[Any], connections: list[Any]
) -> None:
    architecture = read(components=components, containers=containers, connections=connections)

    assert len(architecture.components) == len(components)
    assert len(architecture.containers) == len(containers)
