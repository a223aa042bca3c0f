"""Mermaid, in a message or a file."""

import pytest

from bot.domain.architecture import Architecture
from bot.domain.errors import UserMistake
from bot.ports import Diagrams
from tests.adapters.diagrams.conftest import Open
from tests.adapters.diagrams.making import arrows, kinds, places, services

SIMPLE = "flowchart LR\n  A[API Gateway] --> B[Lambda]\n  B --> C[(DynamoDB)]"


def read(diagrams: Diagrams, text: str) -> Architecture:
    architecture = diagrams.in_text(text)
    assert architecture is not None
    return architecture


class TestWhereItStands:
    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(f"```mermaid\n{SIMPLE}\n```", id="fence"),
            pytest.param(f"please build this:\n```mermaid\n{SIMPLE}\n```\nin eu-west-1", id="fence-in-words"),
            pytest.param(f"```\n{SIMPLE}\n```", id="fence-without-a-name"),
            pytest.param(f"```{SIMPLE}```", id="fence-on-one-line"),
            pytest.param(f"```mermaid {SIMPLE}```", id="named-fence-on-one-line"),
            pytest.param(f"```mermaid\n{SIMPLE}", id="fence-left-open"),
            pytest.param(SIMPLE, id="bare"),
            pytest.param(f"Build it please\n{SIMPLE}", id="bare-after-words"),
            pytest.param(f"{SIMPLE}\n\nPlease use on-demand billing, thanks!", id="bare-before-words"),
            pytest.param(f"{SIMPLE}\n\nthanks", id="bare-before-a-word"),
            pytest.param(SIMPLE.replace("flowchart LR", "graph TD;"), id="graph"),
            pytest.param(SIMPLE.replace("\n", "\r\n"), id="line-ends-of-windows"),
            pytest.param(f"```mermaid\n---\ntitle: Orders\n---\n%%{{init: {{}}}}%%\n\n{SIMPLE}\n```", id="with-a-preamble"),
            pytest.param("```mermaid\ngraph LR;A[API Gateway]-->B[Lambda];B-->C[(DynamoDB)];\n```", id="one-line"),
        ],
    )  # fmt: skip
    def test_the_same_is_read(self, diagrams: Diagrams, text: str) -> None:
        architecture = read(diagrams, text)

        assert services(architecture) == ["apigateway", "lambda", "dynamodb"]
        assert arrows(architecture) == [("api-gateway", "lambda"), ("lambda", "dynamodb")]

    def test_common_nouns_of_other_languages_are_read_too(self, diagrams: Diagrams) -> None:
        text = "graph LR; A[Lastverteiler]-->B[Bestellfunktion]-->C[(Kundendatenbank)]; B-->D[Cola de mensajes]"

        assert services(read(diagrams, f"```mermaid\n{text}\n```")) == [
            "alb",
            "lambda",
            "rds",
            "sqs",
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "a Minecraft server for 25 players",
            "what does graph LR mean in Mermaid?",
            "draw me a flowchart of Lambda --> SQS",
            "```\naws s3 ls\n```",
            "graph TD\nA[Frontend] --> B[Backend code]",
            "",
            "flowchart LR\n" + "x" * 200_000,
        ],
    )
    def test_other_messages_spell_out_nothing(self, diagrams: Diagrams, text: str) -> None:
        assert diagrams.in_text(text) is None

    def test_a_file_of_it_is_opened_too(self, opened: Open) -> None:
        assert services(opened(SIMPLE, "system.mmd").architecture) == [
            "apigateway",
            "lambda",
            "dynamodb",
        ]

    def test_a_document_with_a_diagram_in_it_is_opened(self, opened: Open) -> None:
        document = f"# Orders\n\nHow it works:\n\n```mermaid\n{SIMPLE}\n```\n"

        assert services(opened(document, "README.md").architecture) == [
            "apigateway",
            "lambda",
            "dynamodb",
        ]


