"""What no template may do, whoever wrote it: one rule per file, judged on the template's plain data."""

from bot.domain.finding import Finding
from bot.domain.guardrails import (
    account_wide,
    administrators,
    code_running,
    escalation,
    every_resource,
    foreign_principals,
    foreign_resources,
    foreign_roles,
    foreign_values,
    launched,
    log_retention,
    long_lived_access,
    lost_data,
    once_per_account,
    open_apis,
    open_to_everybody,
    opened_ports,
    parameters,
    public_data,
    public_functions,
    secrets,
    shown_secrets,
    transforms,
    types,
    unencrypted,
    unreadable,
    wildcard_actions,
)
from bot.domain.guardrails.guardrail import Guardrail, judge
from bot.domain.intrinsics import Body
from bot.domain.judged import Judged, Limits

GUARDRAILS: tuple[Guardrail, ...] = (
    types.GUARDRAIL,
    long_lived_access.GUARDRAIL,
    account_wide.GUARDRAIL,
    once_per_account.GUARDRAIL,
    code_running.GUARDRAIL,
    transforms.GUARDRAIL,
    parameters.GUARDRAIL,
    foreign_values.GUARDRAIL,
    foreign_resources.GUARDRAIL,
    foreign_roles.GUARDRAIL,
    unreadable.GUARDRAIL,
    wildcard_actions.GUARDRAIL,
    escalation.GUARDRAIL,
    every_resource.GUARDRAIL,
    open_to_everybody.GUARDRAIL,
    foreign_principals.GUARDRAIL,
    public_functions.GUARDRAIL,
    open_apis.GUARDRAIL,
    administrators.GUARDRAIL,
    opened_ports.GUARDRAIL,
    public_data.GUARDRAIL,
    unencrypted.GUARDRAIL,
    lost_data.GUARDRAIL,
    log_retention.GUARDRAIL,
    secrets.GUARDRAIL,
    shown_secrets.GUARDRAIL,
    launched.GUARDRAIL,
)

__all__ = ["GUARDRAILS", "Guardrail", "Limits", "check"]


def check(
    body: Body, *, limits: Limits | None = None, stands_alone: bool = True
) -> tuple[Finding, ...]:
    """What the guardrails say about a template, and about how much it launches.

    One that does not stand alone is launched by people with tools of their own: they give values for its
    parameters, know their other stacks, and decide how much to pay.
    """
    judged = Judged(body, limits or Limits(), stands_alone)
    return tuple(finding for guardrail in GUARDRAILS for finding in judge(guardrail, judged))
