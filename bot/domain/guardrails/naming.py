"""Whether a value stands for a resource that this very template makes."""

import re
from collections.abc import Collection, Iterator

from bot.domain.intrinsics import PLACEHOLDER
from bot.domain.judged import Judged, placeholders

# The resource itself, and of a function also one of its versions.
_ITSELF = re.compile(rf"{PLACEHOLDER.pattern}(?::[\w$-]+)?")
_STARS = re.compile(r"[*?]")


def is_own(judged: Judged, text: str, types: Collection[str]) -> bool:
    """Whether a text is the identifier of a resource of one of these types, made here."""
    found = _ITSELF.fullmatch(text)
    return bool(found) and is_named(judged, found[1], types) if found else False


def is_named(judged: Judged, placeholder: str, types: Collection[str]) -> bool:
    made, _ = judged.named(placeholder)
    return made is not None and made.type in types


def names(judged: Judged, text: str, types: Collection[str]) -> bool:
    """Whether a text names a resource of one of these types, made here, among its parts."""
    return any(is_named(judged, one, types) for one in placeholders(text))


def others(judged: Judged, value: object, types: Collection[str]) -> Iterator[str]:
    """What a value can be that no resource of this template is."""
    for text in judged.scope.texts(value):
        if not is_own(judged, text, types):
            yield text


def is_within(judged: Judged, text: str) -> bool:
    """Whether everything a pattern matches belongs to one resource of this template."""
    found = PLACEHOLDER.match(text)
    if found is None or not judged.is_clear(text):
        return False
    made, attr = judged.named(found[1])
    return made is not None and (not attr or attr.lower().endswith("arn"))


def has_pattern(text: str) -> bool:
    """Whether the part of an ARN that names the resource is a pattern."""
    return bool(_STARS.search(text.split(":", 5)[-1]))
