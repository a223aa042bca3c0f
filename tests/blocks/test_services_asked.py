"""What each service makes of what was asked of it."""

import json
from typing import Any

import pytest

from bot.blocks import BLOCKS, compose
from bot.blocks.settings import SETTINGS
from tests.blocks.arranging import arranged, box, thing
from tests.blocks.asked_for import ASKED_FOR
from tests.blocks.conftest import Judge, Judged

QUEUE, TOPIC, KEY = "AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::KMS::Key"
METHOD, PIPE, ROLE = "AWS::ApiGateway::Method", "AWS::Pipes::Pipe", "AWS::IAM::Role"


def _routes(judged: Judged) -> set[tuple[str, str]]:
    """Verb and last part of the path of each method."""
    parts = {
        name: one["PathPart"] for name, one in judged.of_type("AWS::ApiGateway::Resource").items()
    }
    return {
        (one["HttpMethod"], parts.get(one["ResourceId"].get("Ref", ""), ""))
        for one in judged.of_type(METHOD).values()
    }


def _filters(judged: Judged) -> list[Any]:
    return [
        json.loads(each["Pattern"])
        for one in judged.of_type(PIPE).values()
        for each in one.get("SourceParameters", {}).get("FilterCriteria", {}).get("Filters", [])
    ]


def test_a_queue_has_the_times_that_were_asked_for(judge: Judge) -> None:
    judged = judge(
        arranged(
            thing(
                "q",
                "sqs",
                dead_letter="off",
                visibility_seconds="60",
                retention_days="2",
                delay_seconds="5",
                fifo="on",
            )
        )
    )

    queue = judged.only(QUEUE)
    assert (queue["VisibilityTimeout"], queue["MessageRetentionPeriod"]) == (60, 172_800)
    assert (queue["DelaySeconds"], queue["FifoQueue"]) == (5, True)


def test_services_that_are_named_may_publish_for_this_account_only(judge: Judge) -> None:
    judged = judge(arranged(thing("t", "sns", publishers="ssm, cloudwatch, everybody")))

    statements = judged.only("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    assert [one["Principal"]["Service"] for one in statements] == [
        "ssm.amazonaws.com",
        "cloudwatch.amazonaws.com",
    ]
    assert all("aws:SourceAccount" in str(one["Condition"]) for one in statements)
    assert judged.only(TOPIC)["KmsMasterKeyId"] == {"Ref": "TopicKey"}
    assert any("“everybody” cannot be taken" in one for one in judged.assumptions)


def test_a_drawn_key_encrypts_what_is_drawn_beside_it(judge: Judge) -> None:
    judged = judge(ASKED_FOR["keys and roles"])

    key = {"Ref": "DataKey"}
    arn = {"Fn::GetAtt": ["DataKey", "Arn"]}
    assert judged.resources["Queue"]["Properties"]["KmsMasterKeyId"] == key
    assert judged.only(TOPIC)["KmsMasterKeyId"] == key
    assert judged.only("AWS::DynamoDB::Table")["SSESpecification"]["KMSMasterKeyId"] == arn
    assert "kms:Decrypt" in str(judged.resources["FunctionPolicy"])
    assert "cloudwatch.amazonaws.com" in str(judged.resources["DataKey"])
    assert len(judged.of_type(KEY)) == 2


def test_a_key_has_the_alias_and_the_kind_that_were_asked_for(judge: Judge) -> None:
    judged = judge(ASKED_FOR["keys and roles"])

    aliases = [one["AliasName"] for one in judged.of_type("AWS::KMS::Alias").values()]
    assert aliases == ["alias/shop-data", {"Fn::Sub": "alias/${AWS::StackName}-signing-key"}]
    assert judged.resources["SigningKey"]["Properties"]["KeySpec"] == "RSA_2048"


