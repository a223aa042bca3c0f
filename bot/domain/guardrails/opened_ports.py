"""No port that administers a machine or holds its data is open to the whole internet."""

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

from bot.domain.finding import Severity
from bot.domain.findings import SENSITIVE_PORTS, WEB_PORTS
from bot.domain.guardrails.guardrail import Flaw, Guardrail, Judged, Made
from bot.domain.intrinsics import Body, Path, mapping

ALL_PORTS = (0, 65_535)
MOST_NAMED = 3
# Nobody's network is wider than this.
_WIDEST = {4: 8, 6: 16}


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.of_type("AWS::EC2::SecurityGroup"):
        for rule in judged.scope.at(one.properties, "SecurityGroupIngress"):
            yield from _of_rule(judged, one, mapping(rule), (*one.path, "SecurityGroupIngress"))
    for one in judged.of_type("AWS::EC2::SecurityGroupIngress"):
        yield from _of_rule(judged, one, one.properties, one.path)
    for one in judged.of_type("AWS::RDS::DBSecurityGroup", "AWS::RDS::DBSecurityGroupIngress"):
        yield Flaw(one.path, f"{one.logical_id} is of a kind that AWS no longer offers.")


def _of_rule(judged: Judged, made: Made, rule: Body, path: Path) -> Iterator[Flaw]:
    sources = [text for key in ("CidrIp", "CidrIpv6") for text in judged.scope.texts(rule.get(key))]
    if not any(_is_the_world(one) for one in sources):
        return
    first, last = _ports(judged, rule)
    held = sorted({name for port, name in SENSITIVE_PORTS.items() if first <= port <= last})
    span = "all ports" if (first, last) == ALL_PORTS else f"port {first}"
    span = span if first == last or span == "all ports" else f"ports {first} to {last}"
    if held:
        named = (
            ", ".join(held)
            if len(held) <= len(WEB_PORTS) + 1
            else "databases and logins among them"
        )
        yield Flaw(path, f"{made.logical_id} opens {span} ({named}) to the whole internet.")
    elif first != last or first not in WEB_PORTS:
        yield Flaw(path, f"{made.logical_id} opens {span} to the whole internet.", Severity.WARNING)


def _is_the_world(source: str) -> bool:
    try:
        network = ip_network(source.strip(), strict=False)
    except ValueError:  # what only AWS knows, or what the linter refuses
        return False
    return network.prefixlen < _WIDEST[network.version] and not network.is_private


def _ports(judged: Judged, rule: Body) -> tuple[int, int]:
    """The widest range the rule can have."""
    protocols = set(judged.scope.texts(rule.get("IpProtocol", "-1")))
    if not protocols <= {"tcp", "udp", "6", "17"}:
        # Other protocols have no ports: for ICMP they are its types, and "-1" is everything.
        return ALL_PORTS if "-1" in protocols or not protocols else (0, 0)
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
)
