"""Resources that moto can hold and that its CloudFormation does not know, or makes wrongly."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from moto.apigateway.models import apigateway_backends
from moto.cognitoidp.models import cognitoidp_backends
from moto.core.utils import camelcase_to_underscores
from moto.rds.models import rds_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from bot.sandbox.aws.cloudformation.machines import (
    make_instance,
    make_subnet,
    remove_subnet,
    terminate_instance,
)
from bot.sandbox.aws.cloudformation.place import Place
from bot.sandbox.aws.cloudformation.records import Resource
from bot.sandbox.aws.cloudformation.template import as_text


@dataclass(frozen=True)
class Thing:
    """What stands in for one of moto's models."""

    physical_resource_id: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    def get_cfn_attribute(self, name: str) -> str | None:
        return self.attributes.get(name)


_Properties: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Addition:
    """`make` gets the name that CloudFormation would give; `remove` what was made."""

    make: Callable[[Place, _Properties, str], Any]
    remove: Callable[[Place, Resource], Any]


def _stage(place: Place, said: _Properties, _: str) -> Thing:
    place.of(apigateway_backends).create_stage(
        said["RestApiId"], said["StageName"], said["DeploymentId"]
    )
    return Thing(said["StageName"])


def _remove_stage(place: Place, resource: Resource) -> None:
    place.of(apigateway_backends).delete_stage(
        resource.properties["RestApiId"], resource.physical_id
    )


def _bucket_policy(place: Place, said: _Properties, _: str) -> Thing:
    policy = json.dumps(said["PolicyDocument"]).encode()
    place.everywhere(s3_backends).put_bucket_policy(said["Bucket"], policy)
    return Thing(said["Bucket"])


def _remove_bucket_policy(place: Place, resource: Resource) -> None:
    place.everywhere(s3_backends).delete_bucket_policy(resource.properties["Bucket"])


def _subscription(place: Place, said: _Properties, _: str) -> Thing:
    backend = place.of(sns_backends)
    made = backend.subscribe(said["TopicArn"], said.get("Endpoint", ""), said["Protocol"])
    for name in ("RawMessageDelivery", "FilterPolicyScope", "FilterPolicy"):
        if name in said:
            backend.set_subscription_attributes(made.arn, name, as_text(said[name]))
    return Thing(made.arn, {"Arn": made.arn, "SubscriptionArn": made.arn})


def _remove_subscription(place: Place, resource: Resource) -> None:
    place.of(sns_backends).unsubscribe(resource.physical_id)


def _topic_policy(place: Place, said: _Properties, name: str) -> Thing:
    for arn in said["Topics"]:
        place.of(sns_backends).get_topic(arn).policy = json.dumps(said["PolicyDocument"])
    return Thing(name)


def _queue_policy(place: Place, said: _Properties, name: str) -> Thing:
    for url in said["Queues"]:
        queue = place.of(sqs_backends).get_queue(url.rpartition("/")[2])
        queue.policy = json.dumps(said["PolicyDocument"])
    return Thing(name)


def _nothing(_: Place, __: Resource) -> None:
    """It goes with what it was said of."""


def _secret(place: Place, said: _Properties, name: str) -> Thing:
    made = place.of(secretsmanager_backends).create_secret(
        name=said.get("Name", name),
        secret_string=said.get("SecretString", "simulated-secret"),
        secret_binary=None,
        description=said.get("Description"),
        tags=said.get("Tags"),
        kms_key_id=said.get("KmsKeyId"),
        client_request_token=None,
        replica_regions=[],
        force_overwrite=False,
    )
    arn = json.loads(made)["ARN"]
    return Thing(arn, {"Id": arn})


def _remove_secret(place: Place, resource: Resource) -> None:
    place.of(secretsmanager_backends).delete_secret(
        resource.physical_id, recovery_window_in_days=None, force_delete_without_recovery=True
    )


def _user_pool(place: Place, said: _Properties, name: str) -> Thing:
    pool = place.of(cognitoidp_backends).create_user_pool(said.get("UserPoolName", name), {})
    host = f"cognito-idp.{place.region}.amazonaws.com/{pool.id}"
    attributes = {
        "Arn": pool.arn,
        "UserPoolId": pool.id,
        "ProviderName": host,
        "ProviderURL": f"https://{host}",
    }
    return Thing(pool.id, attributes)


def _remove_user_pool(place: Place, resource: Resource) -> None:
    place.of(cognitoidp_backends).delete_user_pool(resource.physical_id)


def _user_pool_client(place: Place, said: _Properties, name: str) -> Thing:
    client = place.of(cognitoidp_backends).create_user_pool_client(
        said["UserPoolId"], bool(said.get("GenerateSecret")), {"ClientName": name}
    )
    return Thing(client.id, {"ClientId": client.id, "Name": name})


def _remove_user_pool_client(place: Place, resource: Resource) -> None:
    place.of(cognitoidp_backends).delete_user_pool_client(
        resource.properties["UserPoolId"], resource.physical_id
    )


_DATABASE = frozenset(
    {
        "AllocatedStorage",
        "BackupRetentionPeriod",
        "DBInstanceClass",
        "DBName",
        "DBParameterGroupName",
        "DBSubnetGroupName",
        "DeletionProtection",
        "Engine",
        "EngineVersion",
        "ManageMasterUserPassword",
        "MasterUserPassword",
        "MasterUsername",
        "MaxAllocatedStorage",
        "MultiAZ",
        "Port",
        "PubliclyAccessible",
        "StorageEncrypted",
        "StorageType",
        "Tags",
    }
)


def _database(place: Place, said: _Properties, name: str) -> Thing:
    """Unlike moto's own, which wants an object where Ref gives a name and knows no managed password."""
    known = {
        camelcase_to_underscores(key.replace("DB", "Db").replace("AZ", "Az")): value
        for key, value in said.items()
        if key in _DATABASE
    }
    made = place.of(rds_backends).create_db_instance(
        {
            **known,
            "db_instance_identifier": said.get("DBInstanceIdentifier", name).lower(),
            "vpc_security_group_ids": said.get("VPCSecurityGroups", []),
        }
    )
    secret = getattr(made, "master_user_secret", None)
    attributes = {
        "DBInstanceArn": made.db_instance_arn,
        "Endpoint.Address": made.address,
        "Endpoint.Port": str(made.port),
    }
    return Thing(
        made.db_instance_identifier,
        attributes | ({"MasterUserSecret.SecretArn": secret.secret.arn} if secret else {}),
    )


def _remove_database(place: Place, resource: Resource) -> None:
    place.of(rds_backends).delete_db_instance(resource.physical_id)


ADDITIONS: Mapping[str, Addition] = {
    "AWS::ApiGateway::Stage": Addition(_stage, _remove_stage),
    "AWS::Cognito::UserPool": Addition(_user_pool, _remove_user_pool),
    "AWS::Cognito::UserPoolClient": Addition(_user_pool_client, _remove_user_pool_client),
    "AWS::EC2::Instance": Addition(make_instance, terminate_instance),
    "AWS::EC2::Subnet": Addition(make_subnet, remove_subnet),
    "AWS::RDS::DBInstance": Addition(_database, _remove_database),
    "AWS::S3::BucketPolicy": Addition(_bucket_policy, _remove_bucket_policy),
    "AWS::SecretsManager::Secret": Addition(_secret, _remove_secret),
    "AWS::SNS::Subscription": Addition(_subscription, _remove_subscription),
    "AWS::SNS::TopicPolicy": Addition(_topic_policy, _nothing),
    "AWS::SQS::QueuePolicy": Addition(_queue_policy, _nothing),
}
