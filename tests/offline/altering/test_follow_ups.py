"""What people write under a plan of a stack, and what of the architecture it changes."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain.architecture import Architecture
from bot.offline.altering import alter
from tests.offline.altering.drawings import DRAWINGS, SERVERLESS, WEB, facts

ROWS = [
    json.loads(line)
    for line in Path(__file__).with_name("phrasings.jsonl").read_text("utf-8").splitlines()
]


# The prompt of the original project.
ORIGINAL = """\
Here is a high level architecture diagram for a system.
The system will be deployed to Amazon Web Services (AWS).
You must generate an AWS CloudFormation template for the system.
I will then use your CloudFormation code to generate the infrastructure.
Ensure that your CloudFormation template is valid.
If in doubt about correct configurations to use for AWS services, please follow AWS Well Architected guidelines."""


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['on']}: {row['say']}" for row in ROWS])
def test_a_follow_up_changes_what_it_says_and_nothing_else(row: dict[str, Any]) -> None:
    before = DRAWINGS[row["on"]]

    altered = alter(before, row["say"])

    after = facts(altered.architecture)
    assert sorted(after - facts(before)) == row.get("plus", [])
    assert sorted(facts(before) - after) == row.get("minus", [])
    assert altered.title == row.get("title")
    assert list(altered.unclear) == row.get("unclear", [])
    assert list(altered.rest) == row.get("rest", [])
    assert bool(altered.done) == bool("plus" in row or "minus" in row or "title" in row)


def test_nothing_is_passed_over_in_silence() -> None:
    for row in ROWS:
        altered = alter(DRAWINGS[row["on"]], row["say"])

        assert altered.done or altered.already or altered.unclear or altered.rest


def test_ids_that_a_change_is_not_about_stay() -> None:
    altered = alter(SERVERLESS, "add a queue before the Lambda and replace DynamoDB with Postgres")

    assert [one.id for one in altered.architecture.components] == [
        *(one.id for one in SERVERLESS.components),
        "sqs",
    ]


def test_a_choice_among_several_is_kept_to() -> None:
    altered = alter(WEB, "add a bucket behind the Lambda", meant="mailer")

    assert "Mailer>s3" in facts(altered.architecture)


def test_what_is_understood_is_done_and_the_rest_is_said() -> None:
    altered = alter(
        SERVERLESS, "remove the cache, connect the mainframe to the bucket. Make it sing."
    )

    assert altered.done == ("removed Amazon ElastiCache",)
    assert altered.unclear == ("I find no “mainframe” in the plan.",)
    assert altered.rest == ("Make it sing",)


@pytest.mark.parametrize(
    "words",
    [
        "please build this",
        ORIGINAL,
        "our customer API: API Gateway calls a Lambda, which reads from DynamoDB and a cache",
        "a Lambda with a queue and a topic",
        "Kannst du das bitte bauen?",
        "what do you think?",
    ],
)
def test_words_that_describe_a_picture_do_not_change_it(words: str) -> None:
    assert alter(SERVERLESS, words, described=True).architecture == SERVERLESS


def test_too_much_is_refused_in_words() -> None:
    crowd = Architecture(
        components=tuple(
            WEB.components[5].model_copy(update={"id": f"l{number}"}) for number in range(79)
        )
    )

    altered = alter(crowd, "add a bucket, add a topic called News")

    assert len(altered.architecture.components) == 80
    assert "too much for one plan" in altered.unclear[0]
