"""No more and no larger machines than a stack may launch."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.guardrails.naming import others
from bot.domain.intrinsics import Path, in_words, is_list, walk
from bot.domain.judged import Judged, Made

LARGEST = "xlarge"
_SMALL_ENOUGH = re.compile(
    r"\.(?:nano|micro|small|medium|large|xlarge|xlplus|serverless)(?:\.\w+)?$"
)
# Paid for by the hour or the year, whether anything runs on it or not; or sized by AWS as it launches.
BY_THE_LOT = frozenset(
    {
        "AWS::Athena::CapacityReservation",
        "AWS::EC2::CapacityReservation",
        "AWS::EC2::CapacityReservationFleet",
        "AWS::EC2::EC2Fleet",
        "AWS::EC2::Host",
        "AWS::EC2::SpotFleet",
        "AWS::SageMaker::Cluster",
        "AWS::SageMaker::TrainingPlan",
    }
)
# Where the types of EC2 instances stand, and the sizes of databases, caches and the like.
_TYPES = ("InstanceType", "InstanceTypes")
_CLASSES = (
    *("CacheNodeType", "DBInstanceClass", "DedicatedMasterType", "HostInstanceType"),
    *("NodeType", "WarmType", "ComputeNodeGroupInstanceType"),
)
# Sizes that AWS picks by what is asked of them cannot be judged beforehand.
_CHOSEN_BY_AWS = ("InstanceRequirements",)
# A launch template that is already there can say anything.
_FROM: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "LaunchTemplateId": ("AWS::EC2::LaunchTemplate",),
        "LaunchTemplateName": ("AWS::EC2::LaunchTemplate",),
    }
)
_COUNTS = frozenset(
    {
        *("InstanceCount", "InitialInstanceCount", "DedicatedMasterCount", "WarmCount"),
        *("NumCacheNodes", "NumCacheClusters", "NumberOfNodes", "NumberOfBrokerNodes", "MaxSize"),
    }
)
_VOLUMES = frozenset(
    {
        *("AllocatedStorage", "MaxAllocatedStorage", "DiskSize", "VolumeSize"),
        *("VolumeSizeInGB", "VolumeSizeInGiB"),
    }
)
_VOLUME = ("AWS::EC2::Volume", "Size")
_EC2 = ("AWS::EC2::", "AWS::AutoScaling::", "AWS::EKS::", "AWS::Batch::")
# The resource's own path, and what of its properties holds free text.
_ABOVE = 3
_FREE = frozenset({"Tags", "Variables", "UserData", "Definition", "DefinitionString", "Metadata"})


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for flaw in _excesses(judged):
        yield replace(flaw, severity=judged.of_others)


def _excesses(judged: Judged) -> Iterator[Flaw]:
    for one in judged.made:
        if one.type in BY_THE_LOT:
            yield Flaw(
                ("Resources", one.logical_id, "Type"),
                f"{one.logical_id} ({one.type}) takes machines by the lot.",
            )
        for path, value in _settings(one):
            yield from _of_setting(judged, one, path, value)
    yield from _of_all(judged)


def _settings(made: Made) -> Iterator[tuple[Path, Any]]:
    for path, value in walk(made.properties, made.path):
        if _FREE.isdisjoint(path[_ABOVE:]) and not path[-1].isdecimal():
            yield path, value


def _of_setting(judged: Judged, made: Made, path: Path, value: object) -> Iterator[Flaw]:
    key = path[-1]
    if key in _CHOSEN_BY_AWS:
        yield Flaw(path, f"Which machines {made.logical_id} launches cannot be read.")
    elif key in _FROM and len(path) > _ABOVE + 1:
        for text in others(judged, value, _FROM[key]):
            yield Flaw(
                path, f"What {made.logical_id} launches from {in_words(text)} cannot be read."
            )
    elif key in _TYPES or key in _CLASSES:
        for text in judged.scope.texts(value):
            if not _may_run(judged, made, text):
                yield Flaw(
                    path, f"{made.logical_id} would run on {text}.", fix=_allowed(judged, made)
                )
    elif key in _VOLUMES or (made.type, key) == _VOLUME:
        yield from _of_disk(judged, made, path, value)


def _of_disk(judged: Judged, made: Made, path: Path, value: object) -> Iterator[Flaw]:
    largest = judged.limits.max_volume_gib
    for text in judged.scope.texts(value):
        if not (text.isdecimal() and int(text) <= largest):
            yield Flaw(
                path,
                f"{made.logical_id} has a disk of {text} GiB.",
                fix=f"At most {largest:,} GiB is allowed, written as a number.",
            )


def _may_run(judged: Judged, made: Made, text: str) -> bool:
    types = judged.limits.instance_types
    if made.type.startswith(_EC2) and types is not None:
        return text in types
    return bool(_SMALL_ENOUGH.search(text))


def _allowed(judged: Judged, made: Made) -> str:
    types = judged.limits.instance_types
    if made.type.startswith(_EC2) and types is not None:
        return f"Allowed are {', '.join(sorted(types))}."
    return f"Sizes up to {LARGEST} are allowed, written out."


def _of_all(judged: Judged) -> Iterator[Flaw]:
    """How many machines all resources can come to."""
    most = judged.limits.max_instances
    count = len(judged.of_type("AWS::EC2::Instance"))
    for made in judged.made:
        for path, value in _settings(made):
            if path[-1] in _COUNTS and not is_list(value):
                texts = judged.scope.texts(value)
                known = [int(one) for one in texts if one.isdecimal()]
                if len(known) < len(texts):
                    yield Flaw(
                        path, f"How many machines {made.logical_id} launches cannot be read."
                    )
                count += max(known, default=0)
    if count > most:
        yield Flaw(
            ("Resources",),
            f"The stack could run {count:,} machines.",
            fix=f"At most {most} are allowed.",
        )


GUARDRAIL = Guardrail(
    id="launch-limit",
    title="No more and no larger machines than a stack may launch",
    why="They cost from the first minute, and one line of a template can be thousands a day.",
    fix="Use what is allowed in its place, or ask whoever runs the bot.",
    flaws=_flaws,
    lighter="A warning for `gpt-to-aws lint`: there, whoever launches the template decides what to pay.",
)
