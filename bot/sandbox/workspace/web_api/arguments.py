"""The arguments of a Web API call, however they were sent, and the refusal that answers bad ones."""

import json
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """Slack's answer is `ok: false` with this error."""

    def __init__(self, error: str, *, detail: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.detail = detail
        self.more = more

    @property
    def answer(self) -> Json:
        answer: Json = {"ok": False, "error": self.error, **self.more}
        if self.detail:
            answer["errors"] = [line.removeprefix("[ERROR] ") for line in self.detail]
            answer["response_metadata"] = {"messages": list(self.detail)}
        return answer


class Arguments:
    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = {key: value for key, value in values.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        return str(self.values.get(name, default))

    def optional(self, name: str) -> str | None:
        return str(self.values[name]) if self.values.get(name) else None

    def required(self, name: str) -> str:
        if not self.values.get(name):
            missing = f"[ERROR] missing required field: {name}"
            raise Refused("invalid_arguments", detail=(missing,))
        return str(self.values[name])

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in {"true", "1"}

    def whole(self, name: str, default: int) -> int:
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError) as error:
            complaint = f"[ERROR] must be an integer [json-pointer:/{name}]"
            raise Refused("invalid_arguments", detail=(complaint,)) from error

    def parsed(self, name: str, error: str = "invalid_arguments") -> Any:
        """A structure, sent as JSON or as a string that holds JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as broken:
            raise Refused(error) from broken
