"""Permissions name what they allow: no wildcard for all actions, no way to more permissions."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from bot.domain.documents import Statement, allowing
from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.guardrails.naming import has_pattern, is_own, is_within
from bot.domain.intrinsics import in_words, mapping
from bot.domain.judged import Judged, placeholders

# With one of these somebody can give themselves any other permission.
ESCALATING = (
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion",
    "iam:CreateRole",
    "iam:CreateUser",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteUserPermissionsBoundary",
    "iam:PutGroupPolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:PutUserPermissionsBoundary",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
)
# Fine for a resource of this template, too much for any other.
_GUARDED = ("AWS::IAM::Role", "AWS::KMS::Key", "AWS::SecretsManager::Secret")
ON_ONE_ONLY = ("iam:PassRole", "sts:AssumeRole", "secretsmanager:GetSecretValue", "kms:Decrypt")
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


def _actions(judged: Judged, statement: Statement) -> tuple[str, ...]:
    return judged.scope.texts(statement.content.get("Action"))


def _is_on_everything(judged: Judged, statement: Statement) -> bool:
    named = judged.scope.texts(statement.content.get("Resource"))
    return "*" in named or "NotResource" in statement.content


def _reaches_others(judged: Judged, statement: Statement) -> bool:
    """Whether it is for anything else than resources of this template."""
    if "NotResource" in statement.content:
        return True
    named = judged.scope.texts(statement.content.get("Resource"))
    return not named or not all(_is_ours(judged, one) for one in named)


def _is_ours(judged: Judged, text: str) -> bool:
    """A resource made here, whole or by name in an ARN; a pattern only of what belongs to it."""
    if is_within(judged, text):
        return True
    _, separator, name = text.rpartition("/" if "/" in text else ":")
    return bool(separator) and not has_pattern(text) and is_own(judged, name, _GUARDED)


def _wildcards(judged: Judged) -> Iterator[Flaw]:
    for statement in allowing(judged):
        if _is_customary(judged, statement):
            continue
        if "NotAction" in statement.content:
            yield Flaw(
                statement.path, f"{statement.made.logical_id} allows everything but some actions."
            )
        wild = [one for one in _actions(judged, statement) if _is_whole_service(one)]
        if wild:
            yield Flaw(
                (*statement.path, "Action"),
                f"{statement.made.logical_id} allows {', '.join(wild[:5])}.",
            )
    for one in judged.of_type("AWS::Lambda::Permission"):
        for action in judged.scope.texts(one.properties.get("Action")):
            if _is_whole_service(action) or placeholders(action):
                yield Flaw((*one.path, "Action"), f"{one.logical_id} allows {action}.")


def _is_whole_service(action: str) -> bool:
    service, _, name = action.partition(":")
    return not name.strip("*?") or "*" in service or "?" in service


def _is_customary(judged: Judged, statement: Statement) -> bool:
    """A key's own policy has to keep the account in; a VPC endpoint's own policy adds no permission."""
    if statement.made.type == "AWS::EC2::VPCEndpoint":
        return True
    return statement.made.type == "AWS::KMS::Key" and all(
        one.endswith(":root") and "${AWS::AccountId}" in one
        for one in judged.scope.texts(mapping(statement.content.get("Principal")).get("AWS", "?"))
    )


def _escalations(judged: Judged) -> Iterator[Flaw]:
    for statement in allowing(judged):
        if not statement.is_identity_policy:
            continue
        # A wildcard for everything is the other rule's.
        actions = [one for one in _actions(judged, statement) if not _is_whole_service(one)]
        more = [one for one in actions if _reaches(one, ESCALATING)]
        if _reaches_others(judged, statement):
            more += [one for one in actions if _reaches(one, ON_ONE_ONLY)]
        if more:
            where = in_words(statement.content.get("Resource", "everything but some"))
            yield Flaw(
                (*statement.path, "Action"),
                f"{statement.made.logical_id} allows {', '.join(more[:5])} on {where}.",
            )


def _reaches(action: str, dangerous: tuple[str, ...]) -> bool:
    return any(fnmatchcase(one.lower(), action.lower()) for one in dangerous)


def _on_everything(judged: Judged) -> Iterator[Flaw]:
    for statement in allowing(judged):
        if not statement.is_identity_policy or not _is_on_everything(judged, statement):
            continue
        wide = [
            one
            for one in _actions(judged, statement)
            if not _is_whole_service(one)
            and not _reaches(one, (*ESCALATING, *ON_ONE_ONLY))
            and not any(fnmatchcase(one.lower(), free.lower()) for free in WITHOUT_RESOURCE)
        ]
        if wide and "Condition" not in statement.content:
            yield Flaw(
                (*statement.path, "Resource"),
                f"{statement.made.logical_id} allows {', '.join(wide[:5])} on every resource.",
                Severity.WARNING,
            )


GUARDRAILS = (
    Guardrail(
        id="iam-wildcard-action",
        title="No permission for all actions of a service",
        why="It allows what nobody thought of, deleting everything among it.",
        fix="Name the actions that are needed.",
        flaws=_wildcards,
    ),
    Guardrail(
        id="iam-escalation",
        title="No permission that leads to more permissions",
        why="Whoever may write policies, hand over any role or read any secret may do everything.",
        fix="Leave it out, or name the one resource of this template that is meant.",
        flaws=_escalations,
    ),
    Guardrail(
        id="iam-every-resource",
        title="Permissions name the resources they are for",
        why="The rest of the account is none of the new stack's business.",
        fix="Name the resources, with !GetAtt or !Sub.",
        flaws=_on_everything,
    ),
)
