"""No permission for all actions of a service."""

from collections.abc import Iterator

from bot.domain.documents import Statement, allowing
from bot.domain.finding import Severity
from bot.domain.guardrails.granting import actions, elsewhere, is_whole_service
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.intrinsics import mapping
from bot.domain.judged import Judged, placeholders

# All of these leads to more permissions, whatever it is for.
_LEADING_ON = ("iam", "kms", "lambda", "organizations", "secretsmanager", "sso", "sts")


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for statement in allowing(judged):
        if not _is_customary(judged, statement):
            yield from _of_statement(judged, statement)
    for one in judged.of_type("AWS::Lambda::Permission"):
        for action in judged.scope.texts(one.properties.get("Action")):
            if is_whole_service(action) or placeholders(action):
                yield Flaw((*one.path, "Action"), f"{one.logical_id} allows {action}.")


def _of_statement(judged: Judged, statement: Statement) -> Iterator[Flaw]:
    who = statement.made.logical_id
    if "NotAction" in statement.content:
        yield Flaw(statement.path, f"{who} allows everything but some actions.")
    wild = [one for one in actions(judged, statement) if is_whole_service(one)]
    if wild:
        yield Flaw(
            (*statement.path, "Action"),
            f"{who} allows {', '.join(wild[:5])}.",
            Severity.WARNING if _is_confined(judged, statement, wild) else None,
        )


def _is_confined(judged: Judged, statement: Statement, wild: list[str]) -> bool:
    """Whether it is about nothing but data of this template."""
    services = {one.partition(":")[0].lower() for one in wild}
    return (
        statement.is_identity_policy
        and not elsewhere(judged, statement)
        and all(one.replace("-", "").isalnum() and one not in _LEADING_ON for one in services)
    )


def _is_customary(judged: Judged, statement: Statement) -> bool:
    """A key's own policy has to keep the account in; a VPC endpoint's own policy adds no permission."""
    if statement.made.type == "AWS::EC2::VPCEndpoint":
        return True
    return statement.made.type == "AWS::KMS::Key" and all(
        one.endswith(":root") and "${AWS::AccountId}" in one
        for one in judged.scope.texts(mapping(statement.content.get("Principal")).get("AWS", "?"))
    )


GUARDRAIL = Guardrail(
    id="iam-wildcard-action",
    title="No permission for all actions of a service",
    why="It allows what nobody thought of, deleting everything among it.",
    fix="Name the actions that are needed.",
    flaws=_flaws,
    lighter="A warning where a role may do all of one service to nothing but resources of this template.",
)
