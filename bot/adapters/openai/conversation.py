"""A conversation as a model sees it: people speak, and the bot's cards are tool calls it made."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.adapters.openai.create_stack import CREATE_STACK, CreateStack
from bot.adapters.openai.structure import structure_of
from bot.adapters.openai.tools import RUN_INSTANCES, RunInstances
from bot.adapters.openai.wire import Called, Item, Spoken
from bot.domain.architecture import Architecture
from bot.domain.instance import InstanceDraft
from bot.domain.request import Checked, Conversation, Proposed, Replied, Said, Turn
from bot.domain.stack import StackDraft

SHOWN = "Shown to the person as a plan card. Not launched."
EXACT = "The file's own structure, exact; take it over as it is:"
WORDLESS = "(a message without words)"
ONLY_A_PICTURE = "(a picture without words)"
FOUND = """\
Not shown. The checks found:
{faults}
Correct exactly these and call create_stack again with the whole template."""


def items(conversation: Conversation) -> tuple[Item, ...]:
    told: list[Item] = []
    for position, turn in enumerate(conversation):
        match turn, told[-1:]:
            case Checked(faults), [Called() as call]:
                told[-1] = replace(call, output=_found(faults))
            case _:
                told.append(_item(turn, position))
    return joined(told)


def is_about_a_stack(conversation: Conversation) -> bool:
    """Whether there is anything in it to make a stack of."""
    return any(
        (isinstance(turn, Said) and (turn.picture or turn.architecture))
        or (isinstance(turn, Proposed) and isinstance(turn.draft, StackDraft))
        for turn in conversation
    )


def spoken_only(told: Iterable[Item], offered: Sequence[str]) -> tuple[Item, ...]:
    """The same for a model that answers in JSON text: its calls become such answers."""
    return joined(spoken for item in told for spoken in _as_text(item, offered))


def _item(turn: Turn, position: int) -> Item:
    # Nine letters and digits: the narrowest form of an id that any server insists on.
    call_id = f"call{position:05d}"
    match turn:
        case Said():
            return _spoken(turn)
        case Replied(text):
            return Spoken("assistant", text)
        case Checked(faults):
            return Spoken("user", _found(faults))
        case Proposed(draft):
            return _called(draft, call_id)


def _called(draft: InstanceDraft | StackDraft, call_id: str) -> Called:
    match draft:
        case InstanceDraft():
            return Called(call_id, RUN_INSTANCES, RunInstances.of(draft).model_dump_json(), SHOWN)
        case StackDraft():
            return Called(call_id, CREATE_STACK, CreateStack.of(draft).model_dump_json(), SHOWN)


def _spoken(said: Said) -> Spoken:
    pictures = () if said.picture is None else (said.picture,)
    words = said.text.strip() or (ONLY_A_PICTURE if pictures else WORDLESS)
    if said.architecture is None:
        return Spoken("user", words, pictures)
    return Spoken("user", f"{words}\n\n{_exactly(said.architecture)}", pictures)


def _exactly(architecture: Architecture) -> str:
    return f"{EXACT}\n```json\n{json.dumps(structure_of(architecture), ensure_ascii=False)}\n```"


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
