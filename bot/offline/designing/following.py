"""A follow-up on a plan of a stack: change it as the words say, answer, or ask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.architecture import Architecture
from bot.offline import intents, refusing
from bot.offline.altering import Altered, alter
from bot.offline.altering.clauses import is_question
from bot.offline.altering.finding import candidates
from bot.offline.altering.sheet import Sheet
from bot.offline.designing import phrases
from bot.offline.designing.describing import title_of
from bot.offline.designing.proposing import AS_ASKED, left_out_of, proposal
from bot.offline.designing.wording import Where, meaning, region_in, shown
from bot.offline.intents import SmallTalk
from bot.offline.outcome import AnyOutcome, Outcome, Planned, Worded
from bot.offline.reading.said import said


@dataclass(frozen=True, slots=True)
class Thread:
    """A plan that was proposed, and what people said after it.

    `answers` says that the newest message comes after words of ours; `in_words` is what would be made of
    the messages without the plan.
    """

    arguments: Mapping[str, Any]
    architecture: Architecture
    messages: tuple[str, ...]
    answers: bool
    in_words: Callable[[], Outcome]

    @property
    def newest(self) -> str:
        return self.messages[-1]

    @property
    def assumptions(self) -> list[str]:
        lines = self.arguments.get("assumptions")
        return [str(line) for line in lines] if isinstance(lines, list) else []


def follow_up(thread: Thread) -> AnyOutcome:
    heard = said(thread.newest)
    if refusal := refusing.overruling(heard):
        return refusal
    if intents.asks_again(heard):
        return _again(thread)
    if talk := intents.small_talk(heard):
        return _small_talk(talk, thread)
    where = region_in(thread.newest)
    altered = _altered(thread, where.rest)
    moves = where.region is not None and where.region != thread.arguments.get("region")
    if altered.done or altered.title or moves:
        return _revised(thread, altered, where)
    outcome = thread.in_words()
    if isinstance(outcome, Planned):
        return outcome
    return _not_changed(thread, altered, where)


def _altered(thread: Thread, newest: str) -> Altered:
    """The newest message alone, or with the one that we asked about."""
    altered = alter(thread.architecture, newest)
    if altered.done or altered.title or not thread.answers or len(thread.messages) == 1:
        return altered
    before = thread.messages[-2]
    chosen = candidates(Sheet(thread.architecture), newest)
    meant = chosen[0].id if len(chosen) == 1 else None
    attempts = (
        alter(thread.architecture, before, meant=meant),
        alter(thread.architecture, f"{before} {newest}"),
    )
    return next((one for one in attempts if one.done and not one.unclear), altered)


def _again(thread: Thread) -> AnyOutcome:
    """The same architecture, made anew."""
    return proposal(
        thread.architecture,
        title=_kept_title(thread, thread.architecture),
        region=_region(thread),
        left_out=left_out_of(thread.arguments, thread.architecture),
    )


def _revised(thread: Thread, altered: Altered, where: Where) -> AnyOutcome:
    notes = [f"{AS_ASKED}{one}." for one in altered.done]
    if where.region:
        notes.append(f"{AS_ASKED}the region is {where.region}.")
    gone = left_out_of(thread.arguments, thread.architecture)
    there = {one.id for one in altered.architecture.components}
    return proposal(
        altered.architecture,
        title=altered.title or _kept_title(thread, altered.architecture),
        region=where.region or _region(thread),
        notes=notes,
        questions=[*altered.unclear, *where.doubts, *map(meaning, altered.rest)],
        left_out=gone & there,
    )


def _kept_title(thread: Thread, architecture: Architecture) -> str | None:
    """A title that somebody chose stays; one made of the components follows them."""
    title = thread.arguments.get("title")
    if not isinstance(title, str) or not title or title == title_of(thread.architecture):
        return title_of(architecture)
    return title


def _region(thread: Thread) -> str | None:
    region = thread.arguments.get("region")
    return region if isinstance(region, str) else None


def _small_talk(talk: SmallTalk, thread: Thread) -> Worded:
    match talk:
        case "help" | "greeting":
            return Worded("answer", phrases.help_text(thread.architecture))
        case "go ahead":
            return Worded("answer", phrases.GO_AHEAD)
        case "cancel":
            return Worded("answer", phrases.CANCEL)
        case "thanks":
            return Worded("answer", phrases.THANKS)
        case "cost":
            return Worded("answer", phrases.COST)
        case "why":
            return Worded("answer", phrases.explained(thread.architecture, thread.assumptions))


def _not_changed(thread: Thread, altered: Altered, where: Where) -> Worded:
    troubles = " ".join((*altered.unclear, *where.doubts))
    if troubles:
        return Worded("question", phrases.which_change(thread.architecture, troubles))
    if altered.already or where.region:
        so = " ".join(altered.already) or f"The region is {where.region} already."
        return Worded("answer", f"{so} Nothing was changed.")
    if altered.rest and all(is_question(one) for one in altered.rest):
        return Worded("answer", phrases.explained(thread.architecture, thread.assumptions))
    if altered.rest:
        troubles = f"I could not tell what “{shown(altered.rest[0])}” changes in the plan."
    return Worded("question", phrases.which_change(thread.architecture, troubles))
