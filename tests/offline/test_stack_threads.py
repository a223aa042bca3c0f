"""What people write under a plan of a stack: it stays about the stack unless they say otherwise."""

from typing import Any

import pytest

from bot.domain.architecture import Architecture
from tests.offline.altering.drawings import LOOSE, NAMED, SERVERLESS, WEB
from tests.offline.stacks import Thread, structure


def started(architecture: Architecture = WEB) -> Thread:
    thread = Thread(lambda _: architecture)
    thread.says("", b"picture")
    return thread


SIZE = "how large a part is"
PORT = "which ports are open"
SETTING = "how a part is set up inside"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("make the database bigger", SIZE),
        ("the database should be larger", SIZE),
        ("mach die Datenbank kleiner", SIZE),
        ("die Datenbank soll größer sein", SIZE),
        ("double the disk", SIZE),
        ("we need 16 GB RAM", SIZE),
        ("make it 5 players", SIZE),
        ("more memory please", SIZE),
        ("open 22 to 10.0.0.0/8", PORT),
        ("close the ports", PORT),
        ("for 3 days", "no end date"),
        ("enable spot", SETTING),
        ("budget $50 a month", "cannot plan to a price"),
        ("the domain is shop.example.com", "needs a Route 53 hosted zone"),
        ("use shop.example.com", "needs a Route 53 hosted zone"),
        ("make it sing", "“make it sing”"),
        ("put the database on a separate server", "separate server"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_can(words: str, why: str) -> None:
    name, arguments = started().says(words)

    assert (name, arguments["kind"]) == ("reply", "question")
    assert why in arguments["text"]
    assert "“replace Orders with DynamoDB”" in arguments["text"]


@pytest.mark.parametrize(
    "words",
    [
        "a separate t3.small with 20 GB",
        "a separate server with 4 GB RAM",
        "I also need a separate t3.small called build-cache",
        "another EC2 instance beside it, t3.small",
        "another EC2 instance beside it with 4 GB RAM",
        "a t3.small that is not part of the stack",
        "a server with 4 GB RAM outside of the stack",
        "a standalone t3.micro please",
        "ein eigenständiger Server mit 4 GB RAM",
        "ein Server mit 4 GB RAM neben dem Stack",
    ],
)
def test_servers_beside_it_are_planned_where_that_is_said(words: str) -> None:
    assert started().says(words)[0] == "run_instances"


@pytest.mark.parametrize(
    "words",
    [
        "another EC2 instance",
        "add a server",
        "a separate server behind the load balancer",
        "make it two",
        "I need a server for the reports",
    ],
)
def test_servers_of_the_stack_stay_in_it(words: str) -> None:
    assert started().says(words)[0] == "create_stack"


class TestAThreadThatSwitched:
    """Servers beside the stack were planned, and people go on."""

    def test_the_question_about_them_is_answered(self) -> None:
        thread = started()

        question = thread.says("a separate server")
        plan = thread.says("4 GB RAM")

        assert question[1]["text"].startswith("What will it be used for")
        assert plan[0] == "run_instances"

    def test_thanks_are_no_plan(self) -> None:
        thread = started()
        thread.says("a separate server")

        assert thread.says("thanks")[0] == "reply"

    def test_what_was_said_of_the_stack_before_is_left_there(self) -> None:
        thread = started()
        thread.says("make the database bigger, 500 GB")
        thread.says("a separate t3.small")

        _, plan = thread.says("make it two")

        assert (plan["InstanceType"], plan["VolumeSize"], plan["count"]) == ("t3.small", 20, 2)

    def test_questions_change_nothing(self) -> None:
        thread = started()
        thread.says("a separate t3.small")
        thread.says("what would it cost with 3 servers?")

        _, plan = thread.says("mach die Datenbank kleiner")

        assert plan["count"] in (None, 1)

    def test_what_can_only_be_about_the_stack_changes_it(self) -> None:
        thread = started()
        thread.says("a separate t3.small")

        name, arguments = thread.says("remove Mailer")

        assert name == "create_stack"
        assert "mailer" not in [one["id"] for one in arguments["components"]]


class TestGoingBack:
    """The revision before is proposed anew."""

    @pytest.mark.parametrize(
        "words",
        [
            "undo",
            "Undo that, please.",
            "undo the last change",
            "no, undo",
            "revert",
            "revert to the previous version",
            "go back",
            "back to the previous plan",
            "take that back",
            "roll back",
            "zurück",
            "mach das rückgängig",
            "Bitte rückgängig machen",
            "zurück zur vorigen Version",
        ],
    )
    def test_in_many_words(self, words: str) -> None:
        thread = started()
        thread.says("remove the queue, in Ireland")

        name, arguments = thread.says(words)

        assert name == "create_stack"
        assert structure(arguments) == WEB
        assert arguments["region"] is None
        assert arguments["assumptions"][0] == "As you asked: back to the plan before."

    def test_step_by_step_to_the_first(self) -> None:
        thread = started(SERVERLESS)
        titles = [thread.says(each)[1]["title"] for each in ("call it One", "call it Two")]

        assert titles == ["One", "Two"]
        assert thread.says("undo")[1]["title"] == "One"
        assert thread.says("undo")[1]["title"] == "API Gateway → Lambda → DynamoDB"
        assert "no earlier plan" in thread.says("undo")[1]["text"]

    def test_a_round_of_the_checks_is_no_revision(self) -> None:
        thread = started(SERVERLESS)
        thread.checks("E3002 at Resources/UploadsBucket/Properties: wrong")

        name, arguments = thread.says("undo")

        assert (name, arguments["kind"]) == ("reply", "answer")
        assert "no earlier plan in this thread" in arguments["text"]

    @pytest.mark.parametrize("words", ["thanks", "undo", "go ahead", "cancel", "what can you do?"])
    def test_nothing_is_said_of_whether_it_still_stands(self, words: str) -> None:
        _, arguments = started().says(words)

        assert "stands as it is" not in arguments["text"]


class TestTheVpc:
    """`no VPC` is followed as far as that goes."""

    def test_what_cannot_do_without_one_is_named(self) -> None:
        _, arguments = started().says("ohne VPC")

        assert arguments["assumptions"][0] == (
            "These cannot run without a VPC, so the plan still makes one: Elastic Load Balancing, "
            "Web (Amazon EC2), Orders (Amazon RDS)."
        )
        assert not any("As you asked: no VPC" in one for one in arguments["assumptions"])

    def test_it_stays_said_after_a_round_of_the_checks(self) -> None:
        thread = started()
        thread.says("no VPC. Make it sing.")

        _, arguments = thread.checks("E3002 at Resources/JobsQueue/Properties: wrong")

        assert arguments["assumptions"][0].startswith("These cannot run without a VPC")
        assert arguments["questions"] == [
            "I did not understand “Make it sing”; say it in other words."
        ]

    def test_without_any_drawn_nothing_changes(self) -> None:
        name, arguments = started(LOOSE).says("no VPC")

        assert (name, arguments["kind"]) == ("reply", "answer")
        assert "cannot run without a VPC" in arguments["text"]
        assert "Nothing was changed." in arguments["text"]

    def test_beside_a_picture_it_is_said_too(self) -> None:
        _, arguments = Thread(lambda _: LOOSE).says("ohne VPC", b"picture")

        assert arguments["assumptions"][0].startswith("These cannot run without a VPC")

    def test_where_nothing_needs_one_it_is_gone(self) -> None:
        thread = started(SERVERLESS)

        _, arguments = thread.says("remove the cache and no VPC")

        assert "As you asked: no VPC." in arguments["assumptions"]
        assert "AWS::EC2::VPC" not in arguments["template"]


class TestWhatIsNotCarriedOut:
    """Beside what is, it is said on the card."""

    @pytest.mark.parametrize(
        ("words", "question"),
        [
            ("add a bucket. Make it sing.", "I did not understand “Make it sing”; say it in other words."),
            ("add a bucket, what does it cost?", "“what does it cost”: what it costs, as far as it can be told, stands on this card."),
            ("add a server with 100 GB", "“100 GB” is not in the plan: how large a part is"),
            ("no queue, and close the ports", "“close the ports” is not in the plan: which ports are open"),
            ("remove the queue. Why is there a NAT gateway?", "I did not answer “Why is there a NAT gateway” here; ask it by itself in this thread."),
        ],
    )  # fmt: skip
    def test_as_an_open_question(self, words: str, question: str) -> None:
        name, arguments = started().says(words)

        assert name == "create_stack"
        assert [one.startswith(question) for one in arguments["questions"]] == [True]

    def test_the_cost_is_told_by_what_it_goes_by(self) -> None:
        _, arguments = started().says("what does it cost?")

        assert "by the hour, used or not: Elastic Load Balancing, Web" in arguments["text"]
        assert "depends on how much it is used: Jobs (Amazon SQS)" in arguments["text"]

    def test_the_domain_goes_to_the_zone(self) -> None:
        name, arguments = started(NAMED).says("use shop.example.com")

        assert name == "create_stack"
        assert "shop.example.com" in arguments["template"]
        assert arguments["assumptions"][0] == "As you asked: the domain is shop.example.com."


def test_the_examples_fit_the_plan() -> None:
    text: Any = started(SERVERLESS).says("help")[1]["text"]

    assert "“add a queue before GetCustomer”" in text
    assert "“replace Customers with Postgres”" in text
