"""AWS IAM: a role for a service to act in; what it may do is what it is drawn to reach."""

import re
from typing import Any

from bot.blocks.asked import Asked
from bot.blocks.block import Block, nothing
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import document, keep_role, role
from bot.blocks.template import Template
from bot.domain.architecture import Component

# Who takes a role on, by the service.
_PRINCIPALS = {
    "lambda": "lambda",
    "ec2": "ec2",
    "autoscaling": "ec2",
    "fargate": "ecs-tasks",
    "ecs": "ecs-tasks",
    "stepfunctions": "states",
    "apigateway": "apigateway",
    "glue": "glue",
    "codebuild": "codebuild",
    "codepipeline": "codepipeline",
    "batch": "batch",
    "firehose": "firehose",
    "eventbridge": "events",
    "sagemaker": "sagemaker",
}
_PRINCIPAL = re.compile(r"[a-z][a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40})?(?:\.amazonaws\.com)?")
_MANAGED = re.compile(r"(?:service-role/)?[A-Za-z0-9_-]{3,100}")
# What CloudFormation's own role may attach, and what says no more than what a thing needs to run at all.
ATTACHABLE = frozenset(
    {
        *(
            "AWSXRayDaemonWriteAccess",
            "AmazonSSMManagedInstanceCore",
            "CloudWatchAgentServerPolicy",
        ),
        *("AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryReadOnly"),
        *("AmazonEKSClusterPolicy", "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy"),
        *("AmazonEKSFargatePodExecutionRolePolicy", "AmazonEKSVPCResourceController"),
        *("AWSElasticBeanstalkWebTier", "EC2InstanceProfileForImageBuilder"),
        "service-role/AWSBackupServiceRolePolicyForBackup",
        "service-role/AWSBackupServiceRolePolicyForRestores",
        "service-role/AWSGlueServiceRole",
        "service-role/AWSLambdaBasicExecutionRole",
        "service-role/AWSLambdaDynamoDBExecutionRole",
        "service-role/AWSLambdaKinesisExecutionRole",
        "service-role/AWSLambdaSQSQueueExecutionRole",
        "service-role/AWSLambdaVPCAccessExecutionRole",
        "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
        "service-role/AmazonEC2ContainerServiceforEC2Role",
        "service-role/AmazonECSTaskExecutionRolePolicy",
    }
)


def settled(template: Template, component: Component) -> None:
    """Makes the role, or finds the one it stands for, once everything that acts has its own."""
    template.once(("settled", component.id), lambda: _settled(template, component))


def _settled(template: Template, component: Component) -> str:
    user = _user(template, component)
    if user:
        _add_to(template, component, user)
    else:
        _make(template, component)
    return user or template.id(component)


def _make(template: Template, component: Component) -> None:
    name, asked = template.id(component), template.asked(component)
    service = _principal(asked.text("service", _PRINCIPAL) or _beside(template, component))
    role(template, name, service, managed=_managed(asked))
    _settle(template, component, name)
    if asked.is_on("profile", default=service.startswith("ec2.")):
        profile = template.add(
            f"{name}Profile", "AWS::IAM::InstanceProfile", {"Roles": [Ref(name)]}
        )
        template.output(f"{profile}Arn", GetAtt(profile, "Arn"), "ARN of the instance profile")
    template.assume(f"The role {template.title(component)} is for {service} alone.")
    template.output(
        f"{name}Arn", GetAtt(name, "Arn"), f"ARN of the role {template.title(component)}"
    )


def _user(template: Template, component: Component) -> str | None:
    """The role of what it is drawn beside: everything that acts has one of its own already."""
    beside = template.drawing.beside(component, *_PRINCIPALS)
    roles = (template.known("role", one.id) for one in beside)
    return next((one for one in roles if one), None)


def _add_to(template: Template, component: Component, name: str) -> None:
    managed = _managed(template.asked(component))
    listed: list[Any] = template.properties(name).setdefault("ManagedPolicyArns", [])
    listed += [Sub(f"arn:${{AWS::Partition}}:iam::aws:policy/{one}") for one in managed]
    if not listed:
        del template.properties(name)["ManagedPolicyArns"]
    _settle(template, component, name)


def _settle(template: Template, component: Component, name: str) -> None:
    keep_role(template, component, name)
    if template.asked(component).is_on("policy"):
        made = template.add(
            f"{template.id(component)}Policy",
            "AWS::IAM::ManagedPolicy",
            {
                "Description": f"What {template.title(component)} may do",
                "PolicyDocument": document(),
                "Roles": [Ref(name)],
            },
        )
        template.remember(("policy", component.id), made)


def _managed(asked: Asked) -> list[str]:
    found: list[str] = []
    for one in asked.each("managed", _MANAGED):
        # People leave out the path that AWS keeps some of them under.
        names = [name for name in (one, f"service-role/{one}") if name in ATTACHABLE]
        found += names[:1]
        if not names:
            asked.say(
                f"{asked.title}: the policy {one} is none of those that the bot attaches, so that was left out."
            )
    return found


def _beside(template: Template, component: Component) -> str:
    beside = template.drawing.beside(component, *_PRINCIPALS)
    return _PRINCIPALS[beside[0].service] if beside else "lambda"


def _principal(service: str) -> str:
    known = _PRINCIPALS.get(service, service)
    return known if known.endswith(".amazonaws.com") else f"{known}.amazonaws.com"


def _finish(template: Template, component: Component) -> None:
    """A policy that allows nothing is refused."""
    settled(template, component)
    policy = template.known("policy", component.id)
    if policy and not template.properties(policy)["PolicyDocument"]["Statement"]:
        del template.resources[policy]
        template.assume(
            f"Nothing is said of what {template.title(component)} is for, so it may do nothing yet."
        )


BLOCK = Block("iam", "Role", nothing, _finish)
