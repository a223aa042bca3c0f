"""Stacks in the drawer of the simulated AWS."""

from typing import Any

import pytest

from bot.sandbox.workspace import Workspace
from tests.sandbox.page.screen import Screen

pytestmark = pytest.mark.browser

Json = dict[str, Any]


def resource(name: str, kind: str, status: str, *, modelled: bool = True) -> Json:
    return {
        "logical_id": name,
        "type": kind,
        "physical_id": f"{name.lower()}-1",
        "status": status,
        "modelled": modelled,
    }


def stack(status: str, *resources: Json, **more: Any) -> Json:
    return {
        "id": "arn:aws:cloudformation:us-east-1:123456789012:stack/customer-details/1",
        "name": "customer-details",
        "status": status,
        "reason": "",
        "region": "us-east-1",
        "created_at": "2026-11-22T13:00:00Z",
        "resources": list(resources),
        "outputs": {},
        **more,
    }


TABLE = resource("Customers", "AWS::DynamoDB::Table", "CREATE_COMPLETE")
FUNCTION = resource("GetCustomer", "AWS::Lambda::Function", "CREATE_IN_PROGRESS")


def test_a_stack_grows_before_ones_eyes(screen: Screen, slack: Workspace, aws: Json) -> None:
    """It unfolds when its creation begins, and says how far it is."""
    screen.click("aws-toggle")
    aws["stacks"] = [stack("REVIEW_IN_PROGRESS")]
    slack.aws_changed()
    screen.waits_for_text("aws-stack", "Review in progress")
    aws["stacks"] = [stack("CREATE_IN_PROGRESS", TABLE, FUNCTION)]
    slack.aws_changed()
    screen.waits_for_text("aws-stack", "1 of 2")
    assert len(screen.all("aws-resource")) == 2
    done = {**FUNCTION, "status": "CREATE_COMPLETE"}
    url = {"Url": "https://a1b2.execute-api.us-east-1.amazonaws.com"}
    aws["stacks"] = [stack("CREATE_COMPLETE", TABLE, done, outputs=url)]
    slack.aws_changed()
    screen.waits_for_text("aws-stack", "2 of 2")
    screen.waits_for_text("aws-outputs", url["Url"])
    assert screen.one("aws-stack").get_attribute("data-status") == "CREATE_COMPLETE"
    screen.matching("#aws-stacks summary")[0].click()
    screen.wait_for(lambda: not screen.all("aws-resource"))
    assert not screen.matching("#aws-stacks a")


def test_what_only_exists_in_name_is_marked_and_explained(
    screen: Screen, slack: Workspace, aws: Json
) -> None:
    """The page is honest about what its simulation is."""
    unmodelled = resource("Api", "AWS::ApiGatewayV2::Api", "CREATE_COMPLETE", modelled=False)
    aws["stacks"] = [stack("CREATE_IN_PROGRESS", TABLE, unmodelled)]
    slack.aws_changed()
    screen.click("aws-toggle")
    assert screen.one("aws-legend").text == (
        "not really modelled here: only its existence is simulated"
    )
    assert len(screen.matching(".stack-resource[data-modelled=false] .unmodelled-mark")) == 1
    aws["stacks"] = [stack("CREATE_IN_PROGRESS", TABLE)]
    slack.aws_changed()
    screen.wait_for(lambda: not screen.all("aws-legend"))


def test_a_stack_that_failed_says_why(screen: Screen, slack: Workspace, aws: Json) -> None:
    """The reason is there when it is unfolded."""
    aws["stacks"] = [stack("ROLLBACK_COMPLETE", TABLE, reason="Runtime is not supported.")]
    slack.aws_changed()
    screen.click("aws-toggle")
    screen.one("aws-stack").click()
    screen.waits_for_text("aws-stack", "Rollback complete")
    screen.waits_for_text("aws-stack", "Runtime is not supported.")


def test_the_bar_counts_what_stands_and_what_changes(
    screen: Screen, slack: Workspace, aws: Json
) -> None:
    """Without opening the drawer."""
    aws["stacks"] = [stack("CREATE_COMPLETE", TABLE)]
    slack.aws_changed()
    screen.wait_for(lambda: "1 stack · 1 running" in screen.one("aws-toggle").text)
    aws["stacks"] = [stack("DELETE_IN_PROGRESS", TABLE)]
    slack.aws_changed()
    screen.wait_for(lambda: "1 running · 1 changing" in screen.one("aws-toggle").text)


def test_stacks_and_instances_stand_under_their_own_titles(
    screen: Screen, slack: Workspace, aws: Json
) -> None:
    """Both kinds of things the bot makes."""
    aws["stacks"] = [stack("CREATE_COMPLETE", TABLE)]
    slack.aws_changed()
    screen.click("aws-toggle")
    screen.one("aws-stack")
    assert [one.text for one in screen.matching(".aws-title")] == ["Stacks", "Instances"]


def test_what_a_stack_left_behind_is_said(screen: Screen, slack: Workspace, aws: Json) -> None:
    """Retained resources go on costing; nobody is to overlook them."""
    skipped = resource("Files", "AWS::S3::Bucket", "DELETE_SKIPPED")
    aws["stacks"] = [
        stack("UPDATE_COMPLETE", TABLE, left=[skipped], updated_at="2026-11-22T13:05:00Z")
    ]
    slack.aws_changed()
    screen.click("aws-toggle")
    screen.waits_for_text("aws-stack", "Update complete")
    screen.matching("#aws-stacks summary")[0].click()
    screen.waits_for_text("aws-left", "Files (S3::Bucket) still exists")
    gone = stack("DELETE_COMPLETE", {**TABLE, "status": "DELETE_SKIPPED"}, left=[])
    aws["stacks"] = [gone]
    slack.aws_changed()
    screen.waits_for_text("aws-left", "Customers (DynamoDB::Table) still exists")
    screen.waits_for_text("aws-resource", "Kept")


def test_a_failure_can_be_asked_for_and_taken_back(
    screen: Screen, slack: Workspace, aws: Json
) -> None:
    """Whoever tries the product can see how it fails."""
    aws["failures"] = [
        {"id": "denied", "title": "A resource: access denied", "waiting": False},
        {"id": "vpcs", "title": "A VPC: too many", "waiting": False},
    ]
    slack.aws_changed()
    screen.click("aws-toggle")
    screen.matching("[data-testid=aws-failure-choice] option")[1].click()
    screen.click("aws-fail")
    screen.waits_for_text("aws-failure", "A VPC: too many")
    screen.matching(".failure-x")[0].click()
    screen.wait_for(lambda: not screen.all("aws-failure"))
