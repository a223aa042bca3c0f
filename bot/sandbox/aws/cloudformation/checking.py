"""What CloudFormation refuses before anything is made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.sandbox.aws.cloudformation import catalogue
from bot.sandbox.aws.cloudformation.references import check_order, depended_on, references
from bot.sandbox.aws.cloudformation.refusals import (
    InsufficientCapabilities,
    NotSimulated,
    TemplateError,
    ValidationError,
)
from bot.sandbox.aws.cloudformation.template import Template

PSEUDO = frozenset(
    {
        "AWS::AccountId",
        "AWS::NoValue",
        "AWS::NotificationARNs",
        "AWS::Partition",
        "AWS::Region",
        "AWS::StackId",
        "AWS::StackName",
        "AWS::URLSuffix",
    }
)
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-template.html
_IAM_NAMES = {
    "AWS::IAM::AccessKey": None,
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Policy": None,
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::UserToGroupAddition": None,
}


def check(template: Template) -> None:
    """Raises ValidationError for the first thing that CloudFormation would not take."""
    if template.transform is not None or _transforms(template.resources):
        raise NotSimulated("transforms and macros; write the resources out")
    _check_types(template.resources)
    _check_references(template)
    _check_attributes(template)
    _check_conditions(template)
    check_order(template.resources)


def check_capabilities(template: Template, given: Sequence[str]) -> None:
    """Raises InsufficientCapabilities."""
    needed = capabilities(template)
    if not needed or "CAPABILITY_NAMED_IAM" in given or set(needed) <= set(given):
        return
    raise InsufficientCapabilities(needed[0])


def capabilities(template: Template) -> tuple[str, ...]:
    """What has to be acknowledged for this template."""
    iam = [one for one in template.resources.values() if one["Type"] in _IAM_NAMES]
    if not iam:
        return ()
    named = any(_IAM_NAMES[one["Type"]] in one.get("Properties", {}) for one in iam)
    return ("CAPABILITY_NAMED_IAM",) if named else ("CAPABILITY_IAM",)


def _transforms(node: Any) -> bool:
    if isinstance(node, dict):
        return "Fn::Transform" in node or any(map(_transforms, node.values()))
    return isinstance(node, list) and any(map(_transforms, node))


def _check_types(resources: Mapping[str, Mapping[str, Any]]) -> None:
    unknown = {one["Type"] for one in resources.values() if not catalogue.exists(one["Type"])}
    if unknown:
        raise TemplateError(f"Unrecognized resource types: [{', '.join(sorted(unknown))}]")


def _check_references(template: Template) -> None:
    known = template.resources.keys() | template.parameters.keys() | PSEUDO
    named = (depended_on(resource) for resource in template.resources.values())
    _check_known((name for names in named for name in names), known, "Resources")
    outputs = references(list(template.outputs.values()))
    _check_known((name for name, _ in outputs), known, "Outputs")
    conditions = references(list(template.conditions.values()))
    known = template.parameters.keys() | PSEUDO
    _check_known((name for name, _ in conditions), known, "Conditions")


def _check_known(names: Iterable[str], known: Iterable[str], section: str) -> None:
    if unknown := sorted(set(names) - set(known)):
        raise TemplateError(
            f"Unresolved resource dependencies [{', '.join(unknown)}] "
            f"in the {section} block of the template"
        )


def _check_attributes(template: Template) -> None:
    asked = references([list(template.resources.values()), list(template.outputs.values())])
    for name, attribute in asked:
        resource = template.resources.get(name)
        if attribute is None or "${" in attribute:
            continue
        if resource is None:
            raise ValidationError(
                f"Template error: instance of Fn::GetAtt references undefined resource {name}"
            )
        known = catalogue.attributes(resource["Type"])
        if known is not None and attribute not in known:
            raise ValidationError(
                f"Template error: resource {name} does not support attribute type "
                f"{attribute} in Fn::GetAtt"
            )


def _check_conditions(template: Template) -> None:
    named = (*template.resources.values(), *template.outputs.values())
    used = [one["Condition"] for one in named if "Condition" in one]
    used += _ifs([list(template.resources.values()), list(template.outputs.values())])
    for name in used:
        if name not in template.conditions:
            raise TemplateError(
                f"Unresolved condition dependency {name} in the Resources block of the template"
            )


def _ifs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "Fn::If" and isinstance(value, list) and value:
                yield str(value[0])
            yield from _ifs(value)
    elif isinstance(node, list):
        for value in node:
            yield from _ifs(value)
