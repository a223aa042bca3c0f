"""In a stack's thread: what is about no part of it, what is so already, and what is set by a few words."""

import pytest

from bot.domain.architecture import Architecture, Component, Connection, Container, Setting
from tests.offline.stacks import Thread, structure

GAME = "a Minecraft Bedrock server for 25 players with 250 GB"
NETWORK = (
    Container(id="vpc", kind="vpc"),
    Container(id="in", kind="private-subnet", inside="vpc"),
    Container(id="out", kind="public-subnet", inside="vpc"),
)


def of(*services: str, containers: tuple[Container, ...] = ()) -> Architecture:
    return Architecture(
        components=tuple(
            Component(
                id=one,
                service=one,
                label="" if one == "nat" else "Orders",
                inside={"nat": "out", "s3": None}.get(one, "in") if containers else None,
            )
            for one in services
        ),
        containers=containers,
        connections=tuple(
            Connection(source=services[0], target=one) for one in services[1:] if one != "nat"
        ),
    )


def started(architecture: Architecture) -> Thread:
    thread = Thread(lambda _: architecture)
    thread.says("", b"picture")
    return thread


@pytest.mark.parametrize(
    "words", ["end it", "stop, undo all of that", "beende das", "delete the stack"]
)
def test_a_stack_ends_on_its_card_only(words: str) -> None:
    name, arguments = started(of("lambda", "s3")).says(words)

    assert name == "reply"
    assert arguments["text"].startswith("Press End on the card of the running stack.")


def test_a_game_is_no_part_of_a_stack_unless_it_is_said_to_be() -> None:
    thread = started(of("lambda", "s3"))

    name, arguments = thread.says(GAME)
    assert name == "reply"
    assert arguments["text"] == "That is another plan; ask me in the channel, not in this thread."

    name, arguments = thread.says(f"also {GAME}")
    server = structure(arguments).components[-1]
    assert (server.service, server.setting("volume-gib")) == ("ec2", "250")
    assert arguments["questions"] == []


@pytest.mark.parametrize(
    "drawn", [of("ec2", "nat", "s3", "sqs", containers=NETWORK), of("fargate", "s3")]
)
def test_no_nat_gateway_is_left_once_it_is_removed(drawn: Architecture) -> None:
    _, arguments = started(drawn).says("without NAT")

    assert "NAT gateway." in arguments["assumptions"][0]
    assert "AWS::EC2::NatGateway" not in arguments["template"]


@pytest.mark.parametrize(
    ("service", "words", "settings"),
    [
        ("ec2", "t3.large", {"instance-type": "t3.large"}),
        ("ec2", "100 GB disk", {"volume-gib": "100"}),
        ("rds", "100 GB disk", {"storage-gib": "100"}),
        ("fargate", "4 tasks with 2 vCPU", {"count": "4", "cpu": "2048"}),
        ("fargate", "memory 2 GB", {"memory-mib": "2048"}),
    ],
)
def test_what_is_set_is_not_denied(service: str, words: str, settings: dict[str, str]) -> None:
    name, arguments = started(of(service)).says(words)

    assert name == "create_stack"
    (part,) = structure(arguments).components
    assert {one.name: one.value for one in part.settings} == settings
    assert not any("not in the plan" in one for one in arguments["questions"])


@pytest.mark.parametrize("settings", [(), (Setting(name="versioning", value="on"),)])
def test_what_is_on_already_makes_no_new_plan(settings: tuple[Setting, ...]) -> None:
    files = Component(id="files", service="s3", label="Files", settings=settings)

    name, arguments = started(Architecture(components=(files,))).says("turn on versioning")

    assert name == "reply"
    assert "It is on already" in arguments["text"]


def test_a_renamed_part_is_the_same_resource() -> None:
    _, arguments = started(of("s3")).says("rename the bucket to invoices")

    assert "OrdersBucket:" in arguments["template"]
    assert structure(arguments).components[0].label == "invoices"
