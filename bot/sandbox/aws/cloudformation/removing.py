"""Removing single resources from moto, whose models mostly cannot do it themselves."""

import contextlib
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from moto.apigateway.models import apigateway_backends
from moto.awslambda.utils import get_backend
from moto.core.exceptions import ServiceException
from moto.ecr.models import ecr_backends
from moto.ecs.models import ecs_backends
from moto.elbv2.models import elbv2_backends
from moto.iam.models import iam_backends
from moto.route53.models import route53_backends
from moto.s3.models import s3_backends

from bot.sandbox.aws.cloudformation.place import Place
from bot.sandbox.aws.cloudformation.records import Resource


class BucketNotEmpty(ServiceException):
    code = "BucketNotEmpty"
    message = (
        "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
    )


_Remove: TypeAlias = Callable[[Place, Resource], Any]


def by_model(place: Place, resource: Resource) -> None:
    """The way that moto's model has of its own."""
    model = type(resource.thing)
    if hasattr(model, "delete") and not hasattr(model.delete, "__isabstractmethod__"):
        resource.thing.delete(place.account, place.region)
        return
    described = {"Type": resource.type, "Properties": dict(resource.properties)}
    model.delete_from_cloudformation_json(
        resource.physical_id, described, place.account, place.region
    )


def _with_another(_: Place, __: Resource) -> None:
    """It goes with the resource that it is a part of."""


def _empty_bucket(place: Place, resource: Resource) -> None:
    backend = place.everywhere(s3_backends)
    if backend.buckets[resource.physical_id].keys:
        raise BucketNotEmpty
    backend.delete_bucket(resource.physical_id)


def _detach(place: Place, resource: Resource) -> None:
    vpc = resource.properties["VpcId"]
    if gateway := resource.properties.get("InternetGatewayId"):
        place.ec2.detach_internet_gateway(gateway, vpc)
    if gateway := resource.properties.get("VpnGatewayId"):
        place.ec2.detach_vpn_gateway(gateway, vpc)


def _release(place: Place, resource: Resource) -> None:
    allocation = resource.thing.allocation_id
    if resource.thing.association_id:
        place.ec2.disassociate_address(association_id=resource.thing.association_id)
    place.ec2.release_address(allocation_id=allocation)


def _forget_nat(place: Place, resource: Resource) -> None:
    gateway = place.ec2.nat_gateways.pop(resource.physical_id)
    for address in gateway.address_set:
        place.ec2.enis.pop(address.get("networkInterfaceId"), None)
        with contextlib.suppress(ServiceException):  # moto may have let go of it
            place.ec2.disassociate_address(association_id=address.get("associationId"))


def _forget_route(place: Place, resource: Resource) -> None:
    routes = place.ec2.get_route_table(resource.properties["RouteTableId"])._routes  # noqa: SLF001 moto finds routes by a destination that it may not have
    for gone in [id_ for id_, route in routes.items() if route is resource.thing]:
        del routes[gone]


def _disassociate(place: Place, resource: Resource) -> None:
    """By the subnet: moto gives an association the id of its route table."""
    table = place.ec2.get_route_table(resource.properties["RouteTableId"])
    associations = table._associations  # noqa: SLF001 moto has no other way to find them
    gone = [id_ for id_, one in associations.items() if one == resource.properties["SubnetId"]]
    for association in gone:
        place.ec2.disassociate_route_table(association)
    place.ec2.subnet_associations = {
        key: one for key, one in place.ec2.subnet_associations.items() if one is not resource.thing
    }


def _forget_endpoint(place: Place, resource: Resource) -> None:
    """Without the route that moto looks for, and that may be gone."""
    endpoint = place.ec2.vpc_end_points.pop(resource.physical_id)
    for interface in endpoint.network_interface_ids or []:
        place.ec2.enis.pop(interface, None)


def _forget_vpc(place: Place, resource: Resource) -> None:
    """What AWS makes and removes with a VPC: its main route table, network ACL and default group."""
    vpc = resource.physical_id
    place.ec2.delete_vpc(vpc)
    for acls in [id_ for id_, acl in place.ec2.network_acls.items() if acl.vpc_id == vpc]:
        place.ec2.network_acls.pop(acls)
    for tables in [id_ for id_, one in place.ec2.route_tables.items() if one.vpc_id == vpc]:
        place.ec2.route_tables.pop(tables)
    place.ec2.groups.pop(vpc, None)


def _forget_listener(place: Place, resource: Resource) -> None:
    place.of(elbv2_backends).delete_listener(resource.physical_id)


def _forget_target_group(place: Place, resource: Resource) -> None:
    place.of(elbv2_backends).target_groups.pop(resource.physical_id, None)


def _forget_method(place: Place, resource: Resource) -> None:
    said = resource.properties
    backend = place.of(apigateway_backends)
    methods = backend.get_resource(said["RestApiId"], said["ResourceId"]).resource_methods
    methods.pop(said["HttpMethod"], None)


def _forget_deployment(place: Place, resource: Resource) -> None:
    api = place.of(apigateway_backends).get_rest_api(resource.properties["RestApiId"])
    api.deployments.pop(resource.thing.id, None)
    # A deployment that names a stage makes it, and AWS lets it go with the deployment's API.
    api.stages.pop(resource.properties.get("StageName"), None)


def _forget_service(place: Place, resource: Resource) -> None:
    backend = place.of(ecs_backends)
    for key in [key for key, one in backend.services.items() if one is resource.thing]:
        backend.services.pop(key)


