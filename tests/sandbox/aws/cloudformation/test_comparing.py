"""A change set of type UPDATE says what would become of each resource."""

import copy
from typing import Any

import pytest
from botocore.exceptions import ClientError

from bot.sandbox.aws import SimulatedAws
from tests.sandbox.aws.cloudformation.desk import CHAIN, QUEUE, Desk, code, says

Resources = dict[str, Any]

SHOP: dict[str, Any] = {
    "Parameters": {"Wait": {"Type": "Number", "Default": 30}},
    "Resources": {
        "Orders": {
            "Type": "AWS::SQS::Queue",
            "Properties": {"VisibilityTimeout": {"Ref": "Wait"}},
        },
        "Table": {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            },
        },
        "Reader": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},
                "Description": {"Fn::Sub": "Reads ${Table} of ${Orders.Arn}"},
            },
        },
    },
}


def changed(**properties: Any) -> dict[str, Any]:
    """SHOP with other properties; `Table={"TableName": "t"}`."""
    template = copy.deepcopy(SHOP)
    for name, said in properties.items():
        template["Resources"][name]["Properties"] |= said
    return template


def changes(desk: Desk, template: dict[str, Any], **more: Any) -> dict[str, Any]:
    """By logical id."""
    said = desk.client.describe_change_set(ChangeSetName=desk.compare(template, **more))
    found = [one["ResourceChange"] for one in said["Changes"]]
    return {one["LogicalResourceId"]: one for one in found}


def target(change: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (one["Target"].get("Name"), one["Target"]["RequiresRecreation"], one["ChangeSource"])
        for one in change["Details"]
    ]


class TestWhatChanges:
    def test_resources_are_added_and_removed(self, desk: Desk) -> None:
        desk.create(CHAIN)
        template = copy.deepcopy(CHAIN)
        del template["Resources"]["Third"]
        template["Resources"]["Fourth"] = {"Type": "AWS::SNS::Topic"}

        found = changes(desk, template)

        assert {name: one["Action"] for name, one in found.items()} == {
            "Fourth": "Add",
            "Third": "Remove",
        }
        assert found["Third"]["PhysicalResourceId"].startswith("made-Third-")
        assert "PhysicalResourceId" not in found["Fourth"]

    def test_a_property_changes_where_it_is(self, desk: Desk) -> None:
        desk.create(SHOP)

        found = changes(desk, changed(Orders={"DelaySeconds": 5}))

        assert found["Orders"]["Action"] == "Modify"
        assert found["Orders"]["Replacement"] == "False"
        assert found["Orders"]["Scope"] == ["Properties"]
        assert target(found["Orders"]) == [("DelaySeconds", "Never", "DirectModification")]

    def test_a_property_that_only_a_new_resource_can_have_replaces_it(self, desk: Desk) -> None:
        desk.create(SHOP)

        found = changes(desk, changed(Table={"TableName": "stock"}))

        assert found["Table"]["Replacement"] == "True"
        assert target(found["Table"]) == [("TableName", "Always", "DirectModification")]

    def test_a_property_that_may_take_a_new_resource_says_so(self, desk: Desk) -> None:
        desk.create(SHOP)
        key = [{"AttributeName": "id", "KeyType": "HASH"}]
        key.append({"AttributeName": "at", "KeyType": "RANGE"})

        found = changes(desk, changed(Table={"KeySchema": key}))

        assert found["Table"]["Replacement"] == "Conditional"

    def test_a_resource_that_names_a_replaced_one_may_change_too(self, desk: Desk) -> None:
        desk.create(SHOP)

        reader = changes(desk, changed(Table={"TableName": "stock"}))["Reader"]

        assert reader["Replacement"] == "False"
        assert reader["Details"][0]["Evaluation"] == "Dynamic"
        assert reader["Details"][0]["CausingEntity"] == "Table"
        assert target(reader) == [("Description", "Never", "ResourceReference")]

    def test_a_parameter_changes_what_it_stands_in(self, desk: Desk) -> None:
        desk.create(SHOP)
        longer = [{"ParameterKey": "Wait", "ParameterValue": "60"}]

        found = changes(desk, SHOP, Parameters=longer)

        assert target(found["Orders"]) == [("VisibilityTimeout", "Never", "ParameterReference")]
        assert found["Orders"]["Details"][0]["CausingEntity"] == "Wait"

    def test_a_policy_of_the_resource_is_a_scope_of_its_own(self, desk: Desk) -> None:
        desk.create(QUEUE)
        template = copy.deepcopy(QUEUE)
        template["Resources"]["Jobs"]["DeletionPolicy"] = "Retain"

        assert changes(desk, template)["Jobs"]["Scope"] == ["DeletionPolicy"]

    def test_tags_of_the_stack_reach_every_resource_that_has_tags(self, desk: Desk) -> None:
        desk.create(SHOP)

        found = changes(desk, SHOP, Tags=[{"Key": "for", "Value": "spring"}])

        assert {name: one["Scope"] for name, one in found.items()} == {
            name: ["Tags"] for name in ("Orders", "Table", "Reader")
        } | {"Reader": ["Properties", "Tags"]}

    def test_a_condition_brings_and_takes_a_resource(self, desk: Desk) -> None:
        template = copy.deepcopy(CHAIN) | {
            "Parameters": {"Large": {"Type": "String", "Default": "no"}},
            "Conditions": {"IsLarge": {"Fn::Equals": [{"Ref": "Large"}, "yes"]}},
        }
        template["Resources"]["Third"]["Condition"] = "IsLarge"
        desk.create(template)
        large = [{"ParameterKey": "Large", "ParameterValue": "yes"}]

        assert changes(desk, template, Parameters=large)["Third"]["Action"] == "Add"

    def test_what_is_new_may_be_named_by_what_stands(self, desk: Desk) -> None:
        desk.create(SHOP)
        template = changed(Orders={"RedrivePolicy": {"maxReceiveCount": 3}})
        template["Resources"]["Dead"] = {"Type": "AWS::SQS::Queue"}
        said = template["Resources"]["Orders"]["Properties"]["RedrivePolicy"]
        said["deadLetterTargetArn"] = {"Fn::GetAtt": ["Dead", "Arn"]}

        found = changes(desk, template)

        assert (found["Dead"]["Action"], found["Orders"]["Action"]) == ("Add", "Modify")


