"""The planner and the embedded model speak of stacks exactly as with OpenAI."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
import pytest

from bot.adapters.openai.connection import Api, Connection
from bot.adapters.openai.planner import planner
from bot.adapters.openai.wire import Form
from bot.blocks.example import example
from bot.domain.architecture import Architecture
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Worded
from bot.domain.request import Checked, Picture, Proposed, Said
from bot.domain.stack import StackDraft
from bot.offline import NAME, OfflineTransport
from tests.adapters.openai.conftest import Asked
from tests.offline.altering.drawings import SERVERLESS, WEB


@dataclass
class Eyes:
    """Sees the same in every picture, and counts how often."""

    looked: int = 0

    def __call__(self, picture: bytes) -> Architecture:
        del picture
        self.looked += 1
        return SERVERLESS


PICTURE = (Said("U1", "", picture=Picture(b"a picture", "image/png")),)


@pytest.fixture
def eyes() -> Eyes:
    return Eyes()


@pytest.fixture
def embedded(eyes: Eyes) -> Iterator[Connection]:
    with httpx2.Client(transport=OfflineTransport(see=eyes)) as client:
        yield Connection("offline", http_client=client, max_retries=0, called="The embedded model")


# Both APIs, and every form on one of them.
WAYS: tuple[tuple[Form, Api], ...] = (
    (Form.TOOLS, "responses"),
    (Form.TOOLS, "chat"),
    (Form.SCHEMA, "responses"),
    (Form.JSON, "chat"),
)


@pytest.fixture(params=WAYS, ids=[f"{form}-{api}" for form, api in WAYS])
def ask(embedded: Connection, request: pytest.FixtureRequest) -> Asked:
    form, api = request.param
    reader = planner(embedded, model=NAME, vision_model="eyes", api=api, examples=example)
    asked = Asked(reader, Policy())
    asked.planner.stacks.learned.form = form
    return asked


def drafted(asked: Asked, *turns: str | tuple[Said | Proposed | Checked, ...]) -> StackDraft:
    form = asked.planner.stacks.learned.form
    reading = asked(*turns)
    assert isinstance(reading, Drafted)
    assert isinstance(reading.draft, StackDraft)
    assert asked.planner.stacks.learned.form is form
    assert asked.planner.stacks.learned.dialect.changes == ()
    return reading.draft


def test_a_picture_becomes_a_stack(ask: Asked) -> None:
    draft = drafted(ask, PICTURE)

    assert draft.architecture == SERVERLESS
    assert draft.title == "API Gateway → Lambda → DynamoDB"
    assert "AWS::DynamoDB::Table" in draft.template


def test_a_picture_is_looked_at_once_though_it_takes_two_calls(ask: Asked, eyes: Eyes) -> None:
    drafted(ask, PICTURE)

    assert eyes.looked == 1


def test_what_was_said_beside_a_picture_is_known_to_the_second_call(ask: Asked) -> None:
    said = (Said("U1", "no VPC, in Ireland", picture=PICTURE[0].picture),)

    draft = drafted(ask, said)

    assert draft.architecture.containers == ()
    assert draft.region == "eu-west-1"
    assert draft.assumptions[0].startswith("These cannot run without a VPC")


def test_words_become_a_stack(ask: Asked) -> None:
    form = ask.planner.stacks.learned.form
    ask.planner.words.learned.form = form

    reading = ask("an SQS queue that triggers a Lambda function")

    assert isinstance(reading, Drafted)
    assert isinstance(reading.draft, StackDraft)
    assert [one.service for one in reading.draft.architecture.services] == ["sqs", "lambda"]
    assert "AWS::Lambda::EventSourceMapping" in reading.draft.template
    assert ask.planner.words.learned.form is form


def test_an_exact_structure_is_taken_over(ask: Asked) -> None:
    draft = drafted(ask, (Said("U1", "", architecture=WEB),))

    assert draft.architecture == WEB
    assert not any("understand" in question for question in draft.questions)


def test_a_label_that_looks_like_the_end_of_the_structure_is_a_label(ask: Asked) -> None:
    box = WEB.components[0].model_copy(update={"label": "a ``` no VPC"})
    drawn = WEB.model_copy(update={"components": (box, *WEB.components[1:])})

    assert drafted(ask, (Said("U1", "", architecture=drawn),)).architecture == drawn


def test_a_follow_up_changes_it(ask: Asked) -> None:
    first = drafted(ask, PICTURE)

    second = drafted(ask, PICTURE, (Proposed(first),), "no VPC, in Ireland")

    assert second.architecture.containers == ()
    assert second.region == "eu-west-1"


def test_faults_are_answered(ask: Asked) -> None:
    first = drafted(ask, PICTURE)
    faults = Checked(("E3002 at Resources/UploadsBucket/Properties: wrong",))

    second = drafted(ask, PICTURE, (Proposed(first), faults))

    assert "UploadsBucket" in first.template
    assert "UploadsBucket" not in second.template


def test_a_question_stays_words(ask: Asked) -> None:
    reading = ask((Proposed(drafted(ask, PICTURE)),), "make it sing")

    assert isinstance(reading, Worded)
    assert reading.kind == "question"
