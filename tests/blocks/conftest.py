"""One linter for all tests of this folder: loading its rules takes longer than judging a template."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest
from cfnlint.config import ConfigMixIn  # type: ignore[import-untyped] # it has no types
from cfnlint.decode.decode import decode_str  # type: ignore[import-untyped] # it has no types
from cfnlint.runner import Runner  # type: ignore[import-untyped] # it has no types

from bot.blocks import compose
from bot.domain.architecture import Architecture


@dataclass(frozen=True)
class Judged:
    """A composed template as plain data, and what the linter says about it where somebody asks."""

    text: str
    body: dict[str, Any]
    assumptions: tuple[str, ...]
    lint: Callable[[], tuple[str, ...]] = field(repr=False)

    @cached_property
    def faults(self) -> tuple[str, ...]:
        return self.lint()

    @property
    def resources(self) -> dict[str, Any]:
        found: dict[str, Any] = self.body["Resources"]
        return found

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """The properties of each resource of a type, by logical id."""
        return {
            name: one.get("Properties", {})
            for name, one in self.resources.items()
            if one["Type"] == kind
        }

    def only(self, kind: str) -> dict[str, Any]:
        (found,) = self.of_type(kind).values()
        return found


Judge = Callable[[Architecture], Judged]


@pytest.fixture(scope="session")
def judge() -> Judge:
    runner = Runner(ConfigMixIn(regions=["us-east-1"], mandatory_checks=["E", "W"]))
    known: dict[Architecture, Judged] = {}

    def judged(architecture: Architecture) -> Judged:
        if architecture not in known:
            known[architecture] = _judged(architecture, runner)
        return known[architecture]

    return judged


def _judged(architecture: Architecture, runner: Runner) -> Judged:
    composed = compose(architecture, title="A test")
    template, errors = decode_str(composed.template)

    def lint() -> tuple[str, ...]:
        found = errors or list(runner.validate_template(template))
        return tuple(
            f"{one.rule.id} at {'/'.join(map(str, one.path))}: {one.message}" for one in found
        )

    body = json.loads(json.dumps(template, default=str))
    return Judged(composed.template, body, composed.assumptions, lint)
