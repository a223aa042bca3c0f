"""What becomes of the words that come with a picture, and how a picture is told."""

import pytest

from bot.domain.architecture import Architecture, Component, Connection, Container
from tests.offline.altering.drawings import SERVERLESS, arrows, component
from tests.offline.altering.test_follow_ups import ORIGINAL
from tests.offline.stacks import Thread


def shown(words: str, architecture: Architecture = SERVERLESS) -> tuple[str, dict[str, object]]:
    return Thread(lambda _: architecture).says(words, b"picture")


@pytest.mark.parametrize(
    "words",
    [
        "only explain it, do not build",
        "explain this, please",
        "Please describe the picture. No plan.",
        "don't build it yet",
        "what is this?",
        "what do you see?",
        "just looking, do not create anything",
        "was siehst du?",
        "Erkläre das Bild nur, nicht bauen",
    ],
)
def test_who_wants_words_gets_words(words: str) -> None:
    name, arguments = shown(words)

    assert (name, arguments["kind"]) == ("reply", "answer")
    assert arguments["text"] == (
        "This is what I read in it; nothing is planned:\n"
        "• Parts: Users, CustomerDetailsAPI (Amazon API Gateway), GetCustomer (AWS Lambda), "
        "Customers (Amazon DynamoDB), Amazon ElastiCache, Uploads (Amazon S3).\n"
        "• The VPC holds GetCustomer (AWS Lambda) and Amazon ElastiCache.\n"
        "• From Users an arrow leads to CustomerDetailsAPI (Amazon API Gateway).\n"
        "• From CustomerDetailsAPI (Amazon API Gateway) an arrow leads to GetCustomer (AWS Lambda).\n"
        "• From GetCustomer (AWS Lambda) arrows lead to Customers (Amazon DynamoDB) and Amazon ElastiCache.\n"
        "To have a stack planned of it, send it again with “build this”."
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("what does this cost?", "These cost by the hour, used or not: Amazon ElastiCache."),
        ("explain it, and what does it cost?", "by the hour, used or not: Amazon ElastiCache."),
        ("what would it cost to build this?", "A plan's card says what it costs"),
        ("is this highly available?", "I cannot tell “is this highly available?” from this."),
        ("was kostet das?", "These cost by the hour"),
    ],
)
def test_a_question_is_answered_or_it_is_said_that_it_cannot_be(words: str, told: str) -> None:
    name, arguments = shown(words)

    assert (name, arguments["kind"]) == ("reply", "answer")
    assert told in str(arguments["text"])


@pytest.mark.parametrize(
    "words",
    [
        "explain each choice and build it",
        "how do I build this on AWS?",
        "please build this. What does it cost?",
        "build it without creating a bucket",
        "Kannst du das bitte bauen?",
    ],
)
def test_who_wants_it_built_gets_a_plan(words: str) -> None:
    assert shown(words)[0] == "create_stack"


def test_words_after_an_explanation_can_still_have_it_built() -> None:
    thread = Thread(lambda _: SERVERLESS)
    thread.says("only explain it, do not build", b"picture")

    thanks, plan = thread.says("thanks"), thread.says("build it")

    assert (thanks[0], plan[0]) == ("reply", "create_stack")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "please build this",
        "Please build this for us, thanks!",
        "as discussed",
        "here you go, cheers!",
        "our customer API: API Gateway calls a Lambda, which reads from DynamoDB and a cache",
        "a web shop for our customers",
        "build this architecture",
        "use CloudFormation",
        "make it happen",
        "Bitte bauen",
        ORIGINAL,
    ],
)
def test_what_only_describes_or_is_polite_asks_for_nothing(words: str) -> None:
    name, arguments = shown(words)

    assert (name, arguments["questions"]) == ("create_stack", [])


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("with a dead letter queue", "I did not understand “with a dead letter queue”; say it in other words."),
        ("build this with a dead letter queue", "I did not understand “with a dead letter queue”; say it in other words."),
        ("please build this with WAF", "I did not understand “with WAF”; say it in other words."),
        ("it must be HIPAA compliant", "I did not understand “it must be HIPAA compliant”; say it in other words."),
        ("make it sparkle and make it sing", "I did not understand “make it sparkle” and “make it sing”; say it in other words."),
        ("for 1000 users", "“for 1000 users” is not in the plan: how large a part is"),
        ("use t3.large", "“use t3.large” is not in the plan: how large a part is"),
        ("build it with encrypted backups", "“with encrypted backups” is not in the plan: how a part is set up inside"),
        ("max $50 a month", "“max $50 a month” is not in the plan: I cannot plan to a price"),
        ("open port 443", "“open port 443” is not in the plan: which ports are open"),
        ("build this. What does it cost?", "“What does it cost”: what it costs, as far as it can be told, stands on this card."),
        ("the domain is shop.example.com", "A domain needs a Route 53 hosted zone"),
    ],
)  # fmt: skip
def test_what_is_not_carried_out_becomes_an_open_question(words: str, question: str) -> None:
    name, arguments = shown(words)

    assert name == "create_stack"
    (asked,) = list(arguments["questions"])  # type: ignore[call-overload]  # JSON
    assert asked.startswith(question)


