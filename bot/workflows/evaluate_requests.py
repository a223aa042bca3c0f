"""Score how requests are read against what is expected of them, through the same code as a mention."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.domain.errors import BotError
from bot.domain.instance import InstanceDraft
from bot.domain.reading import Drafted, Reading
from bot.domain.request import Said
from bot.workflows.read_request import ReadRequest

Case: TypeAlias = Mapping[str, Any]
HOURS_PER_DAY = 24


@dataclass(frozen=True)
class EvaluateRequests:
    """`seconds` reads a monotonic clock."""

    read_request: ReadRequest
    seconds: Callable[[], float]

    def __call__(self, cases: Iterable[Case]) -> dict[str, Any]:
        """Return `fully_right` (a fraction) and `cases`: each input with `got`, `right`, `seconds`."""
        results = [self._case(case) for case in cases]
        right = sum(result["right"] for result in results)
        return {"fully_right": right / len(results) if results else 0.0, "cases": results}

    def _case(self, case: Case) -> dict[str, Any]:
        began = self.seconds()
        try:
            reading = self.read_request((Said("U-CASE", str(case["text"])),))
        except BotError as error:
            got: dict[str, Any] = {"kind": "error", "text": error.user_message}
            tokens = 0
        else:
            got = seen(reading)
            tokens = reading.tokens.total
        return {
            **case,
            "got": got,
            "right": matches(case["expect"], got),
            "seconds": round(self.seconds() - began, 4),
            "tokens": tokens,
        }


def seen(reading: Reading) -> dict[str, Any]:
    """A reading in the words of the cases."""
    if not isinstance(reading, Drafted):
        return {"kind": reading.kind, "text": reading.text}
    if not isinstance(reading.draft, InstanceDraft):
        return {"kind": "stack", "text": reading.draft.title}
    return {"kind": "instance", **_fields(reading.draft)}


def _fields(draft: InstanceDraft) -> dict[str, Any]:
    return {
        "InstanceType": draft.instance_type,
        "VolumeSize": draft.volume_gib,
        "DisableApiTermination": draft.termination_protection,
        "count": draft.count,
        "os": draft.operating_system,
        "ports": [
            {"port": rule.from_port, "source": str(rule.source), "protocol": rule.protocol}
            for rule in draft.ingress
        ],
        "name": draft.name,
        "region": draft.region,
        "lease_days": None if draft.lease_hours is None else draft.lease_hours / HOURS_PER_DAY,
    }


def matches(expected: Case, got: Mapping[str, Any]) -> bool:
    """Whether the kind is right and every field that the case names."""
    kinds = str(expected["kind"]).split("_or_")
    if got["kind"] not in kinds:
        return False
    if got["kind"] != "instance":
        return True
    fields = {name: value for name, value in expected.items() if name != "kind"}
    return all(_field_matches(name, value, got) for name, value in fields.items())


def _field_matches(name: str, wanted: Any, got: Mapping[str, Any]) -> bool:
    if name == "InstanceType":
        return got.get(name) in wanted
    if name == "ports":
        return _ports(wanted) == _ports([{**p, "protocol": None} for p in got.get(name, ())])
    return bool(got.get(name) == wanted)


def _ports(rules: Iterable[Mapping[str, Any]]) -> list[tuple[int, str]]:
    return sorted((int(rule["port"]), str(rule["source"])) for rule in rules)
