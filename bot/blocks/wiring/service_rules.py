"""The rules of the wiring table for what passes on, lets in, encrypts, watches and joins."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.blocks.drawing import COMPUTE, Wire
from bot.blocks.services import pipes
from bot.blocks.template import Template
from bot.blocks.wiring import (
    acting,
    attached,
    devices,
    encrypting,
    graphql,
    messages,
    origins,
    partners,
    piping,
)

Rule = Callable[[Template, Wire], None]

_FROM_CODE: Mapping[str, Rule] = {
    "appsync": graphql.may_call,
    "bedrock": acting.may_ask_agent,
    "prometheus": acting.may_write_metrics,
}
_ROLE_MAY = ("dynamodb", "sqs", "sns", "kinesis", "secretsmanager", "kms", "s3")
_PAIRS: Mapping[tuple[str, str], Rule] = {
    ("appsync", "lambda"): graphql.to_function,
    ("appsync", "dynamodb"): graphql.to_table,
    ("bedrock", "lambda"): acting.agent_calls,
    ("lex", "lambda"): acting.bot_answers,
    ("grafana", "prometheus"): acting.reads_metrics,
    ("prometheus", "grafana"): acting.metrics_read,
    ("globalaccelerator", "alb"): acting.accelerates,
    ("globalaccelerator", "ec2"): acting.accelerates,
    ("fargate", "cloudmap"): acting.is_found_by_name,
    ("ecs", "cloudmap"): acting.is_found_by_name,
    ("cloudmap", "fargate"): acting.finds_by_name,
    ("cloudmap", "ecs"): acting.finds_by_name,
    ("cloudfront", "ec2"): origins.origin_instance,
    ("waf", "appsync"): attached.guards,
    ("appsync", "waf"): attached.behind_guard,
    ("waf", "cognito"): attached.guards,
    ("sns", "firehose"): messages.topic_feeds_delivery,
    ("eventbridge", "firehose"): messages.rule_feeds_delivery,
    ("iot", "lambda"): devices.passes_to_function,
    ("s3", "b2bi"): partners.takes_documents,
    ("b2bi", "s3"): partners.hands_documents,
}

SERVICE_RULES: Mapping[tuple[str, str], Rule] = MappingProxyType(
    {
        **{(code, target): rule for code in COMPUTE for target, rule in _FROM_CODE.items()},
        **{(source, "pipes"): piping.takes for source in pipes.SOURCES},
        **{("pipes", target): piping.delivers for target in pipes.TARGETS},
        **{("iot", target): devices.passes for target in devices.PASSED_TO},
        **{("kms", what): encrypting.encrypts for what in encrypting.ENCRYPTED},
        **{(what, "kms"): encrypting.encrypted for what in encrypting.ENCRYPTED},
        **{("iam", target): acting.role_may for target in _ROLE_MAY},
        **_PAIRS,
    }
)
