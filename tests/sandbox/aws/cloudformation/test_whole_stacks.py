"""Stacks of the kind that people draw: they come, they are really there, and they leave nothing behind."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import pytest

from bot.sandbox.aws import SimulatedAws
from tests.sandbox.aws.cloudformation.desk import Desk

TEMPLATES = Path(__file__).parent / "templates"
NAMES = ("odds", "serverless", "site", "web", "worker")
# What can be left, and how to ask for it.
KINDS = (
    ("apigateway", "get_rest_apis", "items"),
    ("cognito-idp", "list_user_pools", "UserPools"),
    ("dynamodb", "list_tables", "TableNames"),
    ("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups"),
    ("cloudwatch", "list_dashboards", "DashboardEntries"),
    ("ec2", "describe_addresses", "Addresses"),
    ("ec2", "describe_internet_gateways", "InternetGateways"),
    ("ec2", "describe_launch_templates", "LaunchTemplates"),
    ("ec2", "describe_nat_gateways", "NatGateways"),
    ("ec2", "describe_network_acls", "NetworkAcls"),
    ("ec2", "describe_network_interfaces", "NetworkInterfaces"),
    ("ec2", "describe_route_tables", "RouteTables"),
    ("ec2", "describe_security_groups", "SecurityGroups"),
    ("ec2", "describe_subnets", "Subnets"),
    ("ec2", "describe_volumes", "Volumes"),
    ("ec2", "describe_vpc_endpoints", "VpcEndpoints"),
    ("ec2", "describe_vpcs", "Vpcs"),
    ("ecr", "describe_repositories", "repositories"),
    ("ecs", "list_clusters", "clusterArns"),
    ("ecs", "list_task_definitions", "taskDefinitionArns"),
    ("efs", "describe_access_points", "AccessPoints"),
    ("efs", "describe_file_systems", "FileSystems"),
    ("elbv2", "describe_load_balancers", "LoadBalancers"),
    ("elbv2", "describe_target_groups", "TargetGroups"),
    ("events", "list_event_buses", "EventBuses"),
    ("events", "list_rules", "Rules"),
    ("iam", "list_instance_profiles", "InstanceProfiles"),
    ("iam", "list_roles", "Roles"),
    ("iam", "list_users", "Users"),
    ("kms", "list_aliases", "Aliases"),
    ("kinesis", "list_streams", "StreamNames"),
    ("lambda", "list_event_source_mappings", "EventSourceMappings"),
    ("lambda", "list_functions", "Functions"),
    ("logs", "describe_log_groups", "logGroups"),
    ("rds", "describe_db_instances", "DBInstances"),
    ("rds", "describe_db_subnet_groups", "DBSubnetGroups"),
    ("route53", "list_hosted_zones", "HostedZones"),
    ("s3", "list_buckets", "Buckets"),
    ("secretsmanager", "list_secrets", "SecretList"),
    ("sns", "list_subscriptions", "Subscriptions"),
    ("sns", "list_topics", "Topics"),
    ("sqs", "list_queues", "QueueUrls"),
    ("stepfunctions", "list_state_machines", "stateMachines"),
)

WANTED = {"cognito-idp": {"MaxResults": 10}}

Inventory = dict[str, int]


@pytest.fixture(scope="module")
def client(running_aws: SimulatedAws, session: boto3.Session) -> Iterator[Callable[[str], Any]]:
    with ExitStack() as open_clients:

        @cache
        def of(service: str) -> Any:
            made: Any = session.client(
                service,  # type: ignore[call-overload] # whatever service there is
                region_name="us-east-1",
                endpoint_url=running_aws.endpoint_url,
            )
            return open_clients.enter_context(closing(made))

        yield of


@pytest.fixture(scope="module")
def empty(running_aws: SimulatedAws, inventory: Callable[[], Inventory]) -> Inventory:
    """What there is in an account that nobody has used."""
    running_aws.reset()
    return inventory()


@pytest.fixture(scope="module")
def inventory(client: Callable[[str], Any]) -> Callable[[], Inventory]:
    def count() -> Inventory:
        return {
            f"{service} {operation}": len(
                getattr(client(service), operation)(**WANTED.get(service, {})).get(key, [])
            )
            for service, operation, key in KINDS
        }

    return count


def template(name: str) -> str:
    return (TEMPLATES / f"{name}.yaml").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_it_comes_and_goes(
    desk: Desk, empty: Inventory, inventory: Callable[[], Inventory], name: str
) -> None:
    stack = desk.create(template(name))

    assert desk.status(stack) == "CREATE_COMPLETE", desk.shown(stack)["reason"]
    assert desk.delete(stack) == "DELETE_COMPLETE", desk.shown(stack)["reason"]
    assert inventory() == empty


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("odds", "AWS::ApiGateway::Deployment"),
        ("web", "AWS::ElasticLoadBalancingV2::Listener"),
        ("worker", "AWS::Lambda::EventSourceMapping"),
    ],
)
def test_it_goes_when_it_could_not_come(
    desk: Desk, empty: Inventory, inventory: Callable[[], Inventory], name: str, last: str
) -> None:
    desk.aws.fail_next(last, code="ServiceUnavailable", message="Not today.")

    stack = desk.create(template(name))

    assert desk.status(stack) == "ROLLBACK_COMPLETE"
    assert inventory() == empty


def test_that_can_be_told(desk: Desk, empty: Inventory, inventory: Callable[[], Inventory]) -> None:
    desk.create(template("worker"))

    assert len(dict(inventory().items() - empty.items())) >= 8


@pytest.mark.parametrize(
    ("name", "on_paper"),
    [
        ("odds", set()),
        ("serverless", set()),
        (
            "site",
            {
                "AWS::CloudFront::Distribution",
                "AWS::CloudFront::OriginAccessControl",
                "AWS::ElastiCache::ServerlessCache",
            },
        ),
        ("web", set()),
        ("worker", set()),
    ],
)
def test_what_is_not_really_there_is_said(desk: Desk, name: str, on_paper: set[str]) -> None:
    resources = desk.shown(desk.create(template(name)))["resources"]

    assert {one["type"] for one in resources if not one["modelled"]} == on_paper
    assert all(one["physical_id"] for one in resources)


def test_an_instance_of_a_stack_is_an_instance(desk: Desk, client: Callable[[str], Any]) -> None:
    stack = desk.create(template("web"), Tags=[{"Key": "launched-by", "Value": "slack-bot"}])
    outputs = desk.outputs(stack)

    (shown,) = desk.aws.snapshot()["instances"]
    described = client("ec2").describe_instances(InstanceIds=[outputs["Server"]])
    assert (shown["id"], shown["name"], shown["state"]) == (outputs["Server"], "web", "running")
    assert (shown["volume_gib"], shown["encrypted"]) == (12, True)
    assert shown["tags"]["launched-by"] == "slack-bot"
    assert shown["tags"]["aws:cloudformation:stack-name"] == "made"
    assert shown["public_ip"] == outputs["ServerAddress"]
    assert shown["public_ip"].startswith("203.0.113.")
    (instance,) = described["Reservations"][0]["Instances"]
    assert len(instance["SecurityGroups"]) == 1
    assert "IamInstanceProfile" in instance

    desk.delete(stack)

    assert [one["state"] for one in desk.aws.snapshot()["instances"]] == ["terminated"]


def test_the_parts_know_each_other(desk: Desk, client: Callable[[str], Any]) -> None:
    outputs = desk.outputs(desk.create(template("worker")))

    (subscribed,) = client("sns").list_subscriptions()["Subscriptions"]
    (mapped,) = client("lambda").list_event_source_mappings()["EventSourceMappings"]
    policy = client("s3").get_bucket_policy(Bucket=outputs["BucketName"])["Policy"]
    assert subscribed["Endpoint"] == mapped["EventSourceArn"]
    assert mapped["EventSourceArn"].endswith(outputs["JobsUrl"].rpartition("/")[2])
    assert f"arn:aws:s3:::{outputs['BucketName']}/*" in policy


def test_nothing_of_a_function_is_run(desk: Desk, client: Callable[[str], Any]) -> None:
    desk.create(template("serverless"))
    (function,) = client("lambda").list_functions()["Functions"]

    answer = client("lambda").invoke(FunctionName=function["FunctionName"], Payload=b"{}")

    assert answer["Payload"].read() == b"{}"


def test_what_is_on_paper_says_the_same_every_time(desk: Desk) -> None:
    outputs = desk.outputs(desk.create(template("site")))

    assert outputs["Url"].startswith("https://d")
    assert outputs["Url"].endswith(".cloudfront.net")
    assert outputs["Cache"].endswith(".amazonaws.com")
    policy = next(
        one
        for one in desk.shown(desk.aws.snapshot()["stacks"][0]["id"])["resources"]
        if one["logical_id"] == "Site"
    )
    assert policy["physical_id"].startswith("E")


def test_what_depends_on_paper_may_be_on_paper(desk: Desk) -> None:
    """A load balancer cannot be asked for a certificate that moto has never heard of."""
    stack = desk.create(
        {
            "Resources": {
                "Vault": {
                    "Type": "AWS::Backup::BackupVault",
                    "Properties": {"BackupVaultName": "b"},
                },
                "Mapping": {
                    "Type": "AWS::Lambda::EventSourceMapping",
                    "Properties": {
                        "FunctionName": {"Fn::GetAtt": ["Vault", "BackupVaultArn"]},
                        "EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:jobs",
                    },
                },
            }
        }
    )

    assert [one["modelled"] for one in desk.shown(stack)["resources"]] == [False, False]
