"""No role of an administrator."""

from collections.abc import Iterator

from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.guardrails.naming import is_own
from bot.domain.judged import Judged, Made, placeholders

# AWS's own policies that allow nearly everything, or lead there.
ADMINISTRATING = (
    "AdministratorAccess",
    "AdministratorAccess-Amplify",
    "AdministratorAccess-AWSElasticBeanstalk",
    "AWSOrganizationsFullAccess",
    "IAMFullAccess",
    "PowerUserAccess",
    "job-function/DatabaseAdministrator",
    "job-function/NetworkAdministrator",
    "job-function/SystemAdministrator",
)
_KEYS = ("ManagedPolicyArns", "PermissionsBoundary")
_OWN = ("AWS::IAM::ManagedPolicy",)
# What may be left open in the ARN of a policy of AWS's own.
_PSEUDO = frozenset({"AWS::Partition", "AWS::AccountId"})


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.made:
        for key in _KEYS:
            for arn in judged.scope.texts(one.properties.get(key)):
                yield from _of_policy(judged, one, key, arn)


def _of_policy(judged: Judged, made: Made, key: str, arn: str) -> Iterator[Flaw]:
    path = (*made.path, key)
    name = arn.partition(":policy/")[2] or arn
    if is_own(judged, arn, _OWN):
        return
    if not _PSEUDO.issuperset(placeholders(arn)) or "{{" in arn:
        yield Flaw(path, f"Which policy {made.logical_id} has cannot be read.")
    elif name in ADMINISTRATING:
        yield Flaw(path, f"{made.logical_id} would be an administrator ({name}).")
    elif name.endswith("FullAccess"):
        yield Flaw(
            path, f"{made.logical_id} gets all rights in a service ({name}).", Severity.WARNING
        )


GUARDRAIL = Guardrail(
    id="admin-policy",
    title="No role of an administrator",
    why="Whatever runs with the role could do everything in the account.",
    fix="Allow the actions that are needed on the resources of this template.",
    flaws=_flaws,
)
