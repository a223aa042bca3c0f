"""What no template may do: for each guardrail what it refuses, what it warns of, and what it leaves alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from bot.domain.finding import Finding, Severity
from bot.domain.guardrails import GUARDRAILS, Guardrail, check
from bot.domain.guardrails.guardrail import MOST_FINDINGS, Flaw, Judged, judge
from tests.domain.templates import allow, arn, bodies, made_of, of_type, ref, role, sub

BLOCKING, WARNING = Severity.BLOCKING, Severity.WARNING
EVERYBODY = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}


def policy_on(kind: str, *statements: Any, **more: Any) -> dict[str, Any]:
    return of_type(kind, PolicyDocument={"Statement": list(statements)}, **more)


def group(**rule: Any) -> dict[str, Any]:
    return of_type("AWS::EC2::SecurityGroup", SecurityGroupIngress=[{"IpProtocol": "tcp", **rule}])


def port(first: Any, last: Any = None, source: Any = "0.0.0.0/0") -> dict[str, Any]:
    return group(FromPort=first, ToPort=first if last is None else last, CidrIp=source)


def trusting(principal: Any, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}
    return of_type("AWS::IAM::Role", AssumeRolePolicyDocument={"Statement": [statement]})


def bucket(**properties: Any) -> dict[str, Any]:
    return of_type("AWS::S3::Bucket", **properties)


def database(**properties: Any) -> dict[str, Any]:
    return of_type("AWS::RDS::DBInstance", **({"StorageEncrypted": True} | properties))


def function(**variables: Any) -> dict[str, Any]:
    return of_type("AWS::Lambda::Function", Environment={"Variables": variables})


REFUSED: dict[str, tuple[Any, ...]] = {
    "type-not-allowed": (
        of_type("AWS::Organizations::Account"),
        of_type("AWS::IAM::User"),
        of_type("AWS::IAM::AccessKey"),
        of_type("AWS::SSM::Association"),
        of_type("Foo::Bar::Baz"),
    ),
    "account-wide-setting": (of_type("AWS::ApiGateway::Account"),),
    "code-running-type": (
        of_type("Custom::Thing"),
        of_type("AWS::CloudFormation::CustomResource"),
        of_type("AWS::CloudFormation::Macro"),
        of_type("AWS::CloudFormation::Stack"),
        of_type("AWS::CloudFormation::StackSet"),
        of_type("AWS::CloudFormation::GuardHook"),
        of_type("My::S3::Bucket::MODULE"),
    ),
    "template-transform": (
        bucket(**{"Fn::Transform": {"Name": "AWS::Include"}}),
        bucket(Tags={"Fn::ForEach::X": []}),
    ),
    "foreign-value": (
        function(A="{{resolve:secretsmanager:prod/db:SecretString:password}}"),
        function(A={"Fn::Join": ["", ["{{resolve:ssm-secure:", "/prod/key", "}}"]]}),
        function(A=sub("{{resolve:ssm:${AWS::StackName}/key}}")),
        function(A={"Fn::ImportValue": "shared"}),
    ),
    "iam-wildcard-action": (
        role(allow("*")),
        role(allow("s3:*", arn("Bucket"))),
        role(allow(["s3:GetObject", "s?:*"])),
        role({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
        role(allow({"Fn::If": ["Open", "*", "s3:GetObject"]})),
        policy_on("AWS::IAM::ManagedPolicy", allow("dynamodb:*")),
        policy_on("AWS::SQS::QueuePolicy", allow("sqs:*", Principal={"Service": "s3.amazonaws.com"})),
        of_type("AWS::Logs::ResourcePolicy", PolicyDocument='{"Statement": [{"Effect": "Allow", "Action": "logs:*"}]}'),
        policy_on("AWS::KMS::Key", allow("kms:*", Principal="*")),
    ),
    "iam-escalation": (
        role(allow("iam:PassRole")),
        role(allow("iam:Pass*", "*")),
        role(allow("IAM:putrolepolicy", arn("Role"))),
        role(allow("sts:AssumeRole")),
        role({"Effect": "Allow", "Action": "kms:Decrypt", "NotResource": "x"}),
    ),
    "open-to-everybody": (
        policy_on("AWS::SQS::QueuePolicy", EVERYBODY),
        policy_on("AWS::S3::BucketPolicy", EVERYBODY | {"Principal": {"AWS": ["*"]}}),
        policy_on("AWS::SNS::TopicPolicy", {"Effect": "Allow", "NotPrincipal": {"AWS": "x"}}),
        trusting("*"),
        trusting({"AWS": "*"}, Condition={}),
        of_type("AWS::Lambda::Permission", Principal="*"),
        of_type("AWS::Lambda::Url", AuthType="NONE"),
    ),
    "foreign-principal": (
        trusting({"AWS": "arn:aws:iam::210987654321:root"}),
        trusting({"AWS": "210987654321"}),
        policy_on("AWS::IAM::Policy", Roles=["Administrators"]),
        policy_on("AWS::IAM::ManagedPolicy", Users=["me"]),
    ),
    "admin-policy": (
        role(ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"]),
        role(ManagedPolicyArns=[sub("arn:${AWS::Partition}:iam::aws:policy/IAMFullAccess")]),
        role(ManagedPolicyArns={"Fn::If": ["X", ["arn:aws:iam::aws:policy/PowerUserAccess"], []]}),
    ),
    "port-open-to-world": (
        port(22),
        port("3389"),
        port(0, 65535),
        port(5000, 6000),
        port(22, source="0.0.0.0/1"),
        port(ref("Unknown")),
        group(FromPort=22, ToPort=22, CidrIpv6="::/0"),
        group(IpProtocol="-1", CidrIp="0.0.0.0/0"),
        group(FromPort=22, ToPort=22, CidrIp={"Fn::If": ["Open", "0.0.0.0/0", "10.0.0.0/8"]}),
        of_type("AWS::EC2::SecurityGroupIngress", IpProtocol="tcp", FromPort=5432, ToPort=5432, CidrIp="0.0.0.0/0"),
    ),
    "public-data": (
        bucket(AccessControl="PublicRead"),
        bucket(PublicAccessBlockConfiguration={"BlockPublicPolicy": False}),
        bucket(PublicAccessBlockConfiguration={"RestrictPublicBuckets": "false"}),
        database(PubliclyAccessible=True),
        database(PubliclyAccessible={"Fn::If": ["Dev", "true", False]}),
    ),
    "unencrypted-data": (
        database(StorageEncrypted=False),
        of_type("AWS::RDS::DBCluster"),
        of_type("AWS::EFS::FileSystem", Encrypted={"Fn::If": ["Dev", False, True]}),
        of_type("AWS::EC2::Volume", Size=1),
    ),
    "plaintext-secret": (
        database(MasterUserPassword="hunter2"),
        function(DB_PASSWORD="hunter2"),
        function(API_KEY={"Fn::Join": ["", ["a", "b"]]}),
        function(ANYTHING="AKIAIOSFODNN7EXAMPLE"),
        function(ANYTHING="-----BEGIN RSA PRIVATE KEY-----"),
        function(URL="postgres://admin:hunter2@db.example.com/x"),
        of_type("AWS::SecretsManager::Secret", SecretString="hunter2"),
    ),
}  # fmt: skip

WARNED_OF: dict[str, tuple[Any, ...]] = {
    "iam-every-resource": (role(allow("dynamodb:GetItem")), role(allow("s3:Get*"))),
    "admin-policy": (role(ManagedPolicyArns=["arn:aws:iam::aws:policy/AmazonS3FullAccess"]),),
    "port-open-to-world": (port(19132), port(80, 443), port(80, 90)),
}

LEFT_ALONE: tuple[Any, ...] = (
    of_type("AWS::ApplicationAutoScaling::ScalableTarget"),
    of_type("AWS::SSM::Parameter", Value="x"),
    role(allow(["dynamodb:GetItem", "dynamodb:Query"], arn("Table"))),
    role(allow("iam:PassRole", arn("Role"))),
    role(allow(["ec2:CreateNetworkInterface", "xray:PutTraceSegments", "ec2:DescribeSubnets"])),
    role(allow("cloudwatch:PutMetricData", Condition={"StringEquals": {"cloudwatch:namespace": "x"}})),
    role({"Effect": "Deny", "Action": "*", "Resource": "*"}),
    role(ManagedPolicyArns=["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]),
    policy_on("AWS::IAM::Policy", allow("sqs:SendMessage", arn("Q")), Roles=[ref("Role")]),
    policy_on(
        "AWS::S3::BucketPolicy",
        {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"},
        EVERYBODY | {"Condition": {"ArnEquals": {"aws:SourceArn": arn("Topic")}}},
    ),
    policy_on(
        "AWS::KMS::Key",
        allow("kms:*", Principal={"AWS": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")}),
    ),
    policy_on("AWS::EC2::VPCEndpoint", allow("*", Principal="*")),
    trusting({"Service": "ecs-tasks.amazonaws.com"}),
    trusting({"AWS": sub("arn:aws:iam::${AWS::AccountId}:root")}),
    of_type("AWS::Lambda::Permission", Principal="s3.amazonaws.com"),
    of_type("AWS::Lambda::Url", AuthType="AWS_IAM"),
    port(80),
    port(443),
    port(22, source="10.0.0.0/8"),
    port(22, source="203.0.113.0/24"),
    port(22, source=ref("Unknown")),
    group(FromPort=5432, ToPort=5432, SourceSecurityGroupId=ref("App")),
    group(IpProtocol="icmp", FromPort=-1, ToPort=-1, CidrIp="10.0.0.0/8"),
    bucket(PublicAccessBlockConfiguration={"BlockPublicAcls": True, "BlockPublicPolicy": "true"}),
    database(ManageMasterUserPassword=True, PubliclyAccessible=False),
    database(DBClusterIdentifier=ref("Cluster"), StorageEncrypted=ref("AWS::NoValue")),
    database(MasterUserPassword=sub("{{resolve:secretsmanager:${Secret}:SecretString:password}}")),
    function(SECRET_ARN=ref("Secret"), TOKEN_TABLE="tokens", PASSWORD_SECRET_NAME="x", SECRET=""),
    function(IMAGE="{{resolve:ssm:/aws/service/ami-amazon-linux-latest/x}}"),
    of_type("AWS::SecretsManager::Secret", GenerateSecretString={"SecretStringTemplate": "{}", "GenerateStringKey": "password"}),
    of_type("AWS::ApiGateway::Method", ApiKeyRequired=True, Integration={"Credentials": "arn:aws:iam::*:user/*"}),
    of_type("AWS::ApiGatewayV2::Api", ApiKeySelectionExpression="$request.header.x-api-key"),
    of_type("AWS::ElastiCache::ReplicationGroup", AtRestEncryptionEnabled=True, AuthTokenUpdateStrategy="ROTATE"),
    of_type("AWS::Cognito::UserPool", Policies={"PasswordPolicy": {"MinimumLength": 12}}),
    of_type("AWS::Cognito::UserPoolClient", GenerateSecret=False, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]),
)  # fmt: skip


def cases(table: dict[str, tuple[Any, ...]]) -> list[Any]:
    return [
        pytest.param(rule, resource, id=f"{rule} {number}")
        for rule, resources in table.items()
        for number, resource in enumerate(resources, start=1)
    ]


def weighed(body: dict[str, Any]) -> set[tuple[str, Severity]]:
    return {(one.rule, one.severity) for one in check(body)}


@pytest.mark.parametrize(("rule", "resource"), cases(REFUSED))
def test_it_is_refused(rule: str, resource: Any) -> None:
    assert (rule, BLOCKING) in weighed(made_of(Thing=resource))


@pytest.mark.parametrize(("rule", "resource"), cases(WARNED_OF))
def test_people_are_warned_of_it(rule: str, resource: Any) -> None:
    assert weighed(made_of(Thing=resource)) == {(rule, WARNING)}


@pytest.mark.parametrize("resource", LEFT_ALONE, ids=range(len(LEFT_ALONE)))
def test_it_is_left_alone(resource: Any) -> None:
    assert check(made_of(Thing=resource)) == ()


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
        ("foreign-value", {"Outputs": {"X": {"Value": "{{resolve:ssm:/prod/key}}"}}}),
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


def test_a_public_parameter_is_fine() -> None:
    kind = "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"
    path = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"

    assert check({"Parameters": {"Image": {"Type": kind, "Default": path}}}) == ()


def test_a_finding_says_what_where_and_what_to_do() -> None:
    assert check(made_of(Db=database(PubliclyAccessible=True))) == (
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
        **{f"Bucket{number}": bucket(AccessControl="PublicRead") for number in range(50)}
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

    (finding,) = judge(Guardrail("x", "No fault", "Why.", "Fix.", fail), {})

    assert finding.severity is BLOCKING
    assert finding.rule == "x"


@given(bodies)
def test_no_body_is_too_odd(body: dict[str, Any]) -> None:
    assert all(isinstance(one, Finding) for one in check(body))


@pytest.mark.parametrize("guardrail", GUARDRAILS, ids=lambda one: one.id)
def test_every_guardrail_says_what_it_forbids_and_why(guardrail: Guardrail) -> None:
    assert guardrail.title[-1] not in ".!"
    assert guardrail.why.endswith(".")
    assert guardrail.fix.endswith(".")


@pytest.mark.parametrize("guardrail", GUARDRAILS, ids=lambda one: one.id)
def test_every_guardrail_is_in_the_documents(guardrail: Guardrail) -> None:
    page = (Path(__file__).parents[3] / "docs" / "guardrails.md").read_text()

    for words in (f"`{guardrail.id}`", guardrail.title, guardrail.why, guardrail.fix):
        assert words in page


def test_every_guardrail_has_its_own_id_and_its_tests() -> None:
    ids = [one.id for one in GUARDRAILS]

    assert len(set(ids)) == len(ids)
    assert set(ids) == {*REFUSED, *WARNED_OF, "parameter-without-default"}
