"""A stack comes into being resource by resource, and can be looked at all the while."""

from contextlib import closing

import boto3
import pytest
from botocore.exceptions import ClientError

from bot.sandbox.aws import SimulatedAws
from tests.sandbox.aws.cloudformation.desk import CHAIN, QUEUE, Desk, code, says

PAPER = {
    "Resources": {
        "Backup": {"Type": "AWS::Backup::BackupVault", "Properties": {"BackupVaultName": "b"}},
        "Jobs": {"Type": "AWS::SQS::Queue", "DependsOn": "Backup"},
    },
    "Outputs": {"Vault": {"Value": {"Fn::GetAtt": ["Backup", "BackupVaultArn"]}}},
}


class TestEvents:
    def test_resources_come_in_the_order_of_their_dependencies(self, desk: Desk) -> None:
        stack = desk.create(CHAIN)

        assert desk.events(stack) == [
            ("made", "REVIEW_IN_PROGRESS"),
            ("made", "CREATE_IN_PROGRESS"),
            *(
                (resource, status)
                for resource in ("First", "Second", "Third")
                for status in ("CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE")
            ),
            ("made", "CREATE_COMPLETE"),
        ]

    def test_the_newest_comes_first_and_the_middle_one_has_the_resource(self, desk: Desk) -> None:
        stack = desk.create(QUEUE, execution={"ClientRequestToken": "t"})

        told = desk.client.describe_stack_events(StackName=stack)["StackEvents"]

        assert told[0]["ResourceType"] == "AWS::CloudFormation::Stack"
        assert told[0]["ClientRequestToken"] == "t"
        created, initiated, begun = told[1:4]
        assert created["PhysicalResourceId"] == initiated["PhysicalResourceId"]
        assert initiated["ResourceStatusReason"] == "Resource creation Initiated"
        assert begun.get("PhysicalResourceId", "") == ""

    def test_resources_that_wait_for_nothing_begin_together(self, desk: Desk) -> None:
        both = {name: {"Type": "AWS::SQS::Queue"} for name in ("One", "Two")}

        stack = desk.create({"Resources": both})

        assert desk.events(stack)[2:5] == [
            ("One", "CREATE_IN_PROGRESS"),
            ("Two", "CREATE_IN_PROGRESS"),
            ("One", "CREATE_IN_PROGRESS"),
        ]

    def test_more_than_a_page_is_paged(self, desk: Desk) -> None:
        many = {f"Queue{number}": {"Type": "AWS::SQS::Queue"} for number in range(40)}
        stack = desk.create({"Resources": many})

        pages = desk.client.get_paginator("describe_stack_events").paginate(StackName=stack)

        assert sum(len(page["StackEvents"]) for page in pages) == 3 * 40 + 3


class TestLooking:
    def test_a_stack_is_found_by_name_and_by_id_with_its_outputs(self, desk: Desk) -> None:
        template = QUEUE | {
            "Description": "A queue",
            "Outputs": {
                "Url": {"Description": "where", "Value": {"Ref": "Jobs"}},
                "Arn": {"Value": {"Fn::GetAtt": ["Jobs", "Arn"]}, "Export": {"Name": "jobs"}},
            },
        }
        stack = desk.create(template)

        (by_name,) = desk.client.describe_stacks(StackName="made")["Stacks"]
        (by_id,) = desk.client.describe_stacks(StackName=stack)["Stacks"]

        assert by_name["StackId"] == by_id["StackId"] == stack
        assert by_id["Description"] == "A queue"
        (url, arn) = by_id["Outputs"]
        assert (url["OutputKey"], url["Description"]) == ("Url", "where")
        assert url["OutputValue"].startswith("https://sqs.us-east-1.amazonaws.com/")
        assert arn["ExportName"] == "jobs"
        assert desk.client.list_exports()["Exports"][0]["Value"] == arn["OutputValue"]

    def test_its_resources_can_be_listed(self, desk: Desk) -> None:
        stack = desk.create(CHAIN)

        described = desk.client.describe_stack_resources(StackName=stack)["StackResources"]
        listed = desk.client.list_stack_resources(StackName=stack)["StackResourceSummaries"]
        one = desk.client.describe_stack_resource(StackName=stack, LogicalResourceId="Third")

        assert [each["LogicalResourceId"] for each in described] == ["First", "Second", "Third"]
        assert {each["ResourceStatus"] for each in listed} == {"CREATE_COMPLETE"}
        assert one["StackResourceDetail"]["PhysicalResourceId"].startswith("made-Third-")

    def test_the_template_is_what_was_sent(self, desk: Desk) -> None:
        text = "Resources:\n  Jobs: # work\n    Type: AWS::SQS::Queue\n"

        stack = desk.create(text)

        assert str(desk.client.get_template(StackName=stack)["TemplateBody"]) == text

    def test_a_stack_that_is_not_there_is_refused(self, desk: Desk) -> None:
        with pytest.raises(ClientError) as error:
            desk.client.describe_stacks(StackName="nothing")
        assert code(error) == "ValidationError"
        assert says(error) == "Stack with id nothing does not exist"

    def test_each_region_has_its_own(
        self, desk: Desk, aws: SimulatedAws, session: boto3.Session
    ) -> None:
        desk.create()
        there = session.client(
            "cloudformation", region_name="eu-west-1", endpoint_url=aws.endpoint_url
        )
        with closing(there):
            assert there.describe_stacks()["Stacks"] == []
        assert [one["StackName"] for one in desk.client.describe_stacks()["Stacks"]] == ["made"]

    def test_what_is_not_simulated_is_refused(self, desk: Desk) -> None:
        with pytest.raises(ClientError) as error:
            desk.client.list_types()
        assert says(error) == "The simulated AWS does not do this: ListTypes"


