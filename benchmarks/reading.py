"""How well and how quickly requests are read: the embedded model beside a few regular expressions.

The sentences are the held-out ones (tests/offline/held_out*.jsonl), as far as they are one message. Right means: a plan where one is wanted, with the instance type and the disk that are wanted.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks.timing import in_turns, median, slowest_twentieth
from bot.adapters.openai.planner import planner
from bot.domain.instance import T3, InstanceDraft
from bot.domain.policy import Policy
from bot.domain.reading import Drafted
from bot.domain.request import Said
from bot.main import embedded_model
from bot.workflows.read_request import ReadRequest

SENTENCES = Path(__file__).parents[1] / "tests" / "offline"
DEFAULT_DISK = 20
# (instance type, disk in GiB); None where no plan is made.
Sizes: TypeAlias = tuple[str, int] | None


@dataclass(frozen=True)
class Sentence:
    text: str
    want: dict[str, Any]

    def is_right(self, got: Sizes) -> bool:
        if "kind" in self.want and self.want["kind"] != "instance":
            return got is None
        if got is None:
            return False
        return all(
            self.want.get(field, value) == value
            for field, value in zip(("type", "disk"), got, strict=True)
        )


def measure() -> Iterator[str]:
    """Read every sentence both ways."""
    sentences = list(_sentences())
    embedded = ReadRequest(planner(embedded_model(), model="embedded"), Policy())
    answers: dict[str, list[Sizes]] = {"regular expressions": [], "the embedded model": []}

    def with_expressions(number: int) -> None:
        answers["regular expressions"].append(by_expressions(sentences[number].text))

    def with_rules(number: int) -> None:
        answers["the embedded model"].append(_by_model(embedded, sentences[number].text))

    _by_model(embedded, "a t3.micro")  # the first call builds the client
    runs = in_turns([with_expressions, with_rules], len(sentences))
    yield f"Reading a request ({len(sentences)} held-out sentences, through the OpenAI SDK and its protocol)"
    yield f"{'':26}{'median':>10}{'slowest 5 %':>13}{'time':>10}{'right':>8}{'ratio':>8}"
    rights = [_right(sentences, got) for got in answers.values()]
    for name, took, right in zip(answers, runs, rights, strict=True):
        time, ratio = median(took) / median(runs[0]), right / max(rights[0], 1)
        yield (
            f"  {name:24}{median(took):7.2f} ms{slowest_twentieth(took):10.2f} ms"
            f"{time:9,.0f}×{right:5}/{len(sentences)}{ratio:7.1f}×"
        )


def by_expressions(text: str) -> Sizes:
    """What half an hour of regular expressions gets out of a sentence."""
    text = text.lower()
    named = re.search(r"t3\.\w+", text)
    memory = re.search(r"(\d+) ?gi?b? (?:of )?(?:ram|memory)", text)
    players = re.search(r"(\d+) (?:\w+ )?players", text)
    disk = re.search(r"(\d+) ?(g|t)i?b?\b(?! (?:of )?(?:ram|memory))", text)
    kind = named[0] if named else None
    if memory:
        kind = _smallest(int(memory[1]))
    elif players and kind is None:
        kind = _smallest(int(players[1]) / 6)
    if kind is None:
        return None
    return kind, int(disk[1]) * (1000 if disk[2] == "t" else 1) if disk else DEFAULT_DISK


def _smallest(memory: float) -> str | None:
    return next((name for name, size in T3.items() if size.memory_gib >= memory), None)


def _by_model(read: ReadRequest, text: str) -> Sizes:
    reading = read((Said("U0ASKER", text),))
    if not (isinstance(reading, Drafted) and isinstance(reading.draft, InstanceDraft)):
        return None
    return reading.draft.instance_type, reading.draft.volume_gib


def _sentences() -> Iterator[Sentence]:
    for file in sorted(SENTENCES.glob("held_out*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if len(case["say"]) == 1:
                yield Sentence(case["say"][0], case["want"])


def _right(sentences: list[Sentence], got: list[Sizes]) -> int:
    return sum(one.is_right(sizes) for one, sizes in zip(sentences, got, strict=True))
