"""When things run, in which order, and what they do when something fails; and which settings words give."""

import json
from typing import Any

import pytest
from cfnlint.decode.decode import decode_str  # type: ignore[import-untyped] # it has no types

from bot.blocks import compose
from bot.offline.sketching import sketch
from bot.offline.sketching.qualities.schedules import schedule, time_zone
from tests.offline.sketching.test_sketching import arrows, parts, said_of
from tests.offline.stacks import types


def made(text: str) -> dict[str, dict[str, Any]]:
    """The resources of the template that the words come to, by their names."""
    template, _ = decode_str(compose(sketch(text).architecture, title="A test").template)
    found: dict[str, dict[str, Any]] = template["Resources"]
    return found


def of_type(text: str, kind: str) -> list[dict[str, Any]]:
    return [one["Properties"] for one in made(text).values() if one["Type"] == kind]


class TestNewObjects:
    @pytest.mark.parametrize(
        "text",
        [
            "a bucket and a Lambda function which starts when a file lands in the bucket",
            "a lambda that makes thumbnails whenever photos are uploaded to a bucket",
            "bucket, lambda on upload",
            "A bucket for invoices. On every new object a function reads the total.",
            "ein S3-Bucket und eine Lambda, die bei jedem Upload startet",
            "ein bucket. sobald dort eine datei hochgeladen wird, soll eine lambda laufen",
        ],
    )
    def test_run_what_is_told_of_them(self, text: str) -> None:
        assert "s3>lambda" in arrows(text)
        assert "AWS::Lambda::Permission" in types(compose(sketch(text).architecture, title="t").template)  # fmt: skip

    def test_fill_a_queue(self) -> None:
        assert arrows("a queue that gets a message for every new object in a bucket") == ["s3>sqs"]

    def test_run_nothing_by_a_shorter_way_than_was_said(self) -> None:
        text = "When a file lands in the bucket a queue is told. The queue triggers a Lambda."

        assert arrows(text) == ["s3>sqs", "sqs>lambda"]

    def test_run_nothing_where_files_are_only_stored(self) -> None:
        assert arrows("a lambda that stores uploads in a bucket") == ["lambda>s3"]


class TestSchedules:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("every night at 3", "cron(0 3 * * ? *)"),
            ("daily at 8am", "cron(0 8 * * ? *)"),
            ("every monday at 6 pm, then", "cron(0 18 ? * MON *)"),
            ("on weekdays at 7:30", "cron(30 7 ? * MON-FRI *)"),
            ("at 9 am on mondays", "cron(0 9 ? * MON *)"),
            ("on the first of each month", "cron(0 2 1 * ? *)"),
            ("four times an hour", "rate(15 minutes)"),
            ("every two hours", "rate(2 hours)"),
            ("every night at 12 am", "cron(0 0 * * ? *)"),
            ("cron(0 4 * * ? *)", "cron(0 4 * * ? *)"),
            ("every 90 seconds", None),
        ],
    )
    def test_are_written_as_eventbridge_does(self, said: str, expected: str | None) -> None:
        assert schedule(said) == expected

    def test_know_the_time_zones_that_are_named(self) -> None:
        assert time_zone("at 8 in america/new_york") == "America/New_York"

    @pytest.mark.parametrize(
        ("text", "when"),
        [
            ("a lambda, daily at 8am, which tells a topic", "cron(0 8 * * ? *)"),
            ("eine lambda alle 10 minuten", "rate(10 minutes)"),
            ("jeden Montag um 6 Uhr soll eine Lambda laufen", "cron(0 6 ? * MON *)"),
            ("a lambda with cron(15 4 * * ? *)", "cron(15 4 * * ? *)"),
        ],
    )
    def test_make_a_function_run_by_itself(self, text: str, when: str) -> None:
        assert said_of(text)["lambda"]["schedule"] == when

    def test_start_by_a_rule_what_has_no_clock(self) -> None:
        text = "a state machine that runs every Tuesday at 5 am and calls a function"

        assert "eventbridge>stepfunctions" in arrows(text)
        assert of_type(text, "AWS::Events::Rule")[0]["ScheduleExpression"] == "cron(0 5 ? * TUE *)"

    def test_never_make_a_bus(self) -> None:
        text = "a Fargate task that an EventBridge schedule starts every 20 minutes"

        assert "eventbridge>fargate" in arrows(text)
        assert of_type(text, "AWS::Events::EventBus") == []

    def test_without_a_time_run_daily_and_it_is_said(self) -> None:
        sketched = sketch("a scheduled EventBridge rule that runs a Lambda function")

        assert any("once a day" in one for one in sketched.notes)

    def test_in_a_time_zone_are_kept_by_the_scheduler(self) -> None:
        text = (
            "an EventBridge Scheduler schedule in its own schedule group that starts a function on weekdays at 7:30 in "
            "Europe/Vienna with a flexible window of 10 minutes; failed starts go to a dead-letter queue"
        )
        (found,) = of_type(text, "AWS::Scheduler::Schedule")

        assert found["ScheduleExpressionTimezone"] == "Europe/Vienna"
        assert found["FlexibleTimeWindow"] == {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 10}
        assert "DeadLetterConfig" in found["Target"]
        assert "GroupName" in found

    def test_of_backups_start_no_function(self) -> None:
        assert "schedule" not in said_of("a lambda and a database with backups every day").get("lambda", {})  # fmt: skip


