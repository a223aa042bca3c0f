"""What both wires share: reading JSON that came from outside, and refusing it in OpenAI's own words."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.offline.conversation import Tool

TOKENS_OF_A_PICTURE = 1105
_PICTURE = re.compile(r"data:image/[^\"\\]+")


class Refused(Exception):
    """The request is malformed; answered with a status and OpenAI's error body."""

    def __init__(
        self, message: str, *, status: int = 400, param: str | None = None, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {
            "error": {
                "message": message,
                "type": "invalid_request_error",
                "param": param,
                "code": code,
            }
        }


def mapping(value: object, param: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise wrong_type(param, "an object", value)
    return value


def sequence(value: object, param: str) -> Sequence[Any]:
    if not isinstance(value, list):
        raise wrong_type(param, "an array", value)
    return value


def string(value: object, param: str) -> str:
    if not isinstance(value, str):
        raise wrong_type(param, "a string", value)
    return value


def wrong_type(param: str, expected: str, value: object) -> Refused:
    got = "null" if value is None else type(value).__name__
    message = f"Invalid type for '{param}': expected {expected}, but got {got} instead."
    return Refused(message, param=param, code="invalid_type")


def required(body: Mapping[str, Any], param: str) -> Any:
    if body.get(param) is None:
        message = f"Missing required parameter: '{param}'."
        raise Refused(message, param=param, code="missing_required_parameter")
    return body[param]


def common(body: Mapping[str, Any]) -> None:
    """What neither wire of this model can do."""
    string(required(body, "model"), "model")
    if body.get("stream"):
        message = "Unsupported value: 'stream' does not support true with this model."
        raise Refused(message, param="stream", code="unsupported_value")
    if body.get("n") not in (None, 1):
        message = "Unsupported value: 'n' does not support more than 1 with this model."
        raise Refused(message, param="n", code="unsupported_value")


def function(fields: Mapping[str, Any], where: str) -> Tool:
    name = string(fields.get("name"), f"{where}.name")
    schema = fields.get("parameters")
    return Tool(name, {} if schema is None else mapping(schema, f"{where}.parameters"))


def choice(value: object, tools: Sequence[Tool]) -> str:
    """`tool_choice` of either wire: a word, or the name of one function."""
    if value is None:
        return "auto"
    if isinstance(value, str):
        if value not in ("auto", "none", "required"):
            message = (
                f"Invalid value: '{value}'. Supported values are: 'none', 'auto', and 'required'."
            )
            raise Refused(message, param="tool_choice", code="invalid_value")
        chosen = value
    else:
        fields = mapping(value, "tool_choice")
        inner = fields.get("function", fields)
        chosen = string(mapping(inner, "tool_choice.function").get("name"), "tool_choice.name")
        if chosen not in {tool.name for tool in tools}:
            message = f"Tool choice '{chosen}' not found in 'tools' parameter."
            raise Refused(message, param="tool_choice")
    if chosen == "required" and not tools:
        message = "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified."
        raise Refused(message, param="tool_choice")
    return chosen


def tokens(text: str) -> int:
    """About four characters a token, as with OpenAI's own models, and a good thousand a picture."""
    words, pictures = _PICTURE.subn("", text)
    return max(1, math.ceil(len(words) / 4)) + pictures * TOKENS_OF_A_PICTURE
