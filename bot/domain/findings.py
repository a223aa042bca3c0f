"""What a check says about a plan before it is approved."""

from collections.abc import Iterator, Sequence

from bot.domain.finding import Finding, Severity
from bot.domain.instance import Ingress, InstancePlan
from bot.domain.plan import Plan
from bot.domain.stack import StackPlan

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


def review(plan: Plan) -> tuple[Finding, ...]:
    """All findings about a plan, the gravest first."""
    order = list(Severity)
    found = (
        [*_of_stack(plan)]
        if isinstance(plan, StackPlan)
        else [*_open_ports(plan), *_handling(plan)]
    )
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def is_blocked(plan: Plan) -> bool:
    return any(finding.severity is Severity.BLOCKING for finding in review(plan))


def _open_ports(plan: InstancePlan) -> Iterator[Finding]:
    to_the_world = [rule for rule in plan.draft.ingress if rule.open_to_the_world]
    sensitive = [rule for rule in to_the_world if _services(rule)]
    if sensitive:
        named = [f"{rule.ports} ({_services(rule)})" for rule in sensitive]
        port = sensitive[0].ports.partition("/")[0]
        instead = " and use Session Manager" if plan.instance_profile else ""
        yield Finding(
            rule="sensitive-port-open-to-world",
            severity=Severity.BLOCKING,
            text=f"{_listed(named)} would be open to the whole internet. Reply with the address range "
            f"that needs it, for example “port {port} only from 203.0.113.0/24”, "
            f"or “close port {port}”{instead}.",
        )
    others = [
        rule.ports for rule in to_the_world if not _services(rule) and not _is_for_the_web(rule)
    ]
    if others:
        yield Finding(
            rule="port-open-to-world",
            severity=Severity.WARNING,
            text=f"{_listed(others)} would be open to the whole internet.",
        )
    if len(plan.draft.ingress) > RULES_PER_GROUP:
        yield Finding(
            rule="too-many-port-rules",
            severity=Severity.BLOCKING,
            text=f"A security group takes {RULES_PER_GROUP} inbound rules; these are "
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
    yield from _in_addition(plan)
    if draft.termination_protection:
        yield Finding(
            rule="termination-protection",
            severity=Severity.NOTE,
            text="Termination protection is on: it has to be switched off before an instance can be ended.",
        )
    if draft.lease_hours is not None:
        yield Finding(
            rule="lease-not-enforced",
            severity=Severity.WARNING,
            text=f"You asked for {_time(draft.lease_hours)}, but nothing ends by itself yet: end it in the "
            "AWS console when you are done.",
        )
    if draft.operating_system in WITHOUT_SSM_AGENT:
        yield Finding(
            rule="no-session-manager",
            severity=Severity.NOTE,
            text="This image has no SSM agent: connecting needs an open port or an agent you install.",
        )


def _time(hours: int) -> str:
    days, rest = divmod(hours, HOURS_PER_DAY)
    number, unit = (hours, "hour") if rest else (days, "day")
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"


def _of_stack(plan: StackPlan) -> Iterator[Finding]:
    """What the checks of the template said, what of the diagram it leaves out, and what AWS would refuse."""
    yield from plan.checks
    if plan.update is not None and plan.difference is not None:
        yield from plan.difference.impossible
        yield from _changed_elsewhere(plan)
    yield from _in_addition(plan)


def _changed_elsewhere(plan: StackPlan) -> Iterator[Finding]:
    """What AWS would take out of a stack that is neither in its template as we know it nor in the new one."""
    changes = plan.change_set.changes if plan.change_set else ()
    unknown = [
        one.logical_id
        for one in changes
        if one.action == "Remove" and one.logical_id not in plan.types
    ]
    if unknown:
        yield Finding(
            rule="changed-elsewhere",
            severity=Severity.WARNING,
            text="The stack is not as the card of its last plan shows it: a change that was given up has come true, "
            f"or somebody changed it at AWS. This would take out what came with that: {_listed(unknown)}.",
        )


def _in_addition(plan: Plan) -> Iterator[Finding]:
    if plan.alongside:
        yield Finding(
            rule="in-addition",
            severity=Severity.WARNING,
            text="This comes in addition to what this thread already has, which stays as it is: "
            f"{', '.join(plan.alongside)}.",
        )
