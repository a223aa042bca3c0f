"""The simulated AWS keeps EC2's contract where a launch depends on it; asked with plain boto3."""

import queue
import threading
from contextlib import closing
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError
from mypy_boto3_ec2 import EC2Client

from bot.domain.policy import REGIONS
from bot.sandbox.aws import SimulatedAws
from tests.sandbox.aws.conftest import client_of

AL2023 = "al2023-ami-simulated-x86_64"


def image_id(ec2: EC2Client, name: str = AL2023) -> str:
    (image,) = ec2.describe_images(Filters=[{"Name": "name", "Values": [name]}])["Images"]
    return image["ImageId"]


def launch(ec2: EC2Client, **changes: Any) -> tuple[str, ...]:
    asked: dict[str, Any] = {
        "ImageId": image_id(ec2),
        "InstanceType": "t3.micro",
        "MinCount": 1,
        "MaxCount": 1,
    }
    answer = ec2.run_instances(**(asked | changes))
    return tuple(one["InstanceId"] for one in answer["Instances"])


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return error.value.response["Error"]["Code"]


def states(aws: SimulatedAws) -> list[str]:
    return [instance["state"] for instance in aws.snapshot()["instances"]]


class TestClientToken:
    def test_the_same_call_again_gives_the_same_instances(
        self, aws: SimulatedAws, ec2: EC2Client
    ) -> None:
        assert launch(ec2, ClientToken="t") == launch(ec2, ClientToken="t")
        assert states(aws) == ["running"]

    def test_a_call_without_a_token_is_another_call(
        self, aws: SimulatedAws, ec2: EC2Client
    ) -> None:
        launch(ec2)
        launch(ec2)

        assert states(aws) == ["running", "running"]

    def test_other_parameters_are_refused(self, ec2: EC2Client) -> None:
        launch(ec2, ClientToken="t")

        with pytest.raises(ClientError) as error:
            launch(ec2, ClientToken="t", InstanceType="t3.small")
        assert code(error) == "IdempotentParameterMismatch"

    def test_what_was_terminated_does_not_come_back(self, ec2: EC2Client) -> None:
        ec2.terminate_instances(InstanceIds=list(launch(ec2, ClientToken="t")))

        with pytest.raises(ClientError) as error:
            launch(ec2, ClientToken="t")
        assert code(error) == "IdempotentInstanceTerminated"

    def test_a_refused_call_does_not_use_it_up(self, aws: SimulatedAws, ec2: EC2Client) -> None:
        with pytest.raises(ClientError):
            launch(ec2, ClientToken="t", InstanceType="t99.huge")

        launch(ec2, ClientToken="t")

        assert states(aws) == ["running"]

    def test_a_rehearsal_does_not_use_it_up(self, aws: SimulatedAws, ec2: EC2Client) -> None:
        with pytest.raises(ClientError) as error:
            launch(ec2, ClientToken="t", DryRun=True)
        assert code(error) == "DryRunOperation"
        assert states(aws) == []

        launch(ec2, ClientToken="t")

        assert states(aws) == ["running"]

    def test_each_region_has_its_own(self, aws: SimulatedAws, ec2: EC2Client) -> None:
        with closing(client_of(aws, "eu-west-1")) as there:
            assert launch(ec2, ClientToken="t") != launch(there, ClientToken="t")

    def test_many_at_once_launch_once(self, aws: SimulatedAws, ec2: EC2Client) -> None:
        ids: queue.Queue[tuple[str, ...]] = queue.Queue()
        callers = [
            threading.Thread(target=lambda: ids.put(launch(ec2, ClientToken="t"))) for _ in range(6)
        ]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()

        assert len({ids.get_nowait() for _ in callers}) == 1
        assert states(aws) == ["running"]


class TestLaunch:
    def test_as_many_as_can_be_up_to_the_most(self, aws: SimulatedAws, ec2: EC2Client) -> None:
        assert len(launch(ec2, MinCount=1, MaxCount=3)) == 3
        assert len(states(aws)) == 3

    def test_the_fewest_cannot_be_more_than_the_most(self, ec2: EC2Client) -> None:
        with pytest.raises(ClientError) as error:
            launch(ec2, MinCount=5, MaxCount=1)
        assert code(error) == "InvalidParameterCombination"

    def test_protection_holds_from_the_start(self, aws: SimulatedAws, ec2: EC2Client) -> None:
        ids = launch(ec2, DisableApiTermination=True)

        with pytest.raises(ClientError) as error:
            ec2.terminate_instances(InstanceIds=list(ids))
        assert code(error) == "OperationNotPermitted"
        assert aws.snapshot()["instances"][0]["protected"] is True

    @pytest.mark.parametrize(
        ("name", "device", "least"),
        [
            (AL2023, "/dev/xvda", 8),
            ("Windows_Server-2025-English-Full-Base-simulated", "/dev/sda1", 30),
        ],
    )
    def test_a_disk_must_hold_its_image(
        self, ec2: EC2Client, name: str, device: str, least: int
    ) -> None:
        def with_disk(gib: int) -> tuple[str, ...]:
            disk = {"DeviceName": device, "Ebs": {"VolumeSize": gib}}
            return launch(ec2, ImageId=image_id(ec2, name), BlockDeviceMappings=[disk])

        with pytest.raises(ClientError, match=f"expect size >= {least}GB") as error:
            with_disk(least - 1)
        assert code(error) == "InvalidBlockDeviceMapping"
        assert len(with_disk(least)) == 1

    def test_an_unknown_image_is_refused(self, ec2: EC2Client) -> None:
        with pytest.raises(ClientError) as error:
            launch(ec2, ImageId="ami-00000000000000000")
        assert code(error) == "InvalidAMIID.NotFound"

    def test_addresses_are_nobodys(self, aws: SimulatedAws, ec2: EC2Client) -> None:
        launch(ec2, MinCount=2, MaxCount=2)

        addresses = {instance["public_ip"] for instance in aws.snapshot()["instances"]}

        assert len(addresses) == 2
        assert all(address.startswith("203.0.113.") for address in addresses)


