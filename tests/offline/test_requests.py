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


def _field(got: dict[str, Any], key: str) -> Any:
    match key:
        case "VolumeSize":
            return got["disk"]
        case "DisableApiTermination":
            return got["protected"]
        case "lease_days":
            return got["lease"] / 24
        case "ports":
            rules = [port.split() for port in got["ports"]]
            return [
                {"port": int(number), "source": source}
                for _, number, source in sorted(rules, key=lambda rule: rule[1], reverse=True)
            ]
        case _:
            return got[key]
