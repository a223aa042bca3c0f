"""Amazon Route 53: a hosted zone for the domain that the picture names, or for a stand-in."""

from bot.blocks.block import Block
from bot.blocks.domain import STAND_IN, zone_name
from bot.blocks.intrinsics import REGION, Call, GetAtt, Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name, host = template.id(component), zone_name(template.drawing, component)
    vpc = next(iter(template.network.vpcs), None)
    if template.asked(component).is_on("private") and vpc:
        inside = [{"VPCId": Ref(one.id), "VPCRegion": REGION} for one in template.network.vpcs]
        template.add(name, "AWS::Route53::HostedZone", {"Name": host, "VPCs": inside})
        template.assume(f"The names below {host} are known inside the VPC only.")
        return
    template.add(name, "AWS::Route53::HostedZone", {"Name": host})
    _check(template, component, host)
    template.assume(
        f"The hosted zone is made for {host}, which nobody can reach, until you say which domain it is."
        if host == STAND_IN
        else f"The domain {host} leads here once its registrar is told the name servers of the hosted zone.",
        Stake.ACT,
    )
    template.output(
        f"{name}NameServers",
        Call("Join", [", ", GetAtt(name, "NameServers")]),
        f"What the registrar of {host} has to be told",
    )


def _check(template: Template, component: Component, host: str) -> None:
    if template.asked(component).is_on("health-check") and host != STAND_IN:
        template.add(
            f"{template.id(component)}Check",
            "AWS::Route53::HealthCheck",
            {
                "HealthCheckConfig": {
                    "Type": "HTTPS",
                    "FullyQualifiedDomainName": host,
                    "Port": 443,
                    "ResourcePath": "/",
                    "RequestInterval": 30,
                    "FailureThreshold": 3,
                }
            },
        )
        template.assume("A health check is billed by the month.", Stake.MONEY)


BLOCK = Block("route53", "HostedZone", _build)
