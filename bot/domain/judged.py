"""A template under judgement: its resources, what its values can be, and what a text of it names."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.domain.intrinsics import PLACEHOLDER, Body, Path, mapping, section, typed_resources
from bot.domain.scope import UNREAD, Scope

_PSEUDO = frozenset(
    f"AWS::{name}"
    for name in ("AccountId", "Partition", "Region", "StackId", "StackName", "URLSuffix")
)
# What a policy names whoever asks by: ${aws:username}, and ${*} for the character itself.
_OF_THE_REQUEST = re.compile(r"(?!AWS::|Fn::).+:.+|[*?$]")
# What AWS hands out for a resource, beside what the template itself put in.
_HANDED_OUT = re.compile(r"(?:Arn|ARN|Id|Name)$")
_GIVES_A_NAME = re.compile(r"(?:name|identifier)$", re.IGNORECASE)
# A name with one of these could be a pattern, a quotation's end or a reference of its own.
_NOT_IN_NAMES = re.compile(r"[*?{}\"\\]")


@dataclass(frozen=True)
class Made:
    """One resource of the template under judgement."""

    logical_id: str
    type: str
    properties: Any

    @property
    def path(self) -> Path:
        return ("Resources", self.logical_id, "Properties")


@dataclass(frozen=True)
class Limits:
    """What a stack may launch; without a list of types, every type that is small enough."""

    instance_types: Collection[str] | None = None
    max_instances: int = 20
    max_volume_gib: int = 4096


@dataclass(frozen=True)
class Judged:
    """A template under judgement: its data, its resources, and what its values can be."""

    body: Body
    limits: Limits = field(default_factory=Limits)

    @cached_property
    def scope(self) -> Scope:
        return Scope(self.body)

    @cached_property
    def made(self) -> tuple[Made, ...]:
        return tuple(
            Made(logical_id, kind, properties)
            for logical_id, kind, properties in typed_resources(self.body)
        )

    @cached_property
    def by_id(self) -> Mapping[str, Made]:
        return {one.logical_id: one for one in self.made}

    def of_type(self, *types: str) -> tuple[Made, ...]:
        return tuple(one for one in self.made if one.type in types)

    @property
    def parameters(self) -> Body:
        return section(self.body, "Parameters")

    def parameter(self, name: str) -> Body:
        return mapping(self.parameters.get(name))

    def named(self, placeholder: str) -> tuple[Made | None, str]:
        """The resource of this template that a placeholder names, and which attribute of it."""
        logical_id, _, attr = placeholder.partition(".")
        return self.by_id.get(logical_id), attr

    def is_clear(self, text: str) -> bool:
        """Whether people can see what a text will be: all it leaves open is handed out by AWS."""
        return "{{" not in text and all(map(self._is_handed_out, placeholders(text)))

    def _is_handed_out(self, placeholder: str, *on_the_way: str) -> bool:
        if placeholder in _PSEUDO or _OF_THE_REQUEST.fullmatch(placeholder):
            return True
        made, attr = self.named(placeholder)
        if made is None or made.logical_id in on_the_way:
            return False
        if attr and not _HANDED_OUT.search(attr):
            return False
        # An ARN, or a name that the template itself gives.
        return attr.lower().endswith("arn") or all(
            self._is_plain_name(text, *on_the_way, made.logical_id)
            for key, value in made.properties.items()
            if _GIVES_A_NAME.search(str(key))
            for text in self.scope.texts(value)
        )

    def _is_plain_name(self, text: str, *on_the_way: str) -> bool:
        if _NOT_IN_NAMES.search(PLACEHOLDER.sub("", text)):
            return False
        return all(self._is_handed_out(one, *on_the_way) for one in placeholders(text))


def placeholders(text: str) -> list[str]:
    """What a text leaves open: `Name`, `Name.Attribute`, or `Fn::Name` for what cannot be told."""
    found: list[str] = PLACEHOLDER.findall(text)
    return found


def is_unread(text: str) -> bool:
    return any(one.startswith(UNREAD) for one in placeholders(text))