class TestDoubts:
    """They are counted, and stand last."""

    def test_many_are_one_line_behind_what_costs_and_keeps(self) -> None:
        unsure = Architecture(
            components=tuple(
                Component(id=f"l{at}", service="lambda", label=f"L{at}", confidence=0.9 if at else 0.4)
                for at in range(11)
            ),
            containers=(Container(id="vpc", kind="vpc", confidence=0.3),),
            connections=tuple(
                Connection(source=f"l{at}", target=f"l{at + 1}", confidence=0.3) for at in range(10)
            ),
        )  # fmt: skip

        _, arguments = shown("", unsure)

        assumptions = arguments["assumptions"]
        assert isinstance(assumptions, list)
        assert assumptions[-1] == "Not sure of 10 arrows and 2 parts; they are marked “?”."
        assert [one for one in assumptions if "ot sure" in one] == assumptions[-1:]

    def test_a_single_one_is_named(self) -> None:
        unsure = Architecture(components=(Component(id="l", service="lambda", confidence=0.4),))

        _, arguments = shown("", unsure)

        assert "Not sure of AWS Lambda; it is marked “?”." in str(arguments["assumptions"])


class TestUnknownThings:
    """Each is asked about once, however many arrows it has."""

    def test_each_is_one_question(self) -> None:
        drawn = Architecture(
            components=(
                component("lambda", "Get"),
                component("unknown", "Ledger"),
                Component(id="x", service="unknown"),
            ),
            connections=arrows("get>ledger", "ledger>get", "get>x", "x>ledger"),
        )

        _, arguments = shown("", drawn)

        assert arguments["questions"] == [
            "Which AWS service is “Ledger”? The template has nothing for it yet.",
            "Which AWS service is the box without a name beside Get (AWS Lambda)? The template has nothing for it yet.",
        ]

    def test_many_are_one_question_together(self) -> None:
        drawn = Architecture(
            components=(
                component("lambda", "Get"),
                *(component("unknown", name) for name in ("A", "B", "C", "D")),
            )
        )

        _, arguments = shown("", drawn)

        assert arguments["questions"] == [
            "Which AWS services are “A”, “B”, “C”, “D”? The template has nothing for them yet."
        ]

    def test_a_common_noun_of_another_language_is_a_guess(self) -> None:
        labels = (
            "Datenbank Kunden",
            "Warteschlange Versand",
            "Funktion",
            "Lastverteiler",
            "Nutzer",
        )
        drawn = Architecture(components=tuple(component("unknown", label) for label in labels))

        _, arguments = shown("", drawn)

        components = arguments["components"]
        assert isinstance(components, list)
        assert [one["service"] for one in components] == ["rds", "sqs", "lambda", "alb", "user"]
        assert [one["label"] for one in components] == list(labels)
        assert all(one["confidence"] < 0.8 for one in components)


class TestTitles:
    def test_two_graphs_are_both_named(self) -> None:
        drawn = Architecture(
            components=(
                component("s3"), component("sqs"), component("apigateway"), component("lambda"),
                component("dynamodb"), component("kms"),
            ),
            connections=arrows("s3>sqs", "apigateway>lambda", "lambda>dynamodb"),
        )  # fmt: skip

        assert shown("", drawn)[1]["title"] == "API Gateway → Lambda → DynamoDB, and S3 → SQS"

    def test_more_are_counted(self) -> None:
        drawn = Architecture(
            components=tuple(
                component(service, f"{service}-{at}")
                for at, pair in enumerate((("s3", "sqs"), ("lambda", "dynamodb"), ("ec2", "rds")))
                for service in pair
            ),
            connections=arrows("s3-0>sqs-0", "lambda-1>dynamodb-1", "ec2-2>rds-2"),
        )

        assert shown("", drawn)[1]["title"] == "S3 → SQS, and Lambda → DynamoDB, and 1 more"

    def test_what_people_connect_is_one_graph(self) -> None:
        drawn = Architecture(
            components=(
                component("user"), component("cloudfront"), component("s3"), component("apigateway"),
                component("lambda"), component("dynamodb"),
            ),
            connections=arrows("user>cloudfront", "cloudfront>s3", "user>apigateway", "apigateway>lambda", "lambda>dynamodb"),
        )  # fmt: skip

        assert shown("", drawn)[1]["title"] == "API Gateway → Lambda → DynamoDB"
