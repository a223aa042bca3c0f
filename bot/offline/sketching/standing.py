"""Whether the words around a name say that the thing is there already."""

import re

# Before the name, and what follows it.
THERE = frozenset({"existing", "pre-existing", "preexisting", "already-existing"})
_BEFORE = re.compile(
    r"\b(?:existing|pre-?existing)(?: [\w-]+){0,2} $|\b(?:our|my|your)(?: (?!own\b)[\w-]+)? $"
)
_AFTER = re.compile(
    r"(?:,? (?:which|that))? (?:(?:already )?exists?\b|(?:(?:is|are) )?(?:already (?:there|in place|exists?|running|set up|provisioned|available)|existing\b|there already))|"
    r",? (?:which |that )?(?:(?:is|are) (?:(?:given|passed|provided|supplied|taken) as )?|(?:(?:is|are) )?(?:(?:given|passed|provided|supplied) )?as )(?:an? |input |stack |template ){0,2}parameters?\b|"
    r" \((?:an? |input )?parameters?\)|,? whose (?:arns?|ids?) (?:is|are) (?:an? |input |template )?parameters?\b|"
    r",? (?:which |that )?(?:i|we) (?:already have|have already)\b"
)
_HAD = re.compile(r"\b(?:i|we) already have (?:an? |the |some |our )?(?:[\w-]+ ){0,2}$")
_NEAR = 40


def is_there(low: str, start: int, end: int) -> bool:
    return bool(_AFTER.match(low, end) or _HAD.search(low[max(0, start - _NEAR) : start]))


def named_as_there(low: str, start: int, end: int) -> bool:
    """The same, told by the words before the name too."""
    return bool(_BEFORE.search(low[max(0, start - _NEAR) : start])) or is_there(low, start, end)
