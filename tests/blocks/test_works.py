"""What AWS takes and what then still would not work: ways out, names of packages, permissions, sizes."""

import json
from typing import Any

import pytest
import yaml

from bot.blocks.wiring.table import RULES
from bot.domain.architecture import Component, Container
from tests.blocks.arranging import arranged, box, thing
from tests.blocks.conftest import Judge, Judged

ENDPOINT, POLICY, ROLE = "AWS::EC2::VPCEndpoint", "AWS::IAM::Policy", "AWS::IAM::Role"
MAPPING, INSTANCE = "AWS::Lambda::EventSourceMapping", "AWS::EC2::Instance"
DMS_END, RECIPE = "AWS::DMS::Endpoint", "AWS::ImageBuilder::ImageRecipe"
_IN_A_VPC = ("AWS::MSK::Cluster", "AWS::AmazonMQ::Broker")
TRIGGERS = sorted(source for source, target in RULES if target == "lambda")
NETWORKS: dict[str, list[Component | Container]] = {
    "none asked for": [],
    "with a NAT gateway": [box("v", "vpc", nat="one")],
    "without one": [box("v", "vpc", nat="off")],
}


def _interfaces(judged: Judged) -> set[str]:
    found = judged.of_type(ENDPOINT).values()
    return {json.dumps(one["ServiceName"]).rsplit(".", 1)[1].strip('"} ') for one in found}


def _statements(judged: Judged, policy: str) -> dict[str, Any]:
    listed = judged.resources[policy]["Properties"]["PolicyDocument"]["Statement"]
    return {one["Sid"]: one for one in listed}


def _script(judged: Judged) -> str:
    return json.dumps(judged.only(INSTANCE)["UserData"])


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS.keys())
@pytest.mark.parametrize("source", TRIGGERS)
def test_what_runs_a_function_from_inside_a_vpc_reaches_lambda_and_sts(
    judge: Judge, source: str, network: list[Component | Container]
) -> None:
    inside = "v" if network else None
    asked = thing("a", source, inside=inside), thing("f", "lambda"), *network
    judged = judge(arranged(*asked, arrows="a>f"))

    for mapping in judged.of_type(MAPPING).values():
        kind = judged.resources[_first_reference(mapping["EventSourceArn"])]["Type"]
        if kind in _IN_A_VPC and not judged.of_type("AWS::EC2::NatGateway"):
            needed = {"lambda", "sts"}
            if "SourceAccessConfigurations" in mapping:
                needed.add("secretsmanager")
            assert needed <= _interfaces(judged)
            assert any("polls a broker" in one for one in judged.assumptions)


def test_a_broker_in_a_public_subnet_has_endpoints_beside_a_nat_gateway(judge: Judge) -> None:
    """Pollers have no public address, so neither gateway is theirs."""
    judged = judge(
        arranged(
            box("v", "vpc", nat="one"),
            box("p", "public-subnet", inside="v"),
            thing("q", "mq", inside="p"),
            thing("f", "lambda"),
            arrows="q>f",
        )
    )

    assert _interfaces(judged) == {"lambda", "secretsmanager", "sts"}


def _first_reference(value: dict[str, Any]) -> str:
    if "Ref" in value:
        return str(value["Ref"])
    return str(value["Fn::GetAtt"][0])


@pytest.mark.parametrize(
    ("engine", "tls", "database", "tls_only"),
    [
        ("postgres", "require", "postgres", True),
        ("aurora-postgresql", "require", "postgres", True),
        ("sqlserver-ex", "require", "master", True),
        ("mysql", "none", None, False),
        ("mariadb", "none", None, False),
        ("aurora-mysql", "none", None, False),
    ],
)
def test_a_migration_can_log_in(
    judge: Judge, engine: str, tls: str, database: str | None, *, tls_only: bool
) -> None:
    """MySQL takes TLS from DMS only with a certificate, so it must not ask for it, and that is said."""
    judged = judge(
        arranged(thing("d", "dms"), thing("r", "rds", "Orders", engine=engine), arrows="d>r")
    )

    end = judged.only(DMS_END)
    assert (end["SslMode"], end.get("DatabaseName")) == (tls, database)
    (group,) = (one for one in judged.resources.values() if "ParameterGroup" in one["Type"])
    (asked,) = group["Properties"]["Parameters"].values()
    assert (asked in ("1", "ON")) is tls_only
    assert any("without TLS" in one for one in judged.assumptions) is not tls_only