class TestTheSnapshot:
    def test_a_stack_has_the_shape_that_the_page_shows(self, desk: Desk) -> None:
        stack = desk.create(PAPER)

        shown = desk.shown(stack)

        assert {key: shown[key] for key in ("id", "name", "status", "reason", "region")} == {
            "id": stack,
            "name": "made",
            "status": "CREATE_COMPLETE",
            "reason": None,
            "region": "us-east-1",
        }
        assert shown["created_at"].endswith("+00:00")
        assert shown["outputs"]["Vault"].startswith("arn:aws:")

    def test_what_only_exists_on_paper_is_marked(self, desk: Desk) -> None:
        vault, queue = desk.shown(desk.create(PAPER))["resources"]

        assert vault == {
            "logical_id": "Backup",
            "type": "AWS::Backup::BackupVault",
            "physical_id": "b",
            "status": "CREATE_COMPLETE",
            "modelled": False,
        }
        assert queue["modelled"] is True

    def test_the_newest_is_first_and_a_deleted_one_stays(self, desk: Desk) -> None:
        first, second = desk.create(name="first"), desk.create(name="second")

        desk.delete(first)

        shown = [(one["id"], one["status"]) for one in desk.aws.snapshot()["stacks"]]
        assert shown == [(second, "CREATE_COMPLETE"), (first, "DELETE_COMPLETE")]

    def test_there_are_none_before_anybody_asks(self, aws: SimulatedAws) -> None:
        assert aws.snapshot()["stacks"] == []

    def test_a_reset_forgets_them(self, desk: Desk) -> None:
        desk.create()

        desk.aws.reset()

        assert desk.aws.snapshot()["stacks"] == []
        assert desk.client.describe_stacks()["Stacks"] == []


class TestTime:
    def test_it_goes_on_while_nobody_asks_and_tells_of_changes(
        self, session: boto3.Session
    ) -> None:
        with SimulatedAws(resource_seconds=0.01) as aws:
            client = session.client(
                "cloudformation", region_name="us-east-1", endpoint_url=aws.endpoint_url
            )
            with closing(client):
                desk = Desk(aws, client)
                change_set = desk.prepare(CHAIN)
                client.execute_change_set(ChangeSetName=change_set)
                stack = client.describe_change_set(ChangeSetName=change_set)["StackId"]

                assert desk.status(stack) == "CREATE_IN_PROGRESS"
                assert desk.settle(stack) == "CREATE_COMPLETE"

    def test_a_stop_does_not_wait_for_a_stack(self, session: boto3.Session) -> None:
        with SimulatedAws(resource_seconds=600) as aws:
            client = session.client(
                "cloudformation", region_name="us-east-1", endpoint_url=aws.endpoint_url
            )
            with closing(client):
                Desk(aws, client).ask()


class TestNames:
    def test_a_name_that_is_made_up_is_cut_to_what_the_service_takes(self, desk: Desk) -> None:
        database = {
            "Type": "AWS::RDS::DBInstance",
            "Properties": {
                "Engine": "mysql",
                "DBInstanceClass": "db.t4g.micro",
                "AllocatedStorage": "20",
                "MasterUsername": "master",
                "ManageMasterUserPassword": True,
            },
        }
        long = "a" * 60

        stack = desk.create({"Resources": {"B" * 40: database, "C" * 40: database}}, name=long)

        listed = desk.client.describe_stack_resources(StackName=stack)["StackResources"]
        names = {one["PhysicalResourceId"] for one in listed}
        assert desk.status(stack) == "CREATE_COMPLETE"
        assert len(names) == 2
        assert {len(one) for one in names} == {63}
