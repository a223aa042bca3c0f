"""What an arrow makes."""

import json
from typing import Any

from bot.blocks import compose
from tests.blocks.conftest import Judge, Judged
from tests.blocks.drawings import PICTURES, drawn

FUNCTION, PERMISSION = "AWS::Lambda::Function", "AWS::Lambda::Permission"
METHOD, POLICY = "AWS::ApiGateway::Method", "AWS::IAM::Policy"
MAPPING = "AWS::Lambda::EventSourceMapping"


def test_an_api_answers_with_a_function(judge: Judge) -> None:
    """Deployment, stage, proxy methods, and a permission for exactly this API."""
    judged = judge(PICTURES["customer details"])

    methods = judged.of_type(METHOD)
    assert {one["Integration"]["Type"] for one in methods.values()} == {"AWS_PROXY"}
    (deployment,) = (
        one for one in judged.resources.values() if one["Type"] == "AWS::ApiGateway::Deployment"
    )
    assert set(deployment["DependsOn"]) == set(methods)
    assert judged.only("AWS::ApiGateway::Stage")["StageName"] == "prod"
    source = judged.only(PERMISSION)["SourceArn"]["Fn::Sub"]
    assert source.endswith(":${CustomerDetailsAPI}/*/*")
    assert "CustomerDetailsAPIUrl" in judged.body["Outputs"]


def test_what_an_api_answers_is_published_anew_when_it_changes_and_only_then(
    judge: Judge,
) -> None:
    """A deployment is a picture of the methods as they were, and a stage goes on showing it."""
    one = judge(drawn("apigateway lambda sqs", [(0, 1)], labels={1: "Orders"}))
    same = judge(drawn("apigateway lambda sns", [(0, 1)], labels={1: "Orders"}))
    more = judge(
        drawn("apigateway lambda lambda", [(0, 1), (0, 2)], labels={1: "Orders", 2: "Bills"})
    )

    def published(judged: Judged) -> str:
        return str(judged.only("AWS::ApiGateway::Stage")["DeploymentId"]["Ref"])

    assert published(one) == published(same)
    assert published(one) != published(more)
    assert published(more) in more.of_type("AWS::ApiGateway::Deployment")


def test_several_targets_of_an_api_get_a_path_each(judge: Judge) -> None:
    judged = judge(
        drawn("apigateway lambda lambda", [(0, 1), (0, 2)], labels={1: "Orders", 2: "Customers"})
    )

    parts = {one["PathPart"] for one in judged.of_type("AWS::ApiGateway::Resource").values()}
    assert parts == {"orders", "customers", "{proxy+}"}


def test_a_route_that_is_written_on_the_arrow_is_taken(judge: Judge) -> None:
    judged = judge(drawn("apigateway lambda", [(0, 1)], said={(0, 1): "GET /customers/{id}"}))

    method = judged.only(METHOD)
    assert method["HttpMethod"] == "GET"
    parts = [one["PathPart"] for one in judged.of_type("AWS::ApiGateway::Resource").values()]
    assert parts == ["customers", "{id}"]


def test_an_api_with_nothing_behind_it_can_still_be_deployed(judge: Judge) -> None:
    judged = judge(drawn("apigateway"))

    assert judged.faults == ()
    assert judged.only(METHOD)["Integration"]["Type"] == "MOCK"


def test_people_sign_in_where_a_user_pool_is_drawn(judge: Judge) -> None:
    judged = judge(PICTURES["icons only"])

    kinds = {one["AuthorizationType"] for one in judged.of_type(METHOD).values()}
    assert kinds == {"COGNITO_USER_POOLS"}


def test_a_function_may_only_read_if_its_name_or_the_arrow_says_so(judge: Judge) -> None:
    by_name = judge(drawn("lambda dynamodb", [(0, 1)], labels={0: "GetCustomer"}))
    by_arrow = judge(drawn("lambda dynamodb", [(0, 1)], said={(0, 1): "writes"}))
    unsaid = judge(drawn("lambda dynamodb", [(0, 1)]))

    assert "dynamodb:PutItem" not in _actions(by_name)
    assert "dynamodb:GetItem" in _actions(by_name)
    assert any("may only read" in one for one in by_name.assumptions)
    assert "dynamodb:GetItem" not in _actions(by_arrow)
    assert {"dynamodb:GetItem", "dynamodb:PutItem"} <= _actions(unsaid)


def test_a_bucket_runs_a_function_that_writes_back_to_it(judge: Judge) -> None:
    """The circle of bucket, permission, function and role is open at the permission and the setting."""
    judged = judge(drawn("s3 lambda", [(0, 1), (1, 0)]))

    assert judged.faults == ()
    bucket = judged.resources["Bucket"]
    assert bucket["DependsOn"] == ["FunctionFromBucket"]
    assert judged.only(PERMISSION)["SourceAccount"] == {"Ref": "AWS::AccountId"}
    assert "Environment" not in judged.only(FUNCTION)
    assert any("its own objects" in one for one in judged.assumptions)


