"""A template under judgement: its resources, what its values can be, and what a text of it names."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from bot.domain.finding import Severity
from bot.domain.intrinsics import PLACEHOLDER, Body, Path, mapping, section, typed_resources
from bot.domain.scope import UNREAD, Scope

_PSEUDO = frozenset(
    f"AWS::{name}"
    for name in ("AccountId", "Partition", "Region", "StackId", "StackName", "URLSuffix")
)
# How a text leaves open what another stack makes.
OF_ANOTHER_STACK = ("Fn::ImportValue", "Fn::GetStackOutput")
# What a policy names whoever asks by: ${aws:username}, and ${*} for the character itself.
_OF_THE_REQUEST = re.compile(r"(?!AWS::|Fn::).+:.+|[*?$]")
# What AWS hands out for a resource, beside what the template itself put in.
_HANDED_OUT = re.compile(r"(?:Arn|ARN|Id|Name|DefaultSecurityGroup|DefaultNetworkAcl)$")
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
    resource_types: Collection[str] = ("AWS::*",)
    denied_resource_types: Collection[str] = ()

    def allow(self, kind: str) -> bool:
        """Whether a stack may hold resources of a type: shell patterns say so, and the denying ones win."""
        return any(fnmatchcase(kind, one) for one in self.resource_types) and not any(
            fnmatchcase(kind, one) for one in self.denied_resource_types
        )


@dataclass(frozen=True)
class Judged:
    """A template under judgement: its data, its resources, and what its values can be."""

    body: Body
    limits: Limits = field(default_factory=Limits)
    stands_alone: bool = True
    """Nobody gives values for its parameters, and what other stacks export is nobody's to use."""

    @cached_property
    def scope(self) -> Scope:
        return Scope(self.body)

    @cached_property
    def made(self) -> tuple[Made, ...]:
        """All but those whose condition its parameters decide against."""
        return tuple(
            one
            for one in self.by_id.values()
            if self.scope.decides(self.resource(one.logical_id).get("Condition")) is not False
        )

    @cached_property
    def by_id(self) -> Mapping[str, Made]:
        return {
            logical_id: Made(logical_id, kind, properties)
            for logical_id, kind, properties in typed_resources(self.body)
        }

    def of_type(self, *types: str) -> tuple[Made, ...]:
        return tuple(one for one in self.made if one.type in types)

    def resource(self, logical_id: str) -> Body:
        """All that the template says of a resource, beside its properties, too."""
        return mapping(section(self.body, "Resources").get(logical_id))

    @property
    def parameters(self) -> Body:
        return section(self.body, "Parameters")

    def parameter(self, name: str) -> Body:
        return mapping(self.parameters.get(name))

    def named(self, placeholder: str) -> tuple[Made | None, str]:
        """The resource of this template that a placeholder names, and which attribute of it."""
        logical_id, _, attr = placeholder.partition(".")
        return self.by_id.get(logical_id), attr

    @property
    def of_others(self) -> Severity:
        """How much it weighs that something is for what others made."""
        return Severity.BLOCKING if self.stands_alone else Severity.WARNING

    def weight(self, *texts: str) -> Severity:
        """How much it weighs that none of these is fine: what whoever launches the template puts in blocks nothing."""
        is_put_in = bool(texts) and all(map(self._is_put_in, texts))
        return self.of_others if is_put_in else Severity.BLOCKING

    def _is_put_in(self, text: str) -> bool:
        """Whether a text leaves something open, and nothing but parameters to be given and exports of other stacks."""
        left_open = [one for one in placeholders(text) if not self._is_handed_out(one)]
        return bool(left_open) and all(map(self._is_given, left_open))

    def _is_given(self, placeholder: str) -> bool:
        return placeholder in OF_ANOTHER_STACK or (
            placeholder in self.parameters and "Default" not in self.parameter(placeholder)
        )

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
