"""Elastic Load Balancing: an application or network balancer, open to the internet only where it is drawn so."""

import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.domain import certificate_of, domain
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.network.build import name_tag, subnet_refs
from bot.blocks.network.groups import open_to_all, security_group
from bot.blocks.placing.plan import Place
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

HTTP = 80
HTTPS = 443
_STATUS = re.compile(r"[245][0-9]{2}")
_NETWORK = re.compile(r"\b(?:nlb|network load balancer)\b")
_PROTOCOLS = ("HTTP", "HTTPS", "TCP", "TLS")
_SECURE = ("HTTPS", "TLS")


def is_network(component: Component) -> bool:
    """Whether it passes on connections as they are, and knows nothing of requests."""
    kind = (component.setting("kind") or "").lower()
    return kind == "network" or (not kind and bool(_NETWORK.search(component.label.lower())))


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title, public = template.id(component), template.title(component), place.tier == "public"
    properties: dict[str, Any] = {
        "Type": "network" if is_network(component) else "application",
        "Scheme": "internet-facing" if public else "internal",
        **_addresses(template, component, place, public=public),
        "SecurityGroups": [GetAtt(security_group(template, component).name, "GroupId")],
        **({} if is_network(component) else {"LoadBalancerAttributes": [_STRICT]}),
        "Tags": name_tag(title),
    }
    template.add(name, "AWS::ElasticLoadBalancingV2::LoadBalancer", properties)
    certificate = certificate_of(template.drawing, component)
    port = _port(template, component, public=public)
    _listen(template, component, certificate, port)
    redirects = certificate is not None and port == HTTPS and not is_network(component)
    if public:
        template.depends(name, template.known("way in", place.vpc.id) or "")
        open_to_all(template, component, *((HTTP, HTTPS) if redirects else (port,)))
    _say(template, component, port)


def _addresses(
    template: Template, component: Component, place: Place, *, public: bool
) -> dict[str, Any]:
    """Its subnets; with a fixed address in each of them where that was asked for."""
    asked = template.asked(component)
    if not asked.is_on("elastic-ip"):
        return {"Subnets": subnet_refs(place.subnets)}
    if not (public and is_network(component)):
        asked.cannot("elastic-ip", "since only a network balancer that faces the internet has one")
        return {"Subnets": subnet_refs(place.subnets)}
    way_in = template.known("way in", place.vpc.id)
    waits = {"DependsOn": [way_in]} if way_in else {}
    fixed = [
        template.add(
            f"{template.id(component)}Address", "AWS::EC2::EIP", {"Domain": "vpc"}, **waits
        )
        for _ in place.subnets
    ]
    mapped = [
        {"SubnetId": Ref(one.id), "AllocationId": GetAtt(address, "AllocationId")}
        for one, address in zip(place.subnets, fixed, strict=True)
    ]
    template.assume("A fixed public address is billed by the hour.", Stake.MONEY)
    return {"SubnetMappings": mapped}


_STRICT = {"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "true"}


def _say(template: Template, component: Component, port: int) -> None:
    name, title = template.id(component), template.title(component)
    certificate = certificate_of(template.drawing, component)
    said = template.asked(component).choice("protocol", _PROTOCOLS) or ""
    address: str | Sub = Sub(f"http://${{{name}.DNSName}}")
    if certificate:
        address = f"https://{domain(template.drawing, certificate)}"
    elif is_network(component):
        address = Sub(f"${{{name}.DNSName}}:{port}")
    if not certificate and (not is_network(component) or said in _SECURE):
        protocol = "TCP" if is_network(component) else "HTTP"
        template.assume(
            f"{title} listens on {protocol}, port {port}, since it has no certificate.", Stake.DATA
        )
    template.output(f"{name}Url", address, f"Where {title} answers")


def _port(template: Template, component: Component, *, public: bool) -> int:
    """As asked for; but the whole internet is let in to a web server's ports only."""
    secure = certificate_of(template.drawing, component) is not None
    usual = HTTPS if secure else HTTP
    said = template.asked(component).number("port", 1, 65535)
    if said is None or (said == HTTPS and not secure and not is_network(component)):
        return usual
    if public and said not in (HTTP, HTTPS):
        template.assume(
            f"{template.title(component)} faces the internet, so it listens on port {usual} and not on {said}.",
            Stake.DATA,
        )
        return usual
    return said


def protocol(template: Template, component: Component) -> str:
    secure = certificate_of(template.drawing, component) is not None
    if is_network(component):
        return "TLS" if secure else "TCP"
    return "HTTPS" if secure else "HTTP"


def _listen(
    template: Template, component: Component, certificate: Component | None, port: int
) -> None:
    """Makes the listener that answers people: by TLS if there is a certificate."""
    name = template.id(component)
    properties: dict[str, Any] = {
        "LoadBalancerArn": Ref(name),
        "Port": port,
        "Protocol": protocol(template, component),
        "DefaultActions": [_unanswered(template, component)],
    }
    if certificate:
        properties["Certificates"] = [{"CertificateArn": Ref(template.id(certificate))}]
        properties["SslPolicy"] = "ELBSecurityPolicy-TLS13-1-2-2021-06"
        if port == HTTPS and not is_network(component):
            _redirect(template, name)
    if not is_network(component):
        made = template.add(f"{name}Listener", "AWS::ElasticLoadBalancingV2::Listener", properties)
        template.remember(("listener", component.id), made)
    else:
        # It can do nothing by itself, so it passes on, to nobody as yet where nobody is known.
        if _serves(template, component):
            del properties["DefaultActions"]
        else:
            group = _nobody(template, component)
            properties["DefaultActions"] = [{"Type": "forward", "TargetGroupArn": Ref(group)}]
        made = template.add(f"{name}Listener", "AWS::ElasticLoadBalancingV2::Listener", properties)
        template.remember(("listener", component.id), made)


def _nobody(template: Template, component: Component) -> str:
    place = template.place(component)
    title = template.title(component)
    template.assume(f"Nothing is registered behind {title} yet.", Stake.ACT)
    return template.add(
        f"{template.id(component)}Targets",
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        {
            "VpcId": Ref(place.vpc.id if place else ""),
            "Port": HTTP,
            "Protocol": "TCP",
            "HealthCheckProtocol": "TCP",
            "TargetType": "ip",
        },
    )


def _serves(template: Template, component: Component) -> bool:
    behind = template.drawing.targets(component, "ec2", "fargate", "ecs", "autoscaling", "eks")
    return any(one.id in template.drawing.made for one in behind)


def _unanswered(template: Template, component: Component) -> dict[str, Any]:
    status = template.asked(component).text("fixed-response", _STATUS) or "404"
    return {
        "Type": "fixed-response",
        "FixedResponseConfig": {
            "StatusCode": status,
            "ContentType": "text/plain",
            "MessageBody": "Nothing here",
        },
    }


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
