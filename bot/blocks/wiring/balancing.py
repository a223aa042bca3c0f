"""Balancers and their targets: instances, containers, groups and functions."""

from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.network.groups import let_in
from bot.blocks.services import ec2, fargate
from bot.blocks.template import Template
from bot.blocks.wiring.origins import guard
from bot.blocks.wiring.triggers import permission


def serves_instance(template: Template, wire: Wire) -> None:
    """All instances behind a balancer share one target group."""
    let_in(template, wire, ec2.PORT)
    balancer = template.id(wire.source)
    group = template.once(
        ("targets", wire.source.id),
        lambda: _group(
            template, wire, f"{balancer}Targets", {"TargetType": "instance", "Targets": []}
        ),
    )
    target = {"Id": Ref(template.id(wire.target))}
    targets = template.properties(group)["Targets"]
    if target not in targets:
        targets.append(target)
    _forward(template, wire, group)


def serves_containers(template: Template, wire: Wire) -> None:
    let_in(template, wire, fargate.PORT)
    service = template.id(wire.target)
    group = template.once(
        ("targets", wire.source.id, wire.target.id),
        lambda: _group(template, wire, f"{service}Targets", {"TargetType": "ip"}),
    )
    entry = {
        "ContainerName": fargate.CONTAINER,
        "ContainerPort": fargate.PORT,
        "TargetGroupArn": Ref(group),
    }
    entries = template.properties(service).setdefault("LoadBalancers", [])
    if entry not in entries:
        entries.append(entry)
        template.properties(service)["HealthCheckGracePeriodSeconds"] = 60
    # ECS refuses a target group that no listener uses yet.
    template.depends(service, _forward(template, wire, group))


def serves_group(template: Template, wire: Wire) -> None:
    let_in(template, wire, ec2.PORT)
    name = template.id(wire.target)
    group = template.once(
        ("targets", wire.source.id, wire.target.id),
        lambda: _group(template, wire, f"{name}Targets", {"TargetType": "instance"}),
    )
    properties = template.properties(name)
    properties.setdefault("TargetGroupARNs", []).append(Ref(group))
    properties.update(HealthCheckType="ELB", HealthCheckGracePeriod=120)
    _forward(template, wire, group)


def serves_function(template: Template, wire: Wire) -> None:
    function = template.id(wire.target)
    # The group waits for the permission, so the permission cannot name the group.
    groups = (
        "arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:targetgroup/*"
    )
    principal = {"Principal": "elasticloadbalancing.amazonaws.com", "SourceArn": Sub(groups)}
    allowed = permission(template, wire.target, template.id(wire.source), principal)
    group = template.once(
        ("targets", wire.source.id, wire.target.id),
        lambda: template.add(
            f"{function}Targets",
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            {"TargetType": "lambda", "Targets": [{"Id": GetAtt(function, "Arn")}]},
            DependsOn=[allowed],
        ),
    )
    _forward(template, wire, group)


def _group(template: Template, wire: Wire, name: str, further: dict[str, Any]) -> str:
    place = template.place(wire.source)
    vpc = place.vpc.id if place else ""
    return template.add(
        name,
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        {
            "VpcId": Ref(vpc),
            "Port": 80,
            "Protocol": "HTTP",
            "HealthCheckPath": "/",
            **further,
        },
    )


def _forward(template: Template, wire: Wire, group: str) -> str:
    """The first group answers everything, each further one under its name; answers what forwards to it."""
    key = ("forward", wire.source.id, group)
    known = template.known(*key)
    if known:
        return known
    listener = template.known("listener", wire.source.id) or ""
    action = {"Type": "forward", "TargetGroupArn": Ref(group)}
    first = template.known("forwards", wire.source.id) is None
    template.remember(("forwards", wire.source.id), group)
    guarded = guard(template, wire.source)
    if first and not guarded:
        template.properties(listener)["DefaultActions"] = [action]
        return template.remember(key, listener)
    conditions = list(guarded)
    if not first:
        conditions.append({"Field": "path-pattern", "Values": [f"/{template.slug(wire.target)}*"]})
    return template.once(key, lambda: _rule(template, listener, group, conditions))


def _rule(template: Template, listener: str, group: str, conditions: list[dict[str, Any]]) -> str:
    rules = [
        one
        for one in template.resources.values()
        if one.type == "AWS::ElasticLoadBalancingV2::ListenerRule"
        and one.properties["ListenerArn"] == Ref(listener)
    ]
    by_path = any(one["Field"] == "path-pattern" for one in conditions)
    return template.add(
        f"{group}Rule",
        "AWS::ElasticLoadBalancingV2::ListenerRule",
        {
            "ListenerArn": Ref(listener),
            # A rule with a path goes before the one that takes all.
            "Priority": len(rules) + 1 if by_path else 1000,
            "Conditions": conditions,
            "Actions": [{"Type": "forward", "TargetGroupArn": Ref(group)}],
        },
    )
