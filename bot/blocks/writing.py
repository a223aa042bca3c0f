"""A template as YAML that people can read: short forms, one blank line and a heading between parts."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from typing_extensions import override

from bot.blocks.intrinsics import Call, GetAtt, Ref, Sub

_UNFOLDED = 10_000
Section = tuple[str, Mapping[str, Any]]
"""A heading, and the resources under it."""


class _Writer(yaml.SafeDumper):
    """Indents lists, writes text of several lines as it is, and leaves `!Ref Name` unquoted."""

    @override
    def ignore_aliases(self, data: Any) -> bool:
        """CloudFormation knows no anchors."""
        return True

    @override
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)

    @override
    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        event, analysis = self.event, self.analysis
        if style != "'" or not isinstance(event, yaml.ScalarEvent) or not event.value:
            return style
        plain = analysis is not None and analysis.allow_block_plain
        return "" if plain and str(event.tag).startswith("!") else style


def _ref(writer: _Writer, value: Ref) -> yaml.Node:
    return writer.represent_scalar("!Ref", value.name)


def _get_att(writer: _Writer, value: GetAtt) -> yaml.Node:
    return writer.represent_scalar("!GetAtt", f"{value.name}.{value.attribute}")


def _sub(writer: _Writer, value: Sub) -> yaml.Node:
    if value.values:
        return writer.represent_sequence("!Sub", [value.text, dict(value.values)])
    return writer.represent_scalar("!Sub", value.text, style="|" if "\n" in value.text else None)


def _call(writer: _Writer, value: Call) -> yaml.Node:
    argument = value.argument
    if isinstance(argument, list):
        return writer.represent_sequence(f"!{value.function}", argument, flow_style=True)
    if isinstance(argument, str):
        return writer.represent_scalar(f"!{value.function}", argument)
    # YAML has no two tags on one node, so a function of a function takes its long form.
    return writer.represent_data({f"Fn::{value.function}": argument})


def _text(writer: _Writer, value: str) -> yaml.Node:
    style = "|" if "\n" in value else None
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Writer.add_representer(Ref, _ref)
_Writer.add_representer(GetAtt, _get_att)
_Writer.add_representer(Sub, _sub)
_Writer.add_representer(Call, _call)
_Writer.add_representer(str, _text)


def written(
    description: str,
    parameters: Mapping[str, Any],
    sections: Iterable[Section],
    outputs: Mapping[str, Any],
) -> str:
    parts = [_yaml({"AWSTemplateFormatVersion": "2010-09-09", "Description": description})]
    if parameters:
        parts.append(_yaml({"Parameters": dict(parameters)}))
    parts.append("Resources:\n" + "\n".join(_section(*each) for each in sections))
    if outputs:
        parts.append(_yaml({"Outputs": dict(outputs)}))
    return "\n".join(parts)


def _section(heading: str, resources: Mapping[str, Any]) -> str:
    bodies = "\n".join(_yaml({name: body}) for name, body in resources.items())
    return _indented(f"# --- {heading}\n{bodies}")


def _yaml(value: Mapping[str, Any]) -> str:
    return yaml.dump(value, Dumper=_Writer, sort_keys=False, width=_UNFOLDED, allow_unicode=True)


def _indented(text: str) -> str:
    return "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))
