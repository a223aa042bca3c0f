"""What no template may do, whoever wrote it: one rule per file, judged on the template's plain data."""

from bot.domain.finding import Finding
from bot.domain.guardrails import (
    account_wide,
    administrators,
    code_running,
    foreign_resources,
    foreign_roles,
    foreign_values,
    launched,
    opened_ports,
    parameters,
    policy_actions,
    policy_principals,
    public_data,
    secrets,
    shown_secrets,
    transforms,
    types,
    unencrypted,
    unreadable,
)
from bot.domain.guardrails.guardrail import Guardrail, judge
from bot.domain.intrinsics import Body
from bot.domain.judged import Judged, Limits

GUARDRAILS: tuple[Guardrail, ...] = (
    types.GUARDRAIL,
    account_wide.GUARDRAIL,
    code_running.GUARDRAIL,
    transforms.GUARDRAIL,
    parameters.GUARDRAIL,
    foreign_values.GUARDRAIL,
    foreign_resources.GUARDRAIL,
    foreign_roles.GUARDRAIL,
    unreadable.GUARDRAIL,
    *policy_actions.GUARDRAILS,
    *policy_principals.GUARDRAILS,
    administrators.GUARDRAIL,
    opened_ports.GUARDRAIL,
    public_data.GUARDRAIL,
    unencrypted.GUARDRAIL,
    secrets.GUARDRAIL,
    shown_secrets.GUARDRAIL,
    launched.GUARDRAIL,
)

__all__ = ["GUARDRAILS", "Guardrail", "Limits", "check"]


def check(body: Body, *, limits: Limits | None = None) -> tuple[Finding, ...]:
    """What the guardrails say about a template, and about how much it launches."""
    judged = Judged(body, limits or Limits())
    return tuple(finding for guardrail in GUARDRAILS for finding in judge(guardrail, judged))
