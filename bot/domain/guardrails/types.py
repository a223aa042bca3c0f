"""Only resources of services the bot knows."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.domain.guardrails.code_running import runs_code
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.judged import Judged
from bot.domain.services import SERVICES


def namespace(kind: str) -> str:
    """`AWS::Lambda` of `AWS::Lambda::Function`."""
    return kind.rpartition("::")[0]


# What the services above are put together with.
_WITH_THEM = {"AWS::ApplicationAutoScaling", "AWS::Pipes", "AWS::ServiceDiscovery"}
ALLOWED = frozenset(
    {namespace(kind) for one in SERVICES.values() for kind in one.types} | _WITH_THEM
)
# Of these services only what an architecture is made of: the rest makes people's accesses and long-lived
# keys, or runs commands on machines that are already there.
NARROWED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "AWS::IAM": frozenset(
            f"AWS::IAM::{name}"
            for name in ("Role", "Policy", "RolePolicy", "ManagedPolicy", "InstanceProfile")
        ),
        "AWS::SSM": frozenset({"AWS::SSM::Parameter"}),
    }
)


def is_allowed(kind: str) -> bool:
    family = namespace(kind)
    return family in ALLOWED and kind in NARROWED.get(family, {kind})


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.made:
        if not is_allowed(one.type) and not runs_code(one.type):
            yield Flaw(
                ("Resources", one.logical_id, "Type"),
                f"{one.logical_id} is of the type {one.type}, which is not among those allowed.",
            )


GUARDRAIL = Guardrail(
    id="type-not-allowed",
    title="Only resources of services the bot knows",
    why="Whatever is not on the list has never been thought through: it could reach beyond the stack.",
    fix="Leave it out, or use a service of the list.",
    flaws=_flaws,
)
