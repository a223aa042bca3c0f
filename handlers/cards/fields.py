"""The inputs our forms are made of. A field's block and action share one id."""

from collections.abc import Sequence

from handlers.cards.blocks import Block

# https://docs.slack.dev/reference/block-kit/composition-objects/option-object
OPTION_CHARACTERS = 75
MOST_OPTIONS = 100


def field(
    name: str, label: str, element: Block, *, hint: str = "", optional: bool = False
) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": words(label),
        "element": {**element, "action_id": name},
        "optional": optional,
    }
    return {**block, "hint": words(hint)} if hint else block


def typed(text: str, most: int, *, multiline: bool = False) -> Block:
    element: Block = {"type": "plain_text_input", "max_length": most, "multiline": multiline}
    return {**element, "initial_value": text} if text else element


def select(options: Sequence[Block], chosen: str) -> Block:
    offered = [*options[:MOST_OPTIONS]]
    element: Block = {"type": "static_select", "options": offered}
    initial = [one for one in offered if one["value"] == chosen]
    return {**element, "initial_option": initial[0]} if initial else element


def tick(text: str) -> Block:
    return {"type": "checkboxes", "options": [option("yes", text)]}


def option(value: str, text: str) -> Block:
    return {"text": words(text), "value": value}


def words(text: str) -> Block:
    return {"type": "plain_text", "text": text}
