"""Amazon Route 53: a hosted zone for the domain that the picture names, or for a stand-in."""

import re

from bot.blocks.block import Block
from bot.blocks.domain import STAND_IN, zone_name
from bot.blocks.intrinsics import REGION, Call, GetAtt, Ref
from bot.blocks.naming import pascal
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

# `www CNAME shop.example.net` and `@ A 203.0.113.7`.
_RECORD = re.compile(
    r"(?:@|[A-Za-z0-9*_](?:[A-Za-z0-9_.-]{0,100}[A-Za-z0-9])?) +(?i:A +(?:[0-9]{1,3}\.){3}[0-9]{1,3}|"
    r"CNAME +(?:[A-Za-z0-9_-]{1,63}\.){1,10}[A-Za-z]{2,24}\.?)"
)


def _build(template: Template, component: Component) -> None:
    name, host = template.id(component), zone_name(template.drawing, component)
    vpc = next(iter(template.network.vpcs), None)
    if template.asked(component).is_on("private") and vpc:
        inside = [{"VPCId": Ref(one.id), "VPCRegion": REGION} for one in template.network.vpcs]
        template.add(name, "AWS::Route53::HostedZone", {"Name": host, "VPCs": inside})
        template.assume(f"The names below {host} are known inside the VPC only.")
        _records(template, component, host)
        return
    template.add(name, "AWS::Route53::HostedZone", {"Name": host})
    _check(template, component, host)
    _records(template, component, host)
    template.assume(
        f"The hosted zone is made for {host}, which nobody can reach, until you say which domain is yours."
        if host == STAND_IN
        else f"The domain {host} leads here once its registrar is told the name servers of the hosted zone.",
        Stake.ACT,
    )
    template.output(
        f"{name}NameServers",
        Call("Join", [", ", GetAtt(name, "NameServers")]),
        f"What the registrar of {host} has to be told",
    )


def _records(template: Template, component: Component, host: str) -> None:
    """The names that were said, and where they lead."""
    name = template.id(component)
    for said in template.asked(component).each("records", _RECORD):
        label, kind, value = said.split()
        label = label.removesuffix(f".{host}")
        full = host if label in ("@", host) else f"{label}.{host}"
        if kind.upper() == "CNAME" and full == host:
            template.assume(f"{host} itself takes no CNAME, so that was left out.")
            continue
        properties = {
            "HostedZoneId": Ref(name),
            "Name": full,
            "Type": kind.upper(),
            "TTL": "300",
            "ResourceRecords": [value],
        }
        template.remember(("named", component.id, full), name)
        template.add(f"{name}{pascal(label)}Record", "AWS::Route53::RecordSet", properties)


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
