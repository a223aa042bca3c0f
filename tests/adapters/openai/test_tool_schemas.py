"""The schemas stay within what every server with structured output accepts."""

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from bot.adapters.openai.tools import RunInstances, answer_schema, tools
from bot.domain.instance import Ingress, InstanceDraft, Reason
from bot.domain.policy import Policy

ALLOWED = {
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "anyOf",
    "description",
}
EVERY = ("run_instances", "read_architecture", "create_stack", "reply")
OFFERED = tools(Policy(), EVERY)
SCHEMAS = [*(tool.parameters for tool in OFFERED), answer_schema(OFFERED)]


def nodes(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for inner in [
        *schema.get("properties", {}).values(),
        *schema.get("anyOf", []),
        *([schema["items"]] if "items" in schema else []),
    ]:
        yield from nodes(inner)


@pytest.mark.parametrize("schema", SCHEMAS, ids=[*EVERY, "answer"])
def test_only_the_common_subset_is_used(schema: dict[str, Any]) -> None:
    for node in nodes(schema):
        assert set(node) <= ALLOWED
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])


def test_the_names_on_the_wire_are_fixed() -> None:
    run_instances, read, create, reply = OFFERED

    assert tuple(tool.name for tool in OFFERED) == EVERY
    assert list(run_instances.parameters["properties"]) == [
        "InstanceType",
        "VolumeSize",
        "DisableApiTermination",
        "count",
        "name",
        "operating_system",
        "volume_type",
        "inbound_ports",
        "lease_hours",
        "region",
        "reasons",
        "assumptions",
    ]
    drawn = ["title", "components", "containers", "connections", "unplaced", "region"]
    assert list(read.parameters["properties"]) == [*drawn, "assumptions", "questions"]
    assert list(create.parameters["properties"]) == [
        *drawn,
        "template",
        "assumptions",
        "questions",
    ]
    assert list(reply.parameters["properties"]) == ["kind", "text"]


def test_a_setting_is_a_name_and_a_value() -> None:
    parts = OFFERED[1].parameters["properties"]

    for part in ("components", "containers"):
        setting = parts[part]["items"]["properties"]["settings"]["items"]
        assert setting["required"] == ["name", "value"]


def test_only_what_may_be_left_open_is_nullable() -> None:
    properties = OFFERED[0].parameters["properties"]

    assert {name for name, schema in properties.items() if "anyOf" not in schema} == {
        "InstanceType",
        "VolumeSize",
        "DisableApiTermination",
        "reasons",
        "assumptions",
    }


def test_a_draft_survives_the_way_to_the_model_and_back() -> None:
    draft = InstanceDraft(
        instance_type="t3.large",
        volume_gib=100,
        termination_protection=True,
        count=3,
        name="pit",
        operating_system="debian-13",
        ingress=(
            Ingress.model_validate(
                {"protocol": "udp", "from_port": 27015, "to_port": 27020, "source": "10.0.0.0/8"}
            ),
        ),
        lease_hours=24,
        region="eu-west-1",
        reasons=(Reason(parameter="count", reason="Three were asked for."),),
        assumptions=("Debian 13.",),
    )

    arguments = RunInstances.of(draft)

    assert arguments.draft() == draft
    jsonschema.validate(arguments.model_dump(mode="json"), OFFERED[0].parameters)
