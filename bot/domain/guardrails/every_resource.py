"""Permissions name the resources they are for."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from bot.domain.documents import Statement, allowing
from bot.domain.finding import Severity
from bot.domain.guardrails.escalation import ESCALATING, ON_ONE_ONLY
from bot.domain.guardrails.granting import actions, is_whole_service, matches
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.judged import Judged

# https://docs.aws.amazon.com/service-authorization/latest/reference/: these take no resource.
WITHOUT_RESOURCE = (
    "*:Describe*",
    "*:List*",
    "cloudwatch:PutMetricData",
    "ec2:*NetworkInterface*",
    "ec2:*PrivateIpAddresses",
    "ecr:GetAuthorizationToken",
    "logs:*LogDeliver*",
    "logs:*ResourcePolic*",
    "rekognition:*",
    "ssm:UpdateInstanceInformation",
    "ssmmessages:*",
    "ec2messages:*",
    "textract:*",
    "comprehend:*",
    "translate:*",
    "polly:*",
    "transcribe:*",
    "xray:*",
)


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for statement in allowing(judged):
        if not statement.is_identity_policy or not _is_on_everything(judged, statement):
            continue
        wide = [one for one in actions(judged, statement) if _could_be_narrower(one)]
        if wide and "Condition" not in statement.content:
            yield Flaw(
                (*statement.path, "Resource"),
                f"{statement.made.logical_id} allows {', '.join(wide[:5])} on every resource.",
            )


def _is_on_everything(judged: Judged, statement: Statement) -> bool:
    named = judged.scope.texts(statement.content.get("Resource"))
    return "*" in named or "NotResource" in statement.content


def _could_be_narrower(action: str) -> bool:
    """What other rules object to is left to them."""
    return not (
        is_whole_service(action)
        or matches(action, *ESCALATING, *ON_ONE_ONLY)
        or any(fnmatchcase(action.lower(), free.lower()) for free in WITHOUT_RESOURCE)
    )


GUARDRAIL = Guardrail(
    id="iam-every-resource",
    title="Permissions name the resources they are for",
    why="The rest of the account is none of the new stack's business.",
    fix="Name the resources, with !GetAtt or !Sub.",
    flaws=_flaws,
    severity=Severity.WARNING,
)
