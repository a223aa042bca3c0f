"""Arrows that nobody says because a template without them makes no sense."""

from collections.abc import Iterator, Sequence

from bot.blocks.wiring.table import RULES
from bot.offline.sketching.directing import Relation, directed
from bot.offline.sketching.things import Gathered, Thing

# Who stands alone is connected with the first of these that is there, each kind by itself: (who, with whom).
_ALONE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("apigateway", ("lambda", "stepfunctions", "fargate", "ecs", "kinesis", "sqs", "sns", "dynamodb")),
    ("cloudfront", ("s3", "alb", "apigateway", "ec2")),
    ("alb", ("autoscaling", "fargate", "ecs", "eks", "ec2", "lambda")),
    ("waf", ("cloudfront", "alb", "apigateway", "appsync", "cognito")),
    ("cognito", ("apigateway", "alb", "appsync")),
    ("stepfunctions", ("lambda", "batch", "glue", "fargate", "ecs")),
    ("acm", ("cloudfront", "alb", "apigateway")),
    ("route53", ("cloudfront", "alb", "apigateway")),
    ("appsync", ("dynamodb", "lambda")),
    ("eventbridge", ("lambda", "stepfunctions", "glue", "batch", "codebuild", "fargate", "ecs", "sns", "sqs", "kinesis")),
    ("sqs", ("lambda", "fargate", "ecs", "batch")),
    ("kinesis", ("lambda", "firehose")),
    ("msk", ("lambda", "ec2")),
    ("firehose", ("s3", "opensearch", "redshift")),
    ("cloudtrail", ("s3", "sns")),
    ("config", ("s3", "sns", "lambda")),
    ("glue", ("s3",)),
    ("athena", ("glue", "s3")),
    ("batch", ("s3",)),
    ("lakeformation", ("s3",)),
    ("sagemaker", ("s3",)),
    ("transfer", ("s3",)),
    ("datasync", ("s3", "efs")),
    ("imagebuilder", ("s3",)),
    ("b2bi", ("s3",)),
    ("dms", ("rds", "s3")),
    ("iot", ("kinesis", "lambda", "dynamodb", "sqs", "s3")),
    ("apprunner", ("ecr",)),
    ("ecr", ("fargate", "ecs")),
    ("codepipeline", ("codecommit", "codebuild", "codedeploy", "ecs", "fargate", "s3")),
    ("ebs", ("ec2",)),
    ("fsx", ("s3",)),
    ("efs", ("ec2", "fargate", "ecs", "lambda", "autoscaling")),
    ("vpn", ("transitgateway",)),
    ("budgets", ("sns",)),
    ("guardduty", ("eventbridge",)),
)  # fmt: skip
# A database that nothing uses is there for the only code that there is.
_STORES = ("rds", "elasticache", "dynamodb", "documentdb", "memorydb", "opensearch", "neptune")
_CODE = ("lambda", "fargate", "ecs", "autoscaling", "ec2", "eks", "elasticbeanstalk", "apprunner")
_ALL_OF = frozenset(
    {"config", "codepipeline", "glue", "cloudtrail", "backup", "b2bi", "lakeformation"}
)
_WATCHED = (
    "ec2",
    "autoscaling",
    "lambda",
    "rds",
    "sqs",
    "alb",
    "efs",
    "dynamodb",
    "apigateway",
    "ecs",
    "fargate",
    "kinesis",
    "stepfunctions",
    "elasticache",
)


def implied(found: Gathered, told: Sequence[Relation]) -> list[Relation]:
    whole = list(told)
    for service, partners in _ALONE:
        for one in found.of(service):
            whole += _partners(found, one, partners, whole)
    for one in found.of("pipes"):
        whole += _piped(found, one, whole)
    for one in found.of("cloudwatch"):
        whole += _alarm(found, one, whole)
    for store in (*found.of(*_STORES), *_buckets(found)):
        whole += _used(found, store, whole)
    whole += _more(found, whole)
    return [one for one in whole[len(told) :] if not _there(told, one)]


def _there(told: Sequence[Relation], one: Relation) -> bool:
    return any(
        {id(each.source), id(each.target)} == {id(one.source), id(one.target)} for each in told
    )


def _beside(one: Thing, told: Sequence[Relation]) -> list[Thing]:
    return [
        each.target if each.source is one else each.source
        for each in told
        if one in (each.source, each.target)
    ]


def _partners(
    found: Gathered, one: Thing, partners: Sequence[str], told: Sequence[Relation]
) -> Iterator[Relation]:
    beside = {other.service for other in _beside(one, told)}
    if one.service not in _ALL_OF and beside & {*partners}:
        return
    for partner in partners:
        if partner in beside:
            continue
        others = [
            other
            for other in found.of(partner)
            if _goes(one, other) and not (partner == "lambda" and _is_triggered(other, one, told))
        ]
        if others:
            whole = one.service in _ALL_OF or len(others) == 1 or _serves_all(one)
            for other in others if whole else others[:1]:
                yield directed(one, other)
            if one.service not in _ALL_OF:
                return


def _serves_all(one: Thing) -> bool:
    return one.service in ("apigateway", "alb", "stepfunctions")


# Blocks read these arrows by themselves, without a rule of the wiring.
_READ = frozenset(
    {
        *((one, "s3") for one in ("cloudtrail", "config", "lakeformation", "firehose")),
        *(("cognito", one) for one in ("apigateway", "alb", "appsync")),
        *(("acm", "alb"), ("config", "lambda"), ("config", "sns"), ("budgets", "sns"), ("guardduty", "eventbridge")),
    }
)  # fmt: skip