def test_a_drawn_role_is_the_role_of_what_it_is_drawn_beside(judge: Judge) -> None:
    judged = judge(
        arranged(
            thing("r", "iam", managed="AWSLambdaVPCAccessExecutionRole, AdministratorAccess"),
            thing("f", "lambda"),
            arrows="r>f",
        )
    )

    (policy,) = judged.only(ROLE)["ManagedPolicyArns"]
    assert policy["Fn::Sub"].endswith("policy/service-role/AWSLambdaVPCAccessExecutionRole")
    assert any(
        "the policy AdministratorAccess is none of those" in one for one in judged.assumptions
    )


def test_a_role_alone_is_for_who_is_named_and_for_what_it_is_drawn_to_reach(judge: Judge) -> None:
    judged = judge(ASKED_FOR["keys and roles"])

    trusted = judged.resources["ReaderRole"]["Properties"]["AssumeRolePolicyDocument"]
    assert trusted["Statement"][0]["Principal"] == {"Service": "ec2.amazonaws.com"}
    assert "ReaderRoleProfile" in judged.resources
    policy = judged.only("AWS::IAM::ManagedPolicy")
    assert "dynamodb:GetItem" in str(policy["PolicyDocument"])


def test_a_pipe_passes_on_what_its_filter_names(judge: Judge) -> None:
    judged = judge(ASKED_FOR["pipes"])

    assert _filters(judged) == [
        {"body": {"detail-type": ["OrderCreated"]}},
        {"dynamodb": {"NewImage": {"avatarUrl": {"S": [{"suffix": ".png"}]}}}},
    ]
    event = judged.of_type(PIPE)["PicturesPipe"]["TargetParameters"]
    assert event["EventBridgeEventBusParameters"] == {
        "DetailType": "New picture",
        "Source": "pictures",
    }


def test_a_pipe_submits_jobs(judge: Judge) -> None:
    judged = judge(
        arranged(thing("q", "sqs"), thing("p", "pipes"), thing("b", "batch"), arrows="q>p p>b")
    )

    assert judged.faults == ()
    assert "JobDefinition" in judged.only(PIPE)["TargetParameters"]["BatchJobParameters"]
    assert "batch:SubmitJob" in str(judged.of_type("AWS::IAM::Policy"))


def test_a_pipe_without_both_ends_is_left_out(judge: Judge) -> None:
    assert not judge(arranged(thing("q", "sqs"), thing("p", "pipes"), arrows="q>p")).of_type(PIPE)


def test_the_paths_asked_for_are_the_paths_of_the_api(judge: Judge) -> None:
    paths = "GET /orders/{id}, POST /orders, DELETE /users/{id}, nonsense"
    judged = judge(
        arranged(
            thing("a", "apigateway", paths=paths, cors="on", auth="key"),
            thing("o", "lambda", "Orders"),
            thing("u", "lambda", "Users"),
            arrows="a>o a>u",
        )
    )

    routes = {one for one in _routes(judged) if one[0] != "OPTIONS"}
    assert judged.faults == ()
    assert routes == {("GET", "{id}"), ("POST", "orders"), ("DELETE", "{id}")}
    assert len(judged.of_type(METHOD)) == 3 + 3
    keyed = {
        one["HttpMethod"]: one.get("ApiKeyRequired") for one in judged.of_type(METHOD).values()
    }
    assert (keyed["GET"], keyed["OPTIONS"]) == (True, None)
    assert len(judged.of_type("AWS::ApiGateway::UsagePlanKey")) == 1


def test_records_come_out_of_an_api_only_where_it_is_said(judge: Judge) -> None:
    things = (thing("a", "apigateway", auth="iam"), thing("k", "kinesis"))

    writes = judge(arranged(*things, arrows="a>k"))
    both = judge(arranged(*things, arrows="a>k", a_k="put and get records"))

    assert _routes(writes) == {("POST", "record"), ("PUT", "records")}
    assert _routes(both) - _routes(writes) == {
        ("GET", "stream"),
        ("GET", "records"),
        ("GET", "iterator"),
    }
    assert "kinesis:GetRecords" not in str(writes.of_type("AWS::IAM::Policy"))


