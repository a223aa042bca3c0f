"""Slips of a model are put right where that is harmless, and said where it is not; nothing is lost."""

from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.adapters.openai.create_stack import CreateStack
from bot.adapters.openai.drawn import Incomplete
from bot.adapters.openai.tools import tools
from bot.domain.architecture import Architecture, Setting
from bot.domain.policy import Policy
from bot.domain.services import SERVICES
from bot.domain.stack import StackDraft

(STACK,) = tools(Policy(), ["create_stack"])


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

    @pytest.mark.parametrize(
        ("written", "service"),
        [
            ("Amazon RDS for PostgreSQL", "rds"),
            ("Application Load Balancer (ALB)", "alb"),
            ("EC2 Auto Scaling group", "autoscaling"),
            ("WAF web ACL", "waf"),
        ],
    )
    def test_a_service_is_found_in_a_longer_name_with_less_certainty(
        self, written: str, service: str
    ) -> None:
        found = component(service=written)

        assert (found.service, found.label, found.confidence) == (service, written, 0.7)

    @pytest.mark.parametrize(
        ("written", "settings"),
        [
            ([{"name": "versioning", "value": "on"}], [("versioning", "on")]),
            ([{"name": "Versioning", "value": True}], [("versioning", "on")]),
            (
                {"versioning": "Enabled", "expire_days": 30},
                [("versioning", "on"), ("expire-days", "30")],
            ),
            ([{"name": "website", "value": "no"}], [("website", "off")]),
            ([{"name": "colour", "value": "True"}], [("colour", "True")]),
            ([{"name": "encryption", "value": ["kms", "s3"]}], [("encryption", "kms, s3")]),
            (
                [{"name": "versioning", "value": "on"}, {"name": "versioning", "value": "off"}],
                [("versioning", "off")],
            ),
            ([{"name": " ", "value": "on"}, {"value": "on"}], []),
            (None, []),
        ],
        ids=[
            "as it should be",
            "a boolean",
            "an object",
            "a word for off",
            "a name of its own",
            "a list",
            "said twice",
            "nameless",
            "null",
        ],
    )
    def test_settings_may_be_written_in_many_ways(
        self, written: Any, settings: list[tuple[str, str]]
    ) -> None:
        found = component(service="s3", settings=written).settings

        assert found == tuple(Setting(name=name, value=value) for name, value in settings)

    def test_a_container_has_settings_too_as_many_as_can_be_kept(self) -> None:
        many = [{"name": f"n{number}", "value": "v" * 500} for number in range(50)]
        subnet, vpc = read(
            containers=[
                {"id": "s", "kind": "private subnet", "settings": {"cidr": "10.0.1.0/24"}},
                {"id": "v", "kind": "vpc", "settings": [{"name": "ipv6", "value": "yes"}, *many]},
            ]
        ).containers

        assert subnet.setting("cidr") == "10.0.1.0/24"
        assert vpc.setting("ipv6") == "on"
        assert len(vpc.settings) == 30
        assert {len(one.value) for one in vpc.settings[1:]} == {120}

    def test_a_network_alone_is_enough_for_a_stack(self) -> None:
        architecture = read(components=[], containers=[{"id": "v", "kind": "vpc"}])

        assert architecture.components == ()

    @pytest.mark.parametrize(
        "odd",
        [
            {"label": {"text": "Mine"}},
            {"confidence": "high"},
            {"inside": ["vpc"]},
            {"count": "two"},
        ],
        ids=str,
    )
    def test_what_means_nothing_is_a_fault(self, odd: dict[str, Any]) -> None:
        with pytest.raises(ValidationError, match=next(iter(odd))):
            component(**odd)

    @pytest.mark.parametrize("containers", [[], [{"id": "g", "kind": "group"}]])
    def test_nothing_to_build_is_none(self, containers: list[Any]) -> None:
        with pytest.raises(Incomplete, match="components: empty"):
            read(components=[], containers=containers)

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
    jsonschema.validate(call.model_dump(mode="json"), STACK.parameters)


def test_every_service_and_every_kind_of_container_can_be_named() -> None:
    properties = STACK.parameters["properties"]

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
        "settings": st.one_of(
            st.none(),
            st.dictionaries(st.text(), st.one_of(_TEXT, _NUMBER, st.booleans())),
            st.lists(st.fixed_dictionaries({}, optional={"name": _TEXT, "value": _TEXT})),
        ),
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
