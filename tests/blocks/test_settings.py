"""What was asked for in so many words stands in the template; nonsense is said, and never gets there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from bot.blocks import BLOCKS, compose
from bot.blocks.settings import SETTINGS
from bot.domain.architecture import Architecture, Component, Container, Setting
from tests.blocks.arranging import arranged, thing
from tests.blocks.conftest import Judge
from tests.blocks.worked_out import WORKED_OUT

Asked = tuple[str, str, Mapping[str, Any]]
# In which worked-out architecture, of which resource, what.
STANDS: Mapping[str, Asked] = {
    "the type of a machine": ("machines", "WebInstance", {"InstanceType": "t3.small"}),
    "shards": ("tables and buckets", "ClicksStream", {"ShardCount": 2, "RetentionPeriodHours": 48}),
    "a sorted key": (
        "tables and buckets",
        "WorkloadsTable",
        {
            "KeySchema": [
                {"AttributeName": "workload_id", "KeyType": "HASH"},
                {"AttributeName": "question_id", "KeyType": "RANGE"},
            ],
            "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": True},
        },
    ),
    "throughput": ("tables and buckets", "UsersTable", {"BillingMode": "PROVISIONED"}),
    "a bucket without versions": (
        "tables and buckets",
        "TemporaryBucket",
        {"VersioningConfiguration": None},
    ),
    "a line of versions": ("databases", "OrdersDatabase", {"EngineVersion": "16.15"}),
    "a standby": ("databases", "OrdersDatabase", {"MultiAZ": True, "DBName": "orders"}),
    "an engine": ("databases", "LegacyDatabase", {"Engine": "mysql", "EngineVersion": "8.0.46"}),
    "Aurora Serverless": (
        "databases",
        "LedgerDatabase",
        {"ServerlessV2ScalingConfiguration": {"MinCapacity": 0.5, "MaxCapacity": 4}},
    ),
    "a runtime": (
        "functions",
        "NightlyFunction",
        {"Runtime": "nodejs22.x", "Timeout": 300, "ReservedConcurrentExecutions": 5},
    ),
    "a queue hides for longer": ("functions", "Queue", {"VisibilityTimeout": 1800}),
    "sizes of a group": (
        "groups of machines",
        "FrontGroup",
        {"MinSize": "2", "MaxSize": "6", "DesiredCapacity": "3"},
    ),
    "the clock of a group": (
        "groups of machines",
        "FrontGroupSchedule",
        {"Recurrence": "0 8 * * *"},
    ),
    "a single node": ("groups of machines", "Cache", {"Engine": "redis", "NumCacheNodes": 1}),
    "a container's size": ("containers", "ShopServiceTask", {"Cpu": "512", "Memory": "2048"}),
    "a target's port": ("containers", "ShopServiceTargets", {"Port": 8080}),
    "a version of Glue": ("analytics", "ConvertEtlJob", {"GlueVersion": "4.0"}),
}


@pytest.mark.parametrize(("name", "resource", "wanted"), STANDS.values(), ids=STANDS.keys())
def test_what_is_asked_for_stands_in_the_template(
    judge: Judge, name: str, resource: str, wanted: Mapping[str, Any]
) -> None:
    properties = judge(WORKED_OUT[name]).resources[resource]["Properties"]

    assert {key: properties.get(key) for key in wanted} == wanted


def test_no_port_but_those_of_web_servers_is_open_to_everyone(judge: Judge) -> None:
    group = judge(WORKED_OUT["machines"]).resources["WebInstanceSecurityGroup"]["Properties"]

    rules = {(one["FromPort"], one["CidrIp"]) for one in group["SecurityGroupIngress"]}
    assert rules == {(80, "0.0.0.0/0"), (443, "0.0.0.0/0"), (22, "203.0.113.0/24")}


def test_a_machine_in_the_default_vpc_needs_no_network(judge: Judge) -> None:
    judged = judge(arranged(thing("a", "ec2", default_vpc="on", elastic_ip="on", ports="443")))

    assert judged.faults == ()
    assert {one["Type"] for one in judged.resources.values()} == {
        "AWS::EC2::EIP",
        "AWS::EC2::EIPAssociation",
        "AWS::EC2::Instance",
        "AWS::EC2::SecurityGroup",
        "AWS::IAM::InstanceProfile",
        "AWS::IAM::Role",
    }


def test_a_value_that_fits_nowhere_spoils_nothing(judge: Judge) -> None:
    """Of no setting of any service, nor of a network; where it changes nothing, the linter has nothing new to say."""
    for services in (sorted(BLOCKS)[::2], sorted(BLOCKS)[1::2]):
        unmoved = _with_all_settings(services, lambda _: "")
        spoiled = _with_all_settings(services, lambda _: "${AWS::AccountId}: x")

        assert "AccountId}: " not in _text(spoiled)
        assert _text(spoiled) == _text(unmoved) or judge(spoiled).faults == ()


@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_value_that_any_service_would_take_spoils_nothing(judge: Judge, first: int) -> None:
    """Every switch is on, and everything else is said to be 2, where that changes anything."""
    changed = [
        one
        for one in sorted(BLOCKS & {*SETTINGS})[first::3]
        if _text(_with_all_settings([one], _anything))
        != _text(_with_all_settings([one], lambda _: ""))
    ]

    assert changed
    assert judge(_with_all_settings(changed, _anything)).faults == ()


def _anything(meaning: str) -> str:
    return "on" if meaning.startswith("switch") else "2"


def _text(architecture: Architecture) -> str:
    return compose(architecture, title="x").template


def _with_all_settings(services: Sequence[str], value: Callable[[str], str]) -> Architecture:
    """`value` is that of a setting, by what it means; without one, it is not said."""

    def said(of: str) -> tuple[Setting, ...]:
        known = {name: value(meaning) for name, meaning in SETTINGS.get(of, {}).items()}
        return tuple(Setting(name=name, value=one) for name, one in known.items() if one)

    return Architecture(
        components=tuple(
            Component(id=f"c{number}", service=one, settings=said(one))
            for number, one in enumerate(services)
        ),
        containers=(Container(id="v", kind="vpc", settings=said("vpc")),),
    )


def test_what_cannot_be_had_is_said() -> None:
    asked = {
        "rds": {"engine": "dbase", "class": "db.huge"},
        "ec2": {"instance_type": "x.y", "os": "beos"},
        "s3": {"expire_days": "soon"},
        "kinesis": {"shards": "many"},
    }
    for service, said in asked.items():
        assumptions = compose(arranged(thing("a", service, **said)), title="x").assumptions

        assert len([one for one in assumptions if "cannot be taken" in one]) == len(said)


def test_one_thing_more_leaves_the_others_as_they_are() -> None:
    """Also where several of a kind share an id's stem."""
    some = [thing("q", "sqs"), thing("f", "lambda"), thing("g", "lambda"), thing("t", "dynamodb")]
    arrows = "q>f f>t g>t"
    before = _resources(arranged(*some, arrows=arrows))
    for more in sorted(BLOCKS):
        after = _resources(arranged(*some, thing("z", more), arrows=arrows))

        assert [one for one in after if one in before] == before, more


def _resources(architecture: Architecture) -> list[str]:
    """The logical ids in the template's order."""
    lines = compose(architecture, title="x").template.splitlines()
    start = lines.index("Resources:")
    return [
        one.strip(" :")
        for one in lines[start + 1 :]
        if one.startswith("  ") and not one.startswith("   ") and one.endswith(":")
    ]
