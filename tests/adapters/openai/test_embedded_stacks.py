"""The planner and the embedded model speak of stacks exactly as with OpenAI."""

from collections.abc import Iterator

import httpx2
import pytest

from bot.adapters.openai.connection import Api, Connection
from bot.adapters.openai.planner import planner
from bot.adapters.openai.wire import Form
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Worded
from bot.domain.request import Checked, Picture, Proposed, Said
from bot.domain.stack import StackDraft
from bot.offline import NAME, OfflineTransport
from tests.adapters.openai.conftest import Asked
from tests.offline.altering.drawings import SERVERLESS, WEB

PICTURE = (Said("U1", "", picture=Picture(b"a picture", "image/png")),)


@pytest.fixture
def embedded() -> Iterator[Connection]:
    transport = OfflineTransport(see=lambda picture: SERVERLESS)
    with httpx2.Client(transport=transport) as client:
        yield Connection("offline", http_client=client, max_retries=0, called="The embedded model")


@pytest.fixture(params=list(Form))
def ask(embedded: Connection, api: Api, request: pytest.FixtureRequest) -> Asked:
    asked = Asked(planner(embedded, model=NAME, vision_model="eyes", api=api), Policy())
    asked.planner.stacks.learned.form = request.param
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


def test_an_exact_structure_is_taken_over(ask: Asked) -> None:
    assert drafted(ask, (Said("U1", "", architecture=WEB),)).architecture == WEB


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
