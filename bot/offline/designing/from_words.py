"""A stack that is asked for in words alone: whether it is one, and the plan of it."""

import re
from collections.abc import Callable, Sequence

from bot.blocks import BLOCKS
from bot.domain.architecture import Architecture, Unplaced
from bot.offline import intents, refusing
from bot.offline.designing import phrases
from bot.offline.designing.asking import asks_for_words, asks_the_price
from bot.offline.designing.groups import made_by_groups
from bot.offline.designing.proposing import can_be_made, proposal
from bot.offline.designing.wording import Where, region_in
from bot.offline.kinds import short_title
from bot.offline.offer import Offer
from bot.offline.outcome import AnyOutcome, Outcome, Planned, Stacked, Worded
from bot.offline.reading.said import said
from bot.offline.scene import Scene
from bot.offline.sketching import Sketched, sketch
from bot.offline.sketching.nouns import nouns
from bot.offline.sketching.sketch import NO_BLOCK
from bot.offline.sketching.untouched import IS_THERE
from bot.offline.sketching.wording import wording

# `with an S3 bucket too`, after a server was asked for: both.
ADDS = re.compile(
    r"^\W*(?:(?:please|now|then|can you|could you|bitte)\W+)*(?:and|add|also|plus|with|include|mit|und|dazu)\b|\b(?:too|as well|also|dazu|noch)\W*$",
    re.IGNORECASE,
)
# The bare server: more of it is no stack.
_SERVERS = frozenset({"ec2"})
_RESOURCE = re.compile(r"^ +\"?Type\"?: \"?AWS::", re.MULTILINE)
_NO_OFFER = Offer((), (), ())


def from_words(words: str, in_words: Callable[[], Outcome]) -> AnyOutcome | None:
    """The plan of a stack, or words about it; None for what is no matter of stacks.

    `in_words` is what would be made of it as a matter of instances.
    """
    if not words.strip() or _is_refused(words):
        return None
    if asks_for_words(words) and (asked := _asked_about(words)):
        return Worded("answer", _told_of(asked, words))
    where = region_in(words)
    sketched = sketch(where.rest)
    if not _asks_for_a_stack(sketched, in_words):
        return None
    if not can_be_made(sketched.architecture):
        return Worded("refusal", _nothing_known(sketched))
    made = proposal(
        _with_regions(sketched.architecture, where),
        region=where.region,
        notes=sketched.notes,
        questions=[*sketched.questions, *where.doubts],
    )
    if isinstance(made, Stacked) and not _RESOURCE.search(made.arguments["template"]):
        return Worded("question", _nothing_by_itself(sketched))
    return made


def _with_regions(architecture: Architecture, where: Where) -> Architecture:
    """What else is named as a region is said."""
    others = (
        Unplaced(text=one, why=phrases.ONE_REGION.format(region=where.region))
        for one in where.others
    )
    return architecture.model_copy(update={"unplaced": (*architecture.unplaced, *others)})


def _is_refused(words: str) -> bool:
    """Messages are data, and what exists is nobody's to change from here."""
    heard = said(words)
    if refusing.overruling(heard) or intents.small_talk(heard) in (
        "greeting",
        "thanks",
        "go ahead",
        "cancel",
    ):
        return True
    return refusing.existing(heard, Scene(_NO_OFFER, None, asks=False)) is not None


def _asks_for_a_stack(sketched: Sketched, in_words: Callable[[], Outcome]) -> bool:
    if sketched.empty and not sketched.architecture.unplaced:
        return False
    if sketched.sure or sketched.by_name:
        return True
    if {one.service for one in sketched.architecture.components} <= _SERVERS:
        return False
    # “A server for postgres” is a server; “a database” is no server.
    outcome = in_words()
    return not isinstance(outcome, Planned) and outcome.kind != "question"


def _asked_about(words: str) -> list[str]:
    """The services that a question names; servers are another matter."""
    spoken = dict.fromkeys(noun.service for _, _, noun in nouns(wording(words).low))
    return [one for one in spoken if one not in _SERVERS]


def _told_of(asked: Sequence[str], words: str) -> str:
    known = ", ".join(short_title(one) for one in asked if one in BLOCKS)
    if not known:
        names = ", ".join(short_title(one) for one in asked)
        return phrases.NO_BLOCK_FOR.format(names=names, why="", made=made_by_groups())
    said_first = phrases.COSTS if asks_the_price(words) else phrases.CAN_BE_MADE
    return f"{said_first.format(names=known)}{phrases.ASK_FOR_STACKS}"


def _nothing_by_itself(sketched: Sketched) -> str:
    names = dict.fromkeys(short_title(one.service) for one in sketched.architecture.services)
    return phrases.NOTHING_BY_ITSELF.format(names=", ".join(names))


def _nothing_known(sketched: Sketched) -> str:
    strange = [one.text for one in sketched.architecture.unplaced]
    strange += [short_title(one.service) for one in sketched.architecture.services]
    names = ", ".join(dict.fromkeys(strange[:8]))
    if strange and all(one.why == IS_THERE for one in sketched.architecture.unplaced):
        return phrases.ALL_IS_THERE.format(names=names)
    others = (one.why for one in sketched.architecture.unplaced)
    reasons = dict.fromkeys(why for why in others if why not in (NO_BLOCK, IS_THERE))
    why = "".join(f"{reason} " for reason in reasons)
    return phrases.NO_BLOCK_FOR.format(names=names, why=why, made=made_by_groups())
