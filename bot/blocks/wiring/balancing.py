"""Balancers and their targets: instances, containers, groups and functions."""

from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.network.groups import group_id, let_in
from bot.blocks.services import alb, containers, ec2, fargate
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.blocks.wiring.origins import guard
from bot.blocks.wiring.triggers import permission

_PODS = 8080


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
    port = containers.port(wire.target)
    let_in(template, wire, port)
    service = template.id(wire.target)
    group = template.once(
        ("targets", wire.source.id, wire.target.id),
        lambda: _group(template, wire, f"{service}Targets", {"TargetType": "ip", "Port": port}),
    )
    entry = {
        "ContainerName": fargate.CONTAINER,
        "ContainerPort": port,
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


def serves_pods(template: Template, wire: Wire) -> None:
    """A target group for pods: the AWS Load Balancer Controller keeps them in it."""
    service = template.id(wire.target)
    group = template.once(
        ("targets", wire.source.id, wire.target.id),
        lambda: _group(template, wire, f"{service}Targets", {"TargetType": "ip", "Port": _PODS}),
    )
    template.once(
        ("reach", wire.source.id, wire.target.id, str(_PODS)),
        lambda: template.add(
            f"{service}From{template.id(wire.source)}",
            "AWS::EC2::SecurityGroupIngress",
            {
                "GroupId": GetAtt(service, "ClusterSecurityGroupId"),
                "IpProtocol": "tcp",
                "FromPort": _PODS,
                "ToPort": _PODS,
                "SourceSecurityGroupId": group_id(template, wire.source),
                "Description": f"From {template.title(wire.source)}",
            },
        ),
    )
    _forward(template, wire, group)
    template.assume(
        f"Install the AWS Load Balancer Controller in {template.title(wire.target)} and bind your service to "
        f"{template.title(wire.source)} with a TargetGroupBinding, pods listening on port {_PODS}.",
        Stake.ACT,
    )


def serves_function(template: Template, wire: Wire) -> None:
    if alb.is_network(wire.source):
        template.assume(
            f"{template.title(wire.source)} passes on connections, which {template.title(wire.target)} cannot take."
        )
        return
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
            **(_BY_CONNECTION if alb.is_network(wire.source) else _BY_REQUEST),
            **further,
        },
    )


def _listener(template: Template, wire: Wire, first: str, group: str) -> str:
    """What passes on connections tells its targets apart by the port alone."""
    known = template.properties(first)
    used = [
        one.properties["Port"]
        for one in template.resources.values()
        if one.properties.get("LoadBalancerArn") == known["LoadBalancerArn"]
    ]
    port = max(used) + 1
    template.assume(
        f"{template.title(wire.source)} leads to {template.title(wire.target)} on port {port}."
    )
    action = {"Type": "forward", "TargetGroupArn": Ref(group)}
    return template.add(
        f"{group}Listener",
        "AWS::ElasticLoadBalancingV2::Listener",
        {**known, "Port": port, "DefaultActions": [action]},
    )


_BY_REQUEST = {"Protocol": "HTTP", "HealthCheckPath": "/"}
_BY_CONNECTION = {"Protocol": "TCP", "HealthCheckProtocol": "TCP"}


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
    if alb.is_network(wire.source) and not first:
        return template.once(key, lambda: _listener(template, wire, listener, group))
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
