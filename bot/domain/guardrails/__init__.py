"""What no template may do, whoever wrote it: one rule per file, judged on the template's plain data."""

from bot.domain.finding import Finding
from bot.domain.guardrails import (
    account_wide,
    administrators,
    code_running,
    foreign_values,
    opened_ports,
    parameters,
    policy_actions,
    policy_principals,
    public_data,
    secrets,
    transforms,
    types,
    unencrypted,
)
from bot.domain.guardrails.guardrail import Guardrail, Judged, judge
from bot.domain.intrinsics import Body

GUARDRAILS: tuple[Guardrail, ...] = (
    types.GUARDRAIL,
    account_wide.GUARDRAIL,
    code_running.GUARDRAIL,
    transforms.GUARDRAIL,
    parameters.GUARDRAIL,
    foreign_values.GUARDRAIL,
    *policy_actions.GUARDRAILS,
    *policy_principals.GUARDRAILS,
    administrators.GUARDRAIL,
    opened_ports.GUARDRAIL,
    public_data.GUARDRAIL,
    unencrypted.GUARDRAIL,
    secrets.GUARDRAIL,
)

__all__ = ["GUARDRAILS", "Guardrail", "Judged", "check"]


def check(body: Body) -> tuple[Finding, ...]:
    """What the guardrails say about a template."""
    return tuple(finding for guardrail in GUARDRAILS for finding in judge(guardrail, body))