def test_a_bucket_that_tells_several_does_so_by_a_rule_for_each(judge: Judge) -> None:
    """S3 refuses two notifications of the same events."""
    judged = judge(drawn("s3 lambda lambda sns sqs", [(0, one) for one in range(1, 5)]))

    assert judged.faults == ()
    notified = judged.only("AWS::S3::Bucket")["NotificationConfiguration"]
    assert notified == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    rules = judged.of_type("AWS::Events::Rule")
    assert set(rules) == {"BucketToFunction", "BucketToFunction2", "BucketToTopic", "BucketToQueue"}
    for rule in rules.values():
        assert rule["EventPattern"]["detail"]["bucket"]["name"] == [{"Ref": "Bucket"}]
        assert len(rule["Targets"]) == 1
    sources = [one["SourceArn"] for one in judged.of_type(PERMISSION).values()]
    assert sources == [{"Fn::GetAtt": [f"BucketToFunction{turn}", "Arn"]} for turn in ("", "2")]
    assert "events.amazonaws.com" in json.dumps(judged.only("AWS::KMS::Key"))
    assert "DeadLetterConfig" in json.dumps(judged.of_type(FUNCTION))


def test_eventbridge_publishes_without_a_condition(judge: Judge) -> None:
    """It shows SNS nothing that a condition could be about: with one, every event would be lost."""
    judged = judge(drawn("eventbridge sns s3", [(0, 1), (2, 1)]))

    statements = judged.only("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    by_service = {one["Principal"]["Service"]: "Condition" in one for one in statements}
    assert by_service == {"events.amazonaws.com": False, "s3.amazonaws.com": True}
    served = judged.only("AWS::KMS::Key")["KeyPolicy"]["Statement"][1:]
    assert {one["Principal"]["Service"]: "Condition" in one for one in served} == by_service


def test_a_queue_that_keeps_an_order_is_told_by_a_rule(judge: Judge) -> None:
    """S3 itself cannot write to it."""
    judged = judge(drawn("s3 sqs", [(0, 1)], labels={1: "orders.fifo"}))

    (target,) = judged.only("AWS::Events::Rule")["Targets"]
    assert "MessageGroupId" in target["SqsParameters"]


def test_functions_that_call_each_other_are_possible(judge: Judge) -> None:
    judged = judge(drawn("lambda lambda", [(0, 1), (1, 0)], labels={0: "A", 1: "B"}))

    assert judged.faults == ()
    assert len(judged.of_type(POLICY)) == 2


def test_a_function_may_start_the_workflow_that_calls_it(judge: Judge) -> None:
    judged = judge(drawn("lambda stepfunctions", [(0, 1), (1, 0)]))

    assert judged.faults == ()
    assert "Environment" not in judged.only(FUNCTION)


def test_a_firewall_before_nothing_that_stands_is_left_out(judge: Judge) -> None:
    judged = judge(drawn("waf cloudfront sqs", [(0, 1)]))

    assert judged.faults == ()
    assert not judged.of_type("AWS::WAFv2::WebACL")


def test_a_queue_runs_a_function_in_batches(judge: Judge) -> None:
    judged = judge(PICTURES["worker"])

    mapping = judged.only(MAPPING)
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert judged.resources["FunctionFromQueue"]["DependsOn"] == ["FunctionPolicy"]


def test_a_bucket_tells_a_topic_that_it_can_encrypt_for(judge: Judge) -> None:
    judged = judge(PICTURES["worker"])

    assert judged.only("AWS::SNS::Topic")["KmsMasterKeyId"] == {"Ref": "TopicKey"}
    assert "s3.amazonaws.com" in json.dumps(judged.only("AWS::KMS::Key"))
    assert judged.resources["Bucket"]["DependsOn"] == ["TopicPolicy"]


def test_a_table_with_an_arrow_both_ways_has_no_stream(judge: Judge) -> None:
    both = judge(drawn("lambda dynamodb", [(0, 1), (1, 0)]))
    one = judge(drawn("dynamodb lambda", [(0, 1)]))

    assert not both.of_type(MAPPING)
    assert one.only(MAPPING)["EventSourceArn"] == {"Fn::GetAtt": ["Table", "StreamArn"]}


def test_what_is_called_and_forgotten_keeps_its_failures(judge: Judge) -> None:
    judged = judge(PICTURES["upload"])

    assert "DeadLetterConfig" in judged.only(FUNCTION)


def test_a_workflow_runs_side_by_side_what_nothing_orders(judge: Judge) -> None:
    states = _states(judge(PICTURES["events"]))

    (only,) = states["States"].values()
    assert only["Type"] == "Parallel"
    assert len(only["Branches"]) == 2


def test_a_workflow_follows_arrows(judge: Judge) -> None:
    drawing = drawn(
        "stepfunctions lambda lambda sns",
        [(0, 3), (0, 1), (0, 2), (1, 2), (2, 3)],
        labels={1: "Check", 2: "Charge", 3: "Tell"},
    )

    states = _states(judge(drawing))

    assert states["StartAt"] == "Check"
    assert states["States"]["Check"]["Next"] == "Charge"
    assert states["States"]["Charge"]["Next"] == "Tell"


def test_a_workflow_follows_numbers(judge: Judge) -> None:
    said = {(0, 1): "2. ship", (0, 2): "1. pay"}
    drawing = drawn(
        "stepfunctions lambda lambda", [(0, 1), (0, 2)], labels={1: "Ship", 2: "Pay"}, said=said
    )

    assert _states(judge(drawing))["StartAt"] == "Pay"


def test_only_the_distribution_reads_the_bucket(judge: Judge) -> None:
    judged = judge(drawn("cloudfront s3", [(0, 1)]))

    statements = judged.only("AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"]
    (allowed,) = [one for one in statements if one["Effect"] == "Allow"]
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert "${Distribution}" in json.dumps(allowed["Condition"])


def test_an_arrow_from_the_bucket_says_the_same(judge: Judge) -> None:
    assert judge(drawn("s3 cloudfront", [(0, 1)])).of_type("AWS::CloudFront::OriginAccessControl")


def test_a_distribution_without_an_origin_is_left_out(judge: Judge) -> None:
    judged = judge(drawn("cloudfront lambda", [(0, 1)]))

    assert judged.faults == ()
    assert not judged.of_type("AWS::CloudFront::Distribution")


def test_a_balancer_behind_a_distribution_answers_nobody_else(judge: Judge) -> None:
    judged = judge(PICTURES["web"])

    listener = judged.only("AWS::ElasticLoadBalancingV2::Listener")
    assert listener["DefaultActions"][0]["Type"] == "fixed-response"
    rule = judged.only("AWS::ElasticLoadBalancingV2::ListenerRule")
    assert rule["Conditions"][0]["Field"] == "http-header"
    config = judged.only("AWS::CloudFront::Distribution")["DistributionConfig"]
    (balancer, _) = config["Origins"]
    shown = balancer["OriginCustomHeaders"][0]["HeaderValue"]
    assert shown == rule["Conditions"][0]["HttpHeaderConfig"]["Values"][0]


def test_a_service_waits_for_its_way_out_and_its_listener(judge: Judge) -> None:
    judged = judge(PICTURES["containers"])

    assert set(judged.resources["Service"]["DependsOn"]) == {
        "NatGatewayRoute",
        "LoadBalancerListener",
    }


def test_a_password_is_read_from_where_aws_keeps_it(judge: Judge) -> None:
    judged = judge(PICTURES["containers"])

    assert judged.only("AWS::RDS::DBInstance")["ManageMasterUserPassword"] is True
    assert "MasterUserPassword" not in json.dumps(judged.of_type("AWS::ECS::TaskDefinition"))
    assert "secretsmanager:GetSecretValue" in _actions(judged)


def test_a_schedule_is_read_from_its_name(judge: Judge) -> None:
    every = {
        "every 5 minutes": "rate(5 minutes)",
        "nightly run": "rate(1 day)",
        "hourly": "rate(1 hour)",
    }
    for label, rate in every.items():
        judged = judge(drawn("eventbridge lambda", [(0, 1)], labels={0: label}))

        assert judged.only("AWS::Events::Rule")["ScheduleExpression"] == rate


def test_new_objects_reach_a_rule(judge: Judge) -> None:
    judged = judge(drawn("s3 eventbridge lambda", [(0, 1), (1, 2)]))

    assert judged.faults == ()
    assert judged.only("AWS::Events::Rule")["EventPattern"]["source"] == ["aws.s3"]


def test_two_arrows_of_a_pair_make_one_connection(judge: Judge) -> None:
    drawing = drawn("eventbridge sns", [(0, 1), (0, 1)])
    twice = drawing.model_copy(
        update={
            "connections": (
                drawing.connections[0],
                drawing.connections[0].model_copy(update={"label": "x"}),
            )
        }
    )

    assert judge(twice).faults == ()


def test_an_unknown_pair_makes_nothing() -> None:
    joined = compose(drawn("rds s3", [(0, 1)]), title="x")
    apart = compose(drawn("rds s3"), title="x")

    assert joined == apart


def _actions(judged: Judged) -> set[str]:
    return {
        action
        for policy in judged.of_type(POLICY).values()
        for one in policy["PolicyDocument"]["Statement"]
        for action in one["Action"]
    }


def _states(judged: Judged) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        judged.only("AWS::StepFunctions::StateMachine")["DefinitionString"]
    )
    return found