def test_mysql_asks_for_tls_where_nothing_is_migrated(judge: Judge) -> None:
    judged = judge(arranged(thing("r", "rds", engine="mysql")))

    asked = judged.only("AWS::RDS::DBParameterGroup")["Parameters"]
    assert asked == {"require_secure_transport": "1"}


def test_a_system_without_the_mount_helper_mounts_nothing_and_says_so(judge: Judge) -> None:
    judged = judge(
        arranged(thing("m", "ec2", "Web", os="ubuntu-24.04"), thing("e", "efs"), arrows="m>e")
    )

    assert judged.faults == ()
    assert "/etc/fstab" not in _script(judged)
    assert "Web may mount FileSystem and does not yet" in judged.assumptions[0]


def test_packages_have_the_names_of_the_system(judge: Judge) -> None:
    scripts = {
        system: _script(
            judge(arranged(thing("m", "ec2", os=system, install="docker, httpd, redis, java")))
        )
        for system in ("al2023", "ubuntu-22.04")
    }

    amazon, ubuntu = scripts.values()
    for name in ("docker", "httpd", "redis6", "java-21-amazon-corretto-headless"):
        assert f"\\ndnf install -y {name}\\n" in amazon
    for name in ("docker.io", "apache2", "redis-server", "default-jre-headless"):
        assert f"apt-get install -y {name}\\n" in ubuntu
    assert "systemctl enable --now redis6" in amazon
    assert "first-page" not in ubuntu


def test_a_package_that_may_not_be_there_stops_no_other_and_is_said(judge: Judge) -> None:
    judged = judge(arranged(thing("m", "ec2", "Web", install="jenkins, nginx")))

    assert "\\ndnf install -y jenkins\\ndnf install -y nginx\\n" in _script(judged)
    assert any("Web gets jenkins only if Amazon Linux 2023" in one for one in judged.assumptions)


@pytest.mark.parametrize(("system", "nats"), [("al2023", 0), ("debian-12", 1)])
def test_packages_from_the_internet_have_a_way_to_private_machines(
    judge: Judge, system: str, nats: int
) -> None:
    judged = judge(arranged(thing("m", "ec2", os=system, install="nginx")))

    assert len(judged.of_type("AWS::EC2::NatGateway")) == nats


def test_machines_may_fetch_what_a_pipeline_rolls_out(judge: Judge) -> None:
    judged = judge(
        arranged(
            thing("p", "codepipeline"),
            thing("y", "codedeploy"),
            thing("m", "ec2"),
            thing("g", "autoscaling"),
            arrows="p>y y>m y>g",
        )
    )

    for policy in ("InstancePolicy", "GroupPolicy"):
        given = _statements(judged, policy)["FetchPipelineArtifacts"]
        assert given["Action"] == ["s3:GetObject", "s3:GetObjectVersion"]


def test_a_pipeline_starts_with_all_that_it_may(judge: Judge) -> None:
    judged = judge(arranged(thing("p", "codepipeline"), thing("s", "ecs"), arrows="p>s"))

    assert judged.faults == ()
    assert judged.resources["Pipeline"]["DependsOn"] == ["PipelinePolicy"]
    actions = {
        each for one in _statements(judged, "PipelinePolicy").values() for each in one["Action"]
    }
    assert {"ecs:DescribeTasks", "ecs:ListTasks", "ecs:TagResource"} <= actions


