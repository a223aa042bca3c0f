"""What to do about the newest message when stacks can be proposed.

a picture or a structure ──→ read it, apply the words beside it, propose
a reading of ours        ──→ propose exactly that
faults of the checks     ──→ propose again without what is at fault
a plan was proposed      ──→ alter it as the words say, or ask
anything else            ──→ not ours
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.architecture import Architecture, Component
from bot.domain.services import UNKNOWN, named_loosely
from bot.offline.altering import alter
from bot.offline.conversation import Asked, Called, Returned, Spoke, Turn
from bot.offline.designing import phrases
from bot.offline.designing.explaining import answered, explanation, only_asks, wants_words
from bot.offline.designing.following import Thread, follow_up
from bot.offline.designing.from_words import ADDS, from_words
from bot.offline.designing.hinting import with_hint
from bot.offline.designing.limits import amounts, is_set
from bot.offline.designing.mending import MARK, mended
from bot.offline.designing.noting import notes
from bot.offline.designing.proposing import can_be_made, proposal, proposal_of
from bot.offline.designing.recalling import earlier_than_last, standing_of
from bot.offline.designing.standing import Standing
from bot.offline.designing.structure import Told, architecture_of, new_values, told
from bot.offline.designing.wording import (
    Where,
    is_about_cost,
    not_carried_out,
    region_in,
    worth_asking,
)
from bot.offline.intents import small_talk
from bot.offline.offer import CREATE_STACK, READ_ARCHITECTURE
from bot.offline.outcome import AnyOutcome, Outcome, Worded
from bot.offline.reading.said import said
from bot.offline.seeing import NoPictureReading

_SERVER = re.compile(r"\b(?:\w*servers?|instances?|ec2|machines?|vms?|boxe?s?)\b", re.IGNORECASE)

Eyes: TypeAlias = Callable[[bytes], Architecture]
Words: TypeAlias = Callable[[Sequence[Turn]], Outcome]


@dataclass(frozen=True, slots=True)
class _Message:
    """A person's message, taken apart."""

    told: Told
    picture: bytes | None


def design(turns: Sequence[Turn], see: Eyes, in_words: Words) -> AnyOutcome:
    """`in_words` is what is made of a conversation that is about instances."""
    at = max((at for at, turn in enumerate(turns) if isinstance(turn, Called)), default=-1)
    plan = turns[at] if at >= 0 else None
    if isinstance(plan, Called) and plan.name == READ_ARCHITECTURE:
        return proposal_of(plan.arguments, standing_of(turns))
    later = turns[at + 1 :]
    base = plan if isinstance(plan, Called) and plan.name == CREATE_STACK else None
    messages = [
        _taken_apart(turn) for turn in later if isinstance(turn, Asked) and not _tells_faults(turn)
    ]
    newest = messages[-1] if messages else None
    if newest is not None and (newest.picture or newest.told.architecture or newest.told.broken):
        return _first_plan(newest, see, standing_of(turns))
    if base is None:
        return _without_plan(turns, messages, see, in_words)
    architecture = architecture_of(base.arguments)
    if architecture is None or not can_be_made(architecture):
        return in_words(_in_words(turns))
    if newest is None:
        return mended(base.arguments, architecture, _found(later), standing_of(turns))
    thread = Thread(
        base.arguments,
        architecture,
        tuple(message.told.words for message in messages),
        _question_before(later),
        lambda last: in_words(_last(later, last)),
        earlier_than_last(turns),
        standing_of(turns),
    )
    return follow_up(thread)


def _tells_faults(turn: Asked | Returned) -> bool:
    """What the checks found, told as the outcome of the call or, without tools, as a message."""
    return turn.text.lstrip().startswith(MARK)


def _found(later: Sequence[Turn]) -> str:
    outcomes = (turn for turn in later if isinstance(turn, Asked | Returned))
    return next((turn.text for turn in outcomes if _tells_faults(turn)), "")


def _taken_apart(turn: Asked) -> _Message:
    return _Message(told(turn.text), turn.pictures[-1] if turn.pictures else None)


def _question_before(later: Sequence[Turn]) -> bool:
    """Whether the newest message comes after words of ours."""
    return any(isinstance(turn, Spoke) for turn in later)


def _last(turns: Sequence[Turn], many: int) -> Sequence[Turn]:
    """The turns from one of the last messages on."""
    asked = [at for at, turn in enumerate(turns) if isinstance(turn, Asked)]
    return turns[asked[-many] :] if len(asked) >= many else turns


def _first_plan(message: _Message, see: Eyes, standing: Standing) -> AnyOutcome:
    if message.told.broken:
        return Worded("question", phrases.BROKEN)
    try:
        architecture = _architecture(message, see)
    except NoPictureReading as error:
        return Worded("refusal", str(error))
    return _explained(message.told.words, architecture) or _planned(
        message.told.words, architecture, standing
    )


def _explained(words: str, architecture: Architecture) -> Worded | None:
    """What was read, in words, where no plan is wanted."""
    if not architecture.components:
        return None
    if wants_words(words) and not is_about_cost(words):
        return Worded("answer", explanation(architecture))
    altered = alter(architecture, words, described=True)
    if only_asks(words, altered) or wants_words(words):
        return Worded("answer", answered(altered.rest, architecture))
    return None


