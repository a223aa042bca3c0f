"""What is sent to EC2 for a plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.aws import run_instances_parameters
from tests.fakes.aws import instance_plan

TOKEN = "a" * 64


def name_tag(name: str) -> str:
    parameters = run_instances_parameters(
        instance_plan(name=name), token=TOKEN, approved_by="U0BOSS", security_group=None
    )
    return parameters["TagSpecifications"][0]["Tags"][0]["Value"]


def test_the_parameters_are_exactly_the_plan() -> None:
    plan = instance_plan(count=2, name="Bedrock", termination_protection=True)
    tags = [
        {"Key": "Name", "Value": "Bedrock"},
        {"Key": "launched-by", "Value": "gpt-to-aws"},
        {"Key": "gpt-to-aws:request-id", "Value": "C0INFRA-1700000000.000100"},
        {"Key": "gpt-to-aws:requested-by", "Value": "U0ASKER"},
        {"Key": "gpt-to-aws:approved-by", "Value": "U0BOSS"},
        {
            "Key": "gpt-to-aws:thread",
            "Value": "https://example.slack.com/archives/C0INFRA/p1700000000000100",
        },
    ]

    assert run_instances_parameters(
        plan, token=TOKEN, approved_by="U0BOSS", security_group="sg-1"
    ) == {
        "ImageId": "ami-0123456789abcdef0",
        "InstanceType": "t3.medium",
        "MinCount": 2,
        "MaxCount": 2,
        "ClientToken": TOKEN,
        "BlockDeviceMappings": [
            {
                "DeviceName": "/dev/xvda",
                "Ebs": {
                    "VolumeSize": 250,
                    "VolumeType": "gp3",
                    "Encrypted": True,
                    "DeleteOnTermination": True,
                },
            }
        ],
        "MetadataOptions": {
            "HttpEndpoint": "enabled",
            "HttpTokens": "required",
            "HttpPutResponseHopLimit": 1,
            "InstanceMetadataTags": "disabled",
        },
        "DisableApiTermination": True,
        "InstanceInitiatedShutdownBehavior": "stop",
        "Monitoring": {"Enabled": False},
        "SecurityGroupIds": ["sg-1"],
        "TagSpecifications": [
            {"ResourceType": "instance", "Tags": tags},
            {"ResourceType": "volume", "Tags": tags},
            {"ResourceType": "network-interface", "Tags": tags},
        ],
    }


def test_without_ports_the_default_group_keeps_everybody_out() -> None:
    parameters = run_instances_parameters(
        instance_plan(), token=TOKEN, approved_by="U0BOSS", security_group=None
    )

    assert "SecurityGroupIds" not in parameters


def test_an_instance_profile_is_handed_over() -> None:
    plan = instance_plan().model_copy(update={"instance_profile": "gpt-to-aws-instance"})

    parameters = run_instances_parameters(
        plan, token=TOKEN, approved_by="U0BOSS", security_group=None
    )

    assert parameters["IamInstanceProfile"] == {"Name": "gpt-to-aws-instance"}


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Minecraft (Bedrock) 🎮", "Minecraft (Bedrock) 🎮"),
        ("two\nlines\tand a\x00zero", "two lines and a zero"),
        ("", "gpt-to-aws C0INFRA-1700000000.000100"),
    ],
)
def test_a_name_becomes_a_tag(name: str, tag: str) -> None:
    assert name_tag(name) == tag


@given(st.text(max_size=255))
def test_every_name_becomes_a_tag_that_ec2_takes(name: str) -> None:
    value = name_tag(name)

    assert len(value) <= 256
    assert value.isprintable()