class TestBooting:
    def test_an_instance_is_pending_and_then_running(self) -> None:
        seen: queue.Queue[list[str]] = queue.Queue()
        with SimulatedAws(boot_seconds=0.05) as aws, closing(client_of(aws)) as ec2:
            aws.on_change = lambda: seen.put(states(aws))
            launch(ec2)

            last = seen.get(timeout=10)
            while last != ["running"]:
                assert last == ["pending"]
                last = seen.get(timeout=10)

    def test_an_instance_terminated_while_it_boots_stays_so(self) -> None:
        with SimulatedAws(boot_seconds=600) as aws, closing(client_of(aws)) as ec2:
            ids = launch(ec2)
            assert states(aws) == ["pending"]

            ec2.terminate_instances(InstanceIds=list(ids))

            assert states(aws) == ["terminated"]

    def test_a_reset_ends_the_boot(self) -> None:
        with SimulatedAws(boot_seconds=600) as aws, closing(client_of(aws)) as ec2:
            launch(ec2)

            aws.reset()

            assert states(aws) == []


class TestFaults:
    def test_the_next_calls_are_refused_and_the_one_after_is_not(
        self, aws: SimulatedAws, ec2: EC2Client
    ) -> None:
        aws.fail_next(
            "RunInstances", code="VcpuLimitExceeded", message="You have <too> many.", times=2
        )

        for _ in range(2):
            with pytest.raises(ClientError, match="You have <too> many") as error:
                launch(ec2)
            assert code(error) == "VcpuLimitExceeded"
        assert states(aws) == []
        assert len(launch(ec2)) == 1

    def test_a_lost_answer_is_one_after_the_work(self, aws: SimulatedAws) -> None:
        aws.lose_answer("RunInstances")
        once = Config(retries={"total_max_attempts": 1})
        with closing(client_of(aws)) as patient:
            image = image_id(patient)
        with closing(client_of(aws, config=once)) as ec2, pytest.raises(ConnectionClosedError):
            launch(ec2, ImageId=image)

        assert states(aws) == ["running"]

    def test_a_reset_forgets_them(self, aws: SimulatedAws, ec2: EC2Client) -> None:
        aws.fail_next("RunInstances", code="VcpuLimitExceeded")

        aws.reset()

        assert len(launch(ec2)) == 1


class TestTheWhole:
    def test_only_this_machine_can_reach_it(self, aws: SimulatedAws) -> None:
        assert aws.endpoint_url.startswith("http://127.0.0.1:")

    def test_it_has_every_region_of_the_policy(self) -> None:
        # moto takes its regions from the SDK.
        assert set(REGIONS) <= set(boto3.Session().get_available_regions("ec2"))

    def test_changes_are_told(self, aws: SimulatedAws, ec2: EC2Client) -> None:
        told: list[int] = []
        aws.on_change = lambda: told.append(1)

        ec2.describe_instances()
        assert told == []
        (one,) = launch(ec2)
        ec2.terminate_instances(InstanceIds=[one])

        assert told == [1, 1]

    def test_two_in_one_process_do_not_see_each_other(
        self, aws: SimulatedAws, ec2: EC2Client
    ) -> None:
        launch(ec2)
        with SimulatedAws() as other:
            assert states(other) == []

        assert states(aws) == ["running"]

    def test_a_snapshot_shows_groups_with_their_rules(
        self, aws: SimulatedAws, ec2: EC2Client
    ) -> None:
        group = ec2.create_security_group(GroupName="web", Description="web")["GroupId"]
        ec2.authorize_security_group_ingress(
            GroupId=group,
            IpPermissions=[
                {
                    "IpProtocol": "tcp",
                    "FromPort": 8000,
                    "ToPort": 8010,
                    "IpRanges": [{"CidrIp": "10.0.0.0/8"}],
                },
                {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group}]},
            ],
        )

        assert aws.snapshot()["security_groups"] == [
            {
                "id": group,
                "name": "web",
                "region": "us-east-1",
                "rules": [
                    {"protocol": "tcp", "ports": "8000-8010", "source": "10.0.0.0/8"},
                    {"protocol": "-1", "ports": "all", "source": group},
                ],
            }
        ]


class TestFailuresThatAVisitorAsksFor:
    def test_one_happens_once_and_is_shown_while_it_waits(
        self, aws: SimulatedAws, ec2: EC2Client
    ) -> None:
        aws.ask_to_fail("vcpu")
        assert waiting(aws) == ["vcpu"]

        with pytest.raises(ClientError, match="your current vCPU limit of 32"):
            launch(ec2)

        assert waiting(aws) == []
        assert launch(ec2)

    def test_one_can_be_taken_back_and_asking_twice_is_asking_once(self, aws: SimulatedAws) -> None:
        for wanted in (True, True, False):
            aws.ask_to_fail("vcpu", wanted)

        assert waiting(aws) == []

    def test_one_that_is_not_known_is_refused(self, aws: SimulatedAws) -> None:
        with pytest.raises(LookupError, match="no such failure"):
            aws.ask_to_fail("gravity")


def waiting(aws: SimulatedAws) -> list[str]:
    return [one["id"] for one in aws.snapshot()["failures"] if one["waiting"]]
