"""AWS Certificate Manager: a certificate for the domain, proved by DNS."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.domain import domain, has_domain, zone_of
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name, host = template.id(component), domain(template.drawing, component)
    properties: dict[str, Any] = {"DomainName": host, "ValidationMethod": "DNS"}
    if _names_below(template.drawing, host):
        # What proves the domain proves these too, so they take no validation of their own.
        properties["SubjectAlternativeNames"] = [f"*.{host}"]
    zone = zone_of(template.drawing, host)
    if zone:
        properties["DomainValidationOptions"] = [
            {"DomainName": host, "HostedZoneId": Ref(template.id(zone))}
        ]
        template.assume(
            f"The stack waits for the certificate of {host} until the domain's registrar points to the name servers "
            "of the hosted zone, which Route 53 shows as soon as the zone is made.",
            Stake.ACT,
        )
    else:
        template.assume(
            f"The stack waits for the certificate of {host} until the DNS record that AWS names in it is set.",
            Stake.ACT,
        )
    template.add(name, "AWS::CertificateManager::Certificate", properties)
    template.output(f"{name}Arn", Ref(name), f"ARN of the certificate for {host}")


def covers(drawing: Drawing, certificate: Component, name: str) -> bool:
    host = domain(drawing, certificate)
    below = _names_below(drawing, host) and name.partition(".")[2] == host
    return name == host or below


def _names_below(drawing: Drawing, host: str) -> bool:
    """Whether the zone leads to more than the domain itself has room for."""
    zone = zone_of(drawing, host)
    return zone is not None and len(drawing.targets(zone)) > 1


BLOCK = Block("acm", "Certificate", _build, stands=has_domain)
