"""deploy/cloudformation-service-role.yaml: what CloudFormation may do for the bot's stacks."""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.cfn_lint import CfnLintTemplates
from bot.blocks import Composed, compose
from bot.blocks.services.iam import ATTACHABLE
from bot.domain.guardrails.types import ALLOWED
from bot.domain.intrinsics import members
from bot.workflows.design_stack import NAME_PREFIX
from tests.blocks.drawings import STARS, THIRDS

Made = Sequence[Composed]
_OF_AWS = re.compile(r"iam::aws:policy/([\w/-]+)")
DEPLOY = Path(__file__).parents[3] / "deploy"
# Where the prefix of a service's IAM actions is not its namespace in CloudFormation.
PREFIXES = {
    "AccessAnalyzer": "access-analyzer",
    "AmazonMQ": "mq",
    "ApiGatewayV2": "apigateway",
    "ApplicationAutoScaling": "application-autoscaling",
    "CertificateManager": "acm",
    "CodeStarConnections": "codestar-connections",
    "Cognito": "cognito-idp",
    "DirectoryService": "ds",
    "DocDB": "rds",
    "EFS": "elasticfilesystem",
    "EMR": "elasticmapreduce",
    "EMRServerless": "emr-serverless",
    "ElasticLoadBalancingV2": "elasticloadbalancing",
    "KinesisFirehose": "firehose",
    "Location": "geo",
    "MSK": "kafka",
    "Macie": "macie2",
    "Neptune": "rds",
    "NetworkFirewall": "network-firewall",
    "OpenSearchServerless": "aoss",
    "OpenSearchService": "es",
    "RedshiftServerless": "redshift-serverless",
    "ResourceGroups": "resource-groups",
    "StepFunctions": "states",
}
# Where a namespace has several.
PREFIXES_OF_TYPES = {
    "AWS::Cognito::IdentityPool": "cognito-identity",
    "AWS::Cognito::IdentityPoolRoleAttachment": "cognito-identity",
    "AWS::Timestream::InfluxDBInstance": "timestream-influxdb",
}


@pytest.fixture(scope="module")
def body() -> dict[str, Any]:
    checked = CfnLintTemplates().check(
        (DEPLOY / "cloudformation-service-role.yaml").read_text(), "us-east-1"
    )
    assert checked.findings == ()
    return dict(checked.body)


def statements(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for resource in body["Resources"].values():
        yield from resource["Properties"].get("PolicyDocument", {}).get("Statement", [])


@pytest.fixture(scope="module")
def made() -> Made:
    """Everything that blocks and wiring make."""
    return [compose(one, title="x") for one in (*THIRDS.values(), *STARS.values())]


def _prefix(service: str) -> str:
    return PREFIXES.get(service, service.lower())


def _prefixes(body: dict[str, Any]) -> set[str]:
    return {
        action.partition(":")[0]
        for each in statements(body)
        if each["Effect"] == "Allow"
        for action in members(each["Action"])
    }


def test_it_may_use_every_service_a_template_may_use(body: dict[str, Any]) -> None:
    names = (one.removeprefix("AWS::") for one in ALLOWED)

    assert {_prefix(one) for one in names} <= _prefixes(body)


def test_it_may_make_whatever_the_blocks_make(body: dict[str, Any], made: Made) -> None:
    allowed = _prefixes(body)
    types = {one for composed in made for one in composed.types.values()}

    assert {
        one
        for one in types
        if PREFIXES_OF_TYPES.get(one, _prefix(one.split("::")[1])) not in allowed
    } == set()


def test_it_may_attach_whatever_the_blocks_attach(body: dict[str, Any], made: Made) -> None:
    by_sid = {each["Sid"]: each for each in statements(body)}
    patterns = [
        one["Fn::Sub"].rpartition(":policy/")[2]
        for one in by_sid["AttachWhatServicesNeed"]["Condition"]["ArnLike"]["iam:PolicyARN"]
    ]
    attached = {one for composed in made for one in _OF_AWS.findall(composed.template)}

    assert {"AWSElasticBeanstalkWebTier", "AWSBackupServiceRolePolicyForS3Backup"} <= attached
    assert {
        one
        for one in attached | ATTACHABLE
        if not any(fnmatchcase(one, pattern) for pattern in patterns)
    } == set()


def test_what_a_service_does_in_turn_is_allowed_too(body: dict[str, Any]) -> None:
    by_sid = {each["Sid"]: each for each in statements(body)}

    assert by_sid["MakeTheStacksOfElasticBeanstalk"]["Resource"]["Fn::Sub"].endswith(
        ":stack/awseb-*"
    )
    assert "sso:CreateManagedApplicationInstance" in by_sid["SignInToGrafana"]["Action"]


def test_it_may_touch_no_role_but_those_of_the_bots_stacks(body: dict[str, Any]) -> None:
    touched = [
        resource["Fn::Sub"]
        for each in statements(body)
        if each["Sid"] in {"MakeRolesOfStacks", "AttachWhatServicesNeed", "HandOverRolesOfStacks"}
        for resource in members(each["Resource"])
    ]

    assert touched
    assert all(one.endswith(f"/{NAME_PREFIX}-*") for one in touched)


def test_its_name_is_the_one_the_bot_may_hand_over(body: dict[str, Any]) -> None:
    name = body["Resources"]["Role"]["Properties"]["RoleName"]

    assert f"role/{name}" in (DEPLOY / "iam-policy.json").read_text()


def test_it_works_in_the_regions_it_is_given_or_else_where_it_is_made(body: dict[str, Any]) -> None:
    by_sid = {each["Sid"]: each for each in statements(body)}
    regions = by_sid["UseTheServicesTheBotKnows"]["Condition"]["StringEquals"]

    assert regions == {
        "aws:RequestedRegion": {
            "Fn::If": ["OnlyHere", [{"Ref": "AWS::Region"}], {"Ref": "Regions"}]
        }
    }
    assert body["Parameters"]["Regions"]["Default"] == ""


@pytest.mark.parametrize(
    ("service", "home"),
    [
        ("cloudfront", "us-east-1"),
        ("route53", "us-east-1"),
        ("globalaccelerator", "us-west-2"),
    ],
)
def test_services_without_a_region_are_allowed_where_they_answer(
    body: dict[str, Any], service: str, home: str
) -> None:
    allowing = [
        each["Condition"]["StringEquals"]["aws:RequestedRegion"]
        for each in statements(body)
        if each["Effect"] == "Allow" and f"{service}:*" in members(each["Action"])
    ]

    assert allowing == [home]


def test_it_changes_roles_and_policies_of_the_bots_stacks_and_frees_none_of_its_bounds(
    body: dict[str, Any],
) -> None:
    changing = {"iam:CreatePolicyVersion", "iam:UpdateAssumeRolePolicy"}
    by_action = {one: each["Sid"] for each in statements(body) for one in members(each["Action"])}

    assert {by_action[one] for one in changing} == {"MakeRolesOfStacks"}
    assert "iam:DeleteRolePermissionsBoundary" not in by_action
