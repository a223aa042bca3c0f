"""EC2 instances and their subnets, with the properties that moto's own models leave out."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from moto.ec2.models.instances import Instance
from moto.ec2.models.subnets import Subnet

from bot.sandbox.aws.cloudformation.place import Place
from bot.sandbox.aws.cloudformation.records import Resource

_Properties: TypeAlias = Mapping[str, Any]


def make_instance(place: Place, said: _Properties, _: str) -> Instance:
    optional = {"block_device_mappings": _disks(said)} if "BlockDeviceMappings" in said else {}
    reservation = place.ec2.run_instances(
        said.get("ImageId"),
        1,
        said.get("UserData"),
        said.get("SecurityGroups", []),
        instance_type=said.get("InstanceType", "m1.small"),
        is_instance_type_default="InstanceType" not in said,
        placement=said.get("AvailabilityZone"),
        region_name=place.region,
        subnet_id=said.get("SubnetId"),
        key_name=said.get("KeyName"),
        security_group_ids=list(said.get("SecurityGroupIds", [])),
        nics=[_interface(one) for one in said.get("NetworkInterfaces", [])],
        private_ip=said.get("PrivateIpAddress"),
        associate_public_ip=None,
        ebs_optimized=said.get("EbsOptimized", False),
        instance_initiated_shutdown_behavior=said.get("InstanceInitiatedShutdownBehavior"),
        launch_template=said.get("LaunchTemplate", {}),
        metadata_options=said.get("MetadataOptions", {}),
        tags={"instance": {tag["Key"]: tag["Value"] for tag in said.get("Tags", [])}},
        **optional,
    )
    instance: Instance = reservation.instances[0]
    instance.disable_api_termination = bool(said.get("DisableApiTermination", False))
    if profile := said.get("IamInstanceProfile"):
        place.ec2.associate_iam_instance_profile(
            instance_id=instance.id, iam_instance_profile_name=profile
        )
    return instance


def terminate_instance(place: Place, resource: Resource) -> None:
    """The instance stays visible for a while; moto keeps its network interfaces for ever."""
    place.ec2.terminate_instances([resource.physical_id])
    for interface in resource.thing.nics.values():
        place.ec2.enis.pop(interface.id, None)


def make_subnet(place: Place, said: _Properties, _: str) -> Subnet:
    subnet: Subnet = place.ec2.create_subnet(
        vpc_id=said["VpcId"],
        cidr_block=said.get("CidrBlock"),
        availability_zone=said.get("AvailabilityZone"),
    )
    for tag in said.get("Tags", []):
        subnet.add_tag(tag["Key"], tag["Value"])
    public = said.get("MapPublicIpOnLaunch", False) in {True, "true"}
    place.ec2.modify_subnet_attribute(subnet.id, "map_public_ip_on_launch", public)
    return subnet


def remove_subnet(place: Place, resource: Resource) -> None:
    """With the network interfaces that moto keeps of instances that are gone."""
    place.ec2.delete_subnet(resource.physical_id)
    for interface in [
        one for one in place.ec2.enis.values() if one.subnet.id == resource.physical_id
    ]:
        del place.ec2.enis[interface.id]


def _disks(said: _Properties) -> list[dict[str, Any]]:
    """AWS deletes a volume with its instance unless it is told otherwise; moto keeps it."""
    return [
        one | {"Ebs": {"DeleteOnTermination": True} | one["Ebs"]}
        for one in said["BlockDeviceMappings"]
        if "Ebs" in one
    ]


def _interface(said: _Properties) -> dict[str, Any]:
    return {**said, "Groups": said.get("GroupSet", [])}
