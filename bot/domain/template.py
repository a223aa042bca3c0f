"""What a CloudFormation template would make, read from its body: plain data in the long form.

Whatever the body holds, nothing here raises: a linter says what is wrong with it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.intrinsics import Body, in_words, mapping, members, referred, section
from bot.domain.stack import Capability, PlannedResource

# https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html (Capabilities)
_OWN_NAMES = {
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
}
_ATTACHED = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
_HOLDERS = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")


def resources(body: Body) -> tuple[PlannedResource, ...]:
    """Every resource, in the template's order."""
    return tuple(
        PlannedResource(logical_id=logical_id, type=kind)
        for logical_id, kind, _ in typed_resources(body)
    )


def typed_resources(body: Body) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The logical id, the type and the properties of each resource that has a type."""
    for logical_id, resource in section(body, "Resources").items():
        kind = mapping(resource).get("Type")
        if isinstance(kind, str) and isinstance(logical_id, str):
            yield logical_id, kind, mapping(mapping(resource).get("Properties"))


def capabilities(body: Body) -> tuple[Capability, ...]:
    """What has to be consented to, no more than needed."""
    iam = [one for one in typed_resources(body) if one[1].startswith("AWS::IAM::")]
    if any(_OWN_NAMES.get(kind, "") in properties for _, kind, properties in iam):
        return ("CAPABILITY_NAMED_IAM",)
    return ("CAPABILITY_IAM",) if iam else ()


def references(body: Body) -> dict[str, frozenset[str]]:
    """Which resources each resource refers to. DependsOn is left out: it is about the order alone."""
    made = {logical_id: properties for logical_id, _, properties in typed_resources(body)}
    return {
        logical_id: frozenset(referred(properties)) & (made.keys() - {logical_id})
        for logical_id, properties in made.items()
    }


# --- permissions in words --------------------------------------------------------------------


def statements(body: Body) -> tuple[str, ...]:
    """Every permission a role of the template would get, and who may take it on if that is no AWS service."""
    lines = [
        line
        for logical_id, kind, properties in typed_resources(body)
        for line in _of_resource(logical_id, kind, properties)
    ]
    return tuple(dict.fromkeys(lines))


def _of_resource(logical_id: str, kind: str, properties: Mapping[str, Any]) -> Iterator[str]:
    if kind in _HOLDERS:
        yield from _of_trust(logical_id, properties.get("AssumeRolePolicyDocument"))
        for managed in members(properties.get("ManagedPolicyArns")):
            yield f"{logical_id}: has the policy {in_words(managed).removeprefix('iam policy/')}"
        for policy in members(properties.get("Policies")):
            yield from _of_document(logical_id, mapping(policy).get("PolicyDocument"))
    elif kind in _ATTACHED:
        holders = [
            in_words(one)
            for key in ("Roles", "RoleName", "Users", "Groups")
            for one in members(properties.get(key))
        ]
        yield from _of_document(", ".join(holders) or logical_id, properties.get("PolicyDocument"))


def _of_document(who: str, document: object) -> Iterator[str]:
    for statement in members(mapping(document).get("Statement")):
        yield f"{who}: {_permission(mapping(statement))}"


def _permission(statement: Mapping[str, Any]) -> str:
    may = "may not" if statement.get("Effect") == "Deny" else "may"
    where = f" on {_all_or(statement, 'Resource')}"
    condition = ", under conditions" if statement.get("Condition") else ""
    return f"{may} {_all_or(statement, 'Action')}{where}{condition}"


def _all_or(statement: Mapping[str, Any], key: str) -> str:
    if f"Not{key}" in statement:
        return f"everything except {_listed(statement[f'Not{key}'])}"
    return _listed(statement.get(key))


def _listed(value: object) -> str:
    return ", ".join(in_words(one) for one in members(value)) or "nothing"


def _of_trust(who: str, document: object) -> Iterator[str]:
    for statement in members(mapping(document).get("Statement")):
        principal = mapping(statement).get("Principal")
        others = {key: one for key, one in mapping(principal).items() if key != "Service"}
        if isinstance(principal, str):
            others = {"": principal}
        for one in others.values():
            yield f"{who}: can be taken on by {_listed(one)}"
