"""CloudFormation's types in words."""

import pytest

from bot.domain.services import SERVICES
from bot.domain.type_titles import service_title, short_title, type_title


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Load balancer"),
        ("AWS::ApiGateway::RestApi", "API Gateway REST API"),
        ("AWS::ApiGateway::Method", "API Gateway method"),
        ("AWS::EC2::NatGateway", "NAT gateway"),
        ("AWS::EC2::VPC", "VPC"),
        ("AWS::EC2::VPCEndpoint", "VPC endpoint"),
        ("AWS::EC2::SecurityGroup", "Security group"),
        ("AWS::IAM::InstanceProfile", "IAM instance profile"),
        ("AWS::S3::Bucket", "S3 bucket"),
        ("Custom::Thing", "Custom thing"),
        ("nothing of the kind", "nothing of the kind"),
        ("", ""),
        ("::", ""),
    ],
)
def test_a_type_is_called_as_people_call_it(kind: str, title: str) -> None:
    assert type_title(kind) == title


def test_the_service_of_a_type_has_no_brand() -> None:
    assert service_title("AWS::Lambda::Function") == "Lambda"
    assert service_title("AWS::Logs::LogGroup") == "CloudWatch"
    assert service_title("AWS::IAM::Policy") == "IAM policy"
    assert short_title("sqs") == "SQS"


def test_no_type_of_a_service_shows_how_it_is_written_in_templates() -> None:
    titles = [type_title(kind) for one in SERVICES.values() for kind in one.types]

    assert not [one for one in titles if "::" in one or not one]
