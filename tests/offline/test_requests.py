"""What people type, and what is read from it: every line of the tables beside this file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.offline.asking import differences, row

_HERE = Path(__file__).parent
_TABLES = ("phrasings.jsonl", "follow_ups.jsonl", "held_out.jsonl")
_MOST_GIB = 4096


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with (_HERE / name).open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(line, id=f"{table.removesuffix('.jsonl')}-{' | '.join(line['say'])}")
        for table in _TABLES
        for line in _lines(table)
    ],
)
def test_a_conversation_is_read_as_meant_and_nothing_is_invented(line: dict[str, Any]) -> None:
    assert differences(row(line["say"]), line["want"]) == {}


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["text"]) for case in _lines("requests.jsonl")]
)
def test_a_request_of_the_cases_is_read_fully_right(case: dict[str, Any]) -> None:
    got = row([case["text"]])
    wanted = dict(case["expect"])
    kind = wanted.pop("kind")
    if kind == "question_or_instance":
        assert got["kind"] in ("question", "instance")
    elif kind == "refusal":
        # A disk beyond every limit is passed on as asked: the policy refuses it with its rule.
        assert got["kind"] == "refusal" or got["disk"] > _MOST_GIB
    else:
        assert got["kind"] == kind
        assert got.get("type") in wanted.pop("InstanceType", [got.get("type")])
        assert {key: _field(got, key) for key in wanted} == wanted


def test_what_was_examined_apart_from_the_rules_is_read_fully_right() -> None:
    """Written before looking at the rules: as people write in Slack, in the form of the cases."""
    wrong = {
        case["text"]: got
        for case in _lines("examined.jsonl")
        if not _is_right(case["expect"], got := row([case["text"]]))
    }
    assert wrong == {}


def _is_right(expected: dict[str, Any], got: dict[str, Any]) -> bool:
    wanted = dict(expected)
    kind = wanted.pop("kind")
    if kind == "refusal" and got["kind"] == "instance":
        return bool(got["disk"] > _MOST_GIB)
    if got["kind"] not in kind.split("_or_"):
        return False
    if got["kind"] != "instance":
        return True
    fits = got["type"] in wanted.pop("InstanceType", [got["type"]])
    return fits and all(_field(got, key) == _in_order(value) for key, value in wanted.items())


def _in_order(value: Any) -> Any:
    return sorted(value, key=_by_port) if isinstance(value, list) else value


def _by_port(rule: dict[str, Any]) -> tuple[int, str]:
    return -rule["port"], rule["source"]


def _field(got: dict[str, Any], key: str) -> Any:
    match key:
        case "VolumeSize":
            return got["disk"]
        case "DisableApiTermination":
            return got["protected"]
        case "lease_days":
            return None if got["lease"] is None else got["lease"] / 24
        case "ports":
            rules = [port.split() for port in got["ports"]]
            opened = [{"port": int(number), "source": source} for _, number, source in rules]
            return sorted(opened, key=_by_port)
        case "os":
            return got["os"] or "al2023"
        case _:
            return got[key]
