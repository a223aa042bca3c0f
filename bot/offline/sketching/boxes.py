"""The containers of the networks that are asked for."""

from collections.abc import Iterator

from bot.domain.architecture import Container, ContainerKind, Setting
from bot.offline.sketching.networks import Networks

_ZONES = "abc"


def boxes(found: Networks, nat: str) -> tuple[Container, ...]:
    """Each VPC and its subnets; `nat` is how its private side gets out."""
    return tuple(
        box for number in range(max(found.vpcs, 1)) for box in _with_subnets(found, nat, number)
    )


def _with_subnets(found: Networks, nat: str, number: int) -> Iterator[Container]:
    end = "" if number == 0 else f"-{number + 1}"
    vpc = f"vpc{end}"
    yield Container(id=vpc, kind="vpc", settings=_settings(found, nat, number))
    tiers: tuple[tuple[ContainerKind, int], ...] = (
        ("public-subnet", found.subnets.public),
        ("private-subnet", found.subnets.private),
        ("subnet", found.subnets.plain),
    )
    for kind, many in tiers:
        for at in range(many):
            zone = _zone(found, at) if many > 1 or found.zones else ()
            yield Container(id=f"{kind}-{at + 1}{end}", kind=kind, inside=vpc, settings=zone)


def _zone(found: Networks, at: int) -> tuple[Setting, ...]:
    zones = min(found.zones or len(_ZONES), len(_ZONES))
    return (Setting(name="zone", value=_ZONES[at % zones]),)


def _settings(found: Networks, nat: str, number: int) -> tuple[Setting, ...]:
    values = dict(found.settings)
    if number < len(found.cidrs):
        values["cidr"] = found.cidrs[number]
    if found.zones:
        values["zones"] = str(found.zones)
    if nat:
        values["nat"] = nat
    return tuple(Setting(name=name, value=value) for name, value in sorted(values.items()))
