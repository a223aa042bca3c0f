"""AWS App Runner: a container behind an HTTPS address, with a placeholder image."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import keep_role, role
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_IMAGE = "public.ecr.aws/aws-containers/hello-app-runner:latest"
_PORT = "8000"


def _is_reached(drawing: Drawing, component: Component) -> bool:
    """From outside, as it is made for: unless only other parts are drawn to call it."""
    return drawing.entered(component) or not drawing.sources(component)


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    acts = keep_role(
        template, component, role(template, f"{name}Role", "tasks.apprunner.amazonaws.com")
    )
    template.add(
        name,
        "AWS::AppRunner::Service",
        {
            "SourceConfiguration": {
                "AutoDeploymentsEnabled": False,
                "ImageRepository": {
                    "ImageIdentifier": _IMAGE,
                    "ImageRepositoryType": "ECR_PUBLIC",
                    "ImageConfiguration": {"Port": _PORT},
                },
            },
            "InstanceConfiguration": {
                "Cpu": "1 vCPU",
                "Memory": "2 GB",
                "InstanceRoleArn": GetAtt(acts, "Arn"),
            },
            "HealthCheckConfiguration": {"Protocol": "HTTP", "Path": "/"},
            **_network(template, component),
        },
    )
    template.assume(
        f"{title} runs at least 1 × 1 vCPU, 2 GB with a placeholder image; put yours in.",
        Stake.MONEY,
    )
    template.output(f"{name}Url", Sub(f"https://${{{name}.ServiceUrl}}"), f"Where {title} answers")


def _network(template: Template, component: Component) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not _is_reached(template.drawing, component):
        found["IngressConfiguration"] = {"IsPubliclyAccessible": False}
        template.assume(
            f"{template.title(component)} is not public: its callers need a VPC ingress connection."
        )
    else:
        template.assume(
            f"{template.title(component)} answers anyone over HTTPS, as App Runner is made for.",
            Stake.DATA,
        )
    place = template.place(component)
    if place:
        connector = template.add(
            f"{template.id(component)}Connector",
            "AWS::AppRunner::VpcConnector",
            {
                "Subnets": subnet_refs(place.subnets),
                "SecurityGroups": [group_id(template, component)],
            },
        )
        found["EgressConfiguration"] = {"EgressType": "VPC", "VpcConnectorArn": Ref(connector)}
    return {"NetworkConfiguration": found} if found else {}


def _finish(template: Template, component: Component) -> None:
    settings = template.settings(component)
    if settings:
        source = template.properties(template.id(component))["SourceConfiguration"]
        source["ImageRepository"]["ImageConfiguration"]["RuntimeEnvironmentVariables"] = [
            {"Name": name, "Value": value} for name, value in settings.items()
        ]


BLOCK = Block("apprunner", "WebService", _build, _finish)
