"""The parameters of a plan, one by one: each a value, the reason for it, and what was taken for granted."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.offline.reading.facts import Read, Rule, Wish
from bot.offline.reading.services import GAME_PORTS, WEB_PORTS
from bot.offline.sizing import Sized
from bot.offline.workloads import WORKLOADS

_LINUX_DISK = 20
_WINDOWS_DISK = 30
_EVERYONE = "0.0.0.0/0"
EVERYWHERE = frozenset({_EVERYONE, "::/0"})
TOPICS = {
    "InstanceType": "Size",
    "VolumeSize": "Disk",
    "DisableApiTermination": "Protection",
    "count": "Count",
    "name": "Name",
    "operating_system": "System",
    "volume_type": "Volume",
    "inbound_ports": "Ports",
    "lease_hours": "Lease",
    "region": "Region",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One parameter, decided."""

    parameter: str
    value: Any
    reason: str = ""
    assumptions: tuple[str, ...] = ()


def choices(wish: Wish, size: Sized) -> Iterator[Choice]:
    """Every parameter of a first plan."""
    yield instance_type(size)
    yield volume_size(wish)
    yield termination(wish.protection)
    yield count(wish.sizes.count)
    yield name(wish.name)
    yield system(wish.operating_system)
    yield volume_type(wish.volume_type)
    yield ports(wish, ())
    yield lease(wish.lease)
    yield region(wish.region)


def instance_type(size: Sized) -> Choice:
    return Choice("InstanceType", size.instance_type, size.reason, size.assumptions)


def volume_size(wish: Wish) -> Choice:
    read = wish.sizes.disk
    if read:
        value = max(1, math.floor(read.value + 1 / 2)) if read.value > 0 else 0
        notes = (read.note,) if read.note else ()
        return Choice("VolumeSize", value, _read_as_gib(read.words, value), notes)
    windows = bool(wish.operating_system and wish.operating_system.value.startswith("windows"))
    value = _WINDOWS_DISK if windows else _LINUX_DISK
    return Choice(
        "VolumeSize",
        value,
        f"No disk size was said: {value} GiB holds the system and some room.",
    )


def _read_as_gib(words: str, value: int) -> str:
    tera = any(mark in words.lower() for mark in ("tb", "tera", "terr"))
    return f"Read “{words}” as {value} GiB{' (1 TB counted as 1000)' if tera else ''}."


def termination(read: Read[bool] | None) -> Choice:
    if read is None:
        return Choice(
            "DisableApiTermination",
            False,  # noqa: FBT003 - the value of the parameter
            "No protection was asked for, so it can be ended in the AWS console.",
        )
    meaning = (
        "so termination protection is on" if read.value else "so it can be ended in the AWS console"
    )
    return Choice("DisableApiTermination", read.value, f"Read “{read.words}”, {meaning}.")


def _read_as(read: Read[Any], value: str) -> str:
    """`Read “two weeks” as 336 hours`, with what was taken for granted in that."""
    return f"Read “{read.words}” as {value}{f' ({read.note})' if read.note else ''}."


def count(read: Read[int] | None) -> Choice:
    if read is None:
        return Choice("count", None)
    return Choice("count", read.value, _read_as(read, str(read.value)))


def name(read: Read[str | None] | None) -> Choice:
    if read is None or read.value is None:
        return Choice("name", None)
    return Choice("name", read.value[:255], f"You named it “{read.value[:255]}”.")


def system(read: Read[str] | None) -> Choice:
    if read is None:
        return Choice(
            "operating_system",
            None,
            assumptions=("Amazon Linux 2023, as no operating system was said.",),
        )
    return Choice("operating_system", read.value, _read_as(read, read.value))


def volume_type(read: Read[str] | None) -> Choice:
    if read is None:
        return Choice("volume_type", None)
    return Choice("volume_type", read.value, f"You asked for {read.words}.")


def lease(read: Read[int | None] | None) -> Choice:
    if read is None or read.value is None:
        return Choice("lease_hours", None)
    return Choice("lease_hours", read.value, _read_as(read, f"{read.value} hours"))


def region(read: Read[str | None] | None) -> Choice:
    if read is None or read.value is None:
        return Choice("region", None)
    return Choice("region", read.value, f"Read “{read.words}” as {read.value}.")


def unsettled(wish: Wish) -> tuple[Rule, ...]:
    """Ports with no source said, which must not be opened to the world unasked."""
    return tuple(
        rule for rule in wish.network.opened if rule.source is None and not _harmless(rule)
    )


def _harmless(rule: Rule) -> bool:
    return rule.from_port == rule.to_port and rule.from_port in WEB_PORTS | GAME_PORTS


def ports(wish: Wish, kept: tuple[Rule, ...]) -> Choice:
    """The inbound rules: those kept from before, and those asked for now."""
    opened = (*_of_the_workload(wish), *wish.network.opened)
    assumed = [rule for rule in opened if rule.source is None]
    rules = (*kept, *(_sourced(rule) for rule in opened))
    notes = [f"{rule.ports} is open to everyone, as nobody else was named." for rule in assumed]
    notes += [*wish.network.notes]
    if not rules:
        return Choice("inbound_ports", None, assumptions=(*notes, _closed_note(wish)))
    unique = tuple(dict.fromkeys(rules))
    described = "; ".join(f"{rule.ports} from {_who(rule)}" for rule in unique)
    return Choice(
        "inbound_ports", [_argument(rule) for rule in unique], f"Open: {described}.", tuple(notes)
    )


def _of_the_workload(wish: Wish) -> tuple[Rule, ...]:
    """`a web server reachable from 10.0.0.0/8` names a source but no port: the workload's own."""
    if not wish.network.source or wish.network.opened or not wish.workload:
        return ()
    return tuple(
        Rule(protocol, port, port, wish.network.source)
        for protocol, port in WORKLOADS[wish.workload.value].ports
    )


def _sourced(rule: Rule) -> Rule:
    return Rule(rule.protocol, rule.from_port, rule.to_port, rule.source or _EVERYONE)


def _who(rule: Rule) -> str:
    return "everyone" if rule.source in EVERYWHERE else str(rule.source)


def _argument(rule: Rule) -> dict[str, Any]:
    return {
        "protocol": rule.protocol,
        "from_port": rule.from_port,
        "to_port": rule.to_port,
        "source": rule.source,
    }


def _closed_note(wish: Wish) -> str:
    workload = WORKLOADS[wish.workload.value] if wish.workload else None
    if wish.network.closed_all:
        return "none is open."
    if workload is None or not workload.ports:
        return "none is open, as none was asked for."
    wanted = " and ".join(f"{port}/{protocol}" for protocol, port in workload.ports)
    who = workload.served if workload.served in ("players", "users") else "visitors"
    return f"none is open, so {who} can't connect yet; reply “open {wanted} to everyone” to change that."
