"""What the services have to do with each other: which carry messages, which stand in front, which need a VPC."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.domain.services import SERVICES

# They pass on what they get, so one taken out of the middle leaves its neighbours connected.
CARRIERS = frozenset({"sqs", "sns", "kinesis", "eventbridge", "firehose", "msk", "mq"})
# They stand where requests come in; what comes from inside goes past them.
FRONTS = frozenset(
    {"cloudfront", "route53", "apigateway", "alb", "globalaccelerator", "appsync", "acm"}
)
# They guard or watch something without being in its way.
GUARDS = frozenset({"cognito", "waf", "acm", "cloudwatch", "cloudtrail", "xray", "kms"})
COMPUTE = frozenset(
    {
        "lambda",
        "ec2",
        "autoscaling",
        "fargate",
        "ecs",
        "eks",
        "apprunner",
        "batch",
        "elasticbeanstalk",
        "stepfunctions",
    }
)
# Of these, more of the same is a number at one symbol, not a second symbol.
COUNTED = frozenset({"ec2", "autoscaling", "fargate", "ecs", "eks"})
DATABASES = frozenset({"dynamodb", "rds", "documentdb", "neptune", "redshift"})
# They stand in subnets.
IN_A_VPC = frozenset(
    {
        "ec2",
        "autoscaling",
        "fargate",
        "ecs",
        "eks",
        "alb",
        "nat",
        "rds",
        "elasticache",
        "efs",
        "redshift",
        "documentdb",
        "neptune",
        "opensearch",
        "msk",
        "mq",
        "vpcendpoint",
        "elasticbeanstalk",
    }
)
# They are parts of a VPC and go with it.
OF_A_VPC = frozenset({"nat", "igw", "vpcendpoint"})

# What can stand in for another when somebody says no more than what to use.
FAMILIES = (
    DATABASES,
    CARRIERS,
    COMPUTE,
    frozenset({"alb", "apigateway", "appsync", "cloudfront", "globalaccelerator"}),
    frozenset({"s3", "efs", "ebs"}),
    frozenset({"secretsmanager", "parameterstore"}),
    frozenset({"elasticache"}),
)

# Words that mean one of several services, the likelier first.
LOOSE_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "database": ("rds", "dynamodb", "documentdb", "neptune", "redshift"),
        "db": ("rds", "dynamodb", "documentdb", "neptune", "redshift"),
        "data store": ("dynamodb", "rds", "s3"),
        "datastore": ("dynamodb", "rds", "s3"),
        "table": ("dynamodb",),
        "api": ("apigateway", "appsync"),
        "gateway": ("apigateway", "nat", "igw", "transitgateway"),
        "server": ("ec2", "fargate", "ecs"),
        "webserver": ("ec2",),
        "machine": ("ec2",),
        "box": ("ec2",),
        "container": ("fargate", "ecs", "eks"),
        "storage": ("s3", "efs", "ebs"),
        "object storage": ("s3",),
        "object store": ("s3",),
        "file system": ("efs",),
        "filesystem": ("efs",),
        "stream": ("kinesis", "firehose", "msk"),
        "bus": ("eventbridge",),
        "event rule": ("eventbridge",),
        "schedule": ("eventbridge",),
        "cron": ("eventbridge",),
        "timer": ("eventbridge",),
        "broker": ("mq", "msk"),
        "workflow": ("stepfunctions",),
        "orchestration": ("stepfunctions",),
        "auth": ("cognito",),
        "authentication": ("cognito",),
        "authorization": ("cognito",),
        "authorizer": ("cognito",),
        "login": ("cognito",),
        "sign-in": ("cognito",),
        "identity": ("cognito",),
        "firewall": ("waf",),
        "monitoring": ("cloudwatch",),
        "logging": ("cloudwatch",),
        "logs": ("cloudwatch",),
        "metrics": ("cloudwatch",),
        "notification": ("sns",),
        "notifications": ("sns",),
        "caching": ("elasticache",),
        "caching layer": ("elasticache",),
        "cache layer": ("elasticache",),
        "balancer": ("alb",),
        "loadbalancer": ("alb",),
        "dlq": ("sqs",),
        "search": ("opensearch",),
        "email": ("ses",),
        "mail": ("ses",),
        "search index": ("opensearch",),
        "data warehouse": ("redshift",),
        "warehouse": ("redshift",),
        "secrets": ("secretsmanager",),
        "encryption key": ("kms",),
        "compute": tuple(sorted(COMPUTE)),
        "serverless function": ("lambda",),
        "static site": ("s3",),
        "website": ("s3", "cloudfront"),
        "visitors": ("user", "client", "internet"),
        "clients": ("client", "user"),
        "people": ("user",),
    }
)
ENGINES: Mapping[str, str] = MappingProxyType(
    {
        "postgres": "Postgres",
        "postgresql": "PostgreSQL",
        "mysql": "MySQL",
        "mariadb": "MariaDB",
        "aurora": "Aurora",
        "sql server": "SQL Server",
        "redis": "Redis",
        "memcached": "Memcached",
        "valkey": "Valkey",
        "rabbitmq": "RabbitMQ",
        "activemq": "ActiveMQ",
    }
)


def family(service: str) -> frozenset[str]:
    """The services that could stand in its place."""
    return next((one for one in FAMILIES if service in one), frozenset({service}))


def short_title(service: str) -> str:
    """“Lambda” for AWS Lambda."""
    title = SERVICES[service].title
    for prefix in ("Amazon ", "AWS "):
        title = title.removeprefix(prefix)
    return _SHORTER.get(service, title)


_SHORTER: Mapping[str, str] = MappingProxyType(
    {
        "alb": "Load balancer",
        "kinesis": "Kinesis",
        "firehose": "Firehose",
        "autoscaling": "Auto Scaling",
        "opensearch": "OpenSearch",
        "unknown": "something unknown",
    }
)


def outside(service: str) -> bool:
    return SERVICES[service].outside


def every_alias() -> Iterator[tuple[str, str]]:
    for service in SERVICES.values():
        for alias in (*service.aliases, service.name):
            yield alias, service.name
