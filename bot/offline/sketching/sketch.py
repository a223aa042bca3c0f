"""From words to an architecture, and what of the words found no place in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.architecture import Architecture, Unplaced
from bot.offline.sketching.completing import completed
from bot.offline.sketching.drawing import drawn
from bot.offline.sketching.foreign import foreign, people
from bot.offline.sketching.gathering import gathered
from bot.offline.sketching.implying import implied
from bot.offline.sketching.mentions import mentions
from bot.offline.sketching.networks import networks
from bot.offline.sketching.qualities.messages import NO_ADDRESS
from bot.offline.sketching.relating import relations
from bot.offline.sketching.telling import tell
from bot.offline.sketching.things import Gathered
from bot.offline.sketching.wording import Wording, wording

EXISTING = "“{name}” is there already as you say: the template neither makes nor changes it, and nothing here is connected with it."
WHICH_ADDRESS = f"Which address shall the e-mails go to? {NO_ADDRESS} stands in for it; answer with “use ops@…”."
NO_USERS = "Users of IAM and their keys are never made from here; people sign in through roles."
NO_BLOCK = "I have no building block for it."
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
    existing: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.architecture.components or self.architecture.containers)


def sketch(text: str) -> Sketched:
    return _sketched(wording(text))


def _taken(found: Gathered) -> Iterator[str]:
    """What was taken for granted."""
    for name in dict.fromkeys(found.existing):
        yield EXISTING.format(name=name)
    for one in found.things:
        if one.service == "ec2" and one.count > 1 and not any(each.count for each in one.places):
            yield "How many instances there shall be was not said, so there are two."


def _questions(found: Gathered) -> Iterator[str]:
    if any(one.settings.get("email") == NO_ADDRESS for one in found.things):
        yield WHICH_ADDRESS


def _sketched(words: Wording) -> Sketched:
    found = gathered(words, mentions(words))
    network = networks(words)
    completion = completed(words, found, network)
    tell(words, found)
    told = relations(words, found)
    told = [*told, *implied(found, told)]
    strange = tuple(
        Unplaced(text=name, why=NO_BLOCK)
        for name in dict.fromkeys(name for _, name in foreign(words))
    )
    if people(words):
        strange += (Unplaced(text="IAM users", why=NO_USERS),)
    architecture = drawn(
        words, found, (network, completion.nat), completion.finished(told), strange
    )
    sure = any(
        not place.noun.loose and one.service != "ec2"
        for one in found.things
        for place in one.places
    )
    return Sketched(
        architecture,
        by_name=bool(_TEMPLATE.search(words.low)),
        sure=sure or network.wanted or bool(strange),
        notes=(*completion.notes, *_taken(found)),
        questions=tuple(_questions(found)),
        existing=tuple(found.existing),
    )
