"""Policy documents wherever they stand in a template, statement by statement."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.domain.guardrails.guardrail import Judged, Made
from bot.domain.intrinsics import Body, Path, function, mapping, walk


@dataclass(frozen=True)
class Statement:
    """One statement: the resource it stands in, where, and its content."""

    made: Made
    path: Path
    content: Body

    @property
    def is_trust(self) -> bool:
        return "AssumeRolePolicyDocument" in self.path

    @property
    def is_identity_policy(self) -> bool:
        """It says what a role may do, not who may use a resource."""
        return self.made.type.startswith("AWS::IAM::") and not self.is_trust


def allowing(judged: Judged) -> Iterator[Statement]:
    """Every statement of every policy that allows something."""
    for made in judged.made:
        for path, document in _documents(judged, made):
            for index, content in enumerate(judged.scope.at(document, "Statement")):
                statement = Statement(made, (*path, "Statement", str(index)), mapping(content))
                if _can_allow(judged, statement):
                    yield statement


def _can_allow(judged: Judged, statement: Statement) -> bool:
    effects = judged.scope.texts(statement.content.get("Effect", "Allow"))
    return effects != ("Deny",)


def _documents(judged: Judged, made: Made) -> Iterator[tuple[Path, Any]]:
    for path, one in walk(made.properties, made.path):
        if isinstance(one, dict) and "Statement" in one:
            yield path, one
        elif isinstance(one, str) or function(one):
            for text in judged.scope.texts(one):
                yield from ((path, each) for each in _written_out(text))


def _written_out(text: str) -> Iterator[Any]:
    """A policy as some resources take it: JSON in a string."""
    if '"Statement"' in text:
        yield json.loads(text)
