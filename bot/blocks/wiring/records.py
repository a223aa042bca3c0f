"""Names in a hosted zone, and where they lead."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from bot.blocks.domain import certificate_of, domain, is_within, zone_name
from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.naming import slug
from bot.blocks.services.cloudfront import answer_under
from bot.blocks.template import Template

# Where every distribution's records point, in every account.
_CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"
_LONGEST_LABEL = 60


def named_balancer(template: Template, wire: Wire) -> None:
    balancer = template.id(wire.target)
    target = {
        "DNSName": GetAtt(balancer, "DNSName"),
        "HostedZoneId": GetAtt(balancer, "CanonicalHostedZoneID"),
        "EvaluateTargetHealth": True,
    }
    name = _record(template, wire, {"Type": "A", "AliasTarget": target})
    if certificate_of(template.drawing, wire.target):
        where = f"Where {template.title(wire.target)} answers"
        template.output(f"{balancer}Url", f"https://{name}", where)


def named_distribution(template: Template, wire: Wire) -> None:
    distribution = template.id(wire.target)
    target = {"DNSName": GetAtt(distribution, "DomainName"), "HostedZoneId": _CLOUDFRONT_ZONE}
    name = _record(template, wire, {"Type": "A", "AliasTarget": target})
    if not answer_under(template, wire.target, name):
        template.assume(
            f"{template.title(wire.target)} answers under {name} only once it has a certificate for it."
        )


def named_api(template: Template, wire: Wire) -> None:
    api = template.id(wire.target)
    host = Sub(f"${{{api}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}")
    name = _record(template, wire, {"Type": "CNAME", "TTL": "300", "ResourceRecords": [host]})
    template.assume(
        f"{template.title(wire.target)} answers under {name} only once it has a custom domain name with a certificate."
    )


def _record(template: Template, wire: Wire, further: dict[str, Any]) -> str:
    """Makes the record, and answers its name: the first that nothing else in the zone has."""
    target = template.id(wire.target)
    at_the_top = further["Type"] != "CNAME"
    free = (
        one
        for one in _names(template, wire, at_the_top=at_the_top)
        if template.remember(("named", wire.source.id, one), target) == target
    )
    name = next(free)
    zone = Ref(template.id(wire.source))
    template.once(
        ("record", wire.source.id, wire.target.id),
        lambda: template.add(
            f"{target}Record",
            "AWS::Route53::RecordSet",
            {"HostedZoneId": zone, "Name": name, **further},
        ),
    )
    return name


def _names(template: Template, wire: Wire, *, at_the_top: bool) -> Iterator[str]:
    """The certificate's name, the domain itself, then names below it; a CNAME cannot stand at the top."""
    zone = zone_name(template.drawing, wire.source)
    certificate = certificate_of(template.drawing, wire.target)
    host = domain(template.drawing, certificate) if certificate else zone
    if at_the_top:
        yield from (one for one in (host, zone) if is_within(one, zone))
    yield f"{_label(template.slug(wire.target))}.{zone}"
    own = _label(slug(template.id(wire.target)))
    yield f"{own}.{zone}"
    yield from (f"{own}-{number}.{zone}" for number in count(2))


def _label(text: str) -> str:
    return text[:_LONGEST_LABEL].strip("-")
