"""Only resources of services the bot knows."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.domain.guardrails.code_running import WITHOUT_EFFECT, runs_code
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.guardrails.long_lived_access import LASTING
from bot.domain.judged import Judged
from bot.domain.services import SERVICES


def namespace(kind: str) -> str:
    """`AWS::Lambda` of `AWS::Lambda::Function`."""
    return kind.rpartition("::")[0]


# What the services above are put together with.
_WITH_THEM = {
    f"AWS::{name}"
    for name in ("ApplicationAutoScaling", "ElasticLoadBalancing", "Pipes", "ServiceDiscovery")
}
ALLOWED = frozenset(
    {namespace(kind) for one in SERVICES.values() for kind in one.types} | _WITH_THEM
)


def _only(service: str, *names: str) -> tuple[str, frozenset[str]]:
    return f"AWS::{service}", frozenset(f"AWS::{service}::{name}" for name in names)


# Of these services only what an architecture is made of: the rest makes people's accesses and long-lived
# keys, runs commands on machines that are already there, or reaches into the organisation and other accounts.
NARROWED: Mapping[str, frozenset[str]] = MappingProxyType(
    dict(
        (
            _only("AccessAnalyzer", "Analyzer"),
            _only("Budgets", "Budget"),
            _only("CodeStarConnections", "Connection"),
            _only("Config", "ConfigRule", "ConfigurationRecorder", "DeliveryChannel"),
            _only("GuardDuty", "Detector", "Filter", "PublishingDestination"),
            _only("IAM", "Role", "Policy", "RolePolicy", "ManagedPolicy", "InstanceProfile"),
            _only("LakeFormation", "Permissions", "PrincipalPermissions", "Resource"),
            _only("Macie", "AllowList", "CustomDataIdentifier", "FindingsFilter", "Session"),
            _only("SecurityHub", "Hub", "Insight", "Standard"),
            _only(
                "ServiceCatalog",
                *("CloudFormationProduct", "Portfolio", "PortfolioProductAssociation"),
                *("TagOption", "TagOptionAssociation"),
            ),
            _only("SSM", "Parameter"),
        )
    )
)
# What is for more than one account, or for its people, whoever launches it.
_BEYOND = frozenset(
    f"AWS::{name}"
    for name in (
        *("Billing", "BillingConductor", "ControlTower", "IdentityStore", "Organizations", "RAM"),
        *("RolesAnywhere", "SSO", "SSMQuickSetup"),
    )
)


def is_allowed(kind: str) -> bool:
    family = namespace(kind)
    return kind in WITHOUT_EFFECT or (family in ALLOWED and kind in NARROWED.get(family, {kind}))


def _is_of_a_stack(kind: str) -> bool:
    """Whether it is of a service that the bot does not know, and not known to reach beyond a stack."""
    family = namespace(kind)
    return family.startswith("AWS::") and family not in _BEYOND and family not in NARROWED


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.made:
        path = ("Resources", one.logical_id, "Type")
        if runs_code(one.type) or one.type in LASTING:
            continue
        if not is_allowed(one.type):
            yield Flaw(
                path,
                f"{one.logical_id} is of the type {one.type}, which is not among those allowed.",
                judged.of_others if _is_of_a_stack(one.type) else None,
            )
        elif not judged.limits.allow(one.type):
            yield Flaw(
                path,
                f"{one.logical_id} is of the type {one.type}, which the policy does not allow.",
                fix="Leave it out, or ask whoever runs the bot.",
            )


GUARDRAIL = Guardrail(
    id="type-not-allowed",
    title="Only resources of services the bot knows",
    why="Whatever is not on the list has never been thought through: it could reach beyond the stack.",
    fix="Leave it out, or use a service of the list.",
    flaws=_flaws,
    lighter="A warning for `gpt-to-aws lint` where a service of AWS is merely unknown.",
)