def definition(text: str) -> dict[str, Any]:
    (found,) = of_type(text, "AWS::StepFunctions::StateMachine")
    read: dict[str, Any] = json.loads(found["DefinitionString"])
    return read


class TestSequences:
    @pytest.mark.parametrize(
        "text",
        [
            "a state machine with two functions in sequence: extract and archive",
            "a workflow of Step Functions that first calls an extract function and then an archive function",
        ],
    )
    def test_are_states_one_after_the_other(self, text: str) -> None:
        states = definition(text)["States"]

        assert states["Extract"]["Next"] == "Archive"
        assert states["Archive"]["End"] is True

    def test_that_fail_are_told(self) -> None:
        text = "a state machine calls two lambdas one after another, and sends to sns on failure"
        states = definition(text)["States"]
        tasks = [one for one in states.values() if one["Type"] == "Task" and "Catch" in one]

        assert len(tasks) == 2
        assert {one["Catch"][0]["Next"] for one in tasks} == {"Topic"}
        assert states[states["Topic"]["Next"]]["Type"] == "Fail"

    def test_stay_side_by_side_where_that_is_said(self) -> None:
        states = definition("a step function that runs two lambdas in parallel, then ends")[
            "States"
        ]

        assert [one["Type"] for one in states.values()] == ["Parallel"]

    def test_try_again_where_that_is_said(self) -> None:
        states = definition("a state machine that calls a lambda and retries it")["States"]

        assert any(
            "States.TaskFailed" in again["ErrorEquals"]
            for one in states.values()
            for again in one["Retry"]
        )