@pytest.mark.parametrize(
    ("vcpus", "memory", "found", "said"),
    [
        ("2", "8192", ("2", "8192"), 0),
        ("3", "", ("4", "8192"), 1),
        ("1", "16384", ("1", "8192"), 1),
        ("8", "20000", ("8", "20480"), 1),
        ("", "20480", ("4", "20480"), 0),
        ("1", "512", ("1", "2048"), 1),
    ],
)
def test_a_job_has_a_size_that_fargate_has(
    judge: Judge, vcpus: str, memory: str, found: tuple[str, str], said: int
) -> None:
    judged = judge(arranged(thing("b", "batch", vcpus=vcpus, memory_mib=memory)))

    container = judged.only("AWS::Batch::JobDefinition")["ContainerProperties"]
    assert tuple(one["Value"] for one in container["ResourceRequirements"]) == found
    assert len([one for one in judged.assumptions if "Fargate has" in one]) == said


def test_a_job_on_machines_has_the_size_that_was_asked_for(judge: Judge) -> None:
    judged = judge(arranged(thing("b", "batch", launch="ec2", vcpus="3", memory_mib="5000")))

    container = judged.only("AWS::Batch::JobDefinition")["ContainerProperties"]
    assert [one["Value"] for one in container["ResourceRequirements"]] == ["3", "5000"]


def test_a_name_with_a_colon_does_not_break_the_build(judge: Judge) -> None:
    judged = judge(arranged(thing("b", "codebuild", "step 1: compile")))

    steps = yaml.safe_load(judged.only("AWS::CodeBuild::Project")["Source"]["BuildSpec"])
    assert steps["phases"]["build"]["commands"] == ['echo "step 1: compile would build here"']


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("rate(1 hour)", "rate(1 hour)"),
        ("rate(60 minutes)", "rate(60 minutes)"),
        ("cron(0 8 * * ? *)", "cron(0 8 * * ? *)"),
        ("rate(2 hours)", "rate(5 minutes)"),
        ("rate(2 days)", "rate(5 minutes)"),
        ("rate(61 minutes)", "rate(5 minutes)"),
    ],
)
def test_a_canary_runs_once_an_hour_or_more_often(judge: Judge, said: str, found: str) -> None:
    judged = judge(arranged(thing("c", "synthetics", schedule=said)))

    assert judged.only("AWS::Synthetics::Canary")["Schedule"] == {"Expression": found}
    assert any("once an hour" in one for one in judged.assumptions) is (said != found)


def test_a_network_has_no_more_zones_than_every_region(judge: Judge) -> None:
    judged = judge(arranged(box("v", "vpc", zones="5")))

    zones = {
        json.dumps(one["AvailabilityZone"]) for one in judged.of_type("AWS::EC2::Subnet").values()
    }
    assert len(zones) == 3
    assert any("most regions have no more of them" in one for one in judged.assumptions)


def test_another_recipe_has_another_version_and_the_same_one_the_same(judge: Judge) -> None:
    versions = [
        judge(arranged(thing("i", "imagebuilder", parent=one))).only(RECIPE)["Version"]
        for one in ("al2023", "al2023", "ubuntu-24.04")
    ]

    assert versions[0] == versions[1] != versions[2]


def test_documents_are_told_of_and_a_partner_is_asked_for(judge: Judge) -> None:
    judged = judge(
        arranged(
            thing("i", "s3", "In"), thing("b", "b2bi"), thing("o", "s3", "Out"), arrows="i>b b>o"
        )
    )

    bucket = judged.of_type("AWS::S3::Bucket")["InBucket"]
    assert "EventBridgeConfiguration" in bucket["NotificationConfiguration"]
    assert any("partnership" in one for one in judged.assumptions)


def test_an_agent_acts_for_this_account_alone(judge: Judge) -> None:
    judged = judge(arranged(thing("b", "bedrock")))

    (trust,) = judged.only(ROLE)["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_a_job_of_glue_counts_and_clears_what_it_leaves_for_a_while(judge: Judge) -> None:
    judged = judge(arranged(thing("g", "glue", job="on")))

    (policy,) = judged.only(ROLE)["Policies"]
    given = {one["Sid"]: one for one in policy["PolicyDocument"]["Statement"]}
    assert given["Count"]["Condition"] == {"StringEquals": {"cloudwatch:namespace": "Glue"}}
    assert given["Tidy"]["Action"] == ["s3:DeleteObject"]
