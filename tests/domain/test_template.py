"""What a template would make, what it consents to, and who may do what, read from its body."""

import json
from typing import Any

import pytest
from hypothesis import given

from bot.domain.intrinsics import in_words, referred
from bot.domain.scope import Scope, Unbounded
from bot.domain.template import capabilities, references, resources, statements
from tests.domain.templates import allow, arn, bodies, made_of, of_type, ref, role, sub

TABLE = of_type("AWS::DynamoDB::Table")
OPEN = {"Statement": [allow("s3:GetObject")]}


@given(bodies)
def test_no_body_is_too_odd(body: dict[str, Any]) -> None:
    planned = resources(body)

    assert set(references(body)) == {one.logical_id for one in planned}
    assert all(isinstance(line, str) for line in statements(body))
    assert len(capabilities(body)) <= 1


def test_resources_come_in_the_templates_order() -> None:
    body = made_of(Zoo=TABLE, Ant=of_type("AWS::SQS::Queue"), Broken={"Properties": {}})

    assert [(one.logical_id, one.type) for one in resources(body)] == [
        ("Zoo", "AWS::DynamoDB::Table"),
        ("Ant", "AWS::SQS::Queue"),
    ]


@pytest.mark.parametrize(
    ("resource", "needed"),
    [
        (TABLE, ()),
        (role(), ("CAPABILITY_IAM",)),
        (of_type("AWS::IAM::InstanceProfile", Roles=["x"]), ("CAPABILITY_IAM",)),
        (of_type("AWS::IAM::Policy", PolicyName="p"), ("CAPABILITY_IAM",)),
        (role(RoleName="admin"), ("CAPABILITY_NAMED_IAM",)),
        (of_type("AWS::IAM::ManagedPolicy", ManagedPolicyName="p"), ("CAPABILITY_NAMED_IAM",)),
        (of_type("AWS::IAM::RolePolicy", RoleName=ref("R")), ("CAPABILITY_IAM",)),
    ],
)
def test_no_more_is_consented_to_than_needed(resource: Any, needed: tuple[str, ...]) -> None:
    assert capabilities(made_of(One=resource)) == needed


def test_references_are_those_to_resources() -> None:
    body = made_of(
        Table=TABLE,
        Role=role(allow("dynamodb:GetItem", arn("Table"))),
        Function=of_type(
            "AWS::Lambda::Function",
            Role={"Fn::GetAtt": "Role.Arn"},
            Environment={
                "A": sub("${Table}-${!Literal}-${AWS::Region}"),
                "B": {"Fn::Sub": ["${Own}${Unknown}", {"Own": ref("Function")}]},
            },
        )
        | {"DependsOn": "Unrelated"},
        Unrelated=TABLE,
    )

    assert references(body) == {
        "Table": frozenset(),
        "Role": {"Table"},
        "Function": {"Role", "Table"},
        "Unrelated": frozenset(),
    }


def test_every_permission_is_said_in_words() -> None:
    body = made_of(
        GetCustomerFunctionRole=role(
            allow(
                ["dynamodb:GetItem", "dynamodb:Query"],
                [arn("Customers"), sub("${Customers.Arn}/index/*")],
            ),
            {"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*"},
            allow(
                "logs:PutLogEvents",
                sub(
                    "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/x:*"
                ),
                Condition={"Bool": {}},
            ),
            ManagedPolicyArns=[
                sub(
                    "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
                )
            ],
        ),
        Policy=of_type(
            "AWS::IAM::Policy",
            PolicyDocument={"Statement": allow("sqs:SendMessage", ref("Jobs"))},
            Roles=[ref("GetCustomerFunctionRole")],
        ),
        Customers=TABLE,
        Jobs=of_type("AWS::SQS::Queue"),
    )

    assert statements(body) == (
        "GetCustomerFunctionRole: has the policy service-role/AWSLambdaBasicExecutionRole",
        "GetCustomerFunctionRole: may dynamodb:GetItem, dynamodb:Query on Customers, Customers/index/*",
        "GetCustomerFunctionRole: may not everything except s3:GetObject on everything",
        "GetCustomerFunctionRole: may logs:PutLogEvents on logs log-group:/aws/lambda/x:*, under conditions",
        "GetCustomerFunctionRole: may sqs:SendMessage on Jobs",
    )


