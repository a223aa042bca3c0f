"""Whatever was asked for and found no part in the sketch is said; what is no more than talk is not."""

import pytest

from bot.offline.sketching import sketch


def unplaced(text: str) -> list[str]:
    return [one.text for one in sketch(text).architecture.unplaced]


def services(text: str) -> list[str]:
    return [one.service for one in sketch(text).architecture.components]


def arrows(text: str) -> list[str]:
    return sorted(f"{one.source}>{one.target}" for one in sketch(text).architecture.connections)


class TestWhatIsLeft:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a queue and a Databricks workspace", ["Databricks workspace"]),
            ("a table, Kibana and Fluentd", ["Kibana", "Fluentd"]),
            ("a Kubernetes cluster with Istio", ["Istio"]),
            ("a topic, and the Terraform module for it", ["Terraform module"]),
            ("an RDS database under 40 euros a month", ["under 40 euros a month"]),
            ("a MySQL RDS instance that is publicly reachable", ["publicly reachable"]),
            ("a bucket, anyone can upload to it", ["anyone can upload to it"]),
            ("a queue and a flux capacitor", ["flux capacitor"]),
            ("a bucket and a VPN", ["VPN"]),
            ("a GDPR compliant bucket", ["GDPR compliant"]),
        ],
    )
    def test_is_said(self, text: str, expected: list[str]) -> None:
        assert unplaced(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "please could we have an SQS queue for our web shop, so that no order is lost? Thanks a lot",
            "a bucket without Snowflake",
            "an HTTP API at api.example.com with a certificate, in front of a Lambda",
            "a topic that mails ops@example.com",
            "two buckets: one for reports, one for photos",
            "an AWS budget of at most $50",
            "an Aurora cluster with two readers",
        ],
    )
    def test_is_nothing_where_all_is_placed_or_only_talk(self, text: str) -> None:
        assert unplaced(text) == []

    def test_is_few_lines(self) -> None:
        text = "a bucket, Datadog, Splunk, Okta, Auth0, Heroku, Vercel, Netlify and Looker"

        assert len(unplaced(text)) == 6

    def test_of_another_company_makes_no_service_of_a_like_name(self) -> None:
        assert services("a bucket and a MongoDB Atlas cluster") == ["s3"]


class TestSlips:
    def test_in_the_names_of_services_are_put_right(self) -> None:
        text = "lamdba behind an api gatway, writes to a dynamo tabel"

        assert sorted(services(text)) == ["apigateway", "dynamodb", "lambda"]

    def test_are_left_where_somebody_gives_a_name(self) -> None:
        (bucket,) = sketch("a bucket called tabel").architecture.components

        assert bucket.label == "tabel"


class TestOneThing:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a REST API and a Lambda, the database is Aurora", ["apigateway", "lambda", "rds"]),
            ("an app server on Fargate", ["fargate"]),
            ("Redis as the cache and SQS as the queue", ["elasticache", "sqs"]),
            ("either a Kinesis stream or an SQS queue, you choose", ["kinesis"]),
            ("a static site", ["s3", "cloudfront"]),
        ],
    )
    def test_said_in_two_ways_is_made_once(self, text: str, expected: list[str]) -> None:
        assert services(text) == expected

    def test_of_two_that_would_do_is_said(self) -> None:
        notes = sketch("Fargate or ECS on EC2, I don't mind, with a bucket").notes

        assert any("Say “" in one for one in notes)


class TestArrows:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("an HTTP API with a Lambda that writes to DynamoDB, and a bastion host", ["apigateway>lambda", "lambda>dynamodb"]),
            ("a bucket triggers a Lambda that shrinks the picture and writes to a second bucket", ["lambda>s3-2", "s3>lambda"]),
            ("a Cognito login in front of an HTTP API and a Lambda", ["apigateway>cognito", "apigateway>lambda"]),
            ("ein Thema mit drei Abonnenten-Warteschlangen", ["sns>sqs"]),
            ("S3-Bucket und eine Warteschlange, die bei neuen Dateien benachrichtigt wird", ["s3>sqs"]),
        ],
    )  # fmt: skip
    def test_lead_to_one_target_unless_more_are_listed(
        self, text: str, expected: list[str]
    ) -> None:
        assert arrows(text) == expected


class TestMachines:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("three servers with 8 GB RAM behind a load balancer", "t3.large"),
            ("two servers behind a load balancer with 32GB of memory each", "t3.2xlarge"),
            ("a Minecraft Bedrock server for 40 players and a bucket", "t3.large"),
            ("a t3.small server with 8 GB RAM and a bucket", "t3.small"),
        ],
    )
    def test_are_as_large_as_was_said(self, text: str, expected: str) -> None:
        servers = [one for one in sketch(text).architecture.components if one.service == "ec2"]

        assert [one.setting("instance-type") for one in servers] == [expected]

    def test_of_a_game_stand_where_players_reach_them(self) -> None:
        server, _ = sketch("a Valheim server for 5 players and a bucket").architecture.components

        assert server.setting("public") == "on"
        assert server.setting("ports") == "2456/udp,2457/udp"
