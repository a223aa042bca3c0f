"""File systems are mounted by whatever they are drawn with; search domains stand where they are drawn."""

import json

import pytest

from tests.blocks.conftest import Judge, Judged
from tests.blocks.drawings import ALL, drawn

SEARCH = "AWS::OpenSearchService::Domain"


@pytest.mark.parametrize("machine", ["ec2", "autoscaling"])
@pytest.mark.parametrize("arrow", [(0, 1), (1, 0)])
def test_a_machine_mounts_a_file_system_also_after_a_restart(
    judge: Judge, machine: str, arrow: tuple[int, int]
) -> None:
    judged = judge(drawn(f"{machine} efs", [arrow], labels={1: "Shared"}))

    script = _script(judged)
    point = "accesspoint=${SharedFileSystemAccessPoint}"
    assert (
        f"${{SharedFileSystem}}:/ /mnt/shared-file-system efs _netdev,nofail,noresvport,tls,iam,{point} 0 0"
        in script
    )
    assert ">> /etc/fstab" in script
    assert "dnf install -y amazon-efs-utils && mount -a -t efs" in script
    waits = judged.resources["Instance" if machine == "ec2" else "Group"]["DependsOn"]
    assert set(judged.of_type("AWS::EFS::MountTarget")) <= set(waits)


@pytest.mark.parametrize("machine", ["ec2", "autoscaling"])
def test_the_first_page_is_there_again_after_a_restart(judge: Judge, machine: str) -> None:
    script = _script(judge(drawn(machine)))

    assert "/etc/systemd/system/first-page.service" in script
    assert "WantedBy=multi-user.target" in script
    assert "systemctl enable --now first-page.service" in script


def test_a_task_mounts_a_file_system_in_its_role(judge: Judge) -> None:
    judged = judge(drawn("fargate efs", [(0, 1)]))

    task = judged.only("AWS::ECS::TaskDefinition")
    (volume,) = task["Volumes"]
    said = volume["EFSVolumeConfiguration"]
    assert said["FilesystemId"] == {"Ref": "FileSystem"}
    assert said["TransitEncryption"] == "ENABLED"
    assert said["AuthorizationConfig"] == {
        "AccessPointId": {"Ref": "FileSystemAccessPoint"},
        "IAM": "ENABLED",
    }
    (mount,) = task["ContainerDefinitions"][0]["MountPoints"]
    assert (mount["SourceVolume"], mount["ContainerPath"]) == (volume["Name"], "/mnt/file-system")
    assert "elasticfilesystem:ClientMount" in json.dumps(judged.of_type("AWS::IAM::Policy"))
    waits = set(judged.resources["Service"]["DependsOn"])
    assert {*judged.of_type("AWS::EFS::MountTarget"), "FileSystemFromService"} <= waits


def test_everything_that_mounts_a_file_system_finds_the_same_files(judge: Judge) -> None:
    judged = judge(ALL["files"])

    assert len(judged.of_type("AWS::EFS::AccessPoint")) == 1
    (config,) = judged.only("AWS::Lambda::Function")["FileSystemConfigs"]
    assert config["LocalMountPath"] == "/mnt/file-system"


def test_a_file_system_that_nothing_mounts_is_said(judge: Judge) -> None:
    assert any("Nothing here mounts" in one for one in judge(drawn("efs")).assumptions)


def test_each_zone_with_a_machine_has_a_mount_target(judge: Judge) -> None:
    boxes = {"VPC": [0, 1, 2, 3], "Public 1": [0], "Public 2": [1], "Public 3": [2]}
    judged = judge(drawn("ec2 ec2 ec2 efs", [(0, 3), (1, 3), (2, 3)], boxes))

    targets = judged.of_type("AWS::EFS::MountTarget").values()
    subnets = judged.of_type("AWS::EC2::Subnet")
    zones = [str(subnets[one["SubnetId"]["Ref"]]["AvailabilityZone"]) for one in targets]
    assert len(zones) == len(set(zones)) == 3


def test_a_search_domain_answers_its_callers_alone(judge: Judge) -> None:
    judged = judge(drawn("lambda opensearch lambda", [(0, 1)]))

    domain = judged.only(SEARCH)
    assert "VPCOptions" not in domain
    (allowed,) = domain["AccessPolicies"]["Statement"]
    assert allowed["Condition"] == {
        "ArnEquals": {"aws:PrincipalArn": [{"Fn::GetAtt": ["FunctionRole", "Arn"]}]}
    }
    assert not judged.of_type("AWS::EC2::VPC")


def test_a_search_domain_with_no_caller_has_no_policy(judge: Judge) -> None:
    assert "AccessPolicies" not in judge(drawn("opensearch")).only(SEARCH)


def test_a_search_domain_in_a_vpc_needs_a_role_and_that_is_said_first(judge: Judge) -> None:
    judged = judge(drawn("lambda opensearch rds", [(0, 1), (0, 2)], {"VPC": [1]}))

    assert judged.only(SEARCH)["VPCOptions"]["SubnetIds"] == [{"Ref": "PrivateSubnet"}]
    assert "VpcConfig" in judged.only("AWS::Lambda::Function")
    assert "aws iam create-service-linked-role" in judged.assumptions[0]


def _script(judged: Judged) -> str:
    found = [
        one["Properties"]
        for one in judged.resources.values()
        if one["Type"] in ("AWS::EC2::Instance", "AWS::EC2::LaunchTemplate")
    ]
    return json.dumps(found)
