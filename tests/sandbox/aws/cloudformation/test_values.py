"""What the functions of a template come to."""

import base64
from contextlib import closing
from typing import Any

import boto3
import pytest

from bot.sandbox.aws import SimulatedAws
from tests.sandbox.aws.cloudformation.desk import Desk

IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"


def value(desk: Desk, expression: Any, **sections: Any) -> str:
    """What an output of a stack with one queue says."""
    template = {
        "Resources": {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "jobs"}}},
        "Outputs": {"Out": {"Value": expression}},
    }
    return desk.outputs(desk.create(template | sections))["Out"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ({"Fn::Join": ["-", ["a", {"Ref": "AWS::Region"}, 1]]}, "a-us-east-1-1"),
        ({"Fn::Sub": "${AWS::StackName}.${AWS::URLSuffix}"}, "made.amazonaws.com"),
        ({"Fn::Sub": "${!Literal} ${AWS::Partition}"}, "${Literal} aws"),
        ({"Fn::Sub": ["${A}-${B}", {"A": "x", "B": {"Ref": "AWS::Region"}}]}, "x-us-east-1"),
        ({"Fn::Sub": "in ${Jobs.QueueName}"}, "in jobs"),
        ({"Fn::Select": [1, {"Fn::Split": [",", "a,b,c"]}]}, "b"),
        ({"Fn::Select": ["1", {"Fn::GetAZs": ""}]}, "us-east-1b"),
        ({"Fn::Select": [0, {"Fn::GetAZs": {"Ref": "AWS::Region"}}]}, "us-east-1a"),
        ({"Fn::Select": [2, {"Fn::Cidr": ["10.0.0.0/16", 4, 8]}]}, "10.0.2.0/24"),
        ({"Fn::Base64": "hello"}, base64.b64encode(b"hello").decode()),
        ({"Fn::ToJsonString": {"a": [1, {"Ref": "AWS::Region"}]}}, '{"a": [1, "us-east-1"]}'),
        ({"Fn::GetAtt": "Jobs.QueueName"}, "jobs"),
        ({"Fn::Join": ["", ["a", {"Ref": "AWS::NoValue"}, "b"]]}, "ab"),
        (True, "true"),
        (7, "7"),
    ],
)
def test_functions(desk: Desk, expression: Any, expected: str) -> None:
    assert value(desk, expression) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}, "yes"),
        ({"Fn::Not": [{"Fn::Equals": ["a", "a"]}]}, "no"),
        ({"Fn::And": [{"Condition": "Always"}, {"Fn::Equals": ["a", "b"]}]}, "no"),
        ({"Fn::Or": [{"Condition": "Always"}, {"Fn::Equals": ["a", "b"]}]}, "yes"),
    ],
)
def test_conditions(desk: Desk, condition: Any, expected: str) -> None:
    conditions = {"Always": {"Fn::Equals": ["a", "a"]}, "Asked": condition}

    assert value(desk, {"Fn::If": ["Asked", "yes", "no"]}, Conditions=conditions) == expected


def test_resources_and_outputs_of_a_false_condition_are_left_out(desk: Desk) -> None:
    stack = desk.create(
        {
            "Conditions": {"Never": {"Fn::Equals": ["a", "b"]}},
            "Resources": {
                "Jobs": {"Type": "AWS::SQS::Queue"},
                "More": {"Type": "AWS::SQS::Queue", "Condition": "Never"},
                "After": {"Type": "AWS::SQS::Queue", "DependsOn": "More"},
            },
            "Outputs": {"More": {"Condition": "Never", "Value": {"Ref": "More"}}},
        }
    )

    assert [one["logical_id"] for one in desk.shown(stack)["resources"]] == ["Jobs", "After"]
    assert desk.outputs(stack) == {}


def test_a_condition_of_a_policy_is_none_of_a_template(desk: Desk) -> None:
    """A statement's property is called like the function."""
    statement = {"Condition": {"StringEquals": {"aws:SourceArn": {"Ref": "Jobs"}}}}

    said = value(desk, {"Fn::ToJsonString": statement})

    assert said.startswith('{"Condition": {"StringEquals": {"aws:SourceArn": "https://sqs.')


def test_maps(desk: Desk) -> None:
    mappings = {"Sizes": {"us-east-1": {"small": "t3.micro"}}}

    found = value(
        desk, {"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "small"]}, Mappings=mappings
    )

    assert found == "t3.micro"


def test_an_output_that_comes_to_nothing_takes_the_stack_back(desk: Desk) -> None:
    stack = desk.create(
        {
            "Mappings": {"Sizes": {"eu-west-1": {"small": "t3.micro"}}},
            "Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}},
            "Outputs": {"Out": {"Value": {"Fn::FindInMap": ["Sizes", "here", "small"]}}},
        }
    )

    assert desk.status(stack) == "ROLLBACK_COMPLETE"
    assert "Unable to get mapping" in desk.reason(stack, "made", "ROLLBACK_IN_PROGRESS")


@pytest.mark.parametrize("number", ["-1", "3"])
def test_selecting_beyond_the_end_fails_the_resource(desk: Desk, number: str) -> None:
    name = {"Fn::Select": [number, ["a", "b", "c"]]}

    stack = desk.create(
        {"Resources": {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name}}}}
    )

    assert "nonexistent value at index" in desk.reason(stack, "Jobs", "CREATE_FAILED")


