"""Score the stacks that are made of words, against the types of a reference template."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.domain.errors import BotError
from bot.domain.request import Said
from bot.workflows.score_design import NotDesigned, ScoreDesign, share, shares

Case: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class EvaluateStacks:
    """`seconds` reads a monotonic clock."""

    design: ScoreDesign
    seconds: Callable[[], float]

    def __call__(self, cases: Iterable[Case]) -> dict[str, Any]:
        """Return the fractions over all cases, and `cases`: each with `got`, `seconds` and what was found.

        `resource_recall` is the mean over the cases of how much of the reference there is, each resource counted
        (two subnets are two); `type_recall` counts every type once. `produced` are those that yield a template.
        """
        results = [self._case(case) for case in cases]
        return {
            "resource_recall": _mean(results, "recall"),
            "type_recall": _mean(results, "type_recall"),
            "produced": share(results, "produced"),
            **shares(results, created=self.design.create is not None),
            "cases": results,
        }

    def _case(self, case: Case) -> dict[str, Any]:
        began = self.seconds()
        result: dict[str, Any] = {**case, "got": {"resources": []}, "recall": 0.0, "tokens": 0}
        result["type_recall"] = 0.0
        try:
            designed = self.design((Said("U-CASE", str(case["prompt"])),))
        except BotError as error:
            return {**result, "error": error.user_message, "seconds": self._since(began)}
        result |= {"tokens": designed.tokens.total, "seconds": self._since(began)}
        if isinstance(designed, NotDesigned):
            return {**result, "refused": designed.why}
        quality = self.design.quality(designed)
        got: list[str] = quality.pop("resources")
        wanted = [str(one) for one in case["resources"]]
        return {
            **result,
            "got": {"resources": got},
            "recall": recall(wanted, got),
            "type_recall": recall(set(wanted), set(got)),
            "produced": True,
            "left_out": [one.text for one in designed.draft.architecture.unplaced],
            **quality,
        }

    def _since(self, began: float) -> float:
        return round(self.seconds() - began, 3)


def recall(wanted: Iterable[str], got: Iterable[str]) -> float:
    """How much of what was wanted is there, as multisets; nothing wanted is all there."""
    reference = Counter(wanted)
    return round((reference & Counter(got)).total() / reference.total(), 4) if reference else 1.0


def _mean(results: Sequence[Case], name: str) -> float:
    return round(sum(float(one[name]) for one in results) / len(results), 4) if results else 0.0
