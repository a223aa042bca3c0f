"""The embedded model: reads a whole conversation and says what to do next. Pure, deterministic, no network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.offline import intents, phrases, planning, refusing
from bot.offline.conversation import Asked, Called, Returned, Spoke, Turn, last_plan
from bot.offline.offer import RUN_INSTANCES, Offer
from bot.offline.outcome import Outcome, Planned, Worded
from bot.offline.reading import leftovers, networking
from bot.offline.reading.facts import Network, Read, Wish
from bot.offline.reading.leftovers import Context
from bot.offline.reading.said import Said, said
from bot.offline.reading.wishing import merged, wish
from bot.offline.scene import Scene
from bot.offline.workloads import GAME, WORKLOADS, edition

NAME = "embedded-rules-1"


@dataclass(frozen=True, slots=True)
class _Heard:
    """One message, read."""

    said: Said
    wish: Wish
    answers: bool = False
    """It answers what we asked just before."""
    aside: Worded | None = None
    """Our answer to it, where it is no request: a question about the plan, thanks, something else."""


def respond(turns: Sequence[Turn], offer: Offer, now: datetime) -> Outcome:
    """What to do about the newest message, in the light of those before it."""
    turns = [turn for turn in turns if not isinstance(turn, Returned)]
    newest = next((turn for turn in reversed(turns) if isinstance(turn, Asked)), None)
    if newest is None:
        return Worded("answer", phrases.help_text(offer))
    if newest.pictures and not newest.text.strip():
        return Worded("answer", phrases.PICTURE)
    heard = _heard(turns, offer, now)
    return _respond(turns, heard, offer)


def _heard(turns: Sequence[Turn], offer: Offer, now: datetime) -> list[_Heard]:
    """Every message of the conversation, each read in the light of our question before it."""
    heard: list[_Heard] = []
    question = ""
    context = Context()
    base: Mapping[str, Any] | None = None
    for turn in turns:
        if isinstance(turn, Spoke):
            question = turn.text
        elif isinstance(turn, Called):
            question = ""
            base = _planned(turn) or base
            context = replace(
                context, planned=True, ports=bool(turn.arguments.get("inbound_ports"))
            )
        elif isinstance(turn, Asked):
            hearing = _read(turn.text, question, heard, (context, offer, now))
            hearing = _with_more_people(hearing, heard)
            if not hearing.answers:
                scene = Scene(offer, base, _asks(hearing))
                hearing = replace(hearing, aside=intents.aside(hearing.said, scene))
            context = replace(context, crowd=context.crowd or _serves_a_crowd(hearing.wish))
            heard.append(hearing)
            question = ""
    return heard


def _planned(call: Called) -> Mapping[str, Any] | None:
    return call.arguments if call.name == RUN_INSTANCES else None


def _with_more_people(hearing: _Heard, heard: Sequence[_Heard]) -> _Heard:
    """`10 more players` than were said before."""
    sizes = hearing.wish.sizes
    change = next(
        (change for change in sizes.changes if change.part == "people" and change.by), None
    )
    before = [earlier.wish.sizes.people for earlier in heard if earlier.wish.sizes.people]
    if not change or not before or sizes.people:
        return hearing
    by = change.by if change.step == "more" else -change.by
    people = Read(max(1, before[-1].value + int(by)), change.words)
    rest = tuple(other for other in sizes.changes if other is not change)
    return replace(
        hearing, wish=replace(hearing.wish, sizes=replace(sizes, people=people, changes=rest))
    )


def _read(
    text: str, question: str, heard: Sequence[_Heard], given: tuple[Context, Offer, datetime]
) -> _Heard:
    context, offer, now = given
    amended = leftovers.amended(heard[-1].said.text, question, text) if heard else None
    text = leftovers.spelled_out(text) if context.ports else text
    read, words = wish(said(amended or text), now, offer.systems)
    read = _with_edition(read, words, heard)
    asked = leftovers.asked_for(question) if question and not amended else None
    crowd = context.crowd or _serves_a_crowd(read)
    context = replace(context, asked=asked, crowd=crowd)
    left = leftovers.settle(words, read.sizes, read.network, context)
    notes = (*(f"Also: {note}" for note in left.notes), *refusing.not_included(words))
    doubts = (*read.doubts, left.doubt) if left.doubt else read.doubts
    network = _answered_everyone(words, read, question)
    settled = replace(
        read, sizes=left.sizes, notes=(*read.notes, *notes), doubts=doubts, network=network
    )
    return _Heard(words, settled, answers=bool(question and (amended or network.source)))


def _with_edition(read: Wish, words: Said, heard: Sequence[_Heard]) -> Wish:
    """`java edition` changes the Minecraft server of an earlier message."""
    before = [earlier.wish.workload.value for earlier in heard if earlier.wish.workload]
    if read.workload or not before or not (found := edition(words.low, before[-1])):
        return read
    key, span = found
    return replace(read, workload=Read(key, words.words(*span)))


def _answered_everyone(words: Said, read: Wish, question: str) -> Network:
    """`everyone`, after we asked who may reach a port."""
    if not question.startswith("Who may reach") or read.network.source or read.network.opened:
        return read.network
    return networking.answered(words, read.network)


def _serves_a_crowd(read: Wish) -> bool:
    return bool(read.workload and WORKLOADS[read.workload.value].served in ("players", "users"))


def _respond(turns: Sequence[Turn], heard: Sequence[_Heard], offer: Offer) -> Outcome:
    newest = heard[-1]
    base = _base(turns)
    if newest.aside:
        return newest.aside
    if base is not None and not newest.wish.fresh:
        return _follow_up(turns, heard, base, offer)
    wishes = [newest.wish] if newest.wish.fresh else [hearing.wish for hearing in heard]
    goes_on = _tells(newest.wish) or intents.asks_again(newest.said)
    if not _asks(newest) and not (len(heard) > 1 and goes_on):
        return _not_a_request(newest)
    return planning.first_plan(_folded(wishes), newest.said, offer)


def _base(turns: Sequence[Turn]) -> Mapping[str, Any] | None:
    """The arguments of the latest plan."""
    at = last_plan(turns)
    plan = turns[at] if at is not None else None
    return plan.arguments if isinstance(plan, Called) else None


def _follow_up(
    turns: Sequence[Turn], heard: Sequence[_Heard], base: Mapping[str, Any], offer: Offer
) -> Outcome:
    latest = heard[-1].wish
    if intents.asks_again(heard[-1].said):
        return Planned(base)
    if not _tells(latest):
        return Worded("question", phrases.WHICH_CHANGE)
    whole = _folded([hearing.wish for hearing in _wishes(_since_fresh(heard))])
    newest = _folded([hearing.wish for hearing in _wishes(_since_plan(turns, heard))])
    return planning.revised_plan(whole, newest, base, offer)


def _wishes(heard: Sequence[_Heard]) -> Sequence[_Heard]:
    """Without the questions and the small talk: `what would it cost with 3 servers?` asks for none."""
    return [hearing for hearing in heard if not hearing.aside or hearing.aside.kind != "answer"]


def _since_fresh(heard: Sequence[_Heard]) -> Sequence[_Heard]:
    fresh = [at for at, hearing in enumerate(heard) if hearing.wish.fresh]
    return heard[fresh[-1] :] if fresh else heard


def _since_plan(turns: Sequence[Turn], heard: Sequence[_Heard]) -> Sequence[_Heard]:
    """The messages after the latest plan: a change and the answers to what we asked about it."""
    at = last_plan(turns) or 0
    later = sum(isinstance(turn, Asked) for turn in turns[at:])
    return heard[-later:]


def _folded(wishes: Sequence[Wish]) -> Wish:
    whole = wishes[0]
    for later in wishes[1:]:
        whole = merged(whole, later)
    return whole


def _asks(hearing: _Heard) -> bool:
    """A server is named, or so much is said about one that nothing else can be meant."""
    read = hearing.wish
    if read.server or read.instance_type or read.family:
        return True
    if read.sizes.memory or read.sizes.disk or read.sizes.vcpus or read.workload:
        return True
    return bool(
        read.operating_system
        or read.sizes.people
        or read.sizes.count
        or GAME.search(hearing.said.low)
        or read.refusals
        or read.sizes.doubts
    )


def _tells(read: Wish) -> bool:
    """It says anything at all about a server."""
    sizes = read.sizes
    told = (
        read.instance_type,
        read.family,
        read.size_word,
        read.workload,
        read.protection,
        read.name,
        read.operating_system,
        read.volume_type,
        read.region,
        read.lease,
        read.network.speaks,
        sizes.memory,
        sizes.disk,
        sizes.vcpus,
        sizes.people,
        sizes.visits,
        sizes.count,
        sizes.changes,
        sizes.doubts,
        read.doubts,
        read.refusals,
    )
    return any(told)


def _not_a_request(hearing: _Heard) -> Outcome:
    if hearing.wish.doubts and hearing.wish.network.speaks:
        return Worded("question", hearing.wish.doubts[0])
    if intents.wants_something(hearing.said):
        return Worded("question", phrases.WHAT_FOR)
    return Worded("answer", phrases.NOT_UNDERSTOOD)
