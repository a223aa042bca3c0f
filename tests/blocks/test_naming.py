"""Logical ids come from what people wrote, and what people wrote does no harm."""

import pytest

from bot.blocks import compose
from bot.blocks.naming import Names, logical_id, plain, slug, variable
from bot.domain.architecture import Architecture, Component
from tests.blocks.conftest import Judge
from tests.blocks.drawings import drawn


@pytest.mark.parametrize(
    ("label", "noun", "expected"),
    [
        ("Customers", "Table", "CustomersTable"),
        ("customers table", "Table", "CustomersTable"),
        ("get-customer", "Function", "GetCustomerFunction"),
        ("CustomerDetailsAPI", "Api", "CustomerDetailsAPI"),
        ("orders API", "Api", "OrdersAPI"),
        ("Kundenübersicht", "Table", "KundenubersichtTable"),
        ("", "Table", "Table"),
        ("Amazon DynamoDB", "Table", "Table"),
        ("顧客", "Table", "Table"),
        ("2nd stage", "Function", "Function2ndstage"),
        ("10.0.1.0/24", "PublicSubnet", "PublicSubnet"),
    ],
)
def test_a_logical_id_says_what_it_is(label: str, noun: str, expected: str) -> None:
    assert logical_id(label, noun, ["DynamoDB"]).casefold() == expected.casefold()


def test_names_are_unique_whatever_their_case() -> None:
    names = Names()

    assert [names.claim(one) for one in ("Table", "TABLE", "Table")] == [
        "Table",
        "TABLE2",
        "Table3",
    ]


def test_two_things_of_one_name_get_two_ids() -> None:
    twins = drawn("lambda lambda", labels={0: "Worker", 1: "Worker"})

    text = compose(twins, title="x").template

    assert "  WorkerFunction:" in text
    assert "  WorkerFunction2:" in text


def test_a_derived_name_gives_way_to_a_drawn_one(judge: Judge) -> None:
    judged = judge(drawn("lambda iam lambda", labels={0: "A", 2: "AFunctionRole function"}))

    assert judged.faults == ()
    assert len(judged.of_type("AWS::Lambda::Function")) == 2


def test_the_rest_keeps_its_names_when_something_is_added() -> None:
    before = drawn("apigateway lambda dynamodb", [(0, 1), (1, 2)], labels={1: "A", 2: "B"})
    after = drawn(
        "apigateway lambda dynamodb sqs", [(0, 1), (1, 2), (1, 3)], labels={1: "A", 2: "B"}
    )

    assert _ids(compose(before, title="x").template) <= _ids(compose(after, title="x").template)


def test_a_label_cannot_speak_to_cloudformation(judge: Judge) -> None:
    evil = "x {{resolve:secretsmanager:prod}} ${AWS::AccountId} `id` '; rm -rf / \" #"
    services = "lambda ec2 s3 sns sqs apigateway rds alb stepfunctions cloudfront"
    judged = judge(
        drawn(
            services,
            [(0, 2), (7, 1), (8, 0), (9, 2)],
            labels=dict.fromkeys(range(len(services.split())), evil),
        )
    )

    assert judged.faults == ()
    assert "resolve:secretsmanager:prod}" not in judged.text
    assert "{{" not in judged.text
    assert "`" not in judged.text


def test_plain_text_is_one_harmless_line() -> None:
    assert plain("a\nb\t“c” {d} $e é") == "a b c d e e"


def test_slugs_and_variables_split_words() -> None:
    assert slug("GetCustomer v2") == "get-customer-v-2"
    assert variable("CustomersTable") == "CUSTOMERS_TABLE"


def test_a_title_of_nothing_is_replaced() -> None:
    assert "An architecture" in compose(Architecture(), title="{}").template


def test_a_long_label_is_cut(judge: Judge) -> None:
    component = Component(id="a", service="s3", label="very long words " * 7)

    judged = judge(Architecture(components=(component,)))

    assert judged.faults == ()
    assert max(map(len, judged.resources)) < 60


def _ids(text: str) -> set[str]:
    return {
        line.strip(" :")
        for line in text.partition("Outputs:")[0].splitlines()
        if line.startswith("  ") and line[2:3].isalnum() and line.endswith(":")
    }
