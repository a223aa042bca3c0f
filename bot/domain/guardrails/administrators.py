"""No role of an administrator."""

import re
from collections.abc import Iterator

from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.guardrails.naming import is_own
from bot.domain.intrinsics import in_words
from bot.domain.judged import Judged, Made

# AWS's own policies that allow nearly everything, or lead there.
ADMINISTRATING = (
    "AdministratorAccess",
    "AdministratorAccess-Amplify",
    "AdministratorAccess-AWSElasticBeanstalk",
    "AWSOrganizationsFullAccess",
    "IAMFullAccess",
    "PowerUserAccess",
    "SecretsManagerReadWrite",
    "job-function/DatabaseAdministrator",
    "job-function/NetworkAdministrator",
    "job-function/SystemAdministrator",
)
_GIVING = "ManagedPolicyArns"
_OWN = ("AWS::IAM::ManagedPolicy",)
_OF_AWS = re.compile(r"arn:(?:[\w-]+|\$\{AWS::Partition\}):iam::aws:policy/([\w+=,.@/-]+)")
# It takes rights away, so it may be one that the account already has.
_TAKING_AWAY = "PermissionsBoundary"


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.made:
        for key in (_GIVING, _TAKING_AWAY):
            for arn in judged.scope.texts(one.properties.get(key)):
                yield from _of_policy(judged, one, key, arn)


def _of_policy(judged: Judged, made: Made, key: str, arn: str) -> Iterator[Flaw]:
    path = (*made.path, key)
    found = _OF_AWS.fullmatch(arn)
    name = found[1] if found else ""
    if not found and not is_own(judged, arn, _OWN):
        if key == _GIVING or not judged.is_clear(arn):
            yield Flaw(
                path,
                f"What the policy {in_words(arn)} of {made.logical_id} allows cannot be read.",
                judged.weight(arn),
            )
    elif name in ADMINISTRATING:
        yield Flaw(path, f"{made.logical_id} would be an administrator ({name}).")
    elif name.endswith("FullAccess") and key == _GIVING:
        yield Flaw(
            path, f"{made.logical_id} gets all rights in a service ({name}).", Severity.WARNING
        )


GUARDRAIL = Guardrail(
    id="admin-policy",
    title="No role of an administrator",
    why="Whatever runs with the role could do everything in the account.",
    fix="Allow the actions that are needed on the resources of this template.",
    flaws=_flaws,
    lighter="A warning where a policy of AWS allows all of one service.",
)
