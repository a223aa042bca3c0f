"""The revisions of a stack that a thread has seen, to go back to."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.offline.conversation import Asked, Called, Turn
from bot.offline.designing.proposing import left_out_of, reduced
from bot.offline.designing.standing import Standing
from bot.offline.designing.structure import architecture_of, told
from bot.offline.offer import CREATE_STACK

_ONE = r"(?:one|version|plan|revision|state|architecture|design|stack|step|change)"
_BEFORE = rf"(?:the\s+)?(?:previous|earlier|last|old|prior|former|one before|plan before|version before)(?:\s+{_ONE})?"
_BACK = re.compile(
    r"^(?:(?:please|ok(?:ay)?|no|well|hmm+|oh|sorry|actually|now|then|and|can you|could you|let's|i want to|bitte|nein|doch|kannst du|mach(?:e|st)?|das|es|die|den|letzte\w*|"
    r"änderung|wieder|alles)[\s,.!]+)*"
    r"(?:undo(?:\s+(?:it|that|this|the|my|last|latest|change|changes|edit|step|again))*|"
    rf"revert(?:\s+(?:it|that|this|the|my|last|latest|change|changes|edit|back))*(?:\s*to\s+{_BEFORE})?|"
    rf"(?:(?:go|take\s+(?:it|that|this)|roll(?:\s+it)?|step|put\s+it|change\s+it|switch|come|turn\s+it)\s+)?back(?:\s+to\s+{_BEFORE})?|"
    rf"roll-?back|(?:(?:use|restore|show(?:\s+me)?|return\s+to|give\s+me|i\s+want)\s+)?(?:the\s+)?(?:previous|earlier|prior|former)\s+{_ONE}|"
    r"(?:restore|return\s+to)\s+(?:the\s+)?(?:last|old)\s+\w+|(?:make\s+it\s+|put\s+it\s+)?(?:as|like)\s+(?:it\s+was\s+)?before|"
    r"(?:rückgängig|zurück)(?:\s+(?:machen|nehmen|setzen))?(?:\s+zu[rm]?\s+\w+(?:\s+\w+)?)?|nimm\s+das\s+zurück|"
    r"(?:vorige|vorherige|frühere)[nrs]?\s+\w+|deshacer|annuler)"
    r"(?:\s*,?\s*(?:please|again|bitte|thanks|now|then))*[.! ]*$",
    re.IGNORECASE,
)


def asks_back(words: str) -> bool:
    """`undo`, `zurück`, `back to the previous version`."""
    return bool(_BACK.match(" ".join(words.split())))


def earlier_than_last(turns: Sequence[Turn]) -> Mapping[str, Any] | None:
    """The revision before the latest one. One that went back has taken a revision away."""
    revisions: list[Mapping[str, Any]] = []
    asked: str | None = None
    for turn in turns:
        if isinstance(turn, Asked):
            asked = told(turn.text).words
        elif isinstance(turn, Called) and turn.name == CREATE_STACK and turn.arguments:
            # Made anew for the checks, or gone back to: in the place of what was there.
            again = asked is None or (asks_back(asked) and len(revisions) > 1)
            if again and asked is not None:
                revisions.pop()
            revisions = [*(revisions[:-1] if again else revisions), turn.arguments]
            asked = None
    return revisions[-2] if len(revisions) > 1 else None


def standing_of(turns: Sequence[Turn]) -> Standing:
    """What the plans so far have named. A new picture, or another file, is about nothing that was there."""
    standing, back = Standing(), False
    for turn in turns:
        if isinstance(turn, Asked):
            message = told(turn.text)
            back = asks_back(message.words)
            corrected = message.architecture
            if turn.pictures or (corrected and not standing.shares(corrected)):
                standing = Standing()
        elif isinstance(turn, Called) and turn.name == CREATE_STACK:
            standing = _then(standing.going_back() if back else standing, turn.arguments)
    return standing


def _then(standing: Standing, arguments: Mapping[str, Any]) -> Standing:
    architecture = architecture_of(arguments)
    if architecture is None:
        return standing
    refused = left_out_of(arguments, architecture)
    return standing.after(architecture, standing.composed(reduced(architecture, refused)))
