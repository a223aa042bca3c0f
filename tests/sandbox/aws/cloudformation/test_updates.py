"""What a change of a stack does to the things themselves, seen through their own services."""

import copy
import json
from contextlib import closing
from typing import Any

import boto3
import pytest

from bot.sandbox.aws import SimulatedAws
from tests.sandbox.aws.cloudformation.desk import Desk

TRUST = {"Version": "2012-10-17", "Statement": []}


def policy(action: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


MANY: dict[str, Any] = {
    "Resources": {
        "Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "Door": {
            "Type": "AWS::EC2::SecurityGroup",
            "Properties": {
                "GroupDescription": "web",
                "VpcId": {"Ref": "Net"},
                "SecurityGroupIngress": [
                    {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}
                ],
            },
        },
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": TRUST,
                "Policies": [{"PolicyName": "old", "PolicyDocument": policy("s3:GetObject")}],
            },
        },
        "Worker": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                "Runtime": "python3.13",
                "Handler": "index.handler",
                "MemorySize": 128,
                "Code": {"ZipFile": "def handler(event, context): ..."},
            },
        },
        "Files": {"Type": "AWS::S3::Bucket"},
        "FilesPolicy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {"Bucket": {"Ref": "Files"}, "PolicyDocument": policy("s3:GetObject")},
        },
        "Server": {"Type": "AWS::EC2::Instance", "Properties": {"InstanceType": "t3.micro"}},
        "Plain": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 7}},
    }
}


def changed() -> dict[str, Any]:
    template = copy.deepcopy(MANY)
    said = {name: one.get("Properties", {}) for name, one in template["Resources"].items()}
    said["Door"]["SecurityGroupIngress"][0] |= {"FromPort": 443, "ToPort": 443}
    said["Role"]["Policies"] = [{"PolicyName": "new", "PolicyDocument": policy("s3:PutObject")}]
    said["Worker"]["MemorySize"] = 512
    said["FilesPolicy"]["PolicyDocument"] = policy("s3:PutObject")
    said["Server"] |= {"InstanceType": "t3.large", "Tags": [{"Key": "for", "Value": "spring"}]}
    said["Plain"]["RetentionInDays"] = 30
    encrypted = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    template["Resources"]["Files"]["Properties"] = {
        "BucketEncryption": {"ServerSideEncryptionConfiguration": [encrypted]}
    }
    return template


@pytest.fixture
def image(aws: SimulatedAws, session: boto3.Session) -> str:
    with closing(
        session.client("ssm", region_name="us-east-1", endpoint_url=aws.endpoint_url)
    ) as ssm:
        name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
        return str(ssm.get_parameter(Name=name)["Parameter"]["Value"])


def test_what_stands_for_a_resource_changes_with_it(
    desk: Desk, aws: SimulatedAws, session: boto3.Session, image: str
) -> None:
    before, after = copy.deepcopy(MANY), changed()
    for template in (before, after):
        template["Resources"]["Server"]["Properties"]["ImageId"] = image
    made = ids(desk, desk.create(before))

    stack = desk.update(after)

    assert desk.status(stack) == "UPDATE_COMPLETE"
    assert ids(desk, stack) == made
    assert told(session, aws, made) == {
        "port": 443,
        "policies": ["new"],
        "memory": 512,
        "bucket": "s3:PutObject",
        "instance": "t3.large",
    }


def ids(desk: Desk, stack: str) -> dict[str, str]:
    return {one["logical_id"]: one["physical_id"] for one in desk.shown(stack)["resources"]}


def told(session: boto3.Session, aws: SimulatedAws, made: dict[str, str]) -> dict[str, Any]:
    def client(service: str) -> Any:
        return session.client(service, region_name="us-east-1", endpoint_url=aws.endpoint_url)  # type: ignore[call-overload] # one of several

    with (
        closing(client("ec2")) as ec2,
        closing(client("iam")) as iam,
        closing(client("lambda")) as functions,
        closing(client("s3")) as s3,
    ):
        (group,) = ec2.describe_security_groups(GroupIds=[made["Door"]])["SecurityGroups"]
        (reservation,) = ec2.describe_instances(InstanceIds=[made["Server"]])["Reservations"]
        function = functions.get_function_configuration(FunctionName=made["Worker"])
        bucket = json.loads(s3.get_bucket_policy(Bucket=made["Files"])["Policy"])
        return {
            "port": group["IpPermissions"][0]["FromPort"],
            "policies": iam.list_role_policies(RoleName=made["Role"])["PolicyNames"],
            "memory": function["MemorySize"],
            "bucket": bucket["Statement"][0]["Action"],
            "instance": reservation["Instances"][0]["InstanceType"],
        }
