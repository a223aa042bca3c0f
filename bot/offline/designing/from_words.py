"""A stack that is asked for in words alone: whether it is one, and the plan of it."""

import re
from collections.abc import Callable

from bot.blocks import BLOCKS
from bot.domain.services import UNKNOWN
from bot.offline import intents, refusing
from bot.offline.designing import phrases
from bot.offline.designing.proposing import can_be_made, proposal
from bot.offline.designing.wording import region_in
from bot.offline.kinds import short_title
from bot.offline.offer import Offer
from bot.offline.outcome import AnyOutcome, Outcome, Planned, Worded
from bot.offline.reading.said import said
from bot.offline.scene import Scene
from bot.offline.sketching import Sketched, sketch

_ASKS_ABOUT = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hallo|ok(?:ay)?|and|also|so|but)\W+)*(?:what(?:'s| is| are| does| do)|what about|how (?:do|does|is|are|much|many|long|can|to)|why|when|who|which|"
    r"(?:do|does|can|could|will|would) (?:you|it|this|the bot)(?: also| even)? (?:support|know|do|handle|offer|understand|speak|work|use)|is there|are there|explain|tell me|"
    r"was (?:ist|sind|kostet)|wie (?:geht|funktioniert)|kannst du auch|kennst du)\b",
    re.IGNORECASE,
)
_STILL_ASKS_FOR = re.compile(
    r"\b(?:need|want|create|build|deploy|set up|provision|launch|make me|give me|brauche\w*|erstelle\w*)\b",
    re.IGNORECASE,
)
# `with an S3 bucket too`, after a server was asked for: both.
ADDS = re.compile(
    r"^\W*(?:(?:please|now|then|can you|could you|bitte)\W+)*(?:and|add|also|plus|with|include|mit|und|dazu)\b|\b(?:too|as well|also|dazu|noch)\W*$",
    re.IGNORECASE,
)
# The bare server: more of it is no stack.
_SERVERS = frozenset({"ec2"})
_NO_OFFER = Offer((), (), ())


def from_words(words: str, in_words: Callable[[], Outcome]) -> AnyOutcome | None:
    """The plan of a stack, or words about it; None for what is no matter of stacks.

    `in_words` is what would be made of it as a matter of instances.
    """
    if not words.strip() or _is_refused(words):
        return None
    where = region_in(words)
    sketched = sketch(where.rest)
    if not _asks_for_a_stack(sketched, in_words):
        return None
    if _ASKS_ABOUT.match(words) and not _STILL_ASKS_FOR.search(words):
        return Worded("answer", _what_can_be_made(sketched))
    if not can_be_made(sketched.architecture):
        return Worded("refusal", _nothing_known(sketched))
    return proposal(
        sketched.architecture,
        region=where.region,
        notes=sketched.notes,
        questions=[*sketched.questions, *where.doubts],
    )


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


def _what_can_be_made(sketched: Sketched) -> str:
    asked = [
        short_title(one.service) for one in sketched.architecture.services if one.service in BLOCKS
    ]
    named = ", ".join(dict.fromkeys(asked))
    known = phrases.CAN_BE_MADE.format(names=named) if named else ""
    return f"{known}{phrases.ASK_FOR_STACKS}"


def _nothing_known(sketched: Sketched) -> str:
    strange = [one.text for one in sketched.architecture.unplaced]
    strange += [short_title(one.service) for one in sketched.architecture.services]
    names = ", ".join(dict.fromkeys(strange[:8]))
    made = ", ".join(sorted(short_title(one) for one in BLOCKS if one != UNKNOWN))
    return phrases.NO_BLOCK_FOR.format(names=names, made=made)
