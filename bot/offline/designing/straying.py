"""What people say in the thread of a stack that no part of it is about: its end, or a server for something else."""

import re
from collections.abc import Mapping
from typing import Any

from bot.domain.architecture import Architecture, Component, Setting
from bot.offline.altering.drawing import component, with_component
from bot.offline.altering.finding import candidates
from bot.offline.altering.sheet import Sheet
from bot.offline.workloads import WORKLOADS, recognised

_KINDLY = (
    r"(?:please|now|ok(?:ay)?|just|then|and|can you|could you|i want to|bitte|jetzt|kannst du)"
)
_WHOLE = (
    r"(?:it|this|that|(?:all|everything)(?:\s+(?:of\s+)?(?:it|this|that))?|(?:(?:the|this|that|our|my)\s+)?(?:(?:whole|entire|running|complete)\s+)*"
    r"(?:stack|thing|deployment|infrastructure)|es|das|alles|(?:(?:den|diesen|unseren)\s+)?(?:(?:ganzen|laufenden)\s+)?stack)"
)
_ALL = r"(?:all(?:\s+(?:of\s+)?(?:it|this|that))?|everything|alles)"
_END = r"(?:end|delete|destroy|terminate|tear\s+down|kill|shut\s+down|take\s+down|get\s+rid\s+of|stop|beende|lösche?|stoppe?|zerstöre?|entferne)"
_ENDS = re.compile(
    rf"^(?:{_KINDLY}[\s,.!]+)*(?:stop[\s,.!]+(?:and\s+)?)?(?:{_END}\s+{_WHOLE}|undo\s+{_ALL}|(?:tear|shut|take)\s+{_WHOLE}\s+down|"
    rf"{_WHOLE}\s+(?:beenden|löschen|stoppen|zerstören|abbauen))(?:[\s,.!]+(?:{_KINDLY}|again|wieder))*[\s.!]*$",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\b(?:also|too|as well|in addition|add|auch|dazu|zusätzlich)\b", re.IGNORECASE)
_SERVED = re.compile(
    r"\b(?:servers?|players?|gamers?|people|spielern?|leute)\b|\bserver\b|\bminecraft\b",
    re.IGNORECASE,
)
_FOR_PEOPLE = re.compile(r"\bservers?\s+(?:for|für)\s+\d+", re.IGNORECASE)
LONGEST_WISH = 300


def ends_all(words: str) -> bool:
    """`end it`, `beende das`: the stack as a whole, which no plan ends."""
    return bool(_ENDS.match(" ".join(words.split())))


def is_also(words: str) -> bool:
    return bool(_ALSO.search(words))


def work_of_its_own(words: str, architecture: Architecture) -> str | None:
    """What a server is asked for that has nothing to do with the plan: a game, or a server for so many people."""
    found = recognised(words[:LONGEST_WISH].lower())
    if found is None:
        return None
    title = WORKLOADS[found[0]].title
    known = candidates(Sheet(architecture), words[found[1][0] : found[1][1]])
    labels = " ".join(one.label for one in architecture.components).lower()
    if any(one.label for one in known) or title.split()[0].lower() in labels:
        return None
    is_game = WORKLOADS[found[0]].served == "players" and _SERVED.search(words)
    return title if is_game or _FOR_PEOPLE.search(words) else None


def with_server(
    architecture: Architecture, title: str, planned: Mapping[str, Any]
) -> tuple[Architecture, Component]:
    """The server that would be planned by itself, as a part of the stack."""
    values = {
        "instance-type": planned.get("InstanceType"),
        "public": "on",
        "volume-gib": planned.get("VolumeSize"),
    }
    settings = tuple(
        Setting(name=name, value=str(value)) for name, value in values.items() if value
    )
    part = component(architecture, "ec2", title, None).model_copy(update={"settings": settings})
    return with_component(architecture, part, []), part
