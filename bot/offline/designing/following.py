"""A follow-up on a plan of a stack: change it as the words say, answer, or ask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.architecture import Architecture
from bot.offline import intents, refusing
from bot.offline.altering import Altered, alter
from bot.offline.altering.clauses import is_question
from bot.offline.altering.finding import candidates, told
from bot.offline.altering.sheet import Sheet
from bot.offline.designing import phrases
from bot.offline.designing.explaining import cost
from bot.offline.designing.limits import amounts, is_set, out_of_reach
from bot.offline.designing.noting import AS_ASKED, already, notes
from bot.offline.designing.proposing import NOTHING_STANDS, can_be_made, left_out_of, proposal
from bot.offline.designing.recalling import asks_back
from bot.offline.designing.retrying import obstacle, tried_again
from bot.offline.designing.standing import Standing
from bot.offline.designing.straying import ends_all, is_also, with_server, work_of_its_own
from bot.offline.designing.structure import architecture_of, new_values, without_settings
from bot.offline.designing.switching import is_about_another
from bot.offline.designing.titling import title_of
from bot.offline.designing.wording import Where, not_carried_out, region_in, shown
from bot.offline.intents import SmallTalk
from bot.offline.outcome import AnyOutcome, Outcome, Planned, Stacked, Worded
from bot.offline.reading.said import Said, said


@dataclass(frozen=True, slots=True)
class Thread:
    """A plan that was proposed, and what people said after it.

    `answers` says that the newest message comes after words of ours; `in_words` is what would be made of
    the last so many messages without the plan; `before` is the call that proposed the revision before; `standing`
    is what the plans so far have named.
    """

    arguments: Mapping[str, Any]
    architecture: Architecture
    messages: tuple[str, ...]
    answers: bool
    in_words: Callable[[int], Outcome]
    before: Mapping[str, Any] | None = None
    standing: Standing = NOTHING_STANDS

    @property
    def newest(self) -> str:
        return self.messages[-1]

    @property
    def assumptions(self) -> list[str]:
        lines = self.arguments.get("assumptions")
        return [str(line) for line in lines] if isinstance(lines, list) else []


def follow_up(thread: Thread) -> AnyOutcome:
    heard = said(thread.newest)
    if obstacle(thread.newest) is not None:
        return tried_again(thread.arguments, thread.architecture, thread.newest, thread.standing)
    if refusal := refusing.overruling(heard):
        return refusal
    if ends_all(thread.newest):
        return Worded("answer", phrases.END)
    if is_about_another(thread.newest, thread.architecture):
        return thread.in_words(1)
    if work := work_of_its_own(thread.newest, thread.architecture):
        return _server(thread, work)
    return _earlier(thread, heard) or _by_its_words(thread, heard)


def _server(thread: Thread, work: str) -> AnyOutcome:
    """A server of its own comes into the stack only where that is what was said."""
    if not is_also(thread.newest):
        return Worded("answer", phrases.ANOTHER_PLAN)
    planned = thread.in_words(1)
    if not isinstance(planned, Planned):
        return planned
    architecture, part = with_server(thread.architecture, work, planned.arguments)
    done = (f"added {told(part)}, sized for it, not connected to anything yet",)
    # How many it is for is in its size.
    return _revised(replace(thread, messages=("",)), Altered(architecture, done), region_in(""))


def _earlier(thread: Thread, heard: Said) -> AnyOutcome | None:
    """A plan that was shown before, once more."""
    if asks_back(thread.newest):
        return _back(thread)
    return _again(thread) if intents.asks_again(heard) else None


def _by_its_words(thread: Thread, heard: Said) -> AnyOutcome:
    if _answers_about_another(thread):
        return thread.in_words(2)
    where = region_in(thread.newest)
    altered = _altered(thread, where.rest)
    moves = where.region is not None and where.region != _region(thread.arguments)
    if altered.done or altered.title or moves:
        return _revised(thread, altered, where)
    if talk := intents.small_talk(heard):
        return _small_talk(talk, thread)
    return _not_changed(thread, altered, where)


def _answers_about_another(thread: Thread) -> bool:
    """`4 GB RAM`, after we asked what the separate server is for."""
    if not thread.answers or not is_about_another(_before_newest(thread), thread.architecture):
        return False
    alone = alter(thread.architecture, thread.newest)
    return not alone.done and not alone.already


def _before_newest(thread: Thread) -> str:
    return thread.messages[-2] if len(thread.messages) > 1 else ""


def _altered(thread: Thread, newest: str) -> Altered:
    """The newest message alone, or with the one that we asked about."""
    altered = alter(thread.architecture, newest)
    if altered.done or altered.title or not thread.answers or len(thread.messages) == 1:
        return altered
    before = _before_newest(thread)
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
        region=_region(thread.arguments),
        left_out=left_out_of(thread.arguments, thread.architecture),
        standing=thread.standing,
    )


def _back(thread: Thread) -> AnyOutcome:
    """The revision before, proposed anew."""
    before = thread.before
    architecture = None if before is None else architecture_of(before)
    if before is None or architecture is None or not can_be_made(architecture):
        return Worded("answer", phrases.NOTHING_BEFORE)
    title = before.get("title")
    return proposal(
        architecture,
        title=title if isinstance(title, str) else None,
        region=_region(before),
        notes=[f"{AS_ASKED}back to the plan before."],
        left_out=left_out_of(before, architecture),
        standing=thread.standing.going_back(),
    )


def _revised(thread: Thread, altered: Altered, where: Where) -> AnyOutcome:
    said_so = [*notes(altered)]
    if where.region:
        said_so.append(f"{AS_ASKED}the region is {where.region}.")
    gone = left_out_of(thread.arguments, thread.architecture)
    there = {one.id for one in altered.architecture.components}
    proposed = proposal(
        altered.architecture,
        title=altered.title or _kept_title(thread, altered.architecture),
        region=where.region or _region(thread.arguments),
        notes=said_so,
        questions=[
            *altered.unclear,
            *where.doubts,
            *not_carried_out([*altered.rest, *_unsaid_amounts(thread, altered)]),
        ],
        left_out=gone & there,
        standing=thread.standing,
    )
    if so := _so_already(thread, altered, proposed):
        return Worded("answer", so)
    return proposed


def _so_already(thread: Thread, altered: Altered, proposed: Stacked | Worded) -> str | None:
    """`turn on versioning`, where the building block has it on unless told otherwise."""
    new = new_values(thread.architecture, altered.architecture)
    only_set = without_settings(altered.architecture) == without_settings(thread.architecture)
    if not new or not only_set or altered.title or not isinstance(proposed, Stacked):
        return None
    asked = proposed.arguments
    same = all(asked[one] == thread.arguments.get(one) for one in ("template", "region"))
    if not same or not new <= {"on", "off"} or asked["questions"]:
        return None
    return f"It is {' and '.join(sorted(new))} already. Nothing was changed."


def _kept_title(thread: Thread, architecture: Architecture) -> str | None:
    """A title that somebody chose stays; one made of the components follows them."""
    title = thread.arguments.get("title")
    if not isinstance(title, str) or not title or title == title_of(thread.architecture):
        return title_of(architecture)
    return title


def _region(arguments: Mapping[str, Any]) -> str | None:
    region = arguments.get("region")
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
            return Worded("answer", phrases.cost(thread.architecture, cost(thread.architecture)))
        case "why":
            return Worded("answer", phrases.explained(thread.architecture, thread.assumptions))


def _not_changed(thread: Thread, altered: Altered, where: Where) -> Worded:
    if altered.already or where.region:
        so = already(altered) or f"The region is {where.region} already."
        rest = " ".join((*altered.unclear, *where.doubts, *not_carried_out(altered.rest)))
        return Worded("answer", f"{so} Nothing was changed. {rest}".rstrip())
    if altered.rest and all(is_question(one) for one in altered.rest):
        return Worded("answer", phrases.explained(thread.architecture, thread.assumptions))
    troubles = [*altered.unclear, *where.doubts]
    if why := out_of_reach(thread.newest):
        reason = f"I cannot carry out “{shown(_one_line(thread.newest))}”: {why}"
        troubles = [reason, *(troubles if len(troubles) + len(altered.rest) > 1 else [])]
    elif altered.rest:
        troubles.append(f"I could not tell what “{shown(altered.rest[0])}” changes in the plan.")
    return Worded("question", phrases.which_change(thread.architecture, " ".join(troubles)))


def _unsaid_amounts(thread: Thread, altered: Altered) -> list[str]:
    """`100 GB` in an order of which the rest was carried out."""
    new = new_values(thread.architecture, altered.architecture)
    unsaid = (one for one in amounts(thread.newest) if not is_set(one, new))
    return [one for one in unsaid if not any(one in each for each in altered.rest)]


def _one_line(words: str) -> str:
    return " ".join(words.split()).rstrip(".!")
