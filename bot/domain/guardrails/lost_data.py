"""Data outlives its stack, or at least the slip that deletes it."""

from collections.abc import Iterator

from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.judged import Judged
from bot.domain.keeping import DELETED, ON_REPLACEMENT, is_in_cluster, policy_of

HOLDING_DATA = frozenset(
    {
        "AWS::Cassandra::Table",
        "AWS::Cognito::UserPool",
        "AWS::DocDB::DBCluster",
        "AWS::DynamoDB::GlobalTable",
        "AWS::DynamoDB::Table",
        "AWS::EC2::Volume",
        "AWS::EFS::FileSystem",
        "AWS::FSx::FileSystem",
        "AWS::MemoryDB::Cluster",
        "AWS::Neptune::DBCluster",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::Redshift::Cluster",
        "AWS::S3::Bucket",
        "AWS::Timestream::Table",
    }
)


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.of_type(*HOLDING_DATA):
        resource = judged.resource(one.logical_id)
        # What is copied from a database is there as long as that is.
        if is_in_cluster(resource) or "SourceDBInstanceIdentifier" in one.properties:
            continue
        path = ("Resources", one.logical_id)
        if DELETED in judged.scope.texts(policy_of(resource)):
            yield Flaw(path, f"What {one.logical_id} holds is deleted with the stack.")
        elif DELETED in judged.scope.texts(resource.get(ON_REPLACEMENT, DELETED)):
            yield Flaw(
                path,
                f"What {one.logical_id} holds is deleted when a change replaces it.",
                Severity.NOTE,
                fix=f"Set {ON_REPLACEMENT} as DeletionPolicy is set.",
            )


GUARDRAIL = Guardrail(
    id="data-lost-with-stack",
    title="Data outlives its stack",
    why="A click deletes a stack; what was in its tables and buckets cannot be had back.",
    fix="Set DeletionPolicy and UpdateReplacePolicy to Retain, RetainExceptOnCreate or Snapshot.",
    flaws=_flaws,
    severity=Severity.WARNING,
    lighter="A note where only UpdateReplacePolicy is missing.",
)
