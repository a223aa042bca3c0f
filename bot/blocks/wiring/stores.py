"""What code is given to work with a database, a cache, a broker or a file system that stands in a VPC or beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.naming import variable
from bot.blocks.network.groups import let_in
from bot.blocks.permissions import Statement, grant, statement
from bot.blocks.services import (
    documentdb,
    fsx,
    keyspaces,
    memorydb,
    mq,
    msk,
    neptune,
    passwords,
    redshift,
    timestream,
)
from bot.blocks.template import Template
from bot.domain.architecture import Component

_HERE = "${AWS::Region}:${AWS::AccountId}"
_SECRET = ("secretsmanager:GetSecretValue",)
_CONNECT = ("kafka-cluster:Connect", "kafka-cluster:DescribeCluster", "kafka:GetBootstrapBrokers")
_TOPICS = (
    "kafka-cluster:CreateTopic",
    "kafka-cluster:DescribeTopic",
    "kafka-cluster:ReadData",
    "kafka-cluster:WriteData",
)
_GROUPS = ("kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup")
_GRAPH = (
    "neptune-db:DeleteDataViaQuery",
    "neptune-db:ReadDataViaQuery",
    "neptune-db:WriteDataViaQuery",
)


@dataclass(frozen=True, slots=True)
class Store:
    """On which ports it listens, what its callers may do, and what they are told of it."""

    ports: Callable[[Component], Sequence[int]]
    allowed: Callable[[Template, Component], Sequence[Statement]]
    told: Callable[[Template, Component], Mapping[str, Any]]


def _port(number: int) -> Callable[[Component], Sequence[int]]:
    return lambda _: (number,)


def _by_secret(
    host: str, secret: Callable[[Template, Component], Any]
) -> tuple[
    Callable[[Template, Component], Sequence[Statement]],
    Callable[[Template, Component], Mapping[str, Any]],
]:
    """Those that are logged in to with a password."""

    def allowed(template: Template, one: Component) -> Sequence[Statement]:
        return [statement(f"Password{template.id(one)}", _SECRET, [secret(template, one)])]

    def told(template: Template, one: Component) -> Mapping[str, Any]:
        where = GetAtt(template.id(one), host)
        return {"HOST": where, "SECRET_ARN": secret(template, one)}

    return allowed, told


def _own_secret(template: Template, one: Component) -> Ref:
    return Ref(passwords.secret_of(template, one))


def _managed_secret(template: Template, one: Component) -> GetAtt:
    return GetAtt(template.id(one), "MasterPasswordSecretArn")


def _broker_told(template: Template, one: Component) -> Mapping[str, Any]:
    return {"ENDPOINT": mq.address(template, one), "SECRET_ARN": _own_secret(template, one)}


def _graph(template: Template, one: Component) -> Sequence[Statement]:
    name = template.id(one)
    arn = f"arn:${{AWS::Partition}}:neptune-db:{_HERE}:${{{name}.ClusterResourceId}}/*"
    return [statement(f"Query{name}", _GRAPH, [Sub(arn)])]


def _memory(template: Template, one: Component) -> Sequence[Statement]:
    name = template.id(one)
    resources = [GetAtt(name, "ARN"), GetAtt(f"{name}User", "Arn")]
    return [statement(f"Connect{name}", ["memorydb:Connect"], resources)]


def _memory_told(template: Template, one: Component) -> Mapping[str, Any]:
    name = template.id(one)
    return {"HOST": GetAtt(name, "ClusterEndpoint.Address"), "USER": Ref(f"{name}User")}


def kafka(template: Template, one: Component) -> list[Statement]:
    name = template.id(one)
    below = f"{msk.prefix(template, one)}-*/*"
    arn = f"arn:${{AWS::Partition}}:kafka:{_HERE}:"
    return [
        statement(f"Connect{name}", _CONNECT, [Ref(name)]),
        statement(f"Topics{name}", _TOPICS, [Sub(f"{arn}topic/{below}")]),
        statement(f"Groups{name}", _GROUPS, [Sub(f"{arn}group/{below}")]),
    ]


def _nothing(_template: Template, _one: Component) -> Sequence[Statement]:
    return ()


def _address(attribute: str, setting: str) -> Callable[[Template, Component], Mapping[str, Any]]:
    return lambda template, one: {setting: GetAtt(template.id(one), attribute)}


def _named(setting: str) -> Callable[[Template, Component], Mapping[str, Any]]:
    return lambda template, one: {setting: Ref(template.id(one))}


STORES: Mapping[str, Store] = MappingProxyType(
    {
        "documentdb": Store(_port(documentdb.PORT), *_by_secret("Endpoint", _own_secret)),
        "redshift": Store(_port(redshift.PORT), *_by_secret("Endpoint.Address", _managed_secret)),
        "timestream": Store(_port(timestream.PORT), *_by_secret("Endpoint", _own_secret)),
        "mq": Store(lambda one: (mq.port(one),), _by_secret("", _own_secret)[0], _broker_told),
        "neptune": Store(_port(neptune.PORT), _graph, _address("Endpoint", "HOST")),
        "memorydb": Store(_port(memorydb.PORT), _memory, _memory_told),
        "msk": Store(_port(msk.PORT), kafka, _named("ARN")),
        "fsx": Store(fsx.ports, _nothing, _address("DNSName", "HOST")),
    }
)


def may_reach(template: Template, wire: Wire) -> None:
    """A way in, what is needed to log in, and where it is."""
    store = STORES[wire.target.service]
    for port in store.ports(wire.target):
        let_in(template, wire, port)
    for given in store.allowed(template, wire.target):
        grant(template, wire.source, given)
    for setting, value in store.told(template, wire.target).items():
        template.setting(wire.source, f"{variable(template.id(wire.target))}_{setting}", value)
    if wire.target.service == "fsx":
        template.assume(
            f"{template.title(wire.source)} reaches {template.title(wire.target)}; mount it by its host name."
        )


_ROWS = ("cassandra:Modify", "cassandra:Select")


def may_use_rows(template: Template, wire: Wire) -> None:
    """A table of Keyspaces, and the system tables that every driver asks first."""
    name = template.id(wire.target)
    keyspace = template.known("keyspace", wire.target.id) or ""
    arn = f"arn:${{AWS::Partition}}:cassandra:{_HERE}:/keyspace/"
    own = Sub(f"{arn}${{{keyspace}}}/table/{keyspaces.table(template, wire.target)}")
    grant(template, wire.source, statement(f"Rows{name}", _ROWS, [own]))
    system = statement(f"System{name}", ["cassandra:Select"], [Sub(f"{arn}system*")])
    grant(template, wire.source, system)
    template.setting(wire.source, variable(name), Ref(name))


# Lambda's pollers stand in the cluster's subnets, and ask for these on every resource.
_POLL = (
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
)
_ABOUT = ("kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers")


def kafka_runs(template: Template, wire: Wire) -> None:
    """A topic named events, read by pollers that stand beside the brokers and need a way out."""
    cluster = template.id(wire.source)
    for given in kafka(template, wire.source):
        grant(template, wire.target, given)
    grant(template, wire.target, statement(f"About{cluster}", _ABOUT, [Ref(cluster)]))
    further = {"Topics": ["events"], "StartingPosition": "LATEST", "BatchSize": 100}
    _poll(template, wire, Ref(cluster), msk.PORT, further)


def broker_runs(template: Template, wire: Wire) -> None:
    """A queue named events on the broker, read with the user of its secret."""
    name, login = template.id(wire.source), _own_secret(template, wire.source)
    given = ["mq:DescribeBroker"]
    grant(template, wire.target, statement(f"About{name}", given, [GetAtt(name, "Arn")]))
    grant(template, wire.target, statement(f"Password{name}", _SECRET, [login]))
    configurations = [{"Type": "BASIC_AUTH", "URI": login}]
    if mq.engine(wire.source) == "RABBITMQ":
        configurations.append({"Type": "VIRTUAL_HOST", "URI": "/"})
    further = {"Queues": ["events"], "SourceAccessConfigurations": configurations}
    _poll(template, wire, GetAtt(name, "Arn"), mq.port(wire.source), further)


def _poll(
    template: Template, wire: Wire, source: Any, port: int, further: Mapping[str, Any]
) -> None:
    function = template.id(wire.target)
    policy = grant(template, wire.target, statement("PollInTheVpc", _POLL, ["*"]))
    let_in(template, Wire(wire.source, wire.source), port)
    template.once(
        ("mapping", wire.source.id, wire.target.id),
        lambda: template.add(
            f"{function}From{template.id(wire.source)}",
            "AWS::Lambda::EventSourceMapping",
            {"EventSourceArn": source, "FunctionName": Ref(function), **further},
            DependsOn=[policy],
        ),
    )
    template.assume(
        f"{template.title(wire.target)} runs for what comes in as “events” on {template.title(wire.source)}."
    )
