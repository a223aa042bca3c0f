"""Several new things in one order, with the arrow between them."""

import pytest

from bot.domain.architecture import Architecture, Component, Connection
from bot.offline.altering import alter

SITE = Architecture(
    components=(Component(id="cdn", service="cloudfront"), Component(id="files", service="s3")),
    connections=(Connection(source="cdn", target="files"),),
)


def added(words: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The services that are new, and the new arrows by the services at their ends."""
    after = alter(SITE, words).architecture
    services = {one.id: one.service for one in after.components}
    arrows = [(services[one.source], services[one.target]) for one in after.connections]
    return [*services.values()][len(SITE.components) :], arrows[len(SITE.connections) :]


@pytest.mark.parametrize(
    ("words", "services", "arrow"),
    [
        ("add a queue that triggers a Lambda function", ["sqs", "lambda"], ("sqs", "lambda")),
        ("add an SNS topic which sends to an SQS queue", ["sns", "sqs"], ("sns", "sqs")),
        (
            "add a function writing to a DynamoDB table",
            ["lambda", "dynamodb"],
            ("lambda", "dynamodb"),
        ),
    ],
)
def test_what_a_new_thing_leads_on_to_comes_with_it(
    words: str, services: list[str], arrow: tuple[str, str]
) -> None:
    assert added(words) == (services, [arrow])


@pytest.mark.parametrize("words", ["add a queue so that the API is faster", "add a queue"])
def test_a_purpose_adds_nothing(words: str) -> None:
    services, _ = added(words)
    assert services == ["sqs"]


def test_what_is_there_already_is_not_added_again() -> None:
    services, arrows = added("add a Lambda function triggered by the bucket")
    assert (services, arrows) == (["lambda"], [("s3", "lambda")])
