"""Puts together all that one message asks for, and what a whole conversation does."""

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from bot.offline.reading import (
    describing,
    leasing,
    lexicon,
    networking,
    placing,
    protection,
    sizes,
    spelling,
)
from bot.offline.reading.facts import Network, Read, Sizes, Wish
from bot.offline.reading.said import Said
from bot.offline.workloads import WORKLOADS, recognised

_FRESH = re.compile(
    r"\b(?:i|we|ich|wir)(?:'d)?\s+(?:\w+\s+){0,2}?(?:need|want|like|require|brauche|brauchen|möchte|hätte)\s+(?:\w+\s+){0,3}?(?:a|an|another|new|two|three|ein|eine|einen|noch)\b|"
    r"\b(?:create|launch|spin up|start|set up|provision|give me|get me|erstelle|starte)\s+(?:\w+\s+){0,2}?(?:a|an|another|new|two|three|ein|eine|einen)\b|"
    r"^(?:now\s+|also\s+)?(?:a|an|another|ein|eine|einen)\s+|\bnew (?:server|instance|box|machine|one)\b"
)


def wish(said: Said, now: datetime, systems: tuple[str, ...]) -> tuple[Wish, Said]:
    """All that is read, and the message without its name, which may hold any words and numbers."""
    name, rest = placing.name(said)
    rest = spelling.corrected(rest)
    region, region_doubt = placing.region(rest)
    system, system_refusal = placing.operating_system(rest, systems)
    volume_type, volume_note = placing.volume_type(rest)
    found = sizes.sizes(rest)
    network = networking.network(rest)
    named = _types(rest)
    lease = leasing.lease(rest, found.lease, now)
    read = Wish(
        instance_type=named[-1] if named else None,
        family=None if named else describing.family(rest),
        size_word=describing.size_word(rest),
        workload=_workload(rest),
        sizes=replace(found, changes=(*found.changes, *describing.changes(rest))),
        protection=protection.protection(rest),
        name=name,
        operating_system=system,
        volume_type=volume_type,
        region=region,
        network=network,
        lease=lease,
        notes=tuple(
            note for note in (volume_note, leasing.unread(rest, now, known=bool(lease))) if note
        ),
        refusals=(system_refusal,) if system_refusal else (),
        doubts=tuple(doubt for doubt in (_kinds(named, rest), region_doubt) if doubt),
        server=_names_a_server(rest),
        fresh=_is_fresh(rest),
    )
    return read, rest


def _types(said: Said) -> list[Read[str]]:
    """The instance types named; `t3 small` is `t3.small`, and `bigger than a t3.small` is noted."""
    return [
        Read(_dotted(token.low), said.words(token.start, token.end), _compared(said, token.start))
        for token in said.tokens
        if token.kind == "type" and not said.negated(token.start)
    ]


def _dotted(name: str) -> str:
    name = name.removesuffix("s")
    return name if "." in name else re.sub(r"[\s-](?=[^\s.-]+$)", ".", name)


def _compared(said: Said, at: int) -> str:
    match = _THAN.search(said.low[:at])
    if not match:
        return ""
    return "bigger" if match["how"] in ("bigger", "larger", "stronger", "faster") else "smaller"


_THAN = re.compile(
    r"\b(?P<how>bigger|larger|stronger|faster|smaller|cheaper)\s+(?:\w+\s+){0,3}?than\s+(?:an?\s+|the\s+)?$"
)
_SERVER = "|".join(sorted(lexicon.SERVERS, key=len, reverse=True))
_SEVERAL = re.compile(
    rf"\b(?:an?|one|two|three|\d+|eine?n?|zwei|drei)\s+(?:[\w.-]+\s+){{0,3}}?(?:{_SERVER}|\w+server|databases?|datenbank)\b"
    rf"[^.;!?\n]*?(?:\band\b|\bund\b|\bplus\b|,)\s*(?:an?|one|another|two|three|\d+|eine?n?|zwei|drei)\s+"
    rf"(?:[\w.-]+\s+){{0,3}}?(?:{_SERVER}|\w+server|databases?|datenbank)\b"
)


