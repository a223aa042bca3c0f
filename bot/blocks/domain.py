"""The domain that a picture speaks of: what is written beside its zone, its certificate or its sender of e-mail."""

import re

from bot.blocks.drawing import Drawing
from bot.blocks.settings import ON
from bot.domain.architecture import Component

NAMED = ("route53", "acm", "ses")
"""What is about a domain: a certificate and a sender cannot be made without one."""
STAND_IN = "example.internal"
"""What a hosted zone is made for until somebody says which domain it is."""
ASKED_FOR = "Say which domain it is (“the domain is shop.example.com”), and the certificate and the DNS names are made."
NOBODYS = (
    "“{domain}” cannot be your domain: say which is (“the domain is shop.example.com”), and the certificate and the DNS "
    "names are made."
)

_DOMAIN = re.compile(r"\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]\b")
# Nobody can own these: Route 53 refuses the first, and no certificate is ever issued for the others.
_NOBODYS = re.compile(
    r"(?:^example\.(?:com|net|org)|(?:^|\.)(?:example|internal|invalid|lan|local|localhost|test))$"
)
# The most that a certificate takes.
_LONGEST = 64


def domain(drawing: Drawing, component: Component) -> str:
    """The component's own domain, or else the first in the picture; empty if there is none."""
    drawn = (
        one
        for one in drawing.architecture.components
        if one.service in NAMED and not is_private(one)
    )
    everywhere = sorted(drawn, key=lambda one: NAMED.index(one.service))
    return next(filter(None, map(own_domain, (component, *everywhere))), "")


def own_domain(component: Component) -> str:
    found = (
        one.group() for one in _DOMAIN.finditer(_said(component)) if len(one.group()) <= _LONGEST
    )
    return next((one for one in found if is_private(component) or not _NOBODYS.search(one)), "")


def _said(component: Component) -> str:
    return f"{component.setting('domain') or ''} {component.label}".lower()


def is_private(component: Component) -> bool:
    """Whether its names are known inside only, where any name will do."""
    return component.service == "directoryservice" or component.setting("private") == ON


def has_domain(drawing: Drawing, component: Component) -> bool:
    return bool(domain(drawing, component))


def wanting(drawing: Drawing) -> str:
    """What to say where something is left out, or stands in, for want of a domain; empty if nothing is."""
    if not _wants_domain(drawing):
        return ""
    said = next(filter(None, map(_nobodys, drawing.architecture.components)), "")
    return NOBODYS.format(domain=said) if said else ASKED_FOR


def _nobodys(component: Component) -> str:
    """The domain that was said, if nobody can have it."""
    found = _DOMAIN.findall(_said(component)) if component.service in NAMED else []
    return next((one for one in found if len(one) <= _LONGEST and _NOBODYS.search(one)), "")


def _wants_domain(drawing: Drawing) -> bool:
    named = (
        one
        for one in drawing.architecture.components
        if one.service in NAMED and not is_private(one)
    )
    return not all(has_domain(drawing, one) for one in named)


def zone_name(drawing: Drawing, zone: Component) -> str:
    return domain(drawing, zone) or STAND_IN


def zone_of(drawing: Drawing, host: str) -> Component | None:
    """The drawn hosted zone that a name belongs in, the nearest if there are several."""
    around = [one for one in drawing.of("route53") if is_within(host, domain(drawing, one))]
    return max(around, key=lambda one: len(domain(drawing, one)), default=None)


def is_within(host: str, zone: str) -> bool:
    return host == zone or host.endswith(f".{zone}")


def certificate_of(drawing: Drawing, component: Component) -> Component | None:
    return next(iter(drawing.beside(component, "acm")), None)
