"""Elastic Load Balancing: an Application Load Balancer, open to the internet only where it is drawn so."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.domain import certificate_of, domain
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.network.build import name_tag, subnet_refs
from bot.blocks.network.groups import open_to_all, security_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

HTTP = 80
HTTPS = 443
_UNANSWERED = {
    "Type": "fixed-response",
    "FixedResponseConfig": {
        "StatusCode": "404",
        "ContentType": "text/plain",
        "MessageBody": "Nothing here",
    },
}


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title, public = template.id(component), template.title(component), place.tier == "public"
    properties: dict[str, Any] = {
        "Type": "application",
        "Scheme": "internet-facing" if public else "internal",
        "Subnets": subnet_refs(place.subnets),
        "SecurityGroups": [GetAtt(security_group(template, component).name, "GroupId")],
        "LoadBalancerAttributes": [
            {"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "true"}
        ],
        "Tags": name_tag(title),
    }
    template.add(name, "AWS::ElasticLoadBalancingV2::LoadBalancer", properties)
    certificate = certificate_of(template.drawing, component)
    secure = certificate is not None
    _listen(template, component, certificate)
    if public:
        template.depends(name, template.known("way in", place.vpc.id) or "")
        open_to_all(template, component, *((HTTP, HTTPS) if secure else (HTTP,)))
    if not secure:
        template.assume(
            f"{title} listens on HTTP, port 80, since it has no certificate.", Stake.DATA
        )
    address: str | Sub = Sub(f"http://${{{name}.DNSName}}")
    if certificate:
        address = f"https://{domain(template.drawing, certificate)}"
    template.output(f"{name}Url", address, f"Where {title} answers")


def _listen(template: Template, component: Component, certificate: Component | None) -> None:
    """Makes the listener that answers people: by TLS if there is a certificate."""
    name = template.id(component)
    properties: dict[str, Any] = {
        "LoadBalancerArn": Ref(name),
        "Port": HTTPS if certificate else HTTP,
        "Protocol": "HTTPS" if certificate else "HTTP",
        "DefaultActions": [_UNANSWERED],
    }
    if certificate:
        properties["Certificates"] = [{"CertificateArn": Ref(template.id(certificate))}]
        properties["SslPolicy"] = "ELBSecurityPolicy-TLS13-1-2-2021-06"
        _redirect(template, name)
    made = template.add(f"{name}Listener", "AWS::ElasticLoadBalancingV2::Listener", properties)
    template.remember(("listener", component.id), made)


def _redirect(template: Template, name: str) -> None:
    to_https = {"Protocol": "HTTPS", "Port": str(HTTPS), "StatusCode": "HTTP_301"}
    template.add(
        f"{name}Redirect",
        "AWS::ElasticLoadBalancingV2::Listener",
        {
            "LoadBalancerArn": Ref(name),
            "Port": HTTP,
            "Protocol": "HTTP",
            "DefaultActions": [{"Type": "redirect", "RedirectConfig": to_https}],
        },
    )


BLOCK = Block("alb", "LoadBalancer", _build)
