"""What a check says about a plan before it is approved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.instance import Ingress, InstancePlan

# Ports that administer a machine or hold its data; nobody on the whole internet needs them.
# The list follows AWS Config's `restricted-common-ports` and Security Hub EC2.19.
SENSITIVE_PORTS = {
    22: "SSH",
    3389: "remote desktop",
    5985: "WinRM",
    5986: "WinRM",
    23: "Telnet",
    21: "FTP",
    445: "SMB",
    1433: "SQL Server",
    1521: "Oracle",
    3306: "MySQL",
    5432: "PostgreSQL",
    6379: "Redis",
    9200: "OpenSearch",
    11211: "Memcached",
    27017: "MongoDB",
}
WEB_PORTS = (80, 443)
# https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html (the default)
RULES_PER_GROUP = 60
MOST_NAMED = 10
HOURS_PER_DAY = 24
WITHOUT_SSM_AGENT = ("debian-12", "debian-13")


class Severity(StrEnum):
    """How much a finding weighs: a blocking one cannot be approved."""

    BLOCKING = "blocking"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing to know before approving, with the rule that found it."""

    rule: str
    severity: Severity
    text: str


def review(plan: InstancePlan) -> tuple[Finding, ...]:
    """All findings about a plan, the gravest first."""
    order = list(Severity)
    found = [*_open_ports(plan), *_handling(plan)]
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def is_blocked(plan: InstancePlan) -> bool:
    return any(finding.severity is Severity.BLOCKING for finding in review(plan))


def _open_ports(plan: InstancePlan) -> Iterator[Finding]:
    to_the_world = [rule for rule in plan.draft.ingress if rule.open_to_the_world]
    sensitive = [rule for rule in to_the_world if _services(rule)]
    if sensitive:
        named = [f"{rule.ports} ({_services(rule)})" for rule in sensitive]
        port = sensitive[0].ports.partition("/")[0]
        instead = " and use Session Manager" if plan.instance_profile else ""
        yield Finding(
            "sensitive-port-open-to-world",
            Severity.BLOCKING,
            f"{_listed(named)} would be open to the whole internet. Reply with the address range "
            f"that needs it, for example “port {port} only from 203.0.113.0/24”, "
            f"or “close port {port}”{instead}.",
        )
    others = [
        rule.ports for rule in to_the_world if not _services(rule) and not _is_for_the_web(rule)
    ]
    if others:
        yield Finding(
            "port-open-to-world",
            Severity.WARNING,
            f"{_listed(others)} would be open to the whole internet.",
        )
    if len(plan.draft.ingress) > RULES_PER_GROUP:
        yield Finding(
            "too-many-port-rules",
            Severity.BLOCKING,
            f"A security group takes {RULES_PER_GROUP} inbound rules; these are "
            f"{len(plan.draft.ingress)}. Reply with fewer, for example one range for many ports.",
        )


def _services(rule: Ingress) -> str:
    """What administers or holds data behind these ports; empty when nothing does."""
    return ", ".join(sorted({name for port, name in SENSITIVE_PORTS.items() if rule.covers(port)}))


def _is_for_the_web(rule: Ingress) -> bool:
    return rule.from_port == rule.to_port and rule.from_port in WEB_PORTS


def _listed(ports: Sequence[str]) -> str:
    once = list(dict.fromkeys(ports))
    more = f" and {len(once) - MOST_NAMED} more" if len(once) > MOST_NAMED else ""
    return f"{', '.join(once[:MOST_NAMED])}{more}"


def _handling(plan: InstancePlan) -> Iterator[Finding]:
    draft = plan.draft
    if plan.alongside:
        yield Finding(
            "in-addition",
            Severity.WARNING,
            "This comes in addition to what this thread already has, which stays as it is: "
            f"{', '.join(plan.alongside)}.",
        )
    if draft.termination_protection:
        yield Finding(
            "termination-protection",
            Severity.NOTE,
            "Termination protection is on: it has to be switched off before an instance can be ended.",
        )
    if draft.lease_hours is not None:
        yield Finding(
            "lease-not-enforced",
            Severity.WARNING,
            f"You asked for {_time(draft.lease_hours)}, but nothing ends by itself yet: end it in the "
            "AWS console when you are done.",
        )
    if draft.operating_system in WITHOUT_SSM_AGENT:
        yield Finding(
            "no-session-manager",
            Severity.NOTE,
            "This image has no SSM agent: connecting needs an open port or an agent you install.",
        )


def _time(hours: int) -> str:
    days, rest = divmod(hours, HOURS_PER_DAY)
    number, unit = (hours, "hour") if rest else (days, "day")
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"
