"""One kind of order: how it is worded, and what it does."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.offline.altering.sheet import Sheet

# The ways people begin to ask for something new.
WANTING = (
    r"(?:add|put|insert|place|include|introduce|have|want|need|use|set up|create|make|give (?:me|us|it)|stick|squeeze|slot|bring in|"
    r"attach|throw in|append|draw|take|i want|we want|i need|we need|i'd like|there should be|there must be|there is|there's|hang|plug)"
)
ARROW = r"(?:arrow|connection|link|edge|line|path|wire)s?"
X, Y = r"(?P<x>.+?)", r"(?P<y>.+?)"


@dataclass(frozen=True, slots=True)
class Rule:
    """`carry_out` returns the sheet after it, None when it is some other kind of order after all.

    It raises Unclear when it is this kind but cannot be carried out.
    """

    wording: re.Pattern[str]
    carry_out: Callable[[Sheet, re.Match[str]], Sheet | None]


def rule(wording: str, carry_out: Callable[[Sheet, re.Match[str]], Sheet | None]) -> Rule:
    return Rule(re.compile(rf"^(?:{wording})$", re.IGNORECASE), carry_out)
