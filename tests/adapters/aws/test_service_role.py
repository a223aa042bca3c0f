"""deploy/cloudformation-service-role.yaml: what CloudFormation may do for the bot's stacks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.cfn_lint import CfnLintTemplates
from bot.domain.guardrails.types import ALLOWED
from bot.workflows.design_stack import NAME_PREFIX

DEPLOY = Path(__file__).parents[3] / "deploy"
# Where the prefix of a service's IAM actions is not its namespace in CloudFormation.
PREFIXES = {
    "AmazonMQ": "mq",
    "ApiGatewayV2": "apigateway",
    "ApplicationAutoScaling": "application-autoscaling",
    "CertificateManager": "acm",
    "Cognito": "cognito-idp",
    "DocDB": "rds",
    "EFS": "elasticfilesystem",
    "ElasticLoadBalancingV2": "elasticloadbalancing",
    "EMR": "elasticmapreduce",
    "EMRServerless": "emr-serverless",
    "KinesisFirehose": "firehose",
    "MSK": "kafka",
    "Neptune": "rds",
    "OpenSearchServerless": "aoss",
    "OpenSearchService": "es",
    "RedshiftServerless": "redshift-serverless",
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
        for action in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])
    }
    names = (one.removeprefix("AWS::") for one in ALLOWED)

    assert {PREFIXES.get(one, one.lower()) for one in names} <= allowed


def test_it_may_touch_no_role_but_those_of_the_bots_stacks(body: dict[str, Any]) -> None:
    touched = [
        resource["Fn::Sub"]
        for each in statements(body)
        if each["Sid"] in {"MakeRolesOfStacks", "AttachWhatServicesNeed", "HandOverRolesOfStacks"}
        for resource in (
            each["Resource"] if isinstance(each["Resource"], list) else [each["Resource"]]
        )
    ]

    assert touched
    assert all(one.endswith(f"/{NAME_PREFIX}-*") for one in touched)


def test_its_name_is_the_one_the_bot_may_hand_over(body: dict[str, Any]) -> None:
    name = body["Resources"]["Role"]["Properties"]["RoleName"]

    assert f"role/{name}" in (DEPLOY / "iam-policy.json").read_text()
