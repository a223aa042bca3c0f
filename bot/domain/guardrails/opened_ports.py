"""No port that administers a machine or holds its data is open to the whole internet."""

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Any

from bot.domain.finding import Severity
from bot.domain.findings import SENSITIVE_PORTS, WEB_PORTS
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.intrinsics import PLACEHOLDER, Body, Path, function, is_list, mapping
from bot.domain.judged import Judged, Made, placeholders

ALL_PORTS = (0, 65_535)
MOST_NAMED = 3
# Nobody's network is wider than this.
_WIDEST = {4: 8, 6: 16}
_WITH_PORTS = frozenset({"tcp", "udp", "6", "17"})
# For ICMP they are its types; every other protocol counts as all of them.
_WITHOUT_PORTS = frozenset({"icmp", "icmpv6", "1", "58"})
_GONE = (
    "AWS::RDS::DBSecurityGroup",
    "AWS::RDS::DBSecurityGroupIngress",
    "AWS::ElastiCache::SecurityGroup",
    "AWS::ElastiCache::SecurityGroupIngress",
    "AWS::Redshift::ClusterSecurityGroup",
    "AWS::Redshift::ClusterSecurityGroupIngress",
)
# What AWS numbers, within a network of this template or as one address of its own.
_ADDRESSED = frozenset(
    f"AWS::EC2::{name}" for name in ("EIP", "Instance", "NetworkInterface", "Subnet", "VPC")
)
_ADDRESS = re.compile(r"^(?:$|PublicIp|PrivateIp|PrimaryPrivateIpAddress|CidrBlock|Ipv6CidrBlock)")
_ONE_ADDRESS = ("", "/32", "/128")


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.of_type("AWS::EC2::SecurityGroup"):
        for path, rule in _inline_rules(judged, one):
            yield from _of_rule(judged, one, rule, path)
    for one in judged.of_type("AWS::EC2::SecurityGroupIngress"):
        yield from _of_rule(judged, one, one.properties, one.path)
    for one in judged.of_type(*_GONE):
        yield Flaw(one.path, f"{one.logical_id} is of a kind that AWS no longer offers.")


def _inline_rules(judged: Judged, group: Made) -> Iterator[tuple[Path, Any]]:
    key = "SecurityGroupIngress"
    rules = group.properties.get(key)
    if not is_list(rules):
        rules = [rules]
    for index, one in enumerate(rules):
        for reading in judged.scope.each(one):
            yield (*group.path, key, str(index)), reading


def _of_rule(judged: Judged, made: Made, rule: Any, path: Path) -> Iterator[Flaw]:
    if function(rule) or not isinstance(rule, Mapping):
        yield Flaw(path, f"A rule of {made.logical_id} cannot be read.")
    elif worldly := [one for one in _sources(judged, rule) if _is_the_world(judged, one)]:
        unknown = [one for one in judged.scope.texts(_asked(rule)) if placeholders(one)]
        weights = {judged.weight(*worldly), judged.weight(*unknown)}
        severity = Severity.WARNING if Severity.WARNING in weights else Severity.BLOCKING
        yield from _of_open_rule(made, _ports(judged, rule), path, severity)


def _asked(rule: Body) -> list[Any]:
    return [rule.get(key) for key in ("IpProtocol", "FromPort", "ToPort")]


def _of_open_rule(
    made: Made, ports: tuple[int, int], path: Path, severity: Severity
) -> Iterator[Flaw]:
    first, last = ports
    held = sorted({name for port, name in SENSITIVE_PORTS.items() if first <= port <= last})
    span = "all ports" if ports == ALL_PORTS else f"port {first}"
    span = span if first == last or span == "all ports" else f"ports {first} to {last}"
    if held:
        named = (
            ", ".join(held)
            if len(held) <= len(WEB_PORTS) + 1
            else "databases and logins among them"
        )
        yield Flaw(
            path, f"{made.logical_id} opens {span} ({named}) to the whole internet.", severity
        )
    elif first != last or first not in WEB_PORTS:
        yield Flaw(path, f"{made.logical_id} opens {span} to the whole internet.", Severity.WARNING)


def _sources(judged: Judged, rule: Body) -> Iterator[str]:
    for key in ("CidrIp", "CidrIpv6"):
        yield from judged.scope.texts(rule.get(key))
    for name in judged.scope.texts(rule.get("SourcePrefixListId")):
        yield from _listed(judged, name)


def _listed(judged: Judged, name: str) -> tuple[str, ...]:
    """The ranges of a prefix list of this template; what another one holds, or will hold, nobody sees."""
    found = PLACEHOLDER.fullmatch(name)
    made = judged.named(found[1])[0] if found else None
    if made is None or made.type != "AWS::EC2::PrefixList":
        return (name,)
    entries = judged.scope.each(made.properties.get("Entries"))
    return tuple(
        text for one in entries for text in judged.scope.texts(mapping(one).get("Cidr", "::/0"))
    )


def _is_the_world(judged: Judged, source: str) -> bool:
    """Whether a range is, or can be, as wide as nobody's own network."""
    found = PLACEHOLDER.match(source)
    made, attr = judged.named(found[1]) if found else (None, "")
    if made is not None and made.type in _ADDRESSED and _ADDRESS.search(attr):
        width = source[found.end() :] if found else ""
        return width not in _ONE_ADDRESS
    try:
        network = ip_network(source.strip(), strict=False)
    except ValueError:  # what only AWS knows, or what the linter refuses
        return True
    return network.prefixlen < _WIDEST[network.version] and not network.is_private


def _ports(judged: Judged, rule: Body) -> tuple[int, int]:
    """The widest range the rule can have."""
    protocols = {one.lower() for one in judged.scope.texts(rule.get("IpProtocol", "-1"))}
    if protocols and protocols <= _WITHOUT_PORTS:
        return (0, 0)
    if not protocols or not protocols <= _WITH_PORTS:
        return ALL_PORTS
    first = [_number(one, 0) for one in judged.scope.each(rule.get("FromPort"))] or [0]
    last = [_number(one, ALL_PORTS[1]) for one in judged.scope.each(rule.get("ToPort"))]
    return min(first), max(last or [ALL_PORTS[1]])


def _number(value: Any, otherwise: int) -> int:
    text = str(value)
    return int(text) if text.isdecimal() else otherwise


GUARDRAIL = Guardrail(
    id="port-open-to-world",
    title="No port of an administrator or a database is open to the whole internet",
    why="Such ports are found and tried within minutes.",
    fix="Let only the security group of the part that connects to it in, and use Session Manager for logins.",
    flaws=_flaws,
    lighter="A warning for any other port than 80 and 443: a game's, say, may well be meant.",
)