class TestParameters:
    def test_what_is_given_counts_before_the_default(self, desk: Desk) -> None:
        parameters = {"Size": {"Type": "Number", "Default": 1}}

        stack = desk.create(
            {
                "Parameters": parameters,
                "Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}},
                "Outputs": {"Size": {"Value": {"Ref": "Size"}}},
            },
            Parameters=[{"ParameterKey": "Size", "ParameterValue": "2"}],
        )

        assert desk.outputs(stack) == {"Size": "2"}
        (told,) = desk.client.describe_stacks(StackName=stack)["Stacks"]
        assert told["Parameters"] == [{"ParameterKey": "Size", "ParameterValue": "2"}]

    def test_a_number_may_be_text(self, desk: Desk, session: boto3.Session) -> None:
        stack = desk.create(
            {
                "Parameters": {"Days": {"Type": "Number", "Default": 14}},
                "Resources": {
                    "Logs": {
                        "Type": "AWS::Logs::LogGroup",
                        "Properties": {"RetentionInDays": {"Ref": "Days"}},
                    }
                },
            }
        )

        with closing(
            session.client("logs", region_name="us-east-1", endpoint_url=desk.aws.endpoint_url)
        ) as logs:
            (group,) = logs.describe_log_groups()["logGroups"]
        assert desk.status(stack) == "CREATE_COMPLETE"
        assert group["retentionInDays"] == 14

    def test_a_list_is_a_list(self, desk: Desk) -> None:
        parameters = {"Names": {"Type": "CommaDelimitedList", "Default": "a, b"}}

        assert value(desk, {"Fn::Join": ["+", {"Ref": "Names"}]}, Parameters=parameters) == "a+b"

    def test_a_public_parameter_gives_its_value(self, desk: Desk) -> None:
        parameters = {
            "Image": {"Type": "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", "Default": IMAGE}
        }

        image = value(desk, {"Ref": "Image"}, Parameters=parameters)

        (told,) = desk.client.describe_stacks(StackName="made")["Stacks"]
        assert image.startswith("ami-")
        assert told["Parameters"] == [
            {"ParameterKey": "Image", "ParameterValue": IMAGE, "ResolvedValue": image}
        ]

    def test_a_dynamic_reference_gives_its_value(self, desk: Desk) -> None:
        plain, versioned = f"{{{{resolve:ssm:{IMAGE}}}}}", f"{{{{resolve:ssm:{IMAGE}:1}}}}"

        found = value(desk, {"Fn::Join": [" ", [plain, {"Fn::Sub": versioned}]]})

        first, second = found.split()
        assert first == second
        assert first.startswith("ami-")

    def test_a_secret_is_not_shown(self, desk: Desk) -> None:
        parameters = {"Password": {"Type": "String", "NoEcho": True, "Default": "hunter2"}}

        value(desk, "x", Parameters=parameters)

        (told,) = desk.client.describe_stacks(StackName="made")["Stacks"]
        assert told["Parameters"] == [{"ParameterKey": "Password", "ParameterValue": "****"}]


def test_a_value_of_another_stack_can_be_imported(desk: Desk, aws: SimulatedAws) -> None:
    queue = {"Jobs": {"Type": "AWS::SQS::Queue"}}
    exported = {"Out": {"Value": "here", "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-a"}}}}
    desk.create({"Resources": queue, "Outputs": exported}, name="first")

    imported = {"Out": {"Value": {"Fn::ImportValue": "first-a"}}}
    stack = desk.create({"Resources": queue, "Outputs": imported}, name="second")

    assert desk.outputs(stack) == {"Out": "here"}


def test_yaml_is_read_with_its_short_forms(desk: Desk) -> None:
    stack = desk.create(
        """
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      DBInstanceClass: db.t4g.micro
      AllocatedStorage: "20"
      MasterUsername: master
      ManageMasterUserPassword: true
Outputs:
  Dotted: {Value: !GetAtt Database.Endpoint.Address}
  Listed: {Value: !GetAtt [Database, Endpoint.Address]}
  Within: {Value: !Sub "${Database.Endpoint.Address}:${Database.Endpoint.Port}"}
  Nested: {Value: !Join ["", [!Ref AWS::Region, !If [Here, "!", "?"]]]}
  Secret: {Value: !GetAtt Database.MasterUserSecret.SecretArn}
Conditions:
  Here: !Equals [!Ref AWS::Region, us-east-1]
"""
    )

    outputs = desk.outputs(stack)
    assert outputs["Dotted"] == outputs["Listed"]
    assert outputs["Dotted"].endswith(".us-east-1.rds.amazonaws.com")
    assert outputs["Within"] == f"{outputs['Dotted']}:5432"
    assert outputs["Nested"] == "us-east-1!"
    assert outputs["Secret"].startswith("arn:aws:secretsmanager:us-east-1:")
