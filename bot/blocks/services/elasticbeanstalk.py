"""AWS Elastic Beanstalk: an application, and an environment in which AWS keeps it running."""

from collections.abc import Iterator
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Call, GetAtt, Ref
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import keep_role, role
from bot.blocks.placing.plan import Place
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

PORT = 80
_TYPE = "t3.small"
_SPACE = "aws:elasticbeanstalk:"
_PLATFORM = "64bit Amazon Linux 2023 v4.9.0 running Python 3.13"
_MOST = "4"
_SERVING = (
    "service-role/AWSElasticBeanstalkEnhancedHealth",
    "AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy",
)
_DAYS = "30"


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    application = template.add(
        f"{name}Application", "AWS::ElasticBeanstalk::Application", {"Description": title}
    )
    platform = template.parameter(
        "BeanstalkPlatform",
        "String",
        _PLATFORM,
        "Solution stack of Elastic Beanstalk, as AWS lists them",
    )
    template.add(
        name,
        "AWS::ElasticBeanstalk::Environment",
        {
            "ApplicationName": Ref(application),
            "Description": title,
            "SolutionStackName": platform,
            "Tier": {"Name": "WebServer", "Type": "Standard"},
            "OptionSettings": [*_options(template, component, place)],
        },
    )
    way_out = template.known("way out", place.vpc.id)
    if way_out:
        template.depends(name, way_out)
    template.assume(
        f"{title} is made for “{_PLATFORM}” with AWS's sample application; AWS takes old platforms back, so if it "
        "refuses this one, put the newest of its list into the parameter.",
        Stake.ACT,
    )
    template.assume(f"{title} has 1 to {_MOST} instances of {_TYPE} and a balancer.", Stake.MONEY)
    template.output(f"{name}Url", GetAtt(name, "EndpointURL"), f"Where {title} answers")


def _options(template: Template, component: Component, place: Place) -> Iterator[dict[str, Any]]:
    name = template.id(component)
    worker = role(
        template, f"{name}Role", "ec2.amazonaws.com", managed=["AWSElasticBeanstalkWebTier"]
    )
    keep_role(template, component, worker)
    profile = template.add(f"{name}Profile", "AWS::IAM::InstanceProfile", {"Roles": [Ref(worker)]})
    serving = role(
        template, f"{name}ServiceRole", "elasticbeanstalk.amazonaws.com", managed=_SERVING
    )
    inside = [one.id for one in place.subnets]
    public = template.drawing.entered(component) and place.vpc.tier("public")
    doors = [one.id for one in place.vpc.tier("public")] if public else inside
    group = group_id(template, component)
    yield from _of(
        "aws:ec2:vpc", VPCId=Ref(place.vpc.id), Subnets=_list(inside), ELBSubnets=_list(doors)
    )
    yield from _of("aws:ec2:vpc", ELBScheme="public" if public else "internal")
    yield from _of(
        "aws:autoscaling:launchconfiguration",
        IamInstanceProfile=Ref(profile),
        SecurityGroups=group,
        DisableIMDSv1="true",
    )
    yield from _of("aws:ec2:instances", InstanceTypes=_TYPE)
    yield from _of("aws:autoscaling:asg", MinSize="1", MaxSize=_MOST)
    yield from _of(
        f"{_SPACE}environment", LoadBalancerType="application", ServiceRole=GetAtt(serving, "Arn")
    )
    yield from _of(f"{_SPACE}healthreporting:system", SystemType="enhanced")
    yield from _of(f"{_SPACE}cloudwatch:logs", StreamLogs="true", RetentionInDays=_DAYS)
    yield from _of(
        f"{_SPACE}managedactions", ManagedActionsEnabled="true", PreferredStartTime="Sun:03:00"
    )
    yield from _of(f"{_SPACE}managedactions:platformupdate", UpdateLevel="minor")


def _list(subnets: list[str]) -> Call:
    return Call("Join", [",", [Ref(one) for one in subnets]])


def _of(namespace: str, **options: Any) -> Iterator[dict[str, Any]]:
    for name, value in options.items():
        yield {"Namespace": namespace, "OptionName": name, "Value": value}


def _finish(template: Template, component: Component) -> None:
    name = template.id(component)
    if name in template.resources:
        settings = _of(f"{_SPACE}application:environment", **template.settings(component))
        template.properties(name)["OptionSettings"].extend(settings)


BLOCK = Block("elasticbeanstalk", "WebEnvironment", _build, _finish)
