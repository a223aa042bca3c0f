"""From words to an architecture, and what of the words found no place in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.blocks.wiring.table import RULES
from bot.domain.architecture import Architecture, Unplaced
from bot.offline.sketching.choosing import chosen
from bot.offline.sketching.completing import completed
from bot.offline.sketching.copying import copies
from bot.offline.sketching.directing import Relation
from bot.offline.sketching.drawing import drawn
from bot.offline.sketching.foreign import foreign, people
from bot.offline.sketching.gathering import gathered
from bot.offline.sketching.implying import implied
from bot.offline.sketching.leftover import leftovers, without_products
from bot.offline.sketching.machines import sized_machines
from bot.offline.sketching.managed import is_managed
from bot.offline.sketching.mentions import mentions
from bot.offline.sketching.needing import needed
from bot.offline.sketching.networks import networks
from bot.offline.sketching.occasions import scheduled, uploads, without_detours
from bot.offline.sketching.qualities.messages import NO_ADDRESS
from bot.offline.sketching.relating import relations
from bot.offline.sketching.sequences import in_sequence
from bot.offline.sketching.sites import static_site
from bot.offline.sketching.telling import tell
from bot.offline.sketching.things import Gathered
from bot.offline.sketching.unheard import unheard
from bot.offline.sketching.untouched import left_alone, settled
from bot.offline.sketching.untouched import notes as untouched
from bot.offline.sketching.wording import Wording, wording

WHICH_ADDRESS = f"Which address shall the e-mails go to? {NO_ADDRESS} stands in for it; answer with “use ops@…”."
NO_TASKS = "No task is wanted yet, so the service of the cluster runs none of them until its number is raised."
NO_USERS = (
    "Users and groups of IAM and their keys are never made from here; people sign in through roles."
)
NO_BLOCK = "I have no building block for it."
_OUT_AGAIN = re.compile(
    r"\b(?:get|gets|retriev\w+|read|reads|reading|consum\w+|fetch\w*) (?:the |its |streaming |stream )?(?:records?|data)\b|\bshard iterators?\b"
)
_TEMPLATE = re.compile(r"\bcloud ?formation\b|\bcfn\b|\b(?:iac|infrastructure) template\b")


@dataclass(frozen=True, slots=True)
class Sketched:
    """`by_name` says that a template or a stack was asked for by that name; `sure` that something is named which no
    instance could be; `notes` are what was taken for granted, `questions` what ought to be told.
    """

    architecture: Architecture
    by_name: bool = False
    sure: bool = False
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.architecture.components or self.architecture.containers)


def sketch(text: str) -> Sketched:
    return _sketched(wording(text))


def _taken(found: Gathered) -> Iterator[str]:
    """What was taken for granted."""
    for one in found.things:
        if one.service == "ec2" and one.count > 1 and not any(each.count for each in one.places):
            yield "How many instances there shall be was not said, so there are two."
        if one.service in ("ecs", "fargate") and one.settings.get("count") == "0":
            yield NO_TASKS


def _questions(found: Gathered) -> Iterator[str]:
    if any(one.settings.get("email") == NO_ADDRESS for one in found.things):
        yield WHICH_ADDRESS


def _told(words: Wording, found: Gathered) -> tuple[list[Relation], tuple[str, ...]]:
    """Every arrow, and what was taken for granted about when things run."""
    clock = scheduled(words, found)
    told = [_from_the_clock(one) for one in relations(words, found)]
    new = uploads(words, found, told)
    told = [*new, *clock.told, *without_detours(told, new)]
    told = [_reads_too(words, one) for one in told]
    told, copy_notes = copies(words, found, in_sequence(words, found, told))
    return [*told, *implied(found, told)], (*clock.notes, *copy_notes)


def _reads_too(words: Wording, one: Relation) -> Relation:
    """`endpoints to get records`: an API before a stream that also hands out what is in it."""
    ends = (one.source.service, one.target.service)
    reads = ends == ("apigateway", "kinesis") and _OUT_AGAIN.search(words.low)
    return Relation(one.source, one.target, "reads") if reads else one


def _from_the_clock(one: Relation) -> Relation:
    """Nothing starts a schedule: it starts the other."""
    timed = one.target.service == "eventbridge" and "schedule" in one.target.settings
    turned = timed and ("eventbridge", one.source.service) in RULES
    return Relation(one.target, one.source, one.label) if turned else one


def _sketched(words: Wording) -> Sketched:
    choice = chosen(words, without_products(words, mentions(words)))
    found = gathered(words, choice.mentions)
    site = static_site(words, found)
    named = networks(words)
    network = settled(named, found)
    completion = completed(words, found, network)
    tell(words, found)
    sizes = tuple(sized_machines(words, found))
    with_it = tuple(needed(found))
    told, notes = _told(words, found)
    strange = tuple(
        Unplaced(text=name, why=NO_BLOCK)
        for name in dict.fromkeys(name for _, name in foreign(words))
    )
    if people(words):
        strange += (Unplaced(text="IAM users and groups", why=NO_USERS),)
    left = leftovers(words, found)
    architecture = drawn(
        words,
        found,
        (network, completion.nat),
        completion.finished(told),
        (*strange, *left_alone(network, found), *left),
    )
    sure = is_managed(words, found) or any(
        not place.noun.loose and one.service != "ec2"
        for one in found.things
        for place in one.places
    )
    return Sketched(
        architecture,
        by_name=bool(_TEMPLATE.search(words.low)),
        sure=sure or named.wanted or bool(strange),
        notes=(
            *choice.notes,
            *site,
            *sizes,
            *completion.notes,
            *notes,
            *untouched(network, found),
            *_taken(found),
            *unheard(words, found),
        ),
        questions=(*_questions(found), *with_it),
    )
