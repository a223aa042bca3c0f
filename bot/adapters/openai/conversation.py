"""A conversation as a model sees it: people speak, and the bot's cards are tool calls it made."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum, auto

from bot.adapters.openai.create_stack import CREATE_STACK, CreateStack
from bot.adapters.openai.proven import Examples, example, example_of_faults, fenced, no_examples
from bot.adapters.openai.read_architecture import READ_ARCHITECTURE, ReadArchitecture
from bot.adapters.openai.structure import structure_of
from bot.adapters.openai.tools import RUN_INSTANCES, RunInstances
from bot.adapters.openai.wire import Called, Item, Spoken
from bot.domain.architecture import Architecture
from bot.domain.instance import InstanceDraft
from bot.domain.request import Checked, Conversation, Picture, Proposed, Replied, Said
from bot.domain.stack import StackDraft

SHOWN = "Shown to the person as a plan card, which is theirs to launch."
EXACT = "The file's own structure, exact; take it over as it is:"
WORDLESS = "(a message without words)"
ONLY_A_PICTURE = "(a picture without words)"
FOUND = """\
Not shown. The checks found:
{faults}
Correct exactly these and call create_stack again with the whole template."""


# Nine letters and digits, as with every call: the narrowest form of an id that any server insists on.
_READ_ID = "read00000"
READ = "Read. Nothing was shown to the person yet."
NOW = """\
Now call create_stack with exactly this architecture, corrected where you see that it was misread, and \
with the whole template."""


class Basis(Enum):
    """What a plan would be made of."""

    WORDS = auto()
    PICTURE = auto()
    """The newest message shows it."""
    EARLIER_PICTURE = auto()
    """One that no plan came of; words followed."""
    EXACT = auto()
    """An architecture that is spelled out."""
    STACK = auto()
    """One that was proposed before."""


def basis(conversation: Conversation) -> Basis:
    """By the newest turn that tells; a plan of instances beside a stack tells nothing of it."""
    words_followed = False
    for turn in reversed(conversation):
        match turn:
            case Said(architecture=Architecture()):
                return Basis.EXACT
            case Said(picture=Picture()):
                return Basis.EARLIER_PICTURE if words_followed else Basis.PICTURE
            case Proposed(StackDraft()):
                return Basis.STACK
            case Said():
                words_followed = True
            case _:
                pass
    return Basis.WORDS


def items(conversation: Conversation, examples: Examples = no_examples) -> tuple[Item, ...]:
    told: list[Item] = []
    newest = len(conversation) - 1
    exact = _newest_exact(conversation)
    for position, turn in enumerate(conversation):
        match turn, told[-1:]:
            case Checked(faults), [Called() as call]:
                proven = "" if position < newest else _of_faults(conversation, faults, examples)
                told[-1] = replace(call, output=_lines(_found(faults), proven))
            case Said(), _:
                told.append(_spoken(turn, examples if position == exact else no_examples))
            case _:
                told.append(_item(turn, position))
    return joined(told)


def read_first(read: ReadArchitecture, examples: Examples) -> Called:
    """The call that reads, and its outcome: an example of what was read, and what to do now."""
    output = _lines(READ, example(read.architecture(), examples), NOW)
    return Called(_READ_ID, READ_ARCHITECTURE, read.as_read().model_dump_json(), output)


def spoken_only(told: Iterable[Item], offered: Sequence[str]) -> tuple[Item, ...]:
    """The same for a model that answers in JSON text: its calls become such answers."""
    return joined(spoken for item in told for spoken in _as_text(item, offered))


def _item(turn: Replied | Checked | Proposed, position: int) -> Item:
    match turn:
        case Replied(text):
            return Spoken("assistant", text)
        case Checked(faults):
            return Spoken("user", _found(faults))
        case Proposed(draft):
            return _called(draft, f"call{position:05d}")


def _called(draft: InstanceDraft | StackDraft, call_id: str) -> Called:
    match draft:
        case InstanceDraft():
            return Called(call_id, RUN_INSTANCES, RunInstances.of(draft).model_dump_json(), SHOWN)
        case StackDraft():
            return Called(call_id, CREATE_STACK, CreateStack.of(draft).model_dump_json(), SHOWN)


def _spoken(said: Said, examples: Examples) -> Spoken:
    pictures = () if said.picture is None else (said.picture,)
    words = said.text.strip() or (ONLY_A_PICTURE if pictures else WORDLESS)
    if said.architecture is None:
        return Spoken("user", words, pictures)
    told = (words, _exactly(said.architecture), example(said.architecture, examples))
    return Spoken("user", "\n\n".join(filter(None, told)), pictures)


def _newest_exact(conversation: Conversation) -> int | None:
    """Where the architecture stands that a stack is now to be made of."""
    if basis(conversation) is not Basis.EXACT:
        return None
    spelled_out = [
        at for at, turn in enumerate(conversation) if isinstance(turn, Said) and turn.architecture
    ]
    return spelled_out[-1]


def _of_faults(conversation: Conversation, faults: Sequence[str], examples: Examples) -> str:
    drafts = (turn.draft for turn in reversed(conversation) if isinstance(turn, Proposed))
    draft = next((one for one in drafts if isinstance(one, StackDraft)), None)
    return "" if draft is None else example_of_faults(draft, faults, examples)


def _exactly(architecture: Architecture) -> str:
    return f"{EXACT}\n{fenced(json.dumps(structure_of(architecture), ensure_ascii=False), 'json')}"


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _found(faults: Sequence[str]) -> str:
    return FOUND.format(faults="\n".join(f"- {' '.join(fault.split())}" for fault in faults))


def _as_text(item: Item, offered: Sequence[str]) -> tuple[Spoken, ...]:
    match item:
        case Called(_, name, arguments, output):
            answer = dict.fromkeys(offered) | {name: json.loads(arguments)}
            said = Spoken("assistant", json.dumps(answer, ensure_ascii=False))
            return (said,) if output == SHOWN else (said, Spoken("user", output))
        case Spoken():
            return (item,)


def joined(told: Iterable[Item]) -> tuple[Item, ...]:
    """One item for what one side says in a row: many chat templates refuse two turns of the same side."""
    together: list[Item] = []
    for item in told:
        match together[-1:], item:
            case [Spoken(role, before, shown)], Spoken(same, text, pictures) if same == role:
                together[-1] = Spoken(role, f"{before}\n\n{text}", (*shown, *pictures))
            case _:
                together.append(item)
    return tuple(together)