@pytest.mark.parametrize(("kind", "routes"), [("http", 1), ("websocket", 3)])
def test_newer_apis_lead_to_functions(judge: Judge, kind: str, routes: int) -> None:
    judged = judge(
        arranged(thing("a", "apigateway", kind=kind), thing("f", "lambda"), arrows="a>f")
    )

    assert judged.faults == ()
    assert judged.only("AWS::ApiGatewayV2::Api")["ProtocolType"] == kind.upper()
    assert len(judged.of_type("AWS::ApiGatewayV2::Route")) == routes


def test_an_http_api_before_something_else_is_a_rest_api(judge: Judge) -> None:
    judged = judge(arranged(thing("a", "apigateway", kind="http"), thing("q", "sqs"), arrows="a>q"))

    assert judged.of_type("AWS::ApiGateway::RestApi")


def test_a_network_balancer_passes_connections_on(judge: Judge) -> None:
    judged = judge(
        arranged(
            thing("b", "alb", kind="network", scheme="internal", port="8080"),
            thing("e", "ec2"),
            thing("f", "fargate"),
            arrows="b>e b>f",
        )
    )

    listeners = judged.of_type("AWS::ElasticLoadBalancingV2::Listener").values()
    assert judged.faults == ()
    assert [(one["Protocol"], one["Port"]) for one in listeners] == [("TCP", 8080), ("TCP", 8081)]


def test_a_balancer_faces_the_internet_on_web_ports_only(judge: Judge) -> None:
    judged = judge(arranged(thing("b", "alb", scheme="internet-facing", port="8080")))
    inside = judge(
        arranged(thing("b", "alb", scheme="internal", port="8080", fixed_response="503"))
    )

    (public,) = judged.of_type("AWS::ElasticLoadBalancingV2::Listener").values()
    (private,) = inside.of_type("AWS::ElasticLoadBalancingV2::Listener").values()
    assert (public["Port"], private["Port"]) == (80, 8080)
    assert private["DefaultActions"][0]["FixedResponseConfig"]["StatusCode"] == "503"
    assert any("and not on 8080" in one for one in judged.assumptions)


def test_a_rule_hears_what_services_tell_of_themselves(judge: Judge) -> None:
    judged = judge(ASKED_FOR["watching"])

    pattern = judged.only("AWS::Events::Rule")["EventPattern"]
    assert pattern == {"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"]}
    assert not judged.of_type("AWS::Events::EventBus")


def test_a_schedule_is_taken_as_it_is_said_if_it_is_one(judge: Judge) -> None:
    for said, taken in {
        "rate(5 minutes)": "rate(5 minutes)",
        "cron(0 8 ? * MON-FRI *)": "cron(0 8 ? * MON-FRI *)",
        "rate(1 minutes)": None,
        "every now and then": None,
    }.items():
        judged = judge(arranged(thing("e", "eventbridge", schedule=said)))

        assert judged.only("AWS::Events::Rule").get("ScheduleExpression") == taken


def test_alarms_watch_what_was_asked_for_and_tell_whom_was_named(judge: Judge) -> None:
    judged = judge(ASKED_FOR["watching"])

    alarms = judged.of_type("AWS::CloudWatch::Alarm").values()
    assert {one["MetricName"] for one in alarms} == {
        "CPUUtilization",
        "EBSWriteOps",
        "Errors",
        "ApproximateAgeOfOldestMessage",
        "EstimatedCharges",
    }
    assert all(one["AlarmActions"] for one in alarms)
    endpoints = {one["Endpoint"] for one in judged.of_type("AWS::SNS::Subscription").values()}
    assert endpoints == {"ops@example.com"}


def test_the_thresholds_of_a_shared_file_system_are_as_said(judge: Judge) -> None:
    judged = judge(
        arranged(
            thing("w", "cloudwatch", alarm="io, throughput", threshold="90"),
            thing("e", "efs"),
            arrows="e>w",
        )
    )

    alarms = judged.of_type("AWS::CloudWatch::Alarm").values()
    assert [(one["MetricName"], one["Threshold"]) for one in alarms] == [
        ("PercentIOLimit", 90),
        ("MeteredIOBytes", 90),
    ]


