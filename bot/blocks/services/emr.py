"""Amazon EMR: a cluster that ends when it is idle; or Spark without machines of its own, where that is asked for."""

import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.network.build import name_tag, subnet_refs
from bot.blocks.network.groups import group_id, security_group
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.placing.plan import Place
from bot.blocks.services.buckets import private_bucket
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_RELEASE = "emr-7.9.0"
_TYPE = "m5.xlarge"
_SIZES = re.compile(r"[mcr](?:5|6g|6i)\.(?:2|4)?xlarge")
_IDLE_MINUTES = 15
_LOGS_DAYS = 30
_TAGGED = {"Key": "for-use-with-amazon-emr-managed-policies", "Value": "true"}


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    on_machines = "serverless" not in component.label.lower()
    if template.asked(component).is_on("cluster", default=on_machines):
        _cluster(template, component, place)
    else:
        _serverless(template, component, place)


def _serverless(template: Template, component: Component, place: Place) -> None:
    name, title = template.id(component), template.title(component)
    acts = keep_role(
        template, component, role(template, f"{name}Role", "emr-serverless.amazonaws.com")
    )
    template.add(
        name,
        "AWS::EMRServerless::Application",
        {
            "Type": "SPARK",
            "ReleaseLabel": _RELEASE,
            "AutoStartConfiguration": {"Enabled": True},
            "AutoStopConfiguration": {"Enabled": True, "IdleTimeoutMinutes": _IDLE_MINUTES},
            "MaximumCapacity": {"Cpu": "32 vCPU", "Memory": "128 GB"},
            "NetworkConfiguration": {
                "SubnetIds": subnet_refs(place.subnets),
                "SecurityGroupIds": [group_id(template, component)],
            },
            # Whoever starts a job names its role.
            "Tags": [{"Key": "JobRole", "Value": GetAtt(acts, "Arn")}],
        },
    )
    template.assume(
        f"{title} is EMR Serverless for Spark: up to 32 vCPUs, and nothing {_IDLE_MINUTES} minutes after the last job.",
        Stake.MONEY,
    )
    template.output(f"{name}Id", Ref(name), f"Id of the application {title}")


def _cluster(template: Template, component: Component, place: Place) -> None:
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    kind = asked.text("instance-type", _SIZES) or _TYPE
    workers = asked.number("nodes", 1, 50) or max(component.count, 2)
    logs = private_bucket(template, f"{name}Logs", expire_days=_LOGS_DAYS)
    write = statement("WriteLogs", ["s3:GetObject", "s3:PutObject"], [Sub(f"${{{logs}.Arn}}/*")])
    acts = keep_role(
        template, component, role(template, f"{name}Role", "ec2.amazonaws.com", [write])
    )
    profile = template.add(f"{name}Profile", "AWS::IAM::InstanceProfile", {"Roles": [Ref(acts)]})
    hand_over = statement("HandOver", ["iam:PassRole"], [GetAtt(acts, "Arn")])
    serves = role(
        template,
        f"{name}ServiceRole",
        "elasticmapreduce.amazonaws.com",
        [
            {
                **hand_over,
                "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
            }
        ],
        ["service-role/AmazonEMRServicePolicy_v2"],
    )
    safe = template.add(
        f"{name}Security",
        "AWS::EMR::SecurityConfiguration",
        {"SecurityConfiguration": {"InstanceMetadataServiceConfiguration": _IMDS}},
    )
    template.add(
        name,
        "AWS::EMR::Cluster",
        {
            "Name": Sub(f"${{AWS::StackName}}-{name}"),
            "ReleaseLabel": _RELEASE,
            "Applications": [{"Name": "Spark"}],
            "ServiceRole": Ref(serves),
            "JobFlowRole": Ref(profile),
            "LogUri": Sub(f"s3://${{{logs}}}/"),
            "SecurityConfiguration": Ref(safe),
            "VisibleToAllUsers": True,
            "AutoTerminationPolicy": {"IdleTimeout": 3600},
            "Instances": {
                "Ec2SubnetId": Ref(place.subnets[0].id),
                "AdditionalMasterSecurityGroups": [group_id(template, component)],
                "AdditionalSlaveSecurityGroups": [group_id(template, component)],
                "MasterInstanceGroup": _machines(kind, 1),
                "CoreInstanceGroup": _machines(kind, workers),
            },
            "Tags": [_TAGGED],
        },
    )
    _let_emr(template, component, place)
    template.assume(
        f"{title} is {workers + 1} × {kind}, and ends when it was idle for an hour.", Stake.MONEY
    )
    template.output(f"{name}Id", Ref(name), f"Id of the cluster {title}")


_IMDS = {"MinimumInstanceMetadataServiceVersion": 2, "HttpPutResponseHopLimit": 1}


def _machines(kind: str, count: int) -> dict[str, Any]:
    return {"InstanceType": kind, "InstanceCount": count, "Market": "ON_DEMAND"}


def _let_emr(template: Template, component: Component, place: Place) -> None:
    """EMR's own policy counts for what carries its tag alone."""
    tagged = (place.vpc.id, place.subnets[0].id, security_group(template, component).name)
    for one in tagged:
        tags = template.properties(one).setdefault("Tags", name_tag(one))
        if _TAGGED not in tags:
            tags.append(_TAGGED)


BLOCK = Block("emr", "SparkCluster", _build)
