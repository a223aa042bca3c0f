"""No permission that leads to more permissions."""

from collections.abc import Iterator

from bot.domain.documents import allowing
from bot.domain.guardrails.granting import actions, elsewhere, is_whole_service, matches
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.intrinsics import in_words
from bot.domain.judged import Judged

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
ON_ONE_ONLY = ("iam:PassRole", "sts:AssumeRole", "secretsmanager:GetSecretValue", "kms:Decrypt")


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for statement in allowing(judged):
        if not statement.is_identity_policy:
            continue
        # A wildcard for everything is another rule's.
        named = [one for one in actions(judged, statement) if not is_whole_service(one)]
        most = [one for one in named if matches(one, *ESCALATING)]
        others = elsewhere(judged, statement)
        more = [one for one in named if others and matches(one, *ON_ONE_ONLY)]
        if most or more:
            where = in_words(statement.content.get("Resource", "everything but some"))
            yield Flaw(
                (*statement.path, "Action"),
                f"{statement.made.logical_id} allows {', '.join([*most, *more][:5])} on {where}.",
                None if most else judged.weight(*others),
            )


GUARDRAIL = Guardrail(
    id="iam-escalation",
    title="No permission that leads to more permissions",
    why="Whoever may write policies, hand over any role or read any secret may do everything.",
    fix="Leave it out, or name the one resource of this template that is meant.",
    flaws=_flaws,
)