def test_who_may_take_on_a_role_is_said_when_it_is_no_service_of_aws() -> None:
    trust = {"Statement": [{"Principal": {"AWS": "arn:aws:iam::210987654321:root"}}]}
    body = made_of(R=of_type("AWS::IAM::Role", AssumeRolePolicyDocument=trust))

    assert statements(body) == ("R: can be taken on by iam root of the account 210987654321",)


@pytest.mark.parametrize(
    ("resource", "line"),
    [
        (
            of_type(
                "AWS::IAM::Role", Policies={"Fn::If": ["Open", [{"PolicyDocument": OPEN}], []]}
            ),
            "Thing: may s3:GetObject on everything",
        ),
        (
            of_type("AWS::IAM::Policy", PolicyDocument={"Fn::If": ["Open", OPEN, {}]}),
            "Thing: may s3:GetObject on everything",
        ),
        (
            role({"Fn::If": ["Open", allow("s3:GetObject"), ref("AWS::NoValue")]}),
            "Thing: may s3:GetObject on everything",
        ),
        (
            of_type("AWS::IAM::Policy", PolicyDocument=json.dumps(OPEN)),
            "Thing: may s3:GetObject on everything",
        ),
        (role(allow(ref("Reading"))), "Thing: may s3:GetObject on everything"),
        (role(allow({"Fn::GetAZs": ""})), "Thing: may something that cannot be read on everything"),
        (
            of_type("AWS::IAM::Policy", PolicyDocument={"Fn::GetAZs": ""}),
            "Thing: may something that cannot be read",
        ),
        (
            of_type("AWS::IAM::Policy", PolicyDocument='{"Statement": ['),
            "Thing: may something that cannot be read",
        ),
        (
            of_type(
                "AWS::SQS::QueuePolicy",
                PolicyDocument={
                    "Statement": allow("sqs:SendMessage", arn("Queue"), Principal="*", Condition={})
                },
            ),
            "Thing: everybody may sqs:SendMessage on Queue",
        ),
        (
            of_type(
                "AWS::KMS::Key",
                KeyPolicy={
                    "Statement": allow(
                        "kms:*", Principal={"AWS": sub("arn:aws:iam::${AWS::AccountId}:root")}
                    )
                },
            ),
            "Thing: this account may kms:* on everything",
        ),
        (
            of_type(
                "AWS::Lambda::Permission",
                Action="lambda:InvokeFunction",
                FunctionName=ref("Function"),
                Principal="sns.amazonaws.com",
                SourceArn=ref("Topic"),
            ),
            "Thing: sns.amazonaws.com may lambda:InvokeFunction on Function, for Topic",
        ),
    ],
)
def test_a_permission_is_said_however_it_is_written(resource: Any, line: str) -> None:
    others = ("AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::Lambda::Function")
    body = made_of(Thing=resource, **{kind.rpartition(":")[2]: of_type(kind) for kind in others})
    body["Parameters"] = {"Reading": {"Type": "String", "Default": "s3:GetObject"}}

    assert line in statements(body)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("*", "everything"),
        (ref("Queue"), "Queue"),
        ({"Fn::GetAtt": ["Db", "Endpoint.Address"]}, "Db Endpoint.Address"),
        ({"Fn::Join": ["", [arn("Bucket"), "/*"]]}, "Bucket/*"),
        ({"Fn::If": ["Big", "m5", "t3"]}, "m5 or t3"),
        ({"Fn::ImportValue": "shared-vpc"}, "the export shared-vpc"),
        ("arn:aws:s3:::backup/*", "s3 backup/*"),
        ({"Fn::Sub": ["${A}-${B}", {"A": ref("X")}]}, "X-B"),
    ],
)
def test_a_value_in_words(value: Any, words: str) -> None:
    assert in_words(value) == words


