"""How much of what people ask for is in the template that is made of their words."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.blocks import compose
from bot.offline.sketching import sketch
from tests.offline.stacks import types

_HERE = Path(__file__).parent


def _cases(name: str) -> Iterator[dict[str, Any]]:
    with (_HERE / name).open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _recall(case: dict[str, Any]) -> float:
    """The part of the expected resources that is there, each as often as expected."""
    template = compose(sketch(case["text"]).architecture, title="A test").template
    wanted = Counter(case["resources"])
    return (Counter(types(template)) & wanted).total() / wanted.total()


@pytest.mark.parametrize(("name", "least"), [("prompts.jsonl", 0.93), ("held_out.jsonl", 0.88)])
def test_most_of_what_is_asked_for_is_made(name: str, least: float) -> None:
    """`held_out.jsonl` was written after the grammar; the numbers are means over all requests."""
    recalls = {case["text"]: _recall(case) for case in _cases(name)}

    assert sum(recalls.values()) / len(recalls) >= least


@pytest.mark.parametrize("name", ["prompts.jsonl", "held_out.jsonl"])
def test_every_request_for_more_than_servers_is_surely_a_stack(name: str) -> None:
    strange = [case["text"] for case in _cases(name) if not _is_stack(case["text"])]

    assert strange == []


def _is_stack(text: str) -> bool:
    sketched = sketch(text)
    servers = {one.service for one in sketched.architecture.components} <= {"ec2", "ebs"}
    network = bool(sketched.architecture.containers)
    return sketched.sure or sketched.by_name or (servers and not network)
