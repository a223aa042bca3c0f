"""A conversation as a model sees it: people speak, and the bot's cards are tool calls it made."""

import json
from collections.abc import Iterable

from bot.adapters.openai.tools import REPLY, RUN_INSTANCES, RunInstances
from bot.adapters.openai.wire import Called, Item, Spoken
from bot.domain.request import Conversation, Proposed, Replied, Said, Turn

SHOWN = "Shown to the person as a plan card. Not launched."


def items(conversation: Conversation) -> tuple[Item, ...]:
    return joined(_item(turn, position) for position, turn in enumerate(conversation))


def spoken_only(told: Iterable[Item]) -> tuple[Item, ...]:
    """The same for a model that answers in JSON text: its calls become such answers."""
    return joined(_as_text(item) for item in told)


def _item(turn: Turn, position: int) -> Item:
    match turn:
        case Said(_, text):
            return Spoken("user", text.strip() or "(a message without words)")
        case Replied(text):
            return Spoken("assistant", text)
        case Proposed(draft):
            arguments = RunInstances.of(draft).model_dump_json()
            # Nine letters and digits: the narrowest form of an id that any server insists on.
            return Called(f"call{position:05d}", RUN_INSTANCES, arguments, SHOWN)


def _as_text(item: Item) -> Item:
    match item:
        case Called(_, name, arguments, _):
            answer = {RUN_INSTANCES: None, REPLY: None, name: json.loads(arguments)}
            return Spoken("assistant", json.dumps(answer, ensure_ascii=False))
        case Spoken():
            return item


def joined(told: Iterable[Item]) -> tuple[Item, ...]:
    """One item for what one side says in a row: many chat templates refuse two turns of the same side."""
    together: list[Item] = []
    for item in told:
        match together[-1:], item:
            case [Spoken(role, before)], Spoken(same, text) if same == role:
                together[-1] = Spoken(role, f"{before}\n\n{text}")
            case _:
                together.append(item)
    return tuple(together)