def test_a_name_given_in_a_substitution_is_no_reference() -> None:
    assert list(referred({"Fn::Sub": ["${A}${B.Arn}", {"A": "x"}]})) == ["B"]


BODY = {
    "Parameters": {
        "Port": {"Type": "Number", "Default": 22},
        "Ranges": {"Type": "CommaDelimitedList", "Default": "10.0.0.0/8, 0.0.0.0/0"},
        "Secret": {"Type": "String"},
        "Image": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/aws/service/x"},
    },
    "Resources": {
        "Setting": of_type("AWS::SSM::Parameter", Value=ref("Port")),
        "Circle": of_type("AWS::SSM::Parameter", Value={"Fn::GetAtt": "Circle.Value"}),
    },
    "Mappings": {"Ranges": {"prod": {"in": "10.0.0.0/8"}, "test": {"in": "0.0.0.0/0"}}},
}


@pytest.mark.parametrize(
    ("value", "readings"),
    [
        ("x", ("x",)),
        (ref("Port"), ("22",)),
        (ref("Ranges"), ("0.0.0.0/0", "10.0.0.0/8")),
        (ref("Secret"), ("${Secret}",)),
        (ref("Image"), ("${Image}",)),
        (ref("AWS::NoValue"), ()),
        ({"Fn::If": ["Open", True, ref("AWS::NoValue")]}, ("true",)),
        ({"Fn::If": ["Open", {"Fn::If": ["Wide", "a", "b"]}, "c"]}, ("a", "b", "c")),
        (sub("${Port}/${Secret}/${Table.Arn}"), ("22/${Secret}/${Table.Arn}",)),
        ({"Fn::Join": ["-", ["a", ref("Port"), arn("T")]]}, ("a-22-${T.Arn}",)),
        ({"Fn::FindInMap": ["Ranges", "test", "in"]}, ("0.0.0.0/0",)),
        ({"Fn::FindInMap": ["Ranges", ref("AWS::Region"), "in"]}, ("0.0.0.0/0", "10.0.0.0/8")),
        ({"Fn::Select": [0, ["a", "b"]]}, ("a", "b")),
        ({"Fn::Split": [",", "a,b"]}, ("a", "b")),
        ({"Fn::Select": [1, {"Fn::Split": ["/", sub("x/${Port}")]}]}, ("22", "x")),
        ({"Fn::Split": [":", arn("T")]}, ("${Fn::Split}",)),
        ({"Fn::Select": [2, {"Fn::Split": ["/", ref("AWS::StackId")]}]}, ("${AWS::StackId}",)),
        ({"Fn::Join": [":", ["a", ref("AWS::NoValue"), "b"]]}, ("a:b",)),
        ({"Fn::Join": ["", {"Fn::Split": ["-", "a-b"]}]}, ("ab",)),
        ({"Fn::GetAtt": ["Setting", "Value"]}, ("22",)),
        ({"Fn::GetAtt": "Circle.Value"}, ("${Circle.Value}",)),
        ({"Fn::GetAZs": ""}, ("${Fn::GetAZs}",)),
        ({"Fn::Sub": ["${X}", {"X": {"Fn::GetAZs": ""}}]}, ("${Fn::GetAZs}",)),
        (["a", {"Fn::If": ["X", ["b", "c"], "d"]}], ("a", "b", "c", "d")),
    ],
)
def test_everything_a_value_can_be(value: Any, readings: tuple[str, ...]) -> None:
    assert tuple(sorted(Scope(BODY).texts(value))) == readings


def test_a_value_that_can_be_too_much_is_not_judged() -> None:
    either = {"Fn::If": ["C", "a", "b"]}

    with pytest.raises(Unbounded):
        Scope(BODY).texts({"Fn::Join": ["", [either] * 10]})


def test_what_stands_deep_is_found_through_conditions_and_lists() -> None:
    value = {"A": {"Fn::If": ["X", [{"B": 1}, {"B": [2, 3]}], ref("AWS::NoValue")]}}

    assert sorted(Scope(BODY).at(value, "A", "B")) == [1, 2, 3]
