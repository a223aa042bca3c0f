"""How services are called."""

import pytest

from bot.domain.services import SERVICES, named, own_name


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("Amazon S3", "s3"),
        ("SNS topics", "sns"),
        ("api-gateway", None),
        ("API Gateway", "apigateway"),
        ("NAT gateway", "nat"),
        ("my own words", None),
        ("", None),
    ],
)
def test_a_service_is_known_by_its_name_and_its_other_names(text: str, service: str | None) -> None:
    assert named(text) == service


@pytest.mark.parametrize(
    ("label", "service", "own"),
    [
        ("API Gateway CustomerDetailsAPI", "apigateway", "CustomerDetailsAPI"),
        ("AWS Lambda: GetCustomer", "lambda", "GetCustomer"),
        ("Amazon S3 bucket uploads", "s3", "uploads"),
        ("EC2 1", "ec2", "EC2 1"),
        ("NAT Gateway", "nat", "NAT Gateway"),
        ("Redis cache", "elasticache", "Redis cache"),
        ("Orders queue", "sqs", "Orders queue"),
        ("DynamoDB", "dynamodb", "DynamoDB"),
        ("Lambdas", "lambda", "Lambdas"),
    ],
)
def test_a_label_gives_up_the_service_and_keeps_its_own_name(
    label: str, service: str, own: str
) -> None:
    assert own_name(label, service) == own


def test_every_service_of_aws_says_what_stands_for_it_in_a_template() -> None:
    without = {one.name for one in SERVICES.values() if not one.outside and not one.types}
    assert without == {"unknown"}