class TestWhatCannotBe:
    def test_the_same_again_is_no_change(self, desk: Desk) -> None:
        desk.create(SHOP)

        said = desk.client.describe_change_set(ChangeSetName=desk.compare(SHOP))

        assert (said["Status"], said["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
        assert said["StatusReason"] == (
            "The submitted information didn't contain changes. "
            "Submit different information to create a change set."
        )

    def test_other_words_for_the_same_are_no_change(self, desk: Desk) -> None:
        desk.create(SHOP)

        said = desk.client.describe_change_set(
            ChangeSetName=desk.compare(SHOP | {"Description": "A shop"})
        )

        assert said["StatusReason"] == "No updates are to be performed."

    def test_other_outputs_are_a_change(self, desk: Desk) -> None:
        desk.create(QUEUE)
        more = QUEUE | {"Outputs": {"Url": {"Value": {"Ref": "Jobs"}}}}

        stack = desk.update(more)

        assert desk.outputs(stack)["Url"].startswith("https://")

    def test_a_resource_keeps_its_type(self, desk: Desk) -> None:
        desk.create(QUEUE)

        said = desk.client.describe_change_set(
            ChangeSetName=desk.compare({"Resources": {"Jobs": {"Type": "AWS::SNS::Topic"}}})
        )

        assert said["StatusReason"].endswith("type of the following resources: [Jobs]")

    def test_a_stack_that_is_not_there_cannot_change(self, desk: Desk) -> None:
        with pytest.raises(ClientError) as error:
            desk.ask(ChangeSetType="UPDATE")
        assert (code(error), says(error)) == ("ValidationError", "Stack [made] does not exist")

    @pytest.mark.parametrize("state", ["REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE"])
    def test_a_stack_that_does_not_stand_cannot_change(
        self, desk: Desk, aws: SimulatedAws, state: str
    ) -> None:
        if state == "REVIEW_IN_PROGRESS":
            desk.prepare()
        else:
            aws.fail_next("AWS::SQS::Queue", code="X")
            desk.create()

        with pytest.raises(ClientError) as error:
            desk.ask(ChangeSetName="update", ChangeSetType="UPDATE")
        assert code(error) == "ValidationError"
        assert says(error).endswith(f" is in {state} state and can not be updated.")
