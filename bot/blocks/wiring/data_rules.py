"""The rules of the wiring table for what stores, computes by the job, analyses and builds."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.blocks.drawing import COMPUTE, Wire
from bot.blocks.template import Template
from bot.blocks.wiring import access, analytics, attached, balancing, building, jobs, saved, stores

Rule = Callable[[Template, Wire], None]

_FROM_CODE: Mapping[str, Rule] = {
    **dict.fromkeys(stores.STORES, stores.may_reach),
    "keyspaces": stores.may_use_rows,
    "athena": analytics.may_query,
    "batch": jobs.code_starts,
    "codebuild": jobs.code_starts,
    "codepipeline": jobs.code_starts,
    "glue": jobs.code_starts_etl,
}
# What runs people's code in a role, as functions and instances do.
_LIKE_CODE = ("eks", "batch", "apprunner", "elasticbeanstalk")
_AS_FROM_CODE: Mapping[str, Rule] = {
    **dict.fromkeys(access.ACCESS, access.may_use),
    "s3": access.may_use_objects,
    "eventbridge": access.may_put_events,
    "rds": access.may_query,
    "elasticache": access.may_cache,
    "opensearch": attached.may_search,
    "parameterstore": attached.may_read_parameter,
    "ses": attached.may_send_mail,
    "ecr": attached.pulls_image,
    **dict.fromkeys(stores.STORES, stores.may_reach),
    "keyspaces": stores.may_use_rows,
}
_FOR_JOBS: Mapping[str, Rule] = {
    "s3": analytics.uses_bucket,
    "dynamodb": access.may_use,
    "kinesis": access.may_use,
    "sns": access.may_use,
    "sqs": access.may_use,
    "secretsmanager": access.may_use,
    "kms": access.may_use,
}
_JOBS = ("glue", "emr", "sagemaker", "codebuild")
_STARTED = ("batch", "fargate", "ecs", "codebuild", "codepipeline")
_PAIRS: Mapping[tuple[str, str], Rule] = {
    ("eventbridge", "glue"): jobs.rule_runs_etl,
    ("stepfunctions", "glue"): jobs.workflow_runs_etl,
    ("s3", "batch"): jobs.objects_start,
    ("sqs", "batch"): jobs.queue_fills_jobs,
    ("s3", "glue"): analytics.bucket_used,
    ("s3", "emr"): analytics.bucket_used,
    ("s3", "sagemaker"): analytics.bucket_used,
    ("s3", "redshift"): analytics.bucket_used,
    ("redshift", "s3"): analytics.uses_bucket,
    ("s3", "athena"): analytics.bucket_queried,
    ("athena", "s3"): analytics.queries_bucket,
    ("athena", "glue"): analytics.queries_catalog,
    ("glue", "athena"): analytics.catalog_queried,
    ("dynamodb", "glue"): analytics.table_read,
    ("glue", "redshift"): stores.may_reach,
    ("glue", "rds"): access.may_query,
    ("emr", "rds"): access.may_query,
    ("sagemaker", "rds"): access.may_query,
    ("sagemaker", "athena"): analytics.may_query,
    ("kinesis", "glue"): analytics.feeds_job,
    ("kinesis", "emr"): analytics.feeds_job,
    ("dynamodb", "kinesis"): analytics.table_fills_stream,
    ("firehose", "redshift"): analytics.delivers_to_warehouse,
    ("firehose", "opensearch"): analytics.delivers_to_search,
    ("msk", "lambda"): stores.kafka_runs,
    ("mq", "lambda"): stores.broker_runs,
    ("transfer", "s3"): analytics.uses_bucket,
    ("s3", "codepipeline"): building.bucket_feeds,
    ("codepipeline", "s3"): building.to_bucket,
    ("codecommit", "codepipeline"): building.from_repository,
    ("codepipeline", "codecommit"): building.repository_behind,
    ("codepipeline", "codebuild"): building.builds,
    ("codebuild", "codepipeline"): building.built_in,
    ("codepipeline", "codedeploy"): building.to_machines,
    ("codepipeline", "fargate"): building.to_service,
    ("codepipeline", "ecs"): building.to_service,
    ("codepipeline", "lambda"): building.invokes,
    ("codecommit", "codebuild"): building.clones,
    ("codebuild", "codecommit"): building.cloned,
    ("codebuild", "ecr"): building.pushes_image,
    ("ecr", "eks"): attached.image_pulled,
    ("ecr", "batch"): attached.image_pulled,
    ("ec2", "ebs"): saved.attaches,
    ("ebs", "ec2"): saved.attached,
    ("dms", "rds"): saved.migrates_to,
    ("rds", "dms"): saved.migrates_from,
    ("alb", "eks"): balancing.serves_pods,
}

DATA_RULES: Mapping[tuple[str, str], Rule] = MappingProxyType(
    {
        **{(code, target): rule for code in COMPUTE for target, rule in _FROM_CODE.items()},
        **{
            (code, target): rule
            for code in _LIKE_CODE
            for target, rule in _AS_FROM_CODE.items()
            # Of its jobs it tells by itself.
            if (code, target) != ("batch", "eventbridge")
        },
        **{(job, target): rule for job in _JOBS for target, rule in _FOR_JOBS.items()},
        **{("eventbridge", one): jobs.rule_starts for one in _STARTED},
        **{("stepfunctions", one): jobs.workflow_starts for one in _STARTED},
        **{("backup", one): saved.saved for one in saved.SAVED},
        **{(one, "backup"): saved.saved_by for one in saved.SAVED},
        **{("codedeploy", one): building.marks for one in ("ec2", "autoscaling", "lambda")},
        **_PAIRS,
    }
)