def test_what_there_is_one_of_for_each_account_says_so_first(judge: Judge) -> None:
    for service in ("macie", "guardduty", "securityhub", "config"):
        assert (
            "creation fails where it is on already"
            in judge(arranged(thing("x", service))).assumptions[0]
        )


def test_two_of_what_there_is_one_of_are_one(judge: Judge) -> None:
    judged = judge(arranged(thing("a", "macie"), thing("b", "macie")))

    assert len(judged.of_type("AWS::Macie::Session")) == 1


def test_records_go_to_the_drawn_bucket_or_to_one_of_their_own(judge: Judge) -> None:
    alone = judge(arranged(thing("a", "cloudtrail")))
    drawn = judge(arranged(thing("a", "cloudtrail"), thing("b", "s3", "Audit"), arrows="a>b"))

    assert alone.only("AWS::CloudTrail::Trail")["S3BucketName"] == {"Ref": "TrailBucket"}
    assert drawn.only("AWS::CloudTrail::Trail")["S3BucketName"] == {"Ref": "AuditBucket"}
    assert "cloudtrail.amazonaws.com" in str(drawn.only("AWS::S3::BucketPolicy"))


def test_people_sign_in_as_was_asked_for(judge: Judge) -> None:
    judged = judge(ASKED_FOR["apis"])

    pool = judged.only("AWS::Cognito::UserPool")
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pool["MfaConfiguration"] == "ON"
    assert judged.only("AWS::Cognito::UserPoolClient")["AllowedOAuthFlows"] == ["code"]
    assert judged.of_type("AWS::Cognito::UserPoolDomain")
    assert not judged.only("AWS::Cognito::IdentityPool")["AllowUnauthenticatedIdentities"]


def test_fields_of_a_graphql_api_are_what_it_is_drawn_to_reach(judge: Judge) -> None:
    judged = judge(ASKED_FOR["apis"])

    schema = judged.only("AWS::AppSync::GraphQLSchema")["Definition"]
    assert "getOrdersTable(id: ID!): AWSJSON" in schema
    assert len(judged.of_type("AWS::AppSync::Resolver")) == 3


def test_a_distribution_is_as_was_asked_for(judge: Judge) -> None:
    config = judge(ASKED_FOR["partners and bots"]).only("AWS::CloudFront::Distribution")[
        "DistributionConfig"
    ]

    assert config["PriceClass"] == "PriceClass_All"
    assert config["Restrictions"]["GeoRestriction"]["Locations"] == ["US"]
    assert config["DefaultCacheBehavior"]["CachePolicyId"] == {"Ref": "DistributionCachePolicy"}


def test_a_secret_is_made_for_the_user_that_was_named(judge: Judge) -> None:
    made = judge(ASKED_FOR["keys and roles"]).only("AWS::SecretsManager::Secret")

    assert json.loads(made["GenerateSecretString"]["SecretStringTemplate"]) == {"username": "admin"}
    assert made["GenerateSecretString"]["PasswordLength"] == 20


def test_a_secret_drawn_beside_a_database_has_its_password(judge: Judge) -> None:
    judged = judge(
        arranged(
            thing("s", "secretsmanager", "Login", username="admin"), thing("d", "rds"), arrows="s>d"
        )
    )

    database = judged.only("AWS::RDS::DBInstance")
    made = judged.only("AWS::SecretsManager::Secret")["GenerateSecretString"]
    assert judged.faults == ()
    assert json.loads(made["SecretStringTemplate"]) == {"username": "dbadmin"}
    assert "resolve:secretsmanager:${LoginSecret}" in str(database["MasterUserPassword"])


def test_a_domain_inside_is_any_name_at_all(judge: Judge) -> None:
    judged = judge(
        arranged(
            thing("r", "route53", private="on", domain="acme.internal"),
            thing("b", "alb", scheme="internal"),
            arrows="r>b",
        )
    )

    zone = judged.only("AWS::Route53::HostedZone")
    assert zone["Name"] == "acme.internal"
    assert len(zone["VPCs"]) == 1
    assert not any("Say which domain" in one for one in judged.assumptions)


