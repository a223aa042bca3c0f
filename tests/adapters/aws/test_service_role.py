"""deploy/cloudformation-service-role.yaml: what CloudFormation may do for the bot's stacks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.cfn_lint import CfnLintTemplates
from bot.domain.guardrails.types import ALLOWED
from bot.domain.intrinsics import members
from bot.workflows.design_stack import NAME_PREFIX

DEPLOY = Path(__file__).parents[3] / "deploy"
# Where the prefix of a service's IAM actions is not its namespace in CloudFormation.
PREFIXES = {
    "AccessAnalyzer": "access-analyzer",
    "AmazonMQ": "mq",
    "ApiGatewayV2": "apigateway",
    "ApplicationAutoScaling": "application-autoscaling",
    "CertificateManager": "acm",
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


def test_it_may_use_every_service_a_template_may_use(body: dict[str, Any]) -> None:
    allowed = {
        action.partition(":")[0]
        for each in statements(body)
        if each["Effect"] == "Allow"
        for action in members(each["Action"])
    }
    names = (one.removeprefix("AWS::") for one in ALLOWED)

    assert {PREFIXES.get(one, one.lower()) for one in names} <= allowed


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
