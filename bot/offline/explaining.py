"""Answers questions about a plan that was proposed: `why?`, `is it protected?`, `how big is the disk?`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.offline.choices import TOPICS

_QUESTION = re.compile(
    r"^(?:and |so |but |und )?(?:is|are|does|do|will|was|which|where|who|when|how (?:big|much|many|long|large|do|does|is)|"
    r"what(?!'?s? (?:about|if)\b)|what's|ist|sind|wird|wie (?:groß|viel|viele|lange)|wo|welche\w*|wer)\b[^.!]*\?\W*$"
)
# `will 4 GB do?` asks about the plan; `is 8 GB possible?` or `what about 50 people?` changes it.
_PROPOSES = re.compile(r"\b(?:possible|better|instead|rather|make|change|enough)\b|\d")
_ABOUT: tuple[tuple[str, str], ...] = (
    (r"protect\w*|delet\w*|terminat\w*|geschützt", "DisableApiTermination"),
    (r"region|where|located|wo|datacenter|data cent(?:er|re)", "region"),
    (r"disk|storage|volume|space|ssd|speicher|platte", "VolumeSize"),
    (r"ports?|open\w*|reach\w*|public|access\w*|firewall|ssh|connect", "inbound_ports"),
    (r"long|lease|until|expires?|end|when|lange", "lease_hours"),
    (r"os|operating system|linux|windows|ubuntu|debian|betriebssystem", "operating_system"),
    (r"name|called", "name"),
    (r"many (?:servers|instances|machines|boxes|of them)|count", "count"),
    (
        r"ram|memory|cpus?|vcpus?|cores?|types?|size|big|large|instance|machine|server",
        "InstanceType",
    ),
)


_UNITS = {"VolumeSize": " GiB", "lease_hours": " hours"}


def whole(base: Mapping[str, Any] | None) -> str | None:
    """All the reasons of the plan."""
    reasons = list(_reasons(base or {}).items())
    if not reasons:
        return None
    return "\n".join(
        [
            "This is how I read it:",
            *(f"• {TOPICS.get(name, name)}: {reason}" for name, reason in reasons),
        ]
    )


def about(low: str, base: Mapping[str, Any]) -> str | None:
    """The answer to a question about the plan; None where it is no such question."""
    if not _QUESTION.match(low) or _PROPOSES.search(low):
        return None
    parameter = next((name for words, name in _ABOUT if re.search(rf"\b(?:{words})\b", low)), None)
    if parameter is None:
        return whole(base)
    lines = list(_of(parameter, base))
    return "\n".join([*lines, "Say what should be different, if anything."])


def _of(parameter: str, base: Mapping[str, Any]) -> Iterator[str]:
    topic = TOPICS[parameter]
    value = base.get(parameter)
    reason = _reasons(base).get(parameter)
    yield f"{topic}: {_shown(value)}{_UNITS.get(parameter, '') if value else ''}." + (
        f" {reason}" if reason else ""
    )
    notes = base.get("assumptions")
    yield from (
        f"Assumed: {note.removeprefix(f'{topic}: ')}"
        for note in map(str, notes if isinstance(notes, list) else [])
        if note.startswith(f"{topic}:")
    )


def _shown(value: object) -> str:
    match value:
        case None | []:
            return "nothing was chosen, so the default holds"
        case bool():
            return "on" if value else "off"
        case list():
            return ", ".join(_rule(rule) for rule in value if isinstance(rule, Mapping))
        case _:
            return str(value)


def _rule(rule: Mapping[str, Any]) -> str:
    first, last = rule.get("from_port"), rule.get("to_port")
    span = f"{first}" if first == last else f"{first}-{last}"
    return f"{span}/{rule.get('protocol')} from {rule.get('source')}"


def _reasons(base: Mapping[str, Any]) -> dict[str, str]:
    rows = base.get("reasons")
    return {
        str(row.get("parameter")): str(row.get("reason"))
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, Mapping)
    }
