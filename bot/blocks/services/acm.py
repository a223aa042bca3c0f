"""AWS Certificate Manager: a certificate for the domain, proved by DNS."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.services.route53 import domain
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    properties: dict[str, Any] = {"DomainName": domain(template), "ValidationMethod": "DNS"}
    zone = next(iter(template.drawing.of("route53")), None)
    if zone:
        properties["DomainValidationOptions"] = [
            {"DomainName": domain(template), "HostedZoneId": Ref(template.id(zone))}
        ]
        template.assume(
            "The stack waits for its certificate until the domain's name servers are those of the hosted zone."
        )
    else:
        template.assume(
            "The stack waits for its certificate until the DNS record that AWS names is set."
        )
    template.add(name, "AWS::CertificateManager::Certificate", properties)
    template.output(f"{name}Arn", Ref(name), "ARN of the certificate")


BLOCK = Block("acm", "Certificate", _build)