NONSENSE = (
    "<nothing> at all",
    "!Ref Evil",
    "${Evil}",
    "{{resolve:ssm:/password}}",
    "'; DROP TABLE",
    "*, 10.0.0.0/33, <b>",
)


@pytest.mark.parametrize("service", sorted(SETTINGS.keys() & BLOCKS))
def test_nonsense_is_never_taken(service: str) -> None:
    """Whatever strangers say: no exception, and none of it in the template."""
    for value in NONSENSE:
        asked = thing("x", service, **dict.fromkeys(SETTINGS[service], value))

        assert value not in compose(arranged(asked), title="x").template


@pytest.mark.parametrize("service", ["rds", "documentdb", "mq", "directoryservice"])
def test_a_secret_that_nothing_else_can_be_for_has_the_only_password(
    judge: Judge, service: str
) -> None:
    judged = judge(arranged(thing("a", service), thing("s", "secretsmanager")))

    assert judged.faults == ()
    assert len(judged.of_type("AWS::SecretsManager::Secret")) == 1
    assert not [one for one in judged.assumptions if "put the real one in" in one]


def test_two_that_have_a_password_share_no_secret(judge: Judge) -> None:
    judged = judge(arranged(thing("a", "mq"), thing("b", "mq"), thing("s", "secretsmanager")))

    assert len(judged.of_type("AWS::SecretsManager::Secret")) == 3


def test_a_connection_is_made_where_only_the_address_is_left_open(judge: Judge) -> None:
    judged = judge(arranged(thing("n", "vpn", cidr="192.168.0.0/16")))

    assert judged.faults == ()
    assert judged.only("AWS::EC2::CustomerGateway")["IpAddress"] == {
        "Ref": "VpnGatewayRouterAddress"
    }
    assert any("where nobody is" in one for one in judged.assumptions)


def test_what_a_firewall_lets_through_is_all_it_lets_through(judge: Judge) -> None:
    judged = judge(arranged(thing("f", "networkfirewall", allow_domains="shop.example.com")))

    (only,) = judged.of_type("AWS::NetworkFirewall::RuleGroup").values()
    listed = only["RuleGroup"]["RulesSource"]["RulesSourceList"]
    assert (listed["GeneratedRulesType"], listed["Targets"]) == ("ALLOWLIST", ["shop.example.com"])


def test_each_joined_vpc_is_in_the_route_table_of_the_gateway(judge: Judge) -> None:
    joined = judge(arranged(box("v", "vpc"), box("w", "vpc"), thing("t", "transitgateway")))
    plain = judge(arranged(box("v", "vpc"), thing("t", "transitgateway", route_table="off")))

    for what in ("Association", "Propagation"):
        assert len(joined.of_type(f"AWS::EC2::TransitGatewayRouteTable{what}")) == 2
    assert not plain.of_type("AWS::EC2::TransitGatewayRouteTable")


def test_a_version_that_eks_does_not_start_is_left_out(judge: Judge) -> None:
    judged = judge(arranged(thing("k", "eks", version="14")))

    assert "Version" not in judged.only("AWS::EKS::Cluster")
    assert any("cannot be taken for its version" in one for one in judged.assumptions)


def test_an_image_is_built_on_the_system_that_was_named_as_a_type(judge: Judge) -> None:
    judged = judge(arranged(thing("i", "imagebuilder", instance_type="ubuntu-22.04")))

    assert not [one for one in judged.assumptions if "cannot be taken" in one]
    assert "ubuntu-server-22" in judged.text


def test_a_bucket_with_a_key_beside_it_is_encrypted_with_that(judge: Judge) -> None:
    judged = judge(arranged(thing("b", "s3", encryption="kms"), thing("k", "kms"), arrows="k>b"))

    assert len(judged.of_type("AWS::KMS::Key")) == 1
    assert not [one for one in judged.assumptions if "left as it is" in one]
