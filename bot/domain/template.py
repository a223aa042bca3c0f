"""What a CloudFormation template would make, read from its body: plain data in the long form.

Whatever the body holds, nothing here raises: a linter says what is wrong with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.domain.documents import (
    Statement,
    can_allow,
    principals,
    statements_of,
    unread,
)
from bot.domain.intrinsics import UNREADABLE, Body, in_words, referred, typed_resources
from bot.domain.judged import Judged, Made
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
# Resources that let in whom a property names, and the property that says to what.
_CALLED_BY_PROPERTY: Mapping[str, str] = MappingProxyType(
    {
        "AWS::Lambda::LayerVersionPermission": "LayerVersionArn",
        "AWS::Lambda::Permission": "FunctionName",
    }
)
_THIS_ACCOUNT = "${AWS::AccountId}:root"
# The policy of an endpoint takes permissions away and gives none.
_RESTRICTING = frozenset({"AWS::EC2::VPCEndpoint"})


def resources(body: Body) -> tuple[PlannedResource, ...]:
    """Every resource, in the template's order."""
    return tuple(
        PlannedResource(logical_id=logical_id, type=kind)
        for logical_id, kind, _ in typed_resources(body)
    )


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
    """Every permission that the template gives: to its roles, and to whoever may use its resources."""
    judged = Judged(body)
    lines = [line for made in judged.made for line in _of_resource(judged, made)]
    return tuple(dict.fromkeys(lines))


def _of_resource(judged: Judged, made: Made) -> list[str]:
    try:
        return [*_said(judged, made)]
    except (ValueError, RecursionError):  # what cannot be read is blocked as well
        return [f"{made.logical_id}: may {UNREADABLE}"]


def _said(judged: Judged, made: Made) -> Iterator[str]:
    who = _holders(judged, made)
    for managed in judged.scope.texts(made.properties.get("ManagedPolicyArns")):
        yield f"{who}: has the policy {_word(judged, managed).removeprefix('iam policy/')}"
    for _ in unread(judged, made):
        yield f"{who}: may {UNREADABLE}"
    if made.type in _CALLED_BY_PROPERTY:
        yield _of_property(judged, made)
    if made.type not in _RESTRICTING:
        for statement in statements_of(judged, made):
            yield from _of_statement(judged, who, statement)


def _of_statement(judged: Judged, who: str, statement: Statement) -> Iterator[str]:
    if statement.is_trust:
        yield from _of_trust(judged, who, statement)
    elif statement.is_identity_policy:
        yield f"{who}: {_permission(judged, statement)}"
    elif can_allow(judged, statement):
        yield f"{who}: {_users(judged, statement)} {_permission(judged, statement)}"


def _holders(judged: Judged, made: Made) -> str:
    """Who has what a policy says: the roles it is for, or else the resource it stands in."""
    if made.type not in _ATTACHED:
        return made.logical_id
    named = [
        _word(judged, one)
        for key in ("Roles", "RoleName", "Users", "Groups")
        for one in judged.scope.texts(made.properties.get(key))
    ]
    return ", ".join(named) or made.logical_id


def _of_property(judged: Judged, made: Made) -> str:
    callers = judged.scope.texts(made.properties.get("Principal"))
    actions = judged.scope.texts(made.properties.get("Action"))
    subject = judged.scope.texts(made.properties.get(_CALLED_BY_PROPERTY[made.type]))
    sources = judged.scope.texts(made.properties.get("SourceArn"))
    condition = f", for {_listed(judged, sources)}" if sources else ""
    return (
        f"{made.logical_id}: {_listed(judged, callers)} may {_listed(judged, actions)}"
        f" on {_listed(judged, subject)}{condition}"
    )


def _users(judged: Judged, statement: Statement) -> str:
    if "NotPrincipal" in statement.content:
        return "everybody but some"
    names = [_user(judged, name) for _, name in principals(judged, statement)]
    return ", ".join(names) or "nobody"


def _user(judged: Judged, name: str) -> str:
    if name == "*":
        return "everybody"
    return "this account" if name.endswith(_THIS_ACCOUNT) else _word(judged, name)


def _permission(judged: Judged, statement: Statement) -> str:
    if not statement.is_readable:
        return f"may {UNREADABLE}"
    may = "may" if can_allow(judged, statement) else "may not"
    is_placed = statement.is_identity_policy or {"Resource", "NotResource"} & {*statement.content}
    where = f" on {_all_or(judged, statement, 'Resource')}" if is_placed else ""
    condition = ", under conditions" if statement.content.get("Condition") else ""
    return f"{may} {_all_or(judged, statement, 'Action')}{where}{condition}"


def _all_or(judged: Judged, statement: Statement, key: str) -> str:
    without = judged.scope.texts(statement.content.get(f"Not{key}"))
    if f"Not{key}" in statement.content:
        return f"everything except {_listed(judged, without)}"
    return _listed(judged, judged.scope.texts(statement.content.get(key)))


def _listed(judged: Judged, texts: Sequence[str]) -> str:
    return ", ".join(_word(judged, one) for one in texts) or "nothing"


def _word(judged: Judged, text: str) -> str:
    return in_words(text) if judged.is_clear(text) else UNREADABLE


def _of_trust(judged: Judged, who: str, statement: Statement) -> Iterator[str]:
    by_kind: dict[str, list[str]] = {}
    for kind, name in principals(judged, statement):
        if kind != "Service" or not judged.is_clear(name):
            by_kind.setdefault(kind, []).append(name)
    if not statement.is_readable or "NotPrincipal" in statement.content:
        by_kind["*"] = ["*"]
    for names in by_kind.values():
        yield f"{who}: can be taken on by {_listed(judged, names)}"
