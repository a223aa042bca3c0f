"""No role of an administrator."""

from collections.abc import Iterator

from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail, Judged

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


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.made:
        for key in ("ManagedPolicyArns", "PermissionsBoundary"):
            for arn in judged.scope.texts(one.properties.get(key)):
                path = (*one.path, key)
                name = arn.partition(":policy/")[2] or arn
                if name in ADMINISTRATING:
                    yield Flaw(path, f"{one.logical_id} would be an administrator ({name}).")
                elif name.endswith("FullAccess"):
                    yield Flaw(
                        path,
                        f"{one.logical_id} gets all rights in a service ({name}).",
                        Severity.WARNING,
                    )


GUARDRAIL = Guardrail(
    id="admin-policy",
    title="No role of an administrator",
    why="Whatever runs with the role could do everything in the account.",
    fix="Allow the actions that are needed on the resources of this template.",
    flaws=_flaws,
)
