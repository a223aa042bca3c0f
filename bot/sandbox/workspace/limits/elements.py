"""What Slack demands of the elements inside blocks: buttons, menus, inputs; and where each may stand."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.workspace.limits.texts import (
    ANY_TEXT,
    PLAIN,
    Faults,
    Json,
    confirm,
    fault,
    initially,
    length,
    optional_text,
    options,
    required,
    text,
)

TYPED_CHARACTERS = 3000
INPUTS_ONLY = {
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
}
MENUS = {
    f"{prefix}{source}_select"
    for prefix in ("", "multi_")
    for source in ("static", "external", "users", "conversations", "channels")
}
PICKERS = {"datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons"}
IN_ACTIONS = MENUS | PICKERS | {"button", "overflow", "workflow_button"}
IN_SECTION = IN_ACTIONS | {"image"}
IN_INPUT = MENUS | PICKERS | INPUTS_ONLY


def _button(part: Json, at: str) -> Faults:
    yield from text(part.get("text"), f"{at}/text", 75, PLAIN)
    if part.get("value") is not None:
        yield from length(part["value"], f"{at}/value", 2000, least=0)
    if part.get("url") is not None:
        yield from length(part["url"], f"{at}/url", 3000)
    if part.get("style") not in {None, "primary", "danger"}:
        yield fault(f"{at}/style", "must be a valid enum value: primary, danger")


def _menu(part: Json, at: str) -> Faults:
    if str(part.get("type")).endswith("static_select"):
        yield from options(part, at, 100)
        yield from initially(part, at)
    most = part.get("max_selected_items")
    if most is not None and int(most) < 1:
        yield fault(f"{at}/max_selected_items", "must be more than 0")


def _overflow(part: Json, at: str) -> Faults:
    yield from options(part, at, 5)


def _choices(part: Json, at: str) -> Faults:
    yield from options(part, at, 10, ANY_TEXT)
    yield from initially(part, at)


def _plain_text_input(part: Json, at: str) -> Faults:
    if part.get("initial_value") is not None:
        yield from length(part["initial_value"], f"{at}/initial_value", TYPED_CHARACTERS, least=0)
    least, most = part.get("min_length"), part.get("max_length")
    if most is not None and not 1 <= int(most) <= TYPED_CHARACTERS:
        yield fault(f"{at}/max_length", "must be between 1 and 3000")
    if least is not None and not 0 <= int(least) <= TYPED_CHARACTERS:
        yield fault(f"{at}/min_length", "must be between 0 and 3000")
    if most is not None and len(str(part.get("initial_value") or "")) > int(most):
        yield fault(f"{at}/initial_value", f"must be less than {int(most) + 1} characters")


def _number_input(part: Json, at: str) -> Faults:
    yield from required(part, at, "is_decimal_allowed")


RULES: dict[str, Callable[[Json, str], Faults]] = {
    "button": _button,
    "overflow": _overflow,
    "checkboxes": _choices,
    "radio_buttons": _choices,
    "plain_text_input": _plain_text_input,
    "number_input": _number_input,
    **dict.fromkeys(MENUS, _menu),
}


def image(part: Json, at: str) -> Faults:
    yield from required(part, at, "alt_text")
    url, file = part.get("image_url"), part.get("slack_file")
    if (url is None) == (file is None):
        yield fault(at, "must have exactly one of: image_url, slack_file")
    if url is not None:
        yield from length(url, f"{at}/image_url", 3000)
    if file is not None and not (isinstance(file, dict) and len({"id", "url"} & set(file)) == 1):
        yield fault(f"{at}/slack_file", "must have exactly one of: id, url")
    if part.get("alt_text") is not None:
        yield from length(part["alt_text"], f"{at}/alt_text", 2000, least=0)


def element(part: Any, at: str, allowed: set[str]) -> Faults:
    if not isinstance(part, dict):
        yield fault(at, "must provide an object")
        return
    kind = str(part.get("type"))
    if kind not in allowed:
        yield fault(f"{at}/type", f"unsupported type: {kind}")
        return
    if kind == "image":
        yield from image(part, at)
        return
    if part.get("action_id") is not None:
        yield from length(part["action_id"], f"{at}/action_id", 255)
    yield from optional_text(part, "placeholder", at, 150)
    yield from confirm(part, at)
    if kind in RULES:
        yield from RULES[kind](part, at)
