"""What Slack demands of the small parts: text objects, confirm dialogs, options, lengths."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
Faults = Iterator[str]

PLAIN = ("plain_text",)
ANY_TEXT = ("plain_text", "mrkdwn")
TEXT_KEYS = {
    "plain_text": {"type", "text", "emoji"},
    "mrkdwn": {"type", "text", "verbatim"},
}


def fault(at: str, what: str) -> str:
    return f"[ERROR] {what} [json-pointer:{at}]"


def required(part: Json, at: str, *names: str) -> Faults:
    for name in names:
        if part.get(name) is None:
            yield fault(at, f"missing required field: {name}")


def length(value: Any, at: str, limit: int, *, least: int = 1) -> Faults:
    if not isinstance(value, str):
        yield fault(at, "must be a string")
    elif len(value) < least:
        yield fault(at, f"must be more than {least - 1} characters")
    elif len(value) > limit:
        yield fault(at, f"must be less than {limit + 1} characters")


def items(value: Any, at: str, limit: int, *, least: int = 1) -> Faults:
    if not isinstance(value, list):
        yield fault(at, "must be an array")
    elif len(value) < least:
        yield fault(at, f"no less than {least} items allowed")
    elif len(value) > limit:
        yield fault(at, f"no more than {limit} items allowed")


def text(value: Any, at: str, limit: int, kinds: tuple[str, ...] = ANY_TEXT) -> Faults:
    if not isinstance(value, dict):
        yield fault(at, "must provide an object")
        return
    kind = value.get("type")
    if kind not in kinds:
        yield fault(f"{at}/type", f"must be a valid enum value: {', '.join(kinds)}")
    else:
        for key in sorted(set(value) - TEXT_KEYS[kind]):
            yield fault(at, f"additional property: {key}")
    yield from length(value.get("text"), f"{at}/text", limit)


def optional_text(part: Json, name: str, at: str, limit: int) -> Faults:
    if part.get(name) is not None:
        yield from text(part[name], f"{at}/{name}", limit, PLAIN)


def confirm(part: Json, at: str) -> Faults:
    dialog = part.get("confirm")
    if dialog is None:
        return
    at = f"{at}/confirm"
    if not isinstance(dialog, dict):
        yield fault(at, "must provide an object")
        return
    yield from required(dialog, at, "title", "text", "confirm", "deny")
    yield from optional_text(dialog, "title", at, 100)
    yield from optional_text(dialog, "confirm", at, 30)
    yield from optional_text(dialog, "deny", at, 30)
    if dialog.get("text") is not None:
        yield from text(dialog["text"], f"{at}/text", 300)
    if dialog.get("style") not in {None, "primary", "danger"}:
        yield fault(f"{at}/style", "must be a valid enum value: primary, danger")


def options(part: Json, at: str, limit: int, kinds: tuple[str, ...] = PLAIN) -> Faults:
    if part.get("options") is None and part.get("option_groups") is None:
        yield fault(at, "missing required field: options")
    if part.get("options") is not None and part.get("option_groups") is not None:
        yield fault(at, "must not have both: options, option_groups")
    if part.get("options") is not None:
        yield from _option_list(part["options"], f"{at}/options", limit, kinds)
    groups = part.get("option_groups")
    if groups is not None:
        yield from items(groups, f"{at}/option_groups", 100)
        for n, group in enumerate(groups if isinstance(groups, list) else ()):
            here = f"{at}/option_groups/{n}"
            yield from text(group.get("label"), f"{here}/label", 75, PLAIN)
            yield from _option_list(group.get("options"), f"{here}/options", limit, kinds)


def initially(part: Json, at: str) -> Faults:
    """What is chosen at first has to be on offer, word for word."""
    groups = part.get("option_groups") or [part]
    offered = [option for group in groups for option in group.get("options") or ()]
    if part.get("initial_option") is not None and part["initial_option"] not in offered:
        yield fault(f"{at}/initial_option", "must be one of the options")
    chosen = part.get("initial_options")
    if chosen is None:
        return
    yield from items(chosen, f"{at}/initial_options", 100)
    for n, option in enumerate(chosen if isinstance(chosen, list) else ()):
        if option not in offered:
            yield fault(f"{at}/initial_options/{n}", "must be one of the options")


def _option_list(value: Any, at: str, limit: int, kinds: tuple[str, ...]) -> Faults:
    yield from items(value, at, limit)
    for n, option in enumerate(value if isinstance(value, list) else ()):
        here = f"{at}/{n}"
        yield from text(option.get("text"), f"{here}/text", 75, kinds)
        if option.get("value") is not None:
            yield from length(option["value"], f"{here}/value", 150)
        yield from optional_text(option, "description", here, 75)
