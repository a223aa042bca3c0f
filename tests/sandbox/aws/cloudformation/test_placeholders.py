"""What only exists on paper answers for itself as the real thing would."""

import re

import pytest

from bot.sandbox.aws.cloudformation.placeholders import Paper

STACK = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/1"


def paper(type_: str, *, generation: int = 0) -> Paper:
    return Paper(type_, "Thing", STACK, "123456789012", "eu-west-1", {}, generation)


@pytest.mark.parametrize(
    ("type_", "attribute", "expected"),
    [
        ("AWS::MSK::Cluster", "Arn", r"arn:aws:kafka:eu-west-1:123456789012:cluster/shop-Thing-.+"),
        ("AWS::Neptune::DBCluster", "Port", "8182"),
        ("AWS::Neptune::DBCluster", "Endpoint", r"thing-\w+\.eu-west-1\.neptune\.amazonaws\.com"),
        ("AWS::DSQL::Cluster", "Identifier", r"[a-z0-9]{26}"),
        ("AWS::DSQL::Cluster", "Status", "ACTIVE"),
        ("AWS::CloudHSM::Cluster", "VpcId", r"vpc-[0-9a-f]{17}"),
        ("AWS::AppSync::DomainName", "HostedZoneId", r"Z[0-9A-F]{14}"),
        ("AWS::Billing::BillingView", "OwnerAccountId", "123456789012"),
        ("AWS::CloudFront::ConnectionGroup", "IsDefault", "false"),
        ("AWS::Connect::ContactFlowModuleVersion", "Version", "1"),
        ("AWS::AppConfig::Deployment", "State", "COMPLETE"),
        ("AWS::Backup::TieringConfiguration", "CreationTime", r"2026-01-01T00:00:00Z"),
    ],
)
def test_an_attribute_is_of_its_kind(type_: str, attribute: str, expected: str) -> None:
    assert re.fullmatch(expected, str(paper(type_).attribute(attribute)))


def test_a_list_is_one() -> None:
    assert isinstance(
        paper("AWS::WorkSpacesWeb::BrowserSettings").attribute("AssociatedPortalArns"), list
    )


def test_the_same_one_says_the_same_and_what_takes_its_place_says_something_else() -> None:
    first, again = (paper("AWS::ApiGatewayV2::Api").id for _ in range(2))

    assert first == again
    assert first != paper("AWS::ApiGatewayV2::Api", generation=1).id
