"""What a check says about a plan before it is approved."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.instance import InstancePlan

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
    for rule in plan.draft.ingress:
        if not rule.open_to_the_world:
            continue
        sensitive = sorted({name for port, name in SENSITIVE_PORTS.items() if rule.covers(port)})
        if sensitive:
            yield Finding(
                "sensitive-port-open-to-world",
                Severity.BLOCKING,
                f"{rule.ports} ({', '.join(sensitive)}) would be open to the whole internet. "
                "Reply with the address range that needs it, for example “only from 203.0.113.0/24”, "
                "or “close it” and use Session Manager.",
            )
        elif not (rule.covers(80) or rule.covers(443)) or rule.to_port != rule.from_port:
            yield Finding(
                "port-open-to-world",
                Severity.WARNING,
                f"{rule.ports} would be open to the whole internet.",
            )


def _handling(plan: InstancePlan) -> Iterator[Finding]:
    draft = plan.draft
    if plan.alongside:
        yield Finding(
            "in-addition",
            Severity.WARNING,
            f"This comes in addition to {', '.join(plan.alongside)} of this thread, which stays as it is.",
        )
    if draft.termination_protection:
        yield Finding(
            "termination-protection",
            Severity.NOTE,
            "Termination protection is on: it has to be switched off before the instance can be ended.",
        )
    if draft.operating_system in WITHOUT_SSM_AGENT:
        yield Finding(
            "no-session-manager",
            Severity.NOTE,
            "This image has no SSM agent: connecting needs an open port or an agent you install.",
        )