def _goes(one: Thing, other: Thing) -> bool:
    ends = (one.service, other.service)
    return ends in RULES or (ends[1], ends[0]) in RULES or ends in _READ


def _is_triggered(function: Thing, by: Thing, told: Sequence[Relation]) -> bool:
    """A function that something runs already needs nothing else to run it; an API comes before a queue."""
    runs = ("sqs", "kinesis", "eventbridge", "sns", "s3", "apigateway", "dynamodb")
    return any(
        each.target is function and each.source.service in runs and each.source is not by
        for each in told
    )


_SOURCES = ("sqs", "dynamodb", "kinesis", "msk", "mq")
_TARGETS = (
    "batch",
    "stepfunctions",
    "lambda",
    "ecs",
    "fargate",
    "eventbridge",
    "sns",
    "sqs",
    "kinesis",
    "firehose",
)


def _piped(found: Gathered, pipe: Thing, told: Sequence[Relation]) -> Iterator[Relation]:
    """A pipe needs both ends."""
    sources = [one.source for one in told if one.target is pipe]
    targets = [one.target for one in told if one.source is pipe]
    if not sources:
        free = [one for one in found.of(*_SOURCES) if one not in targets]
        yield from (Relation(one, pipe) for one in free[:1])
    if not targets:
        others = [one for service in _TARGETS for one in found.of(service) if one not in sources]
        others = [one for one in others if sources or one.service not in _SOURCES] or others
        yield from (Relation(pipe, one) for one in others[:1])


def _alarm(found: Gathered, one: Thing, told: Sequence[Relation]) -> Iterator[Relation]:
    if "alarm" not in one.settings:
        return
    beside = _beside(one, told)
    topics = found.of("sns")
    if topics and not any(other.service == "sns" for other in beside):
        yield Relation(one, topics[0])
    if not any(other.service in _WATCHED for other in beside):
        watched = next(iter(found.of(*_by_metric(one.settings.get("alarm", "")))), None)
        if watched:
            yield Relation(one, watched)


def _by_metric(metric: str) -> tuple[str, ...]:
    return {
        "cpu": ("autoscaling", "ec2", "rds", "fargate", "ecs", "elasticache"),
        "errors": ("lambda", "stepfunctions", "apigateway"),
        "queue-depth": ("sqs",),
        "5xx": ("alb", "apigateway", "cloudfront"),
        "io": ("efs", "rds", "ebs"),
        "throughput": ("efs", "kinesis", "dynamodb"),
        "status": ("ec2", "autoscaling"),
        "billing": (),
    }.get(metric, _WATCHED)


def _buckets(found: Gathered) -> Iterator[Thing]:
    """`a function to label the photos in a bucket`: named in one breath."""
    functions = {one.first.sentence for one in found.of("lambda")}
    yield from (one for one in found.of("s3") if one.first.sentence in functions)


def _is_a_way_in(one: Thing) -> bool:
    """A bastion is for people."""
    return one.service == "ec2" and ("public", "on") in one.first.noun.settings


def _used(found: Gathered, store: Thing, told: Sequence[Relation]) -> Iterator[Relation]:
    if any(
        other.service in (*_CODE, "apigateway", "appsync", "pipes", "glue", "dms", "stepfunctions")
        for other in _beside(store, told)
    ):
        return
    if store.service == "s3" and _beside(store, told):
        return
    code = [one for one in found.of(*_CODE) if not _is_a_way_in(one)]
    namesakes = [one for one in code if store.label and one.label == store.label]
    code = namesakes or code
    kinds = {one.service for one in code}
    if len(code) == 1 or (len(kinds) == 1 and store.service != "dynamodb"):
        for one in code:
            runs = store.settings.get("stream") == "on" and one.service == "lambda"
            if runs and not any(each.target is one for each in told):
                yield Relation(store, one)
            else:
                yield directed(one, store)


_ENCRYPTED = ("s3", "sqs", "sns", "dynamodb", "efs", "kinesis", "rds", "secretsmanager", "ebs", "documentdb", "elasticache", "fsx", "msk", "neptune", "opensearch", "redshift")  # fmt: skip


def _subscribed(found: Gathered, told: Sequence[Relation]) -> Iterator[Relation]:
    """`a topic with two subscriber queues`."""
    for topic in found.of("sns")[:1]:
        for queue in found.of("sqs"):
            subscribes = any(word.startswith("subscri") for word in queue.first.describing)
            if subscribes and topic not in _beside(queue, told):
                yield Relation(topic, queue)


def _more(found: Gathered, told: Sequence[Relation]) -> Iterator[Relation]:
    """Two parts of the same story: a transit gateway or peering and its VPCs go by containers, a bucket's key by arrow."""
    for one in found.of("backup"):
        for other in found.of(
            "rds", "dynamodb", "efs", "ebs", "ec2", "s3", "documentdb", "neptune"
        ):
            if not _beside(one, told):
                yield directed(one, other)
    yield from _subscribed(found, told)
    for one in found.of("kms"):
        kinds = dict.fromkeys(other.service for other in found.of(*_ENCRYPTED))
        if not _beside(one, told):
            yield from (Relation(one, other) for other in found.of(*[*kinds][:1]))
