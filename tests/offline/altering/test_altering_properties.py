"""What holds for any message and any architecture: an answer, and an architecture that is sound."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.architecture import Architecture
from bot.offline.altering import alter
from tests.offline.altering.drawings import DRAWINGS

_WORDS = """
add a the second queue Lambda Lambdas before after between and in front of behind remove no VPC
subnet private public cache DynamoDB Postgres replace with instead of use rename to connect -> →
reverse arrow from not two 3 make it them all everything GetCustomer Customers Web Jobs Worker S3 bucket
called “Orders” " , . ; : ? - entferne füge ein hinzu ohne zwischen ersetze durch move into out scale double
is actually that's another one more for triggered by CloudFront keep only everything 100 999 zero q0q q7q
""".split()  # noqa: SIM905 - a list of them would fill a page
_MESSAGES = st.one_of(
    st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join),
    st.text(max_size=60),
)
_DRAWINGS = st.one_of(st.sampled_from(list(DRAWINGS.values())), st.just(Architecture()))


@settings(max_examples=300, deadline=None)
@given(_DRAWINGS, _MESSAGES, st.booleans())
def test_any_message_leaves_a_sound_architecture(
    architecture: Architecture,
    message: str,
    described: bool,  # noqa: FBT001 - Hypothesis gives it by name
) -> None:
    altered = alter(architecture, message, described=described)

    assert Architecture.model_validate(altered.architecture.model_dump()) == altered.architecture
    if not altered.done:
        assert altered.architecture == architecture


@settings(max_examples=60, deadline=None)
@given(_DRAWINGS, st.lists(_MESSAGES, max_size=4))
def test_one_message_after_another_does_too(
    architecture: Architecture, messages: list[str]
) -> None:
    for message in messages:
        architecture = alter(architecture, message).architecture

    Architecture.model_validate(architecture.model_dump())


def test_a_long_message_takes_no_time() -> None:
    for phrase in ("add a queue before ", "a -> b, ", "die Lambda soll ", "between and "):
        altered = alter(DRAWINGS["web"], phrase * 2000)

        assert any("only its beginning" in trouble for trouble in altered.unclear)
