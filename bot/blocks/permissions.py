"""Roles and their statements: who may assume them, and exactly what for."""

from collections.abc import Sequence
from typing import Any

from bot.blocks.intrinsics import ACCOUNT, GetAtt, Ref, Sub
from bot.blocks.template import Template
from bot.domain.architecture import Component

Statement = dict[str, Any]
# That a service acts for this account, and not for somebody who talked it into it.
THIS_ACCOUNT = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def statement(sid: str, actions: Sequence[str], resources: Sequence[Any]) -> Statement:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": resources[0] if len(resources) == 1 else list(resources),
    }


def document(*statements: Statement) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def trust(principal: str) -> dict[str, Any]:
    return document(
        {"Effect": "Allow", "Principal": {"Service": principal}, "Action": "sts:AssumeRole"}
    )


def role(
    template: Template,
    name: str,
    principal: str,
    statements: Sequence[Statement] = (),
    managed: Sequence[str] = (),
) -> str:
    """`statements` are what it needs before anything else exists; what connections need is granted later."""
    properties: dict[str, Any] = {"AssumeRolePolicyDocument": trust(principal)}
    if managed:
        properties["ManagedPolicyArns"] = [
            Sub(f"arn:${{AWS::Partition}}:iam::aws:policy/{one}") for one in managed
        ]
    if statements:
        properties["Policies"] = [{"PolicyName": "base", "PolicyDocument": document(*statements)}]
    return template.add(name, "AWS::IAM::Role", properties)


def grant(template: Template, component: Component, given: Statement) -> str:
    """Lets a component's role do one thing more; answers the policy that says so.

    The policy stands beside the role, so that a resource which names the component's own code can be granted too.
    """
    name = template.once(("policy", component.id), lambda: _policy(template, component))
    statements = template.properties(name)["PolicyDocument"]["Statement"]
    if all({**one, "Sid": given["Sid"]} != given for one in statements):
        sid = _unique(given["Sid"], {one["Sid"] for one in statements})
        statements.append({**given, "Sid": sid})
    return name


def _policy(template: Template, component: Component) -> str:
    name = f"{template.id(component)}Policy"
    before, template.section = template.section, component.id
    made = template.add(
        name,
        "AWS::IAM::Policy",
        {
            "PolicyName": "connections",
            "PolicyDocument": document(),
            "Roles": [Ref(role_of(template, component))],
        },
    )
    template.section = before
    return made


def _unique(sid: str, taken: set[str]) -> str:
    name, number = sid, 1
    while name in taken:
        number += 1
        name = f"{sid}{number}"
    return name


def keep_role(template: Template, component: Component, name: str) -> str:
    """Remembers which role a component acts in."""
    return template.remember(("role", component.id), name)


def role_of(template: Template, component: Component) -> str:
    name = template.known("role", component.id)
    if name is None:
        raise LookupError(f"{component.service} acts in no role")
    return name


def role_arn(template: Template, component: Component) -> GetAtt:
    return GetAtt(role_of(template, component), "Arn")