class TestSettings:
    @pytest.mark.parametrize(
        ("text", "of", "expected"),
        [
            ("a queue with 10 min visibility and 3 retries", "sqs", {"visibility-seconds": "600", "max-receives": "3"}),
            ("a queue, max receive count 7", "sqs", {"max-receives": "7"}),
            ("a table with a string hash key, where reads are rare", "dynamodb", {"key-type": "S"}),
            ("dynamodb tabelle, partition key kunde, gsi auf ort", "dynamodb", {"key": "kunde", "index": "ort"}),
            ("a table with gsis on city and country", "dynamodb", {"index": "city,country"}),
            ("a table with 10 read units and 5 write units", "dynamodb", {"read-units": "10", "write-units": "5"}),
            ("an http api, cors for https://shop.example.com", "apigateway", {"cors": "on", "origins": "https://shop.example.com", "kind": "http"}),
            ("a rest api with GET /orders/{orderId}", "apigateway", {"kind": "rest", "paths": "GET /orders/{orderId}"}),
            ("a rest api with a path parameter '{city}'", "apigateway", {"kind": "rest", "paths": "/{city}"}),
            ("a redshift cluster with two ra3.xlplus nodes", "redshift", {"class": "ra3.xlplus", "nodes": "2"}),
            ("an msk cluster with three m5.large brokers, 200 GB each", "msk", {"instance-type": "kafka.m5.large", "nodes": "3", "storage-gib": "200"}),
            ("a documentdb cluster with three db.r5.large instances", "documentdb", {"class": "db.r5.large", "nodes": "3"}),
            ("fsx for windows, 500 GiB, 64 MB/s", "fsx", {"kind": "windows", "storage-gib": "500", "throughput-mbs": "64"}),
            ("an rds mysql database, multi az", "rds", {"engine": "mysql", "multi-az": "on"}),
            ("an iot rule that sends readings over 40 degrees to a queue", "iot", {"where": "temperature > 40"}),
            ("a codepipeline from github, repo acme/shop, with a manual approval", "codepipeline", {"source": "github", "repository": "acme/shop", "approval": "on"}),
            ("AWS Config with rules for required tags and root MFA", "config", {"rules": "mfa,tag"}),
            ("an S3 bucket, standard-IA after 30 days", "s3", {"infrequent-days": "30"}),
        ],
    )  # fmt: skip
    def test_are_read_from_words(self, text: str, of: str, expected: dict[str, str]) -> None:
        found = said_of(text).get(of, {})

        assert {name: found.get(name) for name in expected} == expected
        assert found.get("key") not in ("where", "with", "auf", "als")

    def test_that_nothing_takes_are_said(self) -> None:
        sketched = sketch("a load balancer with a deregistration delay of 20 seconds")

        assert any("deregistration delay of 20 seconds" in one for one in sketched.notes)

    def test_that_something_takes_are_not_said(self) -> None:
        sketched = sketch("a lambda with 512 MB and a timeout of 2 minutes, every 5 minutes")

        assert not any("Nothing came of" in one for one in sketched.notes)


class TestCopies:
    def test_go_from_one_bucket_to_the_other(self) -> None:
        text = "a bucket that is replicated to a second bucket"
        rules = [one["ReplicationConfiguration"] for one in of_type(text, "AWS::S3::Bucket") if "ReplicationConfiguration" in one]  # fmt: skip

        assert len(rules) == 1

    def test_in_another_account_are_out_of_reach_and_said_so(self) -> None:
        sketched = sketch("a bucket with replication to a bucket of another account")

        assert any("Replication is left out" in one for one in sketched.notes)

    def test_of_logs_make_no_origin(self) -> None:
        text = "a website bucket behind CloudFront; the access logs of the distribution go to a second bucket"
        (found,) = of_type(text, "AWS::CloudFront::Distribution")

        assert len(found["DistributionConfig"]["Origins"]) == 1
        assert "Logging" in found["DistributionConfig"]


class TestPipelines:
    def test_wait_for_approval_before_the_second_build_rolls_out(self) -> None:
        text = (
            "a codepipeline with a codecommit repository, a codebuild project that builds, a manual approval and a "
            "second codebuild project that deploys"
        )
        (found,) = of_type(text, "AWS::CodePipeline::Pipeline")

        assert [one["Name"] for one in found["Stages"]] == ["Source", "Build", "Approve", "Deploy"]

    def test_fetch_from_github_by_a_connection(self) -> None:
        text = "a codepipeline with github repo acme/shop, branch dev, and a codebuild project"
        (found,) = of_type(text, "AWS::CodePipeline::Pipeline")
        fetched = found["Stages"][0]["Actions"][0]["Configuration"]

        assert (fetched["FullRepositoryId"], fetched["BranchName"]) == ("acme/shop", "dev")
        assert len(of_type(text, "AWS::CodeStarConnections::Connection")) == 1


def test_a_rule_of_config_is_decided_by_the_function_that_is_named() -> None:
    text = (
        "AWS Config with a rule for required tags and a custom rule evaluated by a Lambda function"
    )
    sources = [one["Source"] for one in of_type(text, "AWS::Config::ConfigRule")]

    assert {one["Owner"] for one in sources} == {"AWS", "CUSTOM_LAMBDA"}


def test_a_file_system_for_windows_brings_its_directory_and_asks() -> None:
    sketched = sketch("an fsx file system for windows")

    assert parts("an fsx file system for windows") == ["fsx", "directoryservice"]
    assert any("Which domain" in one for one in sketched.questions)
