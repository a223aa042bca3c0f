"""A follow-up message changes an earlier plan: what it speaks of is decided anew, all else is kept."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

from bot.offline import capacity, choices
from bot.offline.capacity import CAPACITY, gib
from bot.offline.choices import Choice
from bot.offline.offer import Offer
from bot.offline.outcome import Worded
from bot.offline.reading.facts import Change, Rule, Wish
from bot.offline.sizing import Sized

_UP = ("bigger", "more", "double")


def speaks_of_size(newest: Wish) -> bool:
    """The message gives the sizing something new to go by."""
    sizes = newest.sizes
    return any(
        (
            newest.instance_type,
            newest.family,
            newest.size_word,
            newest.workload,
            sizes.memory,
            sizes.vcpus,
            sizes.people,
            sizes.visits,
        )
    )


def revise(
    whole: Wish, newest: Wish, base: Mapping[str, Any], size: tuple[Sized | Worded | None, Offer]
) -> dict[str, Choice] | Worded:
    """The parameters that change, by name; empty where the message speaks of none."""
    sizing, offer = size
    if isinstance(sizing, Worded):
        return sizing
    changed = {choice.parameter: choice for choice in _stated(whole, newest, base)}
    if sizing:
        changed["InstanceType"] = choices.instance_type(sizing)
    for change in newest.sizes.changes:
        if _already_said(newest, change):
            continue
        choice = _changed(change, base, offer)
        if isinstance(choice, Worded):
            return choice
        changed.setdefault(choice.parameter, choice)
    return changed


def _stated(whole: Wish, newest: Wish, base: Mapping[str, Any]) -> Iterator[Choice]:
    """What is said outright."""
    told: tuple[tuple[object, Callable[[], Choice]], ...] = (
        (newest.sizes.disk, lambda: choices.volume_size(newest)),
        (newest.protection, lambda: choices.termination(newest.protection)),
        (newest.sizes.count, lambda: choices.count(newest.sizes.count)),
        (newest.name, lambda: choices.name(newest.name)),
        (newest.operating_system, lambda: choices.system(newest.operating_system)),
        (newest.volume_type, lambda: choices.volume_type(newest.volume_type)),
        (
            newest.network.speaks or newest.workload,
            lambda: choices.ports(_network_of(whole, newest), _kept_rules(newest, base)),
        ),
        (newest.lease, lambda: choices.lease(newest.lease)),
        (newest.region, lambda: choices.region(newest.region)),
    )
    return (decide() for said, decide in told if said)


def aimed(newest: Wish, base: Mapping[str, Any]) -> Wish:
    """`only from 10.0.0.0/8` names no port: the ports of the plan, if they are open to one place only."""
    network, rules = newest.network, list(_rules(base.get("inbound_ports")))
    one_place = len({rule.source for rule in rules}) == 1
    if not network.source or network.opened or network.doubt or not one_place:
        return newest
    moved = tuple(replace(rule, source=network.source) for rule in rules)
    return replace(newest, network=replace(network, opened=moved, source=None))


def _network_of(whole: Wish, newest: Wish) -> Wish:
    """The newest message's rules, for the workload of the whole conversation."""
    return Wish(workload=whole.workload, network=newest.network)


def _kept_rules(newest: Wish, base: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Earlier rules that are neither closed nor given a new source."""
    if newest.network.closed_all:
        return ()
    spoken = {
        (rule.protocol, rule.from_port, rule.to_port)
        for rule in (*newest.network.opened, *newest.network.closed)
    }
    closed = {(rule.from_port, rule.to_port) for rule in newest.network.closed}
    return tuple(
        rule
        for rule in _rules(base.get("inbound_ports"))
        if (newest.network.also or (rule.protocol, rule.from_port, rule.to_port) not in spoken)
        and (rule.from_port, rule.to_port) not in closed
    )


def _rules(rows: object) -> Iterator[Rule]:
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, Mapping) and isinstance(row.get("from_port"), int):
            protocol: Literal["tcp", "udp"] = "udp" if row.get("protocol") == "udp" else "tcp"
            last = row.get("to_port")
            to_port = last if isinstance(last, int) else row["from_port"]
            yield Rule(protocol, row["from_port"], to_port, str(row.get("source")))


def _already_said(newest: Wish, change: Change) -> bool:
    """`a bigger disk, 500 GB`: the amount says it."""
    sizes = newest.sizes
    if change.by == 0 and any(other.by and other.part == change.part for other in sizes.changes):
        return True
    outright = {
        "type": speaks_of_size(newest) or bool(sizes.disk or sizes.count),
        "disk": bool(sizes.disk),
        "memory": speaks_of_size(newest),
        "count": bool(sizes.count),
        "people": bool(sizes.people),
        "lease": bool(newest.lease),
    }
    return change.by == 0 and outright[change.part]


def _changed(change: Change, base: Mapping[str, Any], offer: Offer) -> Choice | Worded:
    match change.part:
        case "type" | "memory":
            return _stepped(change, base, offer)
        case "disk":
            return _amount(change, base, "VolumeSize", "GiB of disk")
        case "count":
            return _amount(change, base, "count", "servers")
        case "lease":
            return _amount(change, base, "lease_hours", "hours of lease")
        case _:
            return Worded("question", "How many players or users should it be for?")


def _stepped(change: Change, base: Mapping[str, Any], offer: Offer) -> Choice | Worded:
    current = str(base.get("InstanceType"))
    doubled = change.step in ("double", "half") or change.by
    chosen = (
        _by_memory(change, current, offer)
        if doubled
        else capacity.stepped(offer.instance_types, current, 1 if change.step in _UP else -1)
    )
    if not chosen:
        end = "largest" if change.step in _UP else "smallest"
        return Worded(
            "refusal", f"{current} is already the {end} of its kind that is allowed here."
        )
    figures = CAPACITY[chosen]
    reason = f"Read “{change.words}”: from {current} to {chosen} ({figures.vcpus} vCPU, {gib(figures.memory)})."
    return Choice("InstanceType", chosen, reason)


def _by_memory(change: Change, current: str, offer: Offer) -> str | None:
    if current not in CAPACITY:
        return None
    memory = _scaled(change, Fraction(CAPACITY[current].memory))
    same = [
        name
        for name in offer.instance_types
        if capacity.family(name) == capacity.family(current) and name != current
    ]
    return capacity.smallest(same, float(memory))


def _scaled(change: Change, amount: Fraction) -> Fraction:
    match change.step:
        case "double":
            return amount * 2
        case "half":
            return amount / 2
        case "more":
            return amount + change.by
        case _:
            return amount - change.by


def _amount(change: Change, base: Mapping[str, Any], parameter: str, what: str) -> Choice | Worded:
    before = base.get(parameter)
    amount = before if isinstance(before, int) else int(parameter == "count")
    after = _scaled(change, Fraction(amount))
    vague = change.step in ("bigger", "smaller") or not amount
    if vague or after <= 0:
        now = f" It is {amount} now." if amount else ""
        return Worded("question", f"How many {what} should it be?{now}")
    value = max(1, int(after + Fraction(1, 2)))
    return Choice(parameter, value, f"Read “{change.words}”: from {amount} to {value} {what}.")
