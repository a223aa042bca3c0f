"""What the functions of a template come to, once the resources they name exist."""

import base64
import ipaddress
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.sandbox.aws.cloudformation.references import SUBSTITUTION
from bot.sandbox.aws.cloudformation.refusals import ValidationError
from bot.sandbox.aws.cloudformation.template import Template, as_text

_DYNAMIC = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}")
_ABSENT = object()

Attribute: TypeAlias = Callable[[str, str], Any]


@dataclass(frozen=True)
class Surroundings:
    """What a template can ask for that it does not say itself."""

    pseudo: Mapping[str, Any]
    zones: Callable[[str], Sequence[str]]
    parameter: Callable[[str], str | None]
    exported: Callable[[str], str | None]


class Values:
    """`reference` and `attribute` answer for resources; both raise KeyError for what is not there."""

    def __init__(
        self,
        template: Template,
        parameters: Mapping[str, Any],
        around: Surroundings,
        reference: Callable[[str], Any],
        attribute: Attribute,
    ) -> None:
        self._template = template
        self._names = dict(parameters) | dict(around.pseudo)
        self._around = around
        self._reference = reference
        self._attribute = attribute
        self._functions: Mapping[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::If": self._if,
            "Fn::Join": self._join,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::FindInMap": self._find_in_map,
            "Fn::GetAZs": self._zones,
            "Fn::Base64": self._base64,
            "Fn::Cidr": self._cidr,
            "Fn::ImportValue": self._imported,
            "Fn::ToJsonString": lambda value: json.dumps(self.of(value)),
            "Fn::Length": lambda value: len(self.of(value)),
            "Condition": self.holds,
            "Fn::Equals": lambda both: as_text(self.of(both[0])) == as_text(self.of(both[1])),
            "Fn::Not": lambda one: not self.of(one[0]),
            "Fn::And": lambda all_: all(self.of(one) for one in all_),
            "Fn::Or": lambda all_: any(self.of(one) for one in all_),
        }

    def of(self, node: Any) -> Any:
        value = self._of(node)
        return "" if value is _ABSENT else value

    def holds(self, condition: str) -> bool:
        if condition not in self._template.conditions:
            raise ValidationError(
                f"Template format error: Unresolved condition dependency {condition} "
                "in the Resources block of the template"
            )
        return bool(self.of(self._template.conditions[condition]))

    def _of(self, node: Any) -> Any:
        if isinstance(node, dict):
            return self._of_object(node)
        if isinstance(node, list):
            return [value for value in map(self._of, node) if value is not _ABSENT]
        if isinstance(node, str) and "{{resolve:" in node:
            return _DYNAMIC.sub(self._dynamic, node)
        return node

    def _of_object(self, node: dict[str, Any]) -> Any:
        if len(node) == 1:
            ((key, value),) = node.items()
            if key in self._functions and (key != "Condition" or self._is_condition(value)):
                return self._functions[key](value)
        values = {key: self._of(value) for key, value in node.items()}
        return {key: value for key, value in values.items() if value is not _ABSENT}

    def _is_condition(self, value: Any) -> bool:
        """A policy statement has a property that is called like the function."""
        return isinstance(value, str) and value in self._template.conditions

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _ABSENT
        return self._names[name] if name in self._names else self._reference(name)

    def _get_att(self, value: Any) -> Any:
        parts = value.split(".") if isinstance(value, str) else value
        return self._attribute(parts[0], ".".join(as_text(self.of(part)) for part in parts[1:]))

    def _sub(self, value: Any) -> str:
        text, given = value if isinstance(value, list) else (value, {})

        def put_in(match: re.Match[str]) -> str:
            name = match[1].strip()
            if name in given:
                return as_text(self.of(given[name]))
            target, _, attribute = name.partition(".")
            found = self._attribute(target, attribute) if attribute else self._ref(target)
            return "" if found is _ABSENT else as_text(found)

        return self._of_text(SUBSTITUTION.sub(put_in, text).replace("${!", "${"))

    def _of_text(self, text: str) -> str:
        return _DYNAMIC.sub(self._dynamic, text)

    def _if(self, value: Sequence[Any]) -> Any:
        condition, then, otherwise = value
        return self._of(then if self.holds(condition) else otherwise)

    def _join(self, value: Sequence[Any]) -> str:
        return str(value[0]).join(as_text(part) for part in self.of(value[1]))

    def _select(self, value: Sequence[Any]) -> Any:
        index, options = int(self.of(value[0])), self.of(value[1])
        if not 0 <= index < len(options):
            raise ValidationError(
                f"Template error: Fn::Select cannot select nonexistent value at index {index}"
            )
        return options[index]

    def _split(self, value: Sequence[Any]) -> list[str]:
        return as_text(self.of(value[1])).split(value[0])

    def _find_in_map(self, value: Sequence[Any]) -> Any:
        name, *path = (as_text(self.of(part)) for part in value[:3])
        found: Any = self._template.mappings.get(name, {})
        for part in path:
            if not isinstance(found, dict) or part not in found:
                raise ValidationError(
                    f"Template error: Unable to get mapping for {name}::{'::'.join(path)}"
                )
            found = found[part]
        return found

    def _zones(self, region: Any) -> list[str]:
        return list(self._around.zones(self.of(region) or self._around.pseudo["AWS::Region"]))

    def _base64(self, value: Any) -> str:
        return base64.b64encode(as_text(self.of(value)).encode()).decode()

    def _cidr(self, value: Any) -> list[str]:
        block, count, *bits = self.of(value)
        network = ipaddress.ip_network(block)
        longest = network.max_prefixlen - int(bits[0] if bits else 8)
        subnets = network.subnets(new_prefix=longest)
        return [str(subnet) for subnet, _ in zip(subnets, range(int(count)), strict=False)]

    def _imported(self, value: Any) -> str:
        name = as_text(self.of(value))
        found = self._around.exported(name)
        if found is None:
            raise ValidationError(f"No export named {name} found.")
        return found

    def _dynamic(self, match: re.Match[str]) -> str:
        if match[1] != "ssm":
            return "simulated-secret"
        name = re.sub(r":\d+$", "", match[2])
        found = self._around.parameter(name)
        if found is None:
            raise ValidationError(f"Parameters: [{name}] cannot be found.")
        return found