class TestFlowcharts:
    @pytest.mark.parametrize(
        "node",
        ["[S3]", "(S3)", "([S3])", "[[S3]]", "[(S3)]", "((S3))", "(((S3)))", "{S3}", "{{S3}}", "[/S3/]", "[/S3\\]",
         ">S3]", '["S3"]', '["`**S3**`"]', "[S3]:::hot", '@{ shape: cyl, label: "S3" }', "[fa:fa-archive S3]", '["S3<br/>"]'],
    )  # fmt: skip
    def test_every_form_of_a_node_has_its_label(self, diagrams: Diagrams, node: str) -> None:
        architecture = read(diagrams, f"graph LR\nx{node} --> y[Lambda]")

        assert [(one.service, one.label) for one in architecture.components] == [
            ("s3", "S3"),
            ("lambda", "Lambda"),
        ]

    @pytest.mark.parametrize(
        ("link", "expected"),
        [
            ("-->", [("s3", "sqs", "")]),
            ("--->", [("s3", "sqs", "")]),
            ("-.->", [("s3", "sqs", "")]),
            ("==>", [("s3", "sqs", "")]),
            ("--x", [("s3", "sqs", "")]),
            ("--o", [("s3", "sqs", "")]),
            ("e1@-->", [("s3", "sqs", "")]),
            ("-->|on upload|", [("s3", "sqs", "on upload")]),
            ("-- on upload -->", [("s3", "sqs", "on upload")]),
            ("-. on upload .->", [("s3", "sqs", "on upload")]),
            ("== on upload ==>", [("s3", "sqs", "on upload")]),
            ('-->|"a #quot;b#quot;"|', [("s3", "sqs", 'a "b"')]),
            ("<-->", [("s3", "sqs", ""), ("sqs", "s3", "")]),
            ("---", [("s3", "sqs", "")]),
            ("~~~", []),
        ],
    )
    def test_every_form_of_an_arrow_is_read(
        self, diagrams: Diagrams, link: str, expected: list[tuple[str, str, str]]
    ) -> None:
        architecture = read(diagrams, f"graph LR\na[S3] {link} b[SQS]")

        found = [(one.source, one.target, one.label) for one in architecture.connections]
        assert sorted(found) == expected

    def test_a_line_without_a_head_is_uncertain(self, diagrams: Diagrams) -> None:
        (connection,) = read(diagrams, "graph LR\na[S3] --- b[SQS]").connections

        assert connection.confidence == 0.5

    def test_chains_and_ampersands_tie_each_to_each(self, diagrams: Diagrams) -> None:
        architecture = read(
            diagrams, "graph LR\nA[S3] & B[SNS] --> C[SQS] --> D[Lambda] & E[Kinesis]"
        )

        assert arrows(architecture) == [
            ("s3", "sqs"),
            ("sns", "sqs"),
            ("sqs", "lambda"),
            ("sqs", "kinesis"),
        ]

    def test_subgraphs_hold_what_they_name(self, diagrams: Diagrams) -> None:
        architecture = read(
            diagrams,
            """flowchart TB
            U((Users)) --> LB
            subgraph vpc [Production VPC]
              direction TB
              subgraph "Public subnet"
                LB[ALB]
              end
              subgraph priv["Private subnet"]
                W[EC2 ×2] --> DB[(RDS)]
              end
            end
            LB --> priv
            classDef hot fill:#f96,stroke:#333;
            class W hot
            style DB fill:#fff
            linkStyle 0 stroke:#ff3
            click W "https://example.com"
            """,
        )

        assert kinds(architecture) == {
            "production-vpc": "vpc",
            "public-subnet": "public-subnet",
            "private-subnet": "private-subnet",
        }
        assert places(architecture) == {
            "production-vpc": None,
            "public-subnet": "production-vpc",
            "private-subnet": "production-vpc",
            "users": None,
            "alb": "public-subnet",
            "ec2": "private-subnet",
            "rds": "private-subnet",
        }
        assert [one.count for one in architecture.components if one.id == "ec2"] == [2]
        assert ("alb", "ec2") in arrows(architecture)

    def test_a_label_may_come_later_than_the_node(self, diagrams: Diagrams) -> None:
        architecture = read(diagrams, "graph LR\nfn --> db\nfn[Lambda]\ndb[DynamoDB]")

        assert services(architecture) == ["lambda", "dynamodb"]

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("flowchart LR\nA[Lambda --> ]] B", "line 2"),
            ("```mermaid\nflowchart LR\n  A[S3] --> B[Lambda]\n  B -> C\n```", "line 3.*B -> C"),
            ("```mermaid\nflowchart LR\n  A[S3] -->\n```", "line 2"),
            ("```mermaid\nfloowchart LR\nA-->B\n```", "line 1.*floowchart"),
            ("```mermaid\ngantt\n title x\n```", "Mermaid gantt"),
        ],
    )
    def test_what_cannot_be_read_is_named_with_its_line(
        self, diagrams: Diagrams, text: str, line: str
    ) -> None:
        with pytest.raises(UserMistake, match=line):
            diagrams.in_text(text)


class TestArchitectureDiagrams:
    TEXT = """architecture-beta
        group cloud(cloud)[AWS Cloud]
        group vpc(logos:aws-vpc)[VPC] in cloud  %% the network
        service www(internet)[Clients]
        service gw(logos:aws-api-gateway)[Public API] in cloud
        service fn(aws:arch-aws-lambda)[Handler] in vpc
        service db(database)[Aurora orders] in vpc
        service box(server) in vpc
        junction j in cloud
        www:R --> L:gw
        gw:R -- L:j
        j:R --> L:fn
        db:L <-[SQL]-> R:fn
        fn{group}:T --> B:box
    """

    def test_groups_services_and_edges_are_taken_over(self, diagrams: Diagrams) -> None:
        architecture = read(diagrams, self.TEXT)

        assert services(architecture) == ["internet", "apigateway", "lambda", "rds", "unknown"]
        assert places(architecture)["handler"] == "vpc"
        assert places(architecture)["vpc"] == "aws-cloud"
        assert sorted(arrows(architecture)) == [
            ("aurora-orders", "handler"),
            ("clients", "public-api"),
            ("handler", "aurora-orders"),
            ("handler", "box"),
            ("public-api", "handler"),
        ]

    def test_a_line_that_cannot_be_read_is_named(self, diagrams: Diagrams) -> None:
        with pytest.raises(UserMistake, match=r"line 3.*no idea"):
            diagrams.in_text("architecture-beta\n service a(aws:s3)[A]\n no idea\n")
