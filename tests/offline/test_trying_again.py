"""After a launch that failed, a stack is proposed again: mended where AWS said what it refuses, and honest where not."""

from typing import Any

import pytest

from bot.domain.architecture import Architecture, Component, Container, Setting
from tests.offline.asking import row
from tests.offline.stacks import Thread, structure


def setting(name: str, value: str) -> tuple[Setting, ...]:
    return (Setting(name=name, value=value),)


DRAWN = Architecture(
    components=(
        Component(
            id="db", service="rds", label="Orders", settings=setting("engine-version", "9.1")
        ),
        Component(
            id="old", service="rds", label="Archive", settings=setting("engine-version", "9.2")
        ),
        Component(
            id="flag", service="parameterstore", label="Flag", settings=setting("name", "/flag")
        ),
        Component(id="box", service="ec2", inside="vpc", settings=setting("instance-type", "p5.x")),
        Component(id="files", service="s3", label="Files", settings=setting("versioning", "on")),
    ),
    containers=(Container(id="vpc", kind="vpc", settings=setting("cidr", "10.0.0.0/8")),),
)
AS_IT_IS = "Try again, with the template as it is unless that can be avoided."


def after(reason: str, again: str = "Try again.") -> dict[str, Any]:
    """The call that comes after a failure of the drawn stack."""
    thread = Thread(lambda _: DRAWN)
    thread.says("", b"a picture")
    name, arguments = thread.says(f"{again} What stood in the way: {reason}")
    assert name == "create_stack"
    return arguments


def settings_of(arguments: dict[str, Any]) -> dict[str, dict[str, str]]:
    architecture = structure(arguments)
    parts: tuple[Component | Container, ...] = (*architecture.components, *architecture.containers)
    return {one.id: {each.name: each.value for each in one.settings} for one in parts}


@pytest.mark.parametrize(
    ("reason", "part", "note"),
    [
        (
            "OrdersDatabase (AWS::RDS::DBInstance): Cannot find version 9.1 for postgres",
            "db",
            "Without engine-version = 9.1 at Orders (Amazon RDS), which stood in the way of the launch.",
        ),
        (
            "A part failed: the parameter already exists.",
            "flag",
            "Without name = /flag at Flag (Parameter Store), which stood in the way of the launch.",
        ),
        (
            "Your requested instance type (p5.x) is not supported in your requested zone.",
            "box",
            "Without instance-type = p5.x at Amazon EC2, which stood in the way of the launch.",
        ),
        (
            "The CIDR '10.0.0.0/8' is invalid.",
            "vpc",
            "Without cidr = 10.0.0.0/8 at VPC, which stood in the way of the launch.",
        ),
    ],
    ids=["a version", "a name", "a type of machine", "an address range"],
)
def test_what_aws_refused_goes_and_that_is_said(reason: str, part: str, note: str) -> None:
    arguments = after(reason)

    assert settings_of(arguments)[part] == {}
    assert arguments["assumptions"][0] == note
    assert not any("same plan again" in one for one in arguments["questions"])


def test_only_what_is_to_blame_is_changed() -> None:
    left = settings_of(after("OrdersDatabase: Cannot find version 9.1 for postgres"))

    assert left["old"] == {"engine-version": "9.2"}
    assert left["files"] == {"versioning": "on"}


def test_where_nothing_can_be_mended_that_is_asked_about() -> None:
    arguments = after("FilesBucket (AWS::S3::Bucket) failed first; AWS said: “The moon is full”.")

    assert structure(arguments) == DRAWN
    assert arguments["questions"][0] == (
        "I made the same plan again, for I see nothing in it that would keep this from happening. "
        "Shall something be different?"
    )


@pytest.mark.parametrize(
    "reason",
    [
        "FilesBucket (AWS::S3::Bucket): Rate exceeded",
        "The maximum number of VPCs has been reached.",
    ],
)
def test_what_stood_in_the_way_outside_the_plan_is_no_question(reason: str) -> None:
    arguments = after(reason)

    assert structure(arguments) == DRAWN
    assert arguments["assumptions"][0] == (
        "The same plan again: what stood in the way was not in it."
    )
    assert not any("same plan again" in one for one in arguments["questions"])


def test_what_only_needed_patience_is_the_same_again() -> None:
    arguments = after("Rate exceeded. The instance type is not at fault.", AS_IT_IS)

    assert structure(arguments) == DRAWN
    assert not any("same plan again" in one for one in arguments["questions"])


def test_instances_are_planned_again_as_they_were() -> None:
    reason = "no capacity for t3.large and 500 GB in us-east-1a."

    got = row(["a t3.medium with 60 GB", f"Try again. What stood in the way: {reason}"])

    assert (got["type"], got["disk"]) == ("t3.medium", 60)
