"""Policy documents wherever they stand in a template, statement by statement."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.intrinsics import Body, Path, function, mapping, walk
from bot.domain.judged import Judged, Made

TRUST = "AssumeRolePolicyDocument"
# The properties that hold a policy and nothing else.
HOLDING = frozenset(
    {
        "AccessPolicies",
        "FileSystemPolicy",
        "KeyPolicy",
        "Policy",
        "PolicyDocument",
        "PolicyText",
        "RepositoryPolicyText",
        "ResourcePolicy",
        TRUST,
    }
)
_ELEMENTS = {
    one.lower(): one
    for one in (
        *("Effect", "Action", "NotAction", "Resource", "NotResource"),
        *("Principal", "NotPrincipal", "Condition"),
    )
}
_STATEMENT = "statement"
_MAY_BE_A_POLICY = re.compile(r"statement|\\u00", re.IGNORECASE)
# The resource's own path: Resources, its id, Properties.
_ABOVE = 3


class Unreadable(ValueError):
    """A policy is written so that nobody can say what it allows."""


@dataclass(frozen=True)
class Statement:
    """One statement: the resource it stands in, where, and its content."""

    made: Made
    path: Path
    content: Body
    is_readable: bool = True

    @property
    def is_trust(self) -> bool:
        return self.made.type.startswith("AWS::IAM::") and TRUST in self.path[_ABOVE:]

    @property
    def is_identity_policy(self) -> bool:
        """It says what a role may do, not who may use a resource."""
        return self.made.type.startswith("AWS::IAM::") and not self.is_trust


def allowing(judged: Judged) -> Iterator[Statement]:
    """Every statement of every policy that allows something."""
    for made in judged.made:
        for statement in statements_of(judged, made):
            if can_allow(judged, statement):
                yield statement


def can_allow(judged: Judged, statement: Statement) -> bool:
    effects = judged.scope.texts(statement.content.get("Effect", "Allow"))
    return not statement.is_readable or {*effects} != {"Deny"}


def statements_of(judged: Judged, made: Made) -> Iterator[Statement]:
    """Every statement of the policies in a resource. Raises Unreadable."""
    for path, document in _documents(judged, made):
        for key in document:
            if str(key).lower() == _STATEMENT:
                yield from _statements(judged, made, (*path, str(key)), document[key])


def unread(judged: Judged, made: Made) -> Iterator[Path]:
    """Where a resource holds a policy that the template does not show."""
    for path, one in walk(made.properties, made.path):
        if path[-1] in HOLDING:
            for reading in judged.scope.each(one):
                if function(reading) or not _is_written(reading):
                    yield path


def principals(judged: Judged, statement: Statement) -> Iterator[tuple[str, str]]:
    """Whom a statement is for: the kind of each, and its name."""
    for principal in judged.scope.each(statement.content.get("Principal")):
        if function(principal) or not isinstance(principal, Mapping):
            yield from (("*", name) for name in judged.scope.texts(principal))
        else:
            for kind in principal:
                for name in judged.scope.texts(principal[kind]):
                    yield str(kind), name


def _statements(judged: Judged, made: Made, path: Path, value: object) -> Iterator[Statement]:
    for index, one in enumerate(judged.scope.each(value)):
        is_readable = isinstance(one, Mapping) and function(one) is None
        if not is_readable and HOLDING.isdisjoint(path[_ABOVE:]):
            continue  # the same word for another thing, such as a query
        content = {
            _ELEMENTS.get(str(key).lower(), str(key)): each for key, each in mapping(one).items()
        }
        yield Statement(made, (*path, str(index)), content, is_readable)


def _is_written(reading: object) -> bool:
    return isinstance(reading, Mapping) or str(reading).lstrip().startswith(("{", "["))


def _documents(judged: Judged, made: Made) -> Iterator[tuple[Path, Mapping[Any, Any]]]:
    for path, one in walk(made.properties, made.path):
        if _is_document(one):
            yield path, one
        elif isinstance(one, str) or function(one):
            for text in judged.scope.texts(one):
                for _, each in walk(_written_out(text, path)):
                    if _is_document(each):
                        yield path, each


def _is_document(value: object) -> bool:
    return isinstance(value, Mapping) and any(str(key).lower() == _STATEMENT for key in value)


def _written_out(text: str, path: Path) -> Any:
    """A policy as some resources take it: JSON in a string."""
    if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return None
    try:
        return json.loads(text, object_pairs_hook=_once_each)
    except ValueError:
        named = any("Policy" in key or "Document" in key for key in path[_ABOVE:])
        if named or _MAY_BE_A_POLICY.search(text):
            raise Unreadable from None
        return None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two keys that are the same, readers may take the first or the last."""
    if len({key for key, _ in pairs}) < len(pairs):
        raise Unreadable
    return dict(pairs)
