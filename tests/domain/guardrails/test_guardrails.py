"""What no template may do: for each guardrail what it refuses, what it warns of, and what it leaves alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from bot.domain.finding import Finding, Severity
from bot.domain.guardrails import GUARDRAILS, Guardrail, check
from bot.domain.guardrails.guardrail import MOST_FINDINGS, Flaw, judge
from bot.domain.guardrails.page import rewritten
from bot.domain.judged import Judged, Limits
from bot.domain.policy import Policy
from tests.domain.guardrails.cases import (
    LEFT_ALONE,
    REFUSED,
    RETAINED,
    WARNED_OF,
    among_others,
    bucket,
    database,
    port,
)
from tests.domain.templates import allow, bodies, made_of, of_type, ref, role, sub

BLOCKING, WARNING, NOTE = Severity.BLOCKING, Severity.WARNING, Severity.NOTE


def cases(table: dict[str, tuple[Any, ...]]) -> list[Any]:
    return [
        pytest.param(rule, resource, id=f"{rule} {number}")
        for rule, resources in table.items()
        for number, resource in enumerate(resources, start=1)
    ]


def weighed(body: dict[str, Any], *, stands_alone: bool = True) -> set[tuple[str, Severity]]:
    """What is said of a template, notes left out."""
    found = check(body, stands_alone=stands_alone)
    return {(one.rule, one.severity) for one in found if one.severity is not NOTE}


@pytest.mark.parametrize(("rule", "resource"), cases(REFUSED))
def test_it_is_refused(rule: str, resource: Any) -> None:
    assert (rule, BLOCKING) in weighed(among_others(resource))


@pytest.mark.parametrize(("rule", "resource"), cases(WARNED_OF))
def test_people_are_warned_of_it(rule: str, resource: Any) -> None:
    assert weighed(among_others(resource)) == {(rule, WARNING)}


@pytest.mark.parametrize("resource", LEFT_ALONE, ids=range(len(LEFT_ALONE)))
def test_it_is_left_alone(resource: Any) -> None:
    assert weighed(among_others(resource)) == set()


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("template-transform", {"Transform": "AWS::Serverless-2016-10-31"}),
        ("template-transform", {"Transform": ["My::Evil::Macro"]}),
        ("template-transform", {"Hooks": {"Green": {}}}),
        ("template-transform", {"Mappings": {"Fn::Transform": {"Name": "AWS::Include"}}}),
        ("parameter-without-default", {"Parameters": {"Vpc": {"Type": "AWS::EC2::VPC::Id"}}}),
        (
            "foreign-value",
            {
                "Parameters": {
                    "P": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/prod/key"}
                }
            },
        ),
        ("foreign-value", {"Metadata": {"X": "{{resolve:ssm:/prod/key}}"}}),
        (
            "plaintext-secret",
            {"Metadata": {"Note": "ghp_0123456789012345678901234567890123456789"}},
        ),
    ],
)
def test_it_is_refused_wherever_it_stands(rule: str, body: dict[str, Any]) -> None:
    assert weighed(body) == {(rule, BLOCKING)}


def test_a_secret_that_is_a_parameters_default_is_in_plain_sight() -> None:
    body = made_of(Db=database(MasterUserPassword=ref("Password")))
    body["Parameters"] = {"Password": {"Type": "String", "NoEcho": True, "Default": "hunter2"}}

    assert weighed(body) == {("plaintext-secret", BLOCKING)}


@pytest.mark.parametrize(
    "value",
    [
        sub("{{resolve:secretsmanager:${Secret}}}"),
        sub("{{resolve:secretsmanager:${Secret}:SecretString:password}}"),
        {"Fn::GetAtt": ["Client", "ClientSecret"]},
        sub("${Client.ClientSecret}"),
        {"Fn::GetAtt": "Setting.Value"},
    ],
)
def test_a_secret_among_the_outputs_is_refused(value: Any) -> None:
    body = made_of(
        Secret=of_type("AWS::SecretsManager::Secret"),
        Client=of_type("AWS::Cognito::UserPoolClient", UserPoolId=ref("Pool")),
        Pool=of_type("AWS::Cognito::UserPool") | RETAINED,
        Setting=of_type("AWS::SSM::Parameter", Value=sub("{{resolve:secretsmanager:${Secret}}}")),
    )

    assert weighed(body | {"Outputs": {"Shown": {"Value": value}}}) == {("shown-secret", BLOCKING)}


@pytest.mark.parametrize(
    "value",
    [
        ref("Secret"),
        {"Fn::GetAtt": ["Db", "MasterUserSecret.SecretArn"]},
        "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/x}}",
    ],
)
def test_what_leads_to_a_secret_may_be_put_out(value: Any) -> None:
    body = made_of(Secret=of_type("AWS::SecretsManager::Secret"), Db=database() | RETAINED)

    assert check(body | {"Outputs": {"Where": {"Value": value}}}) == ()


def launching(**properties: Any) -> dict[str, Any]:
    return made_of(One=of_type("AWS::EC2::Instance", **properties))


def test_a_list_of_types_is_the_limit_where_there_is_one() -> None:
    only_small = Limits(instance_types=("t3.nano",))

    assert check(launching(InstanceType="t3.micro")) == ()
    assert check(launching(InstanceType="t3.nano"), limits=only_small) == ()
    (finding,) = check(launching(InstanceType="t3.micro"), limits=only_small)
    assert finding.text == "One would run on t3.micro. Allowed are t3.nano."


def test_machines_and_disks_are_counted() -> None:
    body = made_of(
        One=of_type("AWS::EC2::Instance"),
        Group=of_type("AWS::AutoScaling::AutoScalingGroup", MaxSize="3"),
    )

    assert check(body, limits=Limits(max_instances=4)) == ()
    (finding,) = check(body, limits=Limits(max_instances=3))
    assert finding.text == "The stack could run 4 machines. At most 3 are allowed."
    disk = [{"Ebs": {"VolumeSize": 9, "Encrypted": True}}]
    (finding,) = check(launching(BlockDeviceMappings=disk), limits=Limits(max_volume_gib=8))
    assert finding.text.startswith("One has a disk of 9 GiB.")


def test_a_public_parameter_is_fine() -> None:
    kind = "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"
    path = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"

    assert check({"Parameters": {"Image": {"Type": kind, "Default": path}}}) == ()


def test_a_finding_says_what_where_and_what_to_do() -> None:
    assert check(made_of(Db=database(PubliclyAccessible=True) | RETAINED)) == (
        Finding(
            rule="public-data",
            severity=BLOCKING,
            text="Db can be reached from the whole internet. Keep it private: CloudFront with origin "
            "access control shows a bucket's files to people, and a database is reached from inside the VPC.",
            path=("Resources", "Db", "Properties", "PubliclyAccessible"),
        ),
    )


def test_one_mistake_made_everywhere_is_not_said_without_end() -> None:
    body = made_of(
        **{f"Bucket{number}": bucket(AccessControl="PublicRead") | RETAINED for number in range(50)}
    )

    assert len(check(body)) == MOST_FINDINGS


@pytest.mark.parametrize(
    "body",
    [
        made_of(P=of_type("AWS::Logs::ResourcePolicy", PolicyDocument='{"Statement": [')),
        made_of(R=role(allow({"Fn::Join": ["", [{"Fn::If": ["C", "a", "*"]}] * 12]}))),
    ],
    ids=["broken JSON", "too many readings"],
)
def test_what_cannot_be_judged_is_refused(body: dict[str, Any]) -> None:
    assert any("could not be judged" in one.text for one in check(body))


def test_a_rule_that_fails_refuses() -> None:
    def fail(judged: Judged) -> Iterator[Flaw]:
        raise ZeroDivisionError(judged)

    (finding,) = judge(Guardrail("x", "No fault", "Why.", "Fix.", fail), Judged({}))

    assert finding.severity is BLOCKING
    assert finding.rule == "x"


def deployed(resource: Any) -> dict[str, Any]:
    """The resource in a template whose parameters are given by whoever launches it."""
    names = ("Vpc", "RoleArn", "SecretArn", "Range", "Port", "Size", "Public")
    return made_of(Thing=resource) | {
        "Parameters": {name: {"Type": "String"} for name in names}
        | {"Open": {"Type": "String", "Default": "0.0.0.0/0"}}
    }


@pytest.mark.parametrize(
    ("rule", "resource"),
    [
        ("type-not-allowed", of_type("AWS::MediaPackage::Channel")),
        ("foreign-resource", of_type("AWS::EC2::Subnet", VpcId=ref("Vpc"))),
        ("foreign-resource", of_type("AWS::EC2::Subnet", VpcId="vpc-0123456789abcdef0")),
        ("foreign-role", of_type("AWS::Lambda::Function", Role=ref("RoleArn"))),
        ("foreign-value", of_type("AWS::SNS::Topic", TopicName={"Fn::ImportValue": "shared"})),
        ("foreign-value", of_type("AWS::SNS::Topic", TopicName="{{resolve:ssm:/prod/name}}")),
        ("port-open-to-world", port(22, source=ref("Range"))),
        ("port-open-to-world", port(ref("Port"))),
        ("launch-limit", of_type("AWS::EC2::Instance", InstanceType=ref("Size"))),
        ("launch-limit", of_type("AWS::EC2::Instance", InstanceType="m7i.8xlarge")),
        ("iam-escalation", role(allow("secretsmanager:GetSecretValue", ref("SecretArn")))),
        ("unreadable-permission", role(allow("s3:GetObject", sub("arn:aws:s3:::${Public}/*")))),
        ("public-data", database(PubliclyAccessible=ref("Public"), DeletionPolicy="Retain")),
        ("unencrypted-data", of_type("AWS::EFS::FileSystem", Encrypted=ref("Public"))),
        ("admin-policy", role(ManagedPolicyArns=[ref("RoleArn")])),
    ],
)
def test_what_whoever_launches_it_puts_in_blocks_nothing(rule: str, resource: Any) -> None:
    assert (rule, BLOCKING) in weighed(deployed(resource))
    found = weighed(deployed(resource), stands_alone=False)
    assert (rule, WARNING) in found
    assert BLOCKING not in {severity for _, severity in found}


@pytest.mark.parametrize(
    ("rule", "resource"),
    [
        ("type-not-allowed", of_type("AWS::Organizations::Account")),
        ("type-not-allowed", of_type("AWS::SSM::Association")),
        ("type-not-allowed", of_type("Foo::Bar::Baz")),
        ("port-open-to-world", port(22)),
        ("port-open-to-world", port(22, source=ref("Open"))),
        ("iam-wildcard-action", role(allow(ref("Public")), allow("*"))),
        ("iam-wildcard-action", role(allow("s3:*", ref("SecretArn")))),
        ("iam-escalation", role(allow("iam:PassRole"))),
        ("iam-escalation", role(allow("iam:PutRolePolicy", ref("RoleArn")))),
        ("unreadable-permission", role(allow(ref("Public"), ref("SecretArn")))),
        ("public-data", bucket(AccessControl="PublicRead")),
        ("plaintext-secret", database(MasterUserPassword="hunter2")),
        ("template-transform", bucket(**{"Fn::Transform": {"Name": "AWS::Include"}})),
    ],
)
def test_what_is_wrong_whoever_launches_it_stays_refused(rule: str, resource: Any) -> None:
    assert (rule, BLOCKING) in weighed(deployed(resource), stands_alone=False)


def test_the_policy_says_which_types_there_may_be() -> None:
    body = made_of(Topic=of_type("AWS::SNS::Topic"), Pool=of_type("AWS::Cognito::IdentityPool"))

    def said_by(policy: Policy) -> list[tuple[str, str]]:
        return [(one.rule, one.path[1]) for one in check(body, limits=policy.limits())]

    assert said_by(Policy()) == []
    assert said_by(Policy(resource_types=("AWS::SNS::*", "AWS::Cognito::*"))) == []
    assert said_by(Policy(resource_types=("AWS::Cognito::*",))) == [("type-not-allowed", "Topic")]
    assert said_by(Policy(denied_resource_types=("AWS::Cog*Pool",))) == [
        ("type-not-allowed", "Pool")
    ]


def test_a_policy_allows_nothing_that_the_bot_does_not_know() -> None:
    body = made_of(Account=of_type("AWS::Organizations::Account"))

    (finding,) = check(body, limits=Policy(resource_types=("*",)).limits())
    assert finding.rule == "type-not-allowed"


def test_what_only_lacks_a_word_is_a_note() -> None:
    body = made_of(
        Handler=of_type("AWS::Lambda::Function"),
        Table=of_type("AWS::DynamoDB::Table") | {"DeletionPolicy": "Retain"},
    )

    assert {(one.rule, one.severity) for one in check(body)} == {
        ("log-retention", NOTE),
        ("data-lost-with-stack", NOTE),
    }


@pytest.mark.parametrize(
    ("function", "group"),
    [
        ({"LoggingConfig": {"LogGroup": ref("Logs")}}, {}),
        ({}, {"LogGroupName": sub("/aws/lambda/${Handler}")}),
        ({"FunctionName": "orders"}, {"LogGroupName": "/aws/lambda/orders"}),
    ],
)
def test_a_function_that_logs_to_a_group_of_the_template_is_fine(
    function: dict[str, Any], group: dict[str, Any]
) -> None:
    logs = of_type("AWS::Logs::LogGroup", RetentionInDays=30, **group)

    assert check(made_of(Handler=of_type("AWS::Lambda::Function", **function), Logs=logs)) == ()


def test_the_number_the_cdk_asks_for_is_fine() -> None:
    parameter = {
        "Type": "AWS::SSM::Parameter::Value<String>",
        "Default": "/cdk-bootstrap/hnb659fds/version",
    }

    assert check({"Parameters": {"BootstrapVersion": parameter}}) == ()


@given(bodies)
def test_no_body_is_too_odd(body: dict[str, Any]) -> None:
    assert all(isinstance(one, Finding) for one in check(body))


@given(bodies)
def test_nothing_weighs_more_where_values_are_given(body: dict[str, Any]) -> None:
    refused = {one.text for one in check(body) if one.severity is BLOCKING}

    given_values = check(body, stands_alone=False)
    assert {one.text for one in given_values if one.severity is BLOCKING} <= refused


@pytest.mark.parametrize("guardrail", GUARDRAILS, ids=lambda one: one.id)
def test_every_guardrail_says_what_it_forbids_and_why(guardrail: Guardrail) -> None:
    assert guardrail.title[-1] not in ".!"
    assert guardrail.why.endswith(".")
    assert guardrail.fix.endswith(".")


def test_the_documents_say_what_the_guardrails_say() -> None:
    page = (Path(__file__).parents[3] / "docs" / "guardrails.md").read_text()

    assert "`type-not-allowed`" in page
    assert rewritten(page) == page, "python -m bot.domain.guardrails docs/guardrails.md"


def test_every_guardrail_has_its_own_id_and_its_tests() -> None:
    ids = [one.id for one in GUARDRAILS]

    assert len(set(ids)) == len(ids)
    assert set(ids) == {*REFUSED, *WARNED_OF, "parameter-without-default"}


@pytest.mark.parametrize("guardrail", GUARDRAILS, ids=lambda one: one.id)
def test_no_finding_weighs_more_than_its_rule_says(guardrail: Guardrail) -> None:
    found = {
        one.severity
        for table in (REFUSED, WARNED_OF)
        for resource in table.get(guardrail.id, ())
        for one in judge(guardrail, Judged(among_others(resource)))
    }

    order = [*Severity]
    assert all(order.index(one) >= order.index(guardrail.severity) for one in found)
    assert guardrail.lighter or found <= {guardrail.severity}