def _planned(words: str, architecture: Architecture, standing: Standing) -> AnyOutcome:
    where = region_in(words)
    altered = alter(architecture, where.rest, described=True)
    known = [one for one in altered.architecture.services if one.service != UNKNOWN]
    if not known:
        return _nothing_known(altered.architecture)
    strange = worth_asking(altered.rest, architecture)
    new = new_values(architecture, altered.architecture)
    unsaid = (one for one in amounts(words) if not is_set(one, new))
    strange += [one for one in unsaid if not any(one in each for each in strange)]
    return proposal(
        altered.architecture,
        title=altered.title,
        region=where.region,
        notes=notes(altered),
        questions=[*altered.unclear, *where.doubts, *_elsewhere(where), *not_carried_out(strange)],
        standing=standing,
    )


def _elsewhere(where: Where) -> Iterator[str]:
    for one in where.others:
        yield f"“{one}”: {phrases.ONE_REGION.format(region=where.region)}"


def _architecture(message: _Message, see: Eyes) -> Architecture:
    exact = message.told.architecture
    if exact is None:
        return _known_by_words(see(message.picture or b""))
    if message.picture is None or all(one.service != UNKNOWN for one in exact.components):
        return exact
    return _named_by(exact, see(message.picture))


def _known_by_words(seen: Architecture) -> Architecture:
    """What was seen, its unknown things taken for what a common noun in their labels says."""

    def known(one: Component) -> Component:
        guess = named_loosely(one.label) if one.service == UNKNOWN else None
        if guess is None:
            return one
        service, sure = guess
        return one.model_copy(update={"service": service, "confidence": sure})

    return seen.model_copy(update={"components": tuple(map(known, seen.components))})


def _named_by(exact: Architecture, seen: Architecture) -> Architecture:
    """The exact structure, its unknown things named by the icons that were seen beside the same labels."""
    icons = {
        one.label.casefold(): one.service
        for one in seen.components
        if one.label and one.service != UNKNOWN
    }
    return exact.model_copy(
        update={
            "components": tuple(
                one.model_copy(update={"service": icons.get(one.label.casefold(), UNKNOWN)})
                if one.service == UNKNOWN
                else one
                for one in exact.components
            )
        }
    )


def _nothing_known(architecture: Architecture) -> Worded:
    strange = [one.label for one in architecture.services if one.label]
    if not strange:
        return Worded("answer", phrases.NO_ARCHITECTURE)
    names = ", ".join(f"“{label[:60]}”" for label in dict.fromkeys(strange[:8]))
    return Worded("question", phrases.ONLY_STRANGE.format(names=names, first=strange[0][:60]))


def _without_plan(
    turns: Sequence[Turn], messages: Sequence[_Message], see: Eyes, in_words: Words
) -> AnyOutcome:
    """A stack in words, or words after a picture that we asked about: they may be the answer."""
    if stack := _in_words_alone(turns, messages, in_words):
        return stack
    outcome = in_words(_in_words(turns))
    if len(messages) == 1 and len(turns) == 1:
        outcome = with_hint(outcome, messages[0].told.words)
    if isinstance(outcome, Worded) and (stacked := _of_the_stack(turns, messages, outcome)):
        return stacked
    shown = next((one for one in reversed(messages) if one.picture or one.told.architecture), None)
    if shown is None or not isinstance(outcome, Worded) or _is_small_talk(messages[-1]):
        return outcome
    words = "\n".join(one.told.words for one in messages if not wants_words(one.told.words))
    again = _first_plan(
        _Message(Told(words, shown.told.architecture), shown.picture), see, Standing()
    )
    return outcome if isinstance(again, Worded) else again


def _in_words_alone(
    turns: Sequence[Turn], messages: Sequence[_Message], in_words: Words
) -> AnyOutcome | None:
    """A stack that the newest message asks for; after a picture, its words are about that."""
    if not messages or any(one.picture or one.told.architecture for one in messages):
        return None
    newest = messages[-1].told.words
    before = [turn for turn in _in_words(turns) if isinstance(turn, Asked)][:-1]
    if before and ADDS.search(newest):
        newest = "\n".join([*(told(turn.text).words for turn in before), newest])
    return from_words(newest, lambda: in_words(_in_words(turns)))


def _of_the_stack(
    turns: Sequence[Turn], messages: Sequence[_Message], outcome: Worded
) -> AnyOutcome | None:
    """`add a queue before Web`, after servers beside the stack were planned: it can only be about the stack."""
    stacks = [one for one in turns if isinstance(one, Called) and one.name == CREATE_STACK]
    architecture = architecture_of(stacks[-1].arguments) if stacks else None
    if architecture is None or not messages or _SERVER.search(messages[-1].told.words):
        return None
    words = messages[-1].told.words
    altered = alter(architecture, words)
    if not altered.done or altered.unclear:
        return None
    thread = Thread(
        stacks[-1].arguments,
        architecture,
        (words,),
        answers=False,
        in_words=lambda _: outcome,
        standing=standing_of(turns),
    )
    return follow_up(thread)


def _is_small_talk(message: _Message) -> bool:
    talk = small_talk(said(message.told.words))
    return talk is not None and talk != "go ahead"


def _in_words(turns: Sequence[Turn]) -> Sequence[Turn]:
    """The conversation without what is about stacks."""
    stacks = [
        at
        for at, turn in enumerate(turns)
        if isinstance(turn, Called) and turn.name == CREATE_STACK
    ]
    if not stacks:
        return turns
    later = turns[stacks[-1] + 1 :]
    plan = next((at for at, turn in enumerate(later) if isinstance(turn, Called)), len(later))
    wishes = [at for at, turn in enumerate(later[:plan]) if isinstance(turn, Asked)]
    # Before the message that asked for servers, people spoke of the stack.
    return later[wishes[-1] :] if plan < len(later) and wishes else later
