"""What a drawn role may do, and what agents, bots and dashboards call."""

from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import grant, statement
from bot.blocks.services import fargate, iam, lex
from bot.blocks.template import Template
from bot.blocks.wiring import access
from bot.blocks.wiring.attached import turned
from bot.blocks.wiring.triggers import permission


def role_may(template: Template, wire: Wire) -> None:
    iam.settled(template, wire.source)
    rules = {"s3": access.may_use_objects, "eventbridge": access.may_put_events}
    rules.get(wire.target.service, access.may_use)(template, wire)


def agent_calls(template: Template, wire: Wire) -> None:
    """A function that the agent may call when it sees fit."""
    agent, function = template.id(wire.source), template.id(wire.target)
    agents = "arn:${AWS::Partition}:bedrock:${AWS::Region}:${AWS::AccountId}:agent/*"
    # The agent waits for the permission, so the permission cannot name it.
    allowed = permission(
        template,
        wire.target,
        agent,
        {"Principal": "bedrock.amazonaws.com", "SourceArn": Sub(agents)},
    )
    template.depends(agent, allowed)
    group = {
        "ActionGroupName": function,
        "Description": f"What {template.title(wire.target)} does",
        "ActionGroupExecutor": {"Lambda": GetAtt(function, "Arn")},
        "FunctionSchema": {
            "Functions": [{"Name": "run", "Description": f"Runs {template.title(wire.target)}"}]
        },
    }
    template.properties(agent).setdefault("ActionGroups", []).append(group)


def may_ask_agent(template: Template, wire: Wire) -> None:
    agent, alias = template.id(wire.target), template.known("alias", wire.target.id) or ""
    arn = GetAtt(alias, "AgentAliasArn")
    grant(template, wire.source, statement(f"Ask{agent}", ["bedrock:InvokeAgent"], [arn]))
    template.setting(wire.source, "AGENT_ID", GetAtt(agent, "AgentId"))
    template.setting(wire.source, "AGENT_ALIAS_ID", GetAtt(alias, "AgentAliasId"))


def bot_answers(template: Template, wire: Wire) -> None:
    """A bot asks one function."""
    bot, function = template.id(wire.source), template.id(wire.target)
    aliases = "arn:${AWS::Partition}:lex:${AWS::Region}:${AWS::AccountId}:bot-alias/*"
    principal = {"Principal": "lexv2.amazonaws.com", "SourceArn": Sub(aliases)}
    template.depends(bot, permission(template, wire.target, bot, principal))
    hook = {"CodeHookInterfaceVersion": "1.0", "LambdaArn": GetAtt(function, "Arn")}
    answered = {"Enabled": True, "CodeHookSpecification": {"LambdaCodeHook": hook}}
    template.properties(bot)["TestBotAliasSettings"] = {
        "BotAliasLocaleSettings": [{"LocaleId": lex.LOCALE, "BotAliasLocaleSetting": answered}]
    }


_QUERY = ("aps:GetLabels", "aps:GetMetricMetadata", "aps:GetSeries", "aps:QueryMetrics")


def reads_metrics(template: Template, wire: Wire) -> None:
    metrics = template.id(wire.target)
    given = statement(f"Query{metrics}", _QUERY, [GetAtt(metrics, "Arn")])
    grant(template, wire.source, given)


def metrics_read(template: Template, wire: Wire) -> None:
    if not template.drawing.replied(wire):
        reads_metrics(template, turned(wire))


def may_write_metrics(template: Template, wire: Wire) -> None:
    metrics = template.id(wire.target)
    given = statement(f"Write{metrics}", ["aps:RemoteWrite"], [GetAtt(metrics, "Arn")])
    grant(template, wire.source, given)
    template.setting(wire.source, "METRICS_URL", GetAtt(metrics, "PrometheusEndpoint"))


def accelerates(template: Template, wire: Wire) -> None:
    group = template.known("endpoints", wire.source.id) or ""
    endpoint = {"EndpointId": Ref(template.id(wire.target)), "Weight": 128}
    listed = template.properties(group).setdefault("EndpointConfigurations", [])
    if endpoint not in listed:
        listed.append(endpoint)


def is_found_by_name(template: Template, wire: Wire) -> None:
    """Containers are found under their own name in the namespace."""
    service, namespace = template.id(wire.source), template.id(wire.target)
    private = template.resources[namespace].type.endswith("PrivateDnsNamespace")
    records = {"DnsConfig": {"DnsRecords": [{"Type": "A", "TTL": 10}]}} if private else {}
    registry = template.once(
        ("registry", wire.source.id, wire.target.id),
        lambda: template.add(
            f"{service}Registry",
            "AWS::ServiceDiscovery::Service",
            {
                "Name": template.slug(wire.source),
                "NamespaceId": GetAtt(namespace, "Id"),
                **records,
                "HealthCheckCustomConfig": {"FailureThreshold": 1},
            },
        ),
    )
    entry: dict[str, Any] = {"RegistryArn": GetAtt(registry, "Arn")}
    template.properties(service)["ServiceRegistries"] = [entry]
    if not private:
        entry["ContainerName"] = fargate.CONTAINER


def finds_by_name(template: Template, wire: Wire) -> None:
    if not template.drawing.replied(wire):
        is_found_by_name(template, turned(wire))