def _kinds(named: Sequence[Read[str]], said: Said) -> str | None:
    """One plan has one kind of server."""
    several = _SEVERAL.search(said.low)
    if several and not named:
        words = said.words(*several.span())
        return f"One plan has one kind of server, and I read several in “{words}”. Which one first?"
    kinds = list(dict.fromkeys(read.value for read in named))
    if not kinds[1:] or re.search(
        r"\b(?:instead|not|from|rather|than|actually|make (?:it|that)|wait|sorry|mean|meant)\b",
        said.low,
    ):
        return None
    return (
        f"I read {len(kinds)} kinds of server: {', '.join(kinds)}. One plan has one kind; "
        "which one first?"
    )


def _workload(said: Said) -> Read[str] | None:
    found = recognised(said.low)
    if not found:
        return None
    key, span = found
    if said.negated(span[0]):
        return None
    settled, note = WORKLOADS[key].unless
    return Read(key, said.words(*span), "" if re.search(settled, said.low) else note)


def _names_a_server(said: Said) -> bool:
    return any(
        token.kind == "type"
        or token.low in lexicon.SERVERS
        or token.low.endswith(("server", "servers"))
        for token in said.tokens
    )


def _is_fresh(said: Said) -> bool:
    return bool(
        _FRESH.search(said.low)
        and _names_a_server(said)
        and not re.search(
            r"\b(?:instead|make it|change|actually|rather|bigger|smaller|larger)\b", said.low
        )
    )


def merged(earlier: Wish, later: Wish) -> Wish:
    """What holds after `later` was said: it wins wherever it speaks."""
    kept = {
        field.name: getattr(later, field.name) or getattr(earlier, field.name)
        for field in fields(Wish)
    }
    kept["sizes"] = _merged_sizes(_outdated(earlier, later).sizes, later.sizes)
    kept["network"] = _merged_network(earlier.network, later.network)
    kept |= _sizing(earlier, later)
    for once in ("refusals", "doubts", "fresh"):
        kept[once] = getattr(later, once)
    return Wish(**kept)


def _sizing(earlier: Wish, later: Wish) -> dict[str, Any]:
    """A type outranks an earlier amount of memory, and the other way round: the last word counts."""
    exact = later.sizes.memory or later.sizes.vcpus or later.size_word
    return {
        "instance_type": later.instance_type or (None if exact else earlier.instance_type),
        "size_word": later.size_word
        or (None if later.instance_type or later.sizes.memory else earlier.size_word),
    }


def _outdated(earlier: Wish, later: Wish) -> Wish:
    if later.instance_type or later.size_word:
        return replace(earlier, sizes=replace(earlier.sizes, memory=None, vcpus=None))
    return earlier


def _merged_sizes(earlier: Sizes, later: Sizes) -> Sizes:
    kept = {
        field.name: getattr(later, field.name) or getattr(earlier, field.name)
        for field in fields(Sizes)
    }
    return Sizes(
        **kept | {"changes": later.changes, "doubts": later.doubts, "ignored": later.ignored}
    )


def _merged_network(earlier: Network, later: Network) -> Network:
    """A source said alone answers the question who may reach the ports that still wait for one."""
    waiting = tuple(rule for rule in earlier.opened if rule.source is None)
    if later.source and not later.opened and waiting:
        answered = tuple(replace(rule, source=later.source) for rule in waiting)
        rest = tuple(rule for rule in earlier.opened if rule.source is not None)
        return replace(later, opened=(*rest, *answered), source=None)
    ports = {
        (rule.protocol, rule.from_port, rule.to_port) for rule in (*later.opened, *later.closed)
    }
    kept = tuple(
        rule
        for rule in earlier.opened
        if (rule.protocol, rule.from_port, rule.to_port) not in ports and not later.closed_all
    )
    return replace(later, opened=(*kept, *later.opened))