def _forget_task_definition(place: Place, resource: Resource) -> None:
    for revisions in place.of(ecs_backends).task_definitions.values():
        for number in [number for number, one in revisions.items() if one is resource.thing]:
            revisions.pop(number)


def _forget_managed_policy(place: Place, resource: Resource) -> None:
    backend = place.everywhere(iam_backends)
    for holder in (*backend.roles.values(), *backend.users.values(), *backend.groups.values()):
        holder.managed_policies.pop(resource.physical_id, None)
    backend.managed_policies.pop(resource.physical_id, None)


def _forget_permission(place: Place, resource: Resource) -> None:
    """By what it says: moto does not keep which statement it made of it."""
    said = resource.properties
    policy = get_backend(place.account, place.region).get_function(said["FunctionName"]).policy
    policy.statements = [
        one
        for one in policy.statements
        if (one.get("Action"), one.get("Principal", {}).get("Service"))
        != (said["Action"], said["Principal"])
    ]


REMOVALS: Mapping[str, _Remove] = {
    "AWS::ApiGateway::Deployment": _forget_deployment,
    "AWS::ApiGateway::Method": _forget_method,
    "AWS::ApiGateway::Resource": lambda place, one: place.of(apigateway_backends).delete_resource(
        one.properties["RestApiId"], one.physical_id
    ),
    "AWS::ApiGateway::RestApi": lambda place, one: place.of(apigateway_backends).delete_rest_api(
        one.physical_id
    ),
    "AWS::AutoScaling::AutoScalingGroup": by_model,
    "AWS::AutoScaling::LaunchConfiguration": by_model,
    "AWS::CloudWatch::Dashboard": by_model,
    "AWS::DynamoDB::Table": by_model,
    "AWS::EC2::EIP": _release,
    "AWS::EC2::FlowLog": lambda place, one: place.ec2.delete_flow_logs([one.physical_id]),
    "AWS::EC2::InternetGateway": lambda place, one: place.ec2.delete_internet_gateway(
        one.physical_id
    ),
    "AWS::EC2::LaunchTemplate": by_model,
    "AWS::EC2::NatGateway": _forget_nat,
    "AWS::EC2::NetworkInterface": lambda place, one: place.ec2.delete_network_interface(
        one.physical_id
    ),
    "AWS::EC2::Route": _forget_route,
    "AWS::EC2::RouteTable": lambda place, one: place.ec2.delete_route_table(one.physical_id),
    "AWS::EC2::SecurityGroup": by_model,
    "AWS::EC2::SecurityGroupIngress": _with_another,
    "AWS::EC2::SubnetRouteTableAssociation": _disassociate,
    "AWS::EC2::VPC": _forget_vpc,
    "AWS::EC2::VPCEndpoint": _forget_endpoint,
    "AWS::EC2::VPCGatewayAttachment": _detach,
    "AWS::EC2::Volume": lambda place, one: place.ec2.delete_volume(one.physical_id),
    "AWS::EC2::VolumeAttachment": _with_another,
    "AWS::ECR::Repository": lambda place, one: place.of(ecr_backends).delete_repository(
        one.physical_id, force=True
    ),
    "AWS::ECS::Cluster": lambda place, one: place.of(ecs_backends).clusters.pop(one.physical_id),
    "AWS::ECS::Service": _forget_service,
    "AWS::ECS::TaskDefinition": _forget_task_definition,
    "AWS::EFS::AccessPoint": by_model,
    "AWS::EFS::FileSystem": by_model,
    "AWS::EFS::MountTarget": by_model,
    "AWS::ElasticLoadBalancingV2::Listener": _forget_listener,
    "AWS::ElasticLoadBalancingV2::ListenerRule": lambda place, one: place.of(
        elbv2_backends
    ).delete_rule(one.physical_id),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": by_model,
    "AWS::ElasticLoadBalancingV2::TargetGroup": _forget_target_group,
    "AWS::Events::Archive": by_model,
    "AWS::Events::EventBus": by_model,
    "AWS::Events::Rule": by_model,
    "AWS::IAM::AccessKey": by_model,
    "AWS::IAM::InstanceProfile": by_model,
    "AWS::IAM::ManagedPolicy": _forget_managed_policy,
    "AWS::IAM::Policy": by_model,
    "AWS::IAM::Role": by_model,
    "AWS::IAM::User": by_model,
    "AWS::KMS::Alias": by_model,
    "AWS::KMS::Key": by_model,
    "AWS::Kinesis::Stream": by_model,
    "AWS::Lambda::EventSourceMapping": by_model,
    "AWS::Lambda::Function": by_model,
    "AWS::Lambda::Permission": _forget_permission,
    "AWS::Lambda::Version": _with_another,
    "AWS::Logs::LogGroup": by_model,
    "AWS::RDS::DBParameterGroup": by_model,
    "AWS::RDS::DBSubnetGroup": by_model,
    "AWS::Route53::HealthCheck": lambda place, one: place.everywhere(
        route53_backends
    ).delete_health_check(one.physical_id),
    "AWS::Route53::HostedZone": lambda place, one: place.everywhere(
        route53_backends
    ).delete_hosted_zone(one.physical_id),
    "AWS::Route53::RecordSet": by_model,
    "AWS::S3::Bucket": _empty_bucket,
    "AWS::SNS::Topic": by_model,
    "AWS::SQS::Queue": by_model,
    "AWS::SSM::Parameter": by_model,
    "AWS::StepFunctions::StateMachine": by_model,
}
"""How each type that moto models is removed. A type that is not here only exists on paper."""
