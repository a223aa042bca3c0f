"""Names in a hosted zone, and where they lead."""

from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.services.route53 import domain
from bot.blocks.template import Template

# Where every distribution's records point, in every account.
_CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"


def named_balancer(template: Template, wire: Wire) -> None:
    balancer = template.id(wire.target)
    target = {
        "DNSName": GetAtt(balancer, "DNSName"),
        "HostedZoneId": GetAtt(balancer, "CanonicalHostedZoneID"),
        "EvaluateTargetHealth": True,
    }
    _record(template, wire, {"Type": "A", "AliasTarget": target})


def named_distribution(template: Template, wire: Wire) -> None:
    distribution = template.id(wire.target)
    target = {"DNSName": GetAtt(distribution, "DomainName"), "HostedZoneId": _CLOUDFRONT_ZONE}
    _record(template, wire, {"Type": "A", "AliasTarget": target})
    if not template.drawing.beside(wire.target, "acm"):
        template.assume(
            f"{template.title(wire.target)} answers under the domain only once it has a certificate for it; none is drawn."
        )


def named_api(template: Template, wire: Wire) -> None:
    api = template.id(wire.target)
    host = Sub(f"${{{api}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}")
    _record(template, wire, {"Type": "CNAME", "TTL": "300", "ResourceRecords": [host]})
    template.assume(
        f"{template.title(wire.target)} answers under the domain only once it has a custom domain name with a certificate."
    )


def _record(template: Template, wire: Wire, further: dict[str, Any]) -> None:
    """The first thing gets the domain itself, the others names below it; a CNAME cannot stand at the top."""
    zone, target = template.id(wire.source), template.id(wire.target)
    name = domain(template).name
    first = template.known("top", wire.source.id) is None and further["Type"] != "CNAME"
    if first:
        template.remember(("top", wire.source.id), target)
    below = Sub(f"{template.slug(wire.target)}.${{{name}}}")
    template.once(
        ("record", wire.source.id, wire.target.id),
        lambda: template.add(
            f"{target}Record",
            "AWS::Route53::RecordSet",
            {"HostedZoneId": Ref(zone), "Name": Ref(name) if first else below, **further},
        ),
    )
