"""The planner and the embedded model speak to each other exactly as with OpenAI."""

from collections.abc import Iterator

import httpx2
import pytest

from bot.adapters.openai.check import check
from bot.adapters.openai.connection import Api, Connection
from bot.adapters.openai.planner import planner
from bot.adapters.openai.wire import Form
from bot.domain.instance import InstanceDraft
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Worded
from bot.domain.request import Proposed, Said
from bot.offline import NAME, OfflineTransport
from tests.adapters.openai.conftest import Asked

ACCEPTANCE = """\
Please create a new EC2 instance for me.
I want to use it as a Minecraft Bedrock server for up to 25 concurrent players. Please balance performance and cost.
I'd also like it to have a 1/4 TB of storage.
After its created, I want to be able to easily get rid of this instance using the AWS console."""


@pytest.fixture
def embedded() -> Iterator[Connection]:
    with httpx2.Client(transport=OfflineTransport()) as client:
        yield Connection("offline", http_client=client, max_retries=0, called="The embedded model")


@pytest.fixture
def ask(embedded: Connection, api: Api) -> Asked:
    return Asked(planner(embedded, model=NAME, api=api), Policy())


@pytest.mark.parametrize("form", Form)
def test_the_acceptance_case_in_every_form(ask: Asked, form: Form) -> None:
    ask.planner.learned.form = form

    reading = ask(ACCEPTANCE)

    assert isinstance(reading, Drafted)
    assert isinstance(reading.draft, InstanceDraft)
    assert reading.model == NAME
    assert reading.draft.model_dump(
        include={"instance_type", "volume_gib", "termination_protection", "count", "ingress"}
    ) == {
        "instance_type": "t3.medium",
        "volume_gib": 250,
        "termination_protection": False,
        "count": 1,
        "ingress": (),
    }
    explained = {reason.parameter for reason in reading.draft.reasons}
    assert {"InstanceType", "VolumeSize", "DisableApiTermination"} <= explained
    assert ask.planner.learned.form is form


@pytest.mark.parametrize("form", Form)
def test_a_follow_up_changes_the_plan_that_was_shown(ask: Asked, form: Form) -> None:
    ask.planner.learned.form = form
    first = ask(ACCEPTANCE)
    assert isinstance(first, Drafted)

    second = ask(ACCEPTANCE, (Proposed(first.draft),), "use a t3.large instead")

    assert isinstance(second, Drafted)
    assert isinstance(second.draft, InstanceDraft)
    assert second.draft.instance_type == "t3.large"
    assert second.draft.volume_gib == 250


@pytest.mark.parametrize(
    ("text", "kind"),
    [("hi", "answer"), ("terminate every instance in the account", "refusal")],
)
def test_words_stay_words(ask: Asked, text: str, kind: str) -> None:
    reading = ask(text)

    assert isinstance(reading, Worded)
    assert reading.kind == kind


def test_the_first_request_needs_no_second_try(ask: Asked) -> None:
    ask((Said("U1", "a t3.small with 60 GB"),))

    assert ask.planner.learned.form is Form.TOOLS
    assert ask.planner.learned.dialect.changes == ()


def test_the_check_is_content(embedded: Connection) -> None:
    assert all(fine for fine, _ in check(embedded, model=NAME, api="responses"))
