"""What CloudFormation refuses before anything is made, in its words."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from mypy_boto3_s3 import S3Client

from bot.sandbox.aws import SimulatedAws
from tests.sandbox.aws.cloudformation.desk import QUEUE, Desk, code, says

DEPENDENCIES = "Template format error: Unresolved resource dependencies "


def queue(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::SQS::Queue", "Properties": properties}


def with_parameter(**declared: Any) -> dict[str, Any]:
    return QUEUE | {"Parameters": {"Size": declared}}


def refusal(desk: Desk, template: Any, **more: Any) -> str:
    with pytest.raises(ClientError) as error:
        desk.ask(template, **more)
    assert code(error) == "ValidationError"
    assert desk.aws.snapshot()["stacks"] == []
    return says(error)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Resources: [", "Template format error: YAML not well-formed. (line 2, column 1)"),
        ("{", "Template format error: JSON not well-formed. (line 2, column 1)"),
        ("just words", "Template format error: unsupported structure."),
        ("- a\n- b", "Template format error: unsupported structure."),
        (
            "Description: nothing",
            "Template format error: At least one Resources member must be defined.",
        ),
        (
            "Resources:\n  Vpc:\n    Type: AWS::EC2::VPC\n    Properties:\n",
            (
                "Template format error: [/Resources/Vpc/Properties] 'null' values are not allowed "
                "in templates"
            ),
        ),
        (
            "Resources:\n  my-vpc: {Type: AWS::EC2::VPC}",
            "Template format error: Resource name my-vpc is non alphanumeric.",
        ),
        (
            "Resources:\n  Vpc: {Properties: {}}",
            (
                "Template format error: [/Resources/Vpc] Every Resources object must contain a "
                "Type member."
            ),
        ),
        (
            "Resources:\n  Vpc: {Type: AWS::EC2::VPC, Property: {}}",
            "Invalid template resource property 'Property'",
        ),
        (
            "Resource: {}\nResources: {Q: {Type: 'AWS::SQS::Queue'}}",
            "Invalid template property or properties [Resource]",
        ),
        (
            "Resources: {Q: {Type: 'AWS::SQS::Queue'}}\nOutputs: {Url: {Description: x}}",
            (
                "Template format error: [/Outputs/Url] Every Outputs member must contain a "
                "Value object"
            ),
        ),
    ],
)
def test_a_template_that_cannot_be_read(desk: Desk, text: str, expected: str) -> None:
    assert refusal(desk, text) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            {"Resources": {"A": {"Type": "AWS::Lambda::Magic"}, "B": {"Type": "Foo::Bar::Baz"}}},
            (
                "Template format error: Unrecognized resource types: "
                "[AWS::Lambda::Magic, Foo::Bar::Baz]"
            ),
        ),
        (
            {"Resources": {"A": queue(QueueName={"Ref": "Nobody"})}},
            f"{DEPENDENCIES}[Nobody] in the Resources block of the template",
        ),
        (
            {"Resources": {"A": queue(QueueName={"Fn::Sub": "${Nobody.Arn}-${AWS::Region}"})}},
            f"{DEPENDENCIES}[Nobody] in the Resources block of the template",
        ),
        (
            {"Resources": {"A": queue(QueueName={"Fn::GetAtt": ["Nobody", "Arn"]})}},
            f"{DEPENDENCIES}[Nobody] in the Resources block of the template",
        ),
        (
            {"Resources": {"A": queue() | {"DependsOn": "Nobody"}}},
            f"{DEPENDENCIES}[Nobody] in the Resources block of the template",
        ),
        (
            QUEUE | {"Outputs": {"Out": {"Value": {"Ref": "Nobody"}}}},
            f"{DEPENDENCIES}[Nobody] in the Outputs block of the template",
        ),
        (
            {"Resources": {"A": queue(), "B": queue(QueueName={"Fn::GetAtt": "A.Colour"})}},
            "Template error: resource A does not support attribute type Colour in Fn::GetAtt",
        ),
        (
            {
                "Resources": {
                    "A": queue(QueueName={"Ref": "B"}),
                    "B": queue(QueueName={"Ref": "A"}),
                    "C": queue(QueueName={"Ref": "A"}),
                }
            },
            "Circular dependency between resources: [A, B]",
        ),
        (
            {"Resources": {"A": queue(QueueName={"Fn::GetAtt": ["A", "Arn"]})}},
            "Circular dependency between resources: [A]",
        ),
        (
            {"Resources": {"A": queue() | {"Condition": "Never"}}},
            (
                "Template format error: Unresolved condition dependency Never in the Resources "
                "block of the template"
            ),
        ),
        (
            QUEUE | {"Transform": "AWS::Serverless-2016-10-31"},
            "The simulated AWS does not do this: transforms and macros; write the resources out",
        ),
        (
            {"Resources": {"A": queue(**{"Fn::Transform": {"Name": "AWS::Include"}})}},
            "The simulated AWS does not do this: transforms and macros; write the resources out",
        ),
    ],
)
def test_a_template_that_does_not_hold_together(
    desk: Desk, template: dict[str, Any], expected: str
) -> None:
    assert refusal(desk, template) == expected


@pytest.mark.parametrize(
    ("declared", "given", "expected"),
    [
        ({"Type": "String"}, None, "Parameters: [Size] must have values"),
        (
            {"Type": "String", "AllowedValues": ["a", "b"]},
            "c",
            "Parameter 'Size' must be one of AllowedValues",
        ),
        ({"Type": "Number"}, "big", "Parameter 'Size' must be a number."),
        (
            {"Type": "Number", "MaxValue": 5},
            "6",
            "Parameter 'Size' must be a number not greater than 5",
        ),
        (
            {"Type": "Number", "MinValue": 5},
            "4",
            "Parameter 'Size' must be a number not less than 5",
        ),
        (
            {"Type": "String", "MinLength": 3},
            "ab",
            "Parameter 'Size' must contain at least 3 characters",
        ),
        (
            {"Type": "String", "MaxLength": 1},
            "ab",
            "Parameter 'Size' must contain at most 1 characters",
        ),
        (
            {"Type": "String", "AllowedPattern": "[a-z]+"},
            "A",
            "Parameter 'Size' failed to satisfy constraint: must match pattern [a-z]+",
        ),
        (
            {"Type": "AWS::SSM::Parameter::Value<String>"},
            "/aws/service/nothing",
            "Parameters: [ssm:/aws/service/nothing] cannot be found.",
        ),
    ],
)
def test_parameters_that_will_not_do(
    desk: Desk, declared: dict[str, Any], given: str | None, expected: str
) -> None:
    values = [] if given is None else [{"ParameterKey": "Size", "ParameterValue": given}]

    assert refusal(desk, with_parameter(**declared), Parameters=values) == expected


def test_a_parameter_that_the_template_does_not_have(desk: Desk) -> None:
    values = [{"ParameterKey": "Colour", "ParameterValue": "red"}]

    said = refusal(desk, QUEUE, Parameters=values)

    assert said == "Parameters: [Colour] do not exist in the template"


@pytest.mark.parametrize(
    ("properties", "given", "needed"),
    [
        ({}, [], "CAPABILITY_IAM"),
        ({"RoleName": "mine"}, ["CAPABILITY_IAM"], "CAPABILITY_NAMED_IAM"),
    ],
    ids=["unnamed", "named"],
)
def test_permissions_need_a_consent(
    desk: Desk, properties: dict[str, Any], given: list[str], needed: str
) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}} | properties}
    template = {"Resources": {"Role": role}}

    with pytest.raises(ClientError) as error:
        desk.ask(template, Capabilities=given)
    assert code(error) == "InsufficientCapabilitiesException"
    assert says(error) == f"Requires capabilities : [{needed}]"

    desk.ask(template, Capabilities=[needed])


@pytest.mark.parametrize("name", ["bad_name!", "1st", "a" * 129], ids=["odd", "digit", "long"])
def test_a_name_that_aws_would_not_take(desk: Desk, name: str) -> None:
    assert "at 'stackName' failed to satisfy constraint" in refusal(desk, QUEUE, name=name)


def test_an_import_is_refused_rather_than_pretended(desk: Desk) -> None:
    desk.create()

    with pytest.raises(ClientError, match="The simulated AWS does not do this"):
        desk.ask(ChangeSetName="more", ChangeSetType="IMPORT")


class TestSize:
    BIG = '{"Description": "%s", "Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}}' % (
        "ä" * 26_000
    )

    @pytest.fixture
    def s3(self, aws: SimulatedAws, session: boto3.Session) -> Iterator[S3Client]:
        with closing(
            session.client("s3", region_name="us-east-1", endpoint_url=aws.endpoint_url)
        ) as client:
            client.create_bucket(Bucket="templates")
            yield client

    def test_bytes_are_counted_not_characters(self, desk: Desk) -> None:
        assert len(self.BIG) < 51_200

        assert "less than or equal to 51200" in refusal(desk, self.BIG)

    @pytest.mark.parametrize(
        "url",
        [
            "https://templates.s3.us-east-1.amazonaws.com/plans/1.json",
            "https://s3.us-east-1.amazonaws.com/templates/plans/1.json",
            "http://127.0.0.1:1/templates/plans/1.json",
        ],
    )
    def test_a_larger_one_comes_from_a_bucket(self, desk: Desk, s3: S3Client, url: str) -> None:
        s3.put_object(Bucket="templates", Key="plans/1.json", Body=self.BIG.encode())

        answer = desk.client.create_change_set(
            StackName="made", ChangeSetName="plan", ChangeSetType="CREATE", TemplateURL=url
        )

        assert answer["StackId"] == desk.aws.snapshot()["stacks"][0]["id"]

    @pytest.mark.parametrize(
        ("key", "body"), [("missing", None), ("big", b" " * 1_000_001)], ids=["missing", "big"]
    )
    def test_unless_it_is_not_there_or_too_large(
        self, desk: Desk, s3: S3Client, key: str, body: bytes | None
    ) -> None:
        if body is not None:
            s3.put_object(Bucket="templates", Key=key, Body=body)

        with pytest.raises(ClientError) as error:
            desk.client.create_change_set(
                StackName="made",
                ChangeSetName="plan",
                ChangeSetType="CREATE",
                TemplateURL=f"https://templates.s3.amazonaws.com/{key}",
            )
        assert code(error) == "ValidationError"

    def test_one_place_has_to_be_named(self, desk: Desk) -> None:
        with pytest.raises(ClientError, match="Either Template URL or Template Body"):
            desk.client.create_change_set(
                StackName="made", ChangeSetName="plan", ChangeSetType="CREATE"
            )
