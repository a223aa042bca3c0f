"""The state of the inputs of a view or message: what they start with, what was entered, what is missing."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.workspace.limits.elements import MENUS, PICKERS

Json = dict[str, Any]

REQUIRED = "Please complete this required field."
_PLURAL = {"checkboxes"} | {menu for menu in MENUS if menu.startswith("multi_")}
_HOLDS = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
}


def holds(kind: str) -> str:
    """The key under which Slack reports what an element of this type holds."""
    return _HOLDS.get(kind, "value")


def is_stateful(element: Json) -> bool:
    return element["type"] in MENUS | PICKERS or str(element["type"]).endswith("_input")


def initial(element: Json) -> Json:
    key = holds(element["type"])
    name = "initial_" + key.removeprefix("selected_").removesuffix("_value")
    empty: Any = [] if element["type"] in _PLURAL else None
    return {"type": element["type"], key: element.get(name, empty)}


def values(elements: list[Json], entered: Mapping[str, Mapping[str, Json]]) -> Json:
    """`state.values`: what was entered, and what the untouched inputs start with."""
    found: Json = {}
    for element in filter(is_stateful, elements):
        block, action = element["block_id"], element["action_id"]
        given = entered.get(block, {}).get(action)
        held = {**initial(element), **given} if given else initial(element)
        found.setdefault(block, {})[action] = held
    return found


def entered(elements: list[Json], answers: Mapping[str, Any]) -> Json:
    """Turn `{action_id: answer}` into what the page sends: typed values by block and action."""
    found: Json = {}
    by_action = {element["action_id"]: element for element in elements}
    for action, answer in answers.items():
        if action not in by_action:
            raise LookupError(f"no input {action}; there are {', '.join(by_action)}")
        element = by_action[action]
        held = {"type": element["type"], holds(element["type"]): _held(element, answer)}
        found.setdefault(element["block_id"], {})[action] = held
    return found


def _held(element: Json, answer: Any) -> Any:
    groups = element.get("option_groups") or [element]
    offered = {option["value"]: option for group in groups for option in group.get("options", [])}
    if not offered:
        return answer
    if isinstance(answer, (list, tuple)):
        return [offered[value] for value in answer]
    return offered[answer] if answer is not None else None


def missing(blocks: list[Json], held: Json) -> dict[str, str]:
    """What Slack itself says about the inputs before it asks the app."""
    found: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        block_id = block["block_id"]
        answer = held.get(block_id, {}).get(element["action_id"], {})
        complaint = _complaint(element, answer.get(holds(element["type"])), block)
        if complaint:
            found[block_id] = complaint
    return found


def _complaint(element: Json, answer: Any, block: Json) -> str:
    if answer in (None, "", []):
        return "" if block.get("optional") else REQUIRED
    if element["type"] == "plain_text_input":
        return _text_complaint(element, str(answer))
    return _number_complaint(element, str(answer)) if element["type"] == "number_input" else ""


def _text_complaint(element: Json, answer: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(answer) < least:
        return f"Must be at least {least} characters."
    return f"Must be at most {most} characters." if len(answer) > most else ""


def _number_complaint(element: Json, answer: str) -> str:
    try:
        number = float(answer)
    except ValueError:
        return "Must be a number."
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Must be a whole number."
    if number < float(element.get("min_value", "-inf")):
        return f"Must be at least {element['min_value']}."
    if number > float(element.get("max_value", "inf")):
        return f"Must be at most {element['max_value']}."
    return ""
