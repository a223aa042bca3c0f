"""What an arrow makes: (service it starts at, service it ends at) → the rule that wires the two."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.blocks.drawing import COMPUTE, Wire
from bot.blocks.services.eventbridge import SCHEDULED
from bot.blocks.template import Template
from bot.blocks.wiring import (
    access,
    attached,
    balancing,
    http,
    messages,
    origins,
    records,
    replicating,
    steps,
    triggers,
)
from bot.blocks.wiring.data_rules import DATA_RULES
from bot.blocks.wiring.scheduling import or_else
from bot.blocks.wiring.service_rules import SERVICE_RULES

Rule = Callable[[Template, Wire], None]

_FROM_CODE: Mapping[str, Rule] = {
    **dict.fromkeys(access.ACCESS, access.may_use),
    "s3": access.may_use_objects,
    "eventbridge": access.may_put_events,
    "rds": access.may_query,
    "elasticache": access.may_cache,
    "alb": access.may_call_balancer,
    "ec2": access.may_call_instance,
    "fargate": access.may_call_container,
    "ecs": access.may_call_container,
    "apigateway": access.may_call_api,
    "nat": access.goes_out_by,
    "efs": attached.mounts,
    "opensearch": attached.may_search,
    "parameterstore": attached.may_read_parameter,
    "ecr": attached.pulls_image,
    "ses": attached.may_send_mail,
}
_OTHERS: Mapping[tuple[str, str], Rule] = {
    ("s3", "lambda"): triggers.bucket_runs,
    ("sns", "lambda"): triggers.topic_runs,
    ("eventbridge", "lambda"): triggers.rule_runs,
    ("sqs", "lambda"): triggers.queue_runs,
    ("kinesis", "lambda"): triggers.stream_runs,
    ("dynamodb", "lambda"): triggers.changes_run,
    ("s3", "sns"): messages.bucket_tells_topic,
    ("s3", "sqs"): messages.bucket_tells_queue,
    ("s3", "eventbridge"): messages.bucket_tells_bus,
    ("s3", "s3"): replicating.replicates,
    ("sns", "sqs"): messages.topic_fills_queue,
    ("eventbridge", "sqs"): messages.rule_fills_queue,
    ("eventbridge", "sns"): messages.rule_publishes,
    ("eventbridge", "kinesis"): messages.rule_fills_stream,
    ("eventbridge", "stepfunctions"): messages.rule_starts_workflow,
    ("stepfunctions", "lambda"): steps.calls_function,
    ("stepfunctions", "dynamodb"): steps.writes_item,
    ("stepfunctions", "sns"): steps.publishes,
    ("stepfunctions", "sqs"): steps.sends,
    ("stepfunctions", "s3"): steps.writes_object,
    ("stepfunctions", "eventbridge"): steps.puts_event,
    ("stepfunctions", "stepfunctions"): steps.starts_workflow,
    ("cloudfront", "s3"): origins.origin_bucket,
    ("s3", "cloudfront"): origins.bucket_behind,
    ("cloudfront", "alb"): origins.origin_balancer,
    ("cloudfront", "apigateway"): origins.origin_api,
    ("alb", "ec2"): balancing.serves_instance,
    ("alb", "fargate"): balancing.serves_containers,
    ("alb", "ecs"): balancing.serves_containers,
    ("alb", "lambda"): balancing.serves_function,
    ("alb", "autoscaling"): balancing.serves_group,
    ("ecr", "fargate"): attached.image_pulled,
    ("ecr", "ecs"): attached.image_pulled,
    ("waf", "alb"): attached.guards,
    ("waf", "apigateway"): attached.guards,
    ("waf", "cloudfront"): attached.guards_distribution,
    ("alb", "waf"): attached.behind_guard,
    ("apigateway", "waf"): attached.behind_guard,
    ("cloudfront", "waf"): attached.behind_guard,
    ("route53", "alb"): records.named_balancer,
    ("route53", "cloudfront"): records.named_distribution,
    ("route53", "apigateway"): records.named_api,
}

_DIRECTLY: Mapping[tuple[str, str], Rule] = MappingProxyType(
    {
        **{(code, target): rule for code in COMPUTE for target, rule in _FROM_CODE.items()},
        **DATA_RULES,
        **SERVICE_RULES,
        **{("efs", code): attached.mounted for code in COMPUTE},
        **{("apigateway", target): rule for target, rule in http.ROUTES.items()},
        **_OTHERS,
    }
)
RULES: Mapping[tuple[str, str], Rule] = MappingProxyType(
    {
        (source, target): or_else(rule) if source == "eventbridge" and target in SCHEDULED else rule
        for (source, target), rule in _DIRECTLY.items()
    }
)
