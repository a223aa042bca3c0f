"""The lines in which people write components, boxes and arrows, however they write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.cards.architecture_lines import (
    ArrowLine,
    NoArrow,
    ThingLine,
    quoted,
    read_arrows,
    read_things,
)


def arrows(text: str) -> list[tuple[str, str, str]]:
    """(from, to, label) of each; a line that is none fails."""
    read = [*read_arrows(text)]
    assert all(isinstance(one, ArrowLine) for one in read)
    return [(one.source, one.target, one.label) for one in read if isinstance(one, ArrowLine)]


@pytest.mark.parametrize(
    "line",
    [
        "Lambda → DynamoDB",
        "Lambda -> DynamoDB",
        "Lambda --> DynamoDB",
        "Lambda=>DynamoDB",
        "Lambda ==> DynamoDB",
        "Lambda ⇒ DynamoDB",
        "Lambda ➜ DynamoDB",
        "Lambda > DynamoDB",
        "Lambda to DynamoDB",
        "Lambda TO DynamoDB",
        "DynamoDB <- Lambda",
        "DynamoDB ← Lambda",
        "• Lambda → DynamoDB",
        "- Lambda -> DynamoDB",
        "3. Lambda → DynamoDB",
        '  "Lambda"   →  "DynamoDB" ',
        "\n\nLambda → DynamoDB\r\n",
    ],
    ids=repr,
)
def test_an_arrow_is_read_however_it_is_drawn(line: str) -> None:
    assert arrows(line) == [("Lambda", "DynamoDB", "")]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("A → B: reads and writes", [("A", "B", "reads and writes")]),
        ("A → B : ", [("A", "B", "")]),
        ("A → B: x: y → z", [("A", "B", "x: y → z")]),
        ("A → B → C", [("A", "B", ""), ("B", "C", "")]),
        ("A to B to C", [("A", "B", ""), ("B", "C", "")]),
        ("A ↔ B", [("A", "B", ""), ("B", "A", "")]),
        ("A <-> B: both", [("A", "B", "both"), ("B", "A", "both")]),
        ("Path to S3 → Lambda", [("Path to S3", "Lambda", "")]),
        ('"a -> b" → "c: d"', [("a -> b", "c: d", "")]),
        (r'"say \"hi\"" → "back\\slash"', [('say "hi"', "back\\slash", "")]),
        ("EC2 #1 → EC2 #2", [("EC2 #1", "EC2 #2", "")]),
        ("dash-ed → under_score", [("dash-ed", "under_score", "")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_labels_chains_and_quotes_are_read(line: str, read: list[tuple[str, str, str]]) -> None:
    assert arrows(line) == read


def test_a_line_that_is_no_arrow_is_named_by_its_number() -> None:
    assert [*read_arrows("A → B\n\nLambda DynamoDB")] == [ArrowLine(1, "A", "B", ""), NoArrow(3)]


@pytest.mark.parametrize(
    ("line", "name", "what", "count", "where"),
    [
        ("VPC", "VPC", None, None, None),
        ("Private subnet in VPC", "Private subnet", None, None, "VPC"),
        ("Private subnet inside VPC", "Private subnet", None, None, "VPC"),
        ("Production (VPC) in eu-west-1", "Production", "VPC", None, "eu-west-1"),
        ("Orders (Amazon SQS)", "Orders", "Amazon SQS", None, None),
        ("Orders(SQS) x2 in VPC", "Orders", "SQS", 2, "VPC"),
        ("Orders (SQS) ×2", "Orders", "SQS", 2, None),
        ("Orders ×2 (SQS)", "Orders", "SQS", 2, None),
        ("3 × EC2 in Private subnet", "EC2", None, 3, "Private subnet"),
        ("2 x EC2", "EC2", None, 2, None),
        ("* EC2 * 4", "EC2", None, 4, None),
        ('"Sign in" (Cognito) in "a in b"', "Sign in", "Cognito", None, "a in b"),
        ("Sign in page (Lambda) in VPC", "Sign in page", "Lambda", None, "VPC"),
        ("Linux2", "Linux2", None, None, None),
        ("EC2 #2", "EC2 #2", None, None, None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_component_or_box_is_read_however_it_is_written(
    line: str, name: str, what: str | None, count: int | None, where: str | None
) -> None:
    assert [*read_things(line)] == [ThingLine(1, name, what, count, where)]


@pytest.mark.parametrize("name", ["GetCustomer", "dash-ed", "EC2 #1", "Müller & Söhne", "a,b;c/d"])
def test_a_plain_name_needs_no_quotes(name: str) -> None:
    assert quoted(name) == name


@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    assert len([*read_things(text)]) <= text.count("\n") + 1
    assert len([*read_arrows(text)]) <= len(text) + 1
