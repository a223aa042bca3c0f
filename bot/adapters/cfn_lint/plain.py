"""A decoded template without cfn-lint's own classes: what JSON has, and nothing else."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

DEEPEST = 80
MOST_NODES = 250_000


class TooMuch(ValueError):
    """A template that no person wrote."""


def as_plain_data(decoded: object) -> Any:
    """Dictionaries with texts as keys, lists, texts, numbers, truth values and None."""
    return _Copy().of(decoded, 0)


def as_text(value: object) -> str:
    """Half of a surrogate pair, which JSON can hold and UTF-8 cannot, becomes a question mark."""
    return str(value).encode(errors="replace").decode()


class _Copy:
    def __init__(self) -> None:
        self._nodes = 0

    def of(self, one: object, depth: int) -> Any:
        self._nodes += 1
        if depth > DEEPEST or self._nodes > MOST_NODES:
            raise TooMuch
        if isinstance(one, Mapping):
            return {as_text(key): self.of(each, depth + 1) for key, each in one.items()}
        if isinstance(one, list | tuple):
            return [self.of(each, depth + 1) for each in one]
        return _scalar(one)


def _scalar(one: object) -> Any:
    """A date, which YAML knows and CloudFormation does not, becomes the text it was."""
    if one is None or isinstance(one, bool):
        return one
    if isinstance(one, int):
        return int(one)
    if isinstance(one, float) and isfinite(one):
        return float(one)
    return as_text(one)
