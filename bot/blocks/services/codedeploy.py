"""AWS CodeDeploy: an application, and a group of what it is rolled out to."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.permissions import role
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

MARK = "DeployedBy"
"""The tag that tells which instances an application is rolled out to."""
_TARGETS = ("autoscaling", "ec2", "lambda")


def _has_target(drawing: Drawing, component: Component) -> bool:
    return bool(drawing.beside(component, *_TARGETS))


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    targets = template.drawing.beside(component, *_TARGETS)
    functions = all(one.service == "lambda" for one in targets)
    application = template.add(
        name,
        "AWS::CodeDeploy::Application",
        {"ComputePlatform": "Lambda" if functions else "Server"},
    )
    managed = "AWSCodeDeployRoleForLambdaLimited" if functions else "AWSCodeDeployRole"
    acts = role(
        template, f"{name}Role", "codedeploy.amazonaws.com", managed=[f"service-role/{managed}"]
    )
    group = template.add(
        f"{name}Group",
        "AWS::CodeDeploy::DeploymentGroup",
        {
            "ApplicationName": Ref(application),
            "ServiceRoleArn": GetAtt(acts, "Arn"),
            "AutoRollbackConfiguration": {"Enabled": True, "Events": ["DEPLOYMENT_FAILURE"]},
            **(_shifting() if functions else _machines(template, application, targets)),
        },
    )
    template.remember(("deployments", component.id), group)
    if functions:
        template.assume(
            f"{title} shifts traffic between versions, once each function has an alias."
        )
    else:
        piped = template.drawing.beside(component, "codepipeline")
        further = "" if piped else " and may read the bucket that your revisions lie in"
        template.assume(
            f"{title} works once the instances have the CodeDeploy agent{further}.", Stake.ACT
        )
    template.output(f"{name}Name", Ref(name), f"Name of the application {title}")


def _shifting() -> dict[str, Any]:
    return {
        "DeploymentConfigName": "CodeDeployDefault.LambdaCanary10Percent5Minutes",
        "DeploymentStyle": {
            "DeploymentType": "BLUE_GREEN",
            "DeploymentOption": "WITH_TRAFFIC_CONTROL",
        },
    }


def _machines(
    template: Template, application: str, targets: tuple[Component, ...]
) -> dict[str, Any]:
    found: dict[str, Any] = {"DeploymentConfigName": "CodeDeployDefault.OneAtATime"}
    groups = [Ref(template.id(one)) for one in targets if one.service == "autoscaling"]
    if groups:
        found["AutoScalingGroups"] = groups
    if any(one.service == "ec2" for one in targets):
        mark = {"Key": MARK, "Type": "KEY_AND_VALUE", "Value": Ref(application)}
        found["Ec2TagFilters"] = [mark]
    return found


BLOCK = Block("codedeploy", "Deployment", _build, stands=_has_target)
