"""Turns a wish into the arguments of `run_instances`, or into the one question that has to be asked first."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.offline import choices, phrases, revising
from bot.offline.choices import TOPICS, Choice
from bot.offline.offer import Offer
from bot.offline.outcome import Outcome, Planned, Worded
from bot.offline.reading.facts import Read, Sizes, Wish
from bot.offline.reading.said import Said
from bot.offline.sizing import Sized, sized
from bot.offline.workloads import GAME, WORKLOADS


def first_plan(wish: Wish, said: Said, offer: Offer) -> Outcome:
    """`wish` is the whole conversation's, `said` its newest message."""
    wish = replace(wish, sizes=_outright(wish.sizes))
    early = _doubt(wish)
    if early:
        return early
    if not _sizeable(wish):
        return _what_is_missing(wish, said)
    size = sized(wish, offer)
    if isinstance(size, Worded):
        return size
    return _planned(choices.choices(wish, size), wish.notes, offer)


def revised_plan(whole: Wish, newest: Wish, base: Mapping[str, Any], offer: Offer) -> Outcome:
    """Only what the newest message speaks of changes."""
    newest = revising.aimed(newest, base)
    early = _doubt(newest)
    if early:
        return early
    size: Sized | Worded | None = None
    if revising.speaks_of_size(newest):
        size = sized(whole, offer)
    revision = revising.revise(whole, newest, base, (size, offer))
    if isinstance(revision, Worded):
        return revision
    if not revision:
        return Worded("question", phrases.WHICH_CHANGE)
    return _planned(
        _with_kept(revision, base), (*_kept_notes(revision, base), *newest.notes), offer
    )


def _outright(sizes: Sizes) -> Sizes:
    """In a first request there is nothing to add to: `an extra 50 GB disk` is a 50 GB disk."""
    added = {change.part: change for change in sizes.changes if change.by}
    disk, memory, people = (added.get(part) for part in ("disk", "memory", "people"))
    return replace(
        sizes,
        disk=sizes.disk or (Read(disk.by, disk.words) if disk else None),
        memory=sizes.memory or (Read(memory.by, memory.words) if memory else None),
        people=sizes.people or (Read(int(people.by), people.words) if people else None),
    )


def _doubt(wish: Wish) -> Worded | None:
    doubts = (wish.network.doubt, *wish.sizes.doubts, *wish.doubts)
    question = next((doubt for doubt in doubts if doubt), None)
    if wish.refusals:
        return Worded("refusal", wish.refusals[0])
    if question:
        return Worded("question", question)
    impossible = _impossible(wish)
    if impossible:
        return Worded("question", impossible)
    waiting = choices.unsettled(wish)
    if waiting:
        ports = " and ".join(rule.ports for rule in waiting)
        return Worded(
            "question",
            f"Who may reach {ports}? Please give an address range such as 203.0.113.7 or 10.0.0.0/8, "
            "or say “everyone”.",
        )
    return None


def _impossible(wish: Wish) -> str | None:
    sizes = wish.sizes
    if sizes.count and sizes.count.value < 1:
        return "How many servers should it be? At least one."
    if sizes.disk and sizes.disk.value <= 0:
        return "How many GiB of disk should it have? At least one."
    if sizes.memory and sizes.memory.value <= 0:
        return "How many GiB of memory should it have?"
    if sizes.vcpus and sizes.vcpus.value < 1:
        return "How many vCPUs should it have? At least one."
    if wish.network.source and not wish.network.opened and not _has_ports(wish):
        source = wish.network.source
        who = "everyone" if source in choices.EVERYWHERE else source
        return f"Which ports should {who} reach? For example “22” or “443”."
    return None


def _has_ports(wish: Wish) -> bool:
    return bool(wish.workload and WORKLOADS[wish.workload.value].ports)


def _sizeable(wish: Wish) -> bool:
    """Enough was said for a sensible plan; the rest is assumed and listed."""
    if wish.instance_type or wish.family or wish.size_word or wish.workload:
        return True
    sizes = wish.sizes
    if sizes.memory or sizes.vcpus:
        return True
    if sizes.people or sizes.visits:
        return False
    told = (sizes.disk, wish.operating_system, wish.protection, wish.region, wish.name, wish.lease)
    return any(told) or bool(sizes.count) or wish.network.speaks


def _what_is_missing(wish: Wish, said: Said) -> Worded:
    if GAME.search(said.low):
        return Worded("question", phrases.WHICH_GAME)
    crowd = wish.sizes.people or wish.sizes.visits
    if crowd:
        return Worded("question", phrases.people_do_what(crowd.words))
    return Worded("question", phrases.WHAT_FOR)


def _planned(chosen: Iterable[Choice], notes: Iterable[str], offer: Offer) -> Planned:
    decided = [
        choice for choice in chosen if choice.parameter in offer.parameters or not offer.parameters
    ]
    arguments: dict[str, Any] = {choice.parameter: choice.value for choice in decided}
    arguments["reasons"] = [
        {"parameter": choice.parameter, "reason": choice.reason}
        for choice in decided
        if choice.reason
    ]
    assumptions = [
        f"{TOPICS[choice.parameter]}: {text}"
        for choice in decided
        for text in choice.assumptions
        if text
    ]
    arguments["assumptions"] = list(dict.fromkeys([*assumptions, *notes]))
    return Planned(arguments)


def _with_kept(revision: Mapping[str, Choice], base: Mapping[str, Any]) -> Iterable[Choice]:
    """The revised parameters in the usual order, the others as they were with the reasons they had."""
    reasons = _reasons(base)
    for parameter in TOPICS:
        kept = Choice(parameter, base.get(parameter), reasons.get(parameter, ""))
        yield revision.get(parameter, kept)


def _reasons(base: Mapping[str, Any]) -> dict[str, str]:
    rows = base.get("reasons")
    return {
        str(row.get("parameter")): str(row.get("reason"))
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, Mapping)
    }


def _kept_notes(revision: Mapping[str, Choice], base: Mapping[str, Any]) -> Iterable[str]:
    """Earlier assumptions, without those about what has now been said."""
    notes = base.get("assumptions")
    settled = tuple(f"{TOPICS[parameter]}: " for parameter in revision)
    return [
        str(note)
        for note in (notes if isinstance(notes, list) else [])
        if not str(note).startswith(settled)
    ]
