"""Every plan says how it was read, what was assumed, and every refusal why."""

from typing import Any

import pytest

from tests.offline.asking import converse


def _plan(*messages: str) -> dict[str, Any]:
    name, arguments = converse(messages)
    assert name == "run_instances", arguments
    return arguments


def _reasons(*messages: str) -> dict[str, str]:
    return {row["parameter"]: row["reason"] for row in _plan(*messages)["reasons"]}


def _words(*messages: str) -> str:
    name, arguments = converse(messages)
    assert name == "reply", arguments
    return str(arguments["text"])


def test_a_size_is_explained_with_the_words_it_was_read_from() -> None:
    assert _reasons("t3.small with 1/4 TB")["VolumeSize"] == (
        "Read “1/4 TB” as 250 GiB (1 TB counted as 1000)."
    )


def test_a_workload_is_explained_with_its_memory_and_source() -> None:
    reason = _reasons("minecraft bedrock for 25 players")["InstanceType"]
    assert reason.startswith("Minecraft Bedrock for 25 players wants about 4 GiB of memory")
    assert "t3.medium is the smallest allowed type with that" in reason


def test_a_rule_of_thumb_is_called_one() -> None:
    assert "a rule of thumb" in _reasons("postgres for 10 users")["InstanceType"]


@pytest.mark.parametrize(
    "message",
    [
        "minecraft bedrock for 25 players",
        "minecraft java for 9 people",
        "a jetbrains box",
        "8 GB RAM",
    ],
)
def test_the_three_required_parameters_always_have_a_reason_that_fits_a_card(message: str) -> None:
    reasons = _reasons(message)
    assert {"InstanceType", "VolumeSize", "DisableApiTermination"} <= set(reasons)
    assert max(len(reason) for reason in reasons.values()) <= 160


def test_what_nobody_said_is_listed_as_assumed() -> None:
    assumed = _plan("minecraft bedrock for 25 players")["assumptions"]
    assert [line.split(":")[0] for line in assumed] == ["Size", "System", "Ports"]
    assert "open 19132/udp to everyone" in assumed[-1]


def test_nothing_is_said_both_as_a_reason_and_as_an_assumption() -> None:
    plan = _plan("a small windows server")
    assert "No disk size was said" in _reasons("a small windows server")["VolumeSize"]
    assert plan["assumptions"] == ["Ports: none is open, as none was asked for."]


def test_what_was_said_is_no_longer_assumed_after_a_follow_up() -> None:
    assumed = _plan("minecraft bedrock for 25 players", "100 GB disk", "ubuntu")["assumptions"]
    assert not [line for line in assumed if line.startswith(("Disk", "System"))]


def test_a_follow_up_keeps_the_reasons_of_what_it_does_not_touch() -> None:
    first = _reasons("t3.small with 1/4 TB")
    second = _reasons("t3.small with 1/4 TB", "protect it")
    assert second["VolumeSize"] == first["VolumeSize"]
    assert second["DisableApiTermination"] == "Read “protect it”, so termination protection is on."


def test_what_the_plan_does_not_include_is_said() -> None:
    assumed = _plan("t3.small with docker installed and nightly backups")["assumptions"]
    assert "Also: not set up: backups, software." in assumed


def test_another_service_beside_an_instance_is_named_as_left_out() -> None:
    assumed = _plan("a t3.medium with an S3 bucket")["assumptions"]
    assert "Also: I can't make the S3 bucket yet, only the instance." in assumed
    assumed = _plan("a t3.medium that reads from our S3 bucket")["assumptions"]
    assert "Also: access to “S3 bucket” is not set up." in assumed


def test_a_number_that_changes_nothing_is_named() -> None:
    assert (
        "Also: “10 websites” did not change the plan."
        in _plan("a server for 10 websites")["assumptions"]
    )


def test_a_type_that_is_not_allowed_is_refused_by_name_with_those_that_are() -> None:
    text = _words("give me a p5.48xlarge")
    assert "p5.48xlarge" in text
    assert "t3.2xlarge (8 vCPU, 32 GiB)" in text


def test_too_much_memory_is_refused_with_the_largest_there_is() -> None:
    text = _words("I need a server with 512 GB of RAM")
    assert "512 GiB of memory" in text
    assert "t3.2xlarge (8 vCPU, 32 GiB)" in text


def test_ending_what_exists_is_refused_with_the_way_to_do_it() -> None:
    assert "AWS console" in _words("terminate every instance in the account")


def test_an_unreadable_number_is_asked_for_in_the_persons_words() -> None:
    assert "“fivty gigs”" in _words("t3.small with fivty gigs")


def test_a_sensitive_port_is_never_opened_to_the_world_unasked() -> None:
    assert _words("t3.small, open ssh").startswith("Who may reach 22/tcp?")


def test_help_names_the_limits_of_what_is_offered() -> None:
    text = _words("what can you do?")
    assert "t3.nano (2 vCPU, 0.5 GiB) to t3.2xlarge (8 vCPU, 32 GiB)" in text


def test_why_is_answered_with_the_reasons_of_the_plan() -> None:
    assert "Read “20 GB” as 20 GiB." in _words("t3.small with 20 GB", "why?")


def test_a_wider_policy_is_used_and_a_narrower_one_kept_to() -> None:
    wide = ("t3.micro", "m5.large", "m6i.4xlarge", "r6i.4xlarge")
    name, arguments = converse(["a server with 128 GB of RAM"], types=wide)
    assert (name, arguments["InstanceType"]) == ("run_instances", "r6i.4xlarge")
    name, arguments = converse(["a server with 8 GB of RAM"], types=("t3.nano", "t3.micro"))
    assert (name, arguments["kind"]) == ("reply", "refusal")


def test_a_named_type_is_taken_even_if_its_figures_are_unknown() -> None:
    name, arguments = converse(["give me a p5.48xlarge"], types=("p5.48xlarge",))
    assert (name, arguments["InstanceType"]) == ("run_instances", "p5.48xlarge")


def test_an_explicit_type_outranks_the_workload() -> None:
    assert _plan("t3.nano for minecraft bedrock with 50 players")["InstanceType"] == "t3.nano"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("is it protected?", "Protection: off."),
        ("how big is the disk?", "Disk: 20 GiB. No disk size was said"),
        ("which ports are open?", "Ports: 443/tcp from 0.0.0.0/0, 8000-8010/tcp from 10.0.0.0/8."),
        ("what region is it in?", "Region: nothing was chosen, so the default holds."),
        ("how long will it live?", "Lease: 72 hours. Read “3 days” as 72 hours."),
        ("what's the plan?", "This is how I read it:"),
    ],
)
def test_a_question_about_the_plan_is_answered_and_changes_nothing(
    question: str, answer: str
) -> None:
    plan = "t3.small for 3 days, 443 to everyone, ports 8000-8010 from 10.0.0.0/8"
    assert _words(plan, question).startswith(answer)


def test_an_end_that_could_not_be_read_is_said() -> None:
    assert (
        "Lease: none is set, as “until christmas” could not be read; give days or a date to come."
        in (_plan("t3.small until christmas")["assumptions"])
    )


def test_a_type_that_falls_short_of_what_else_was_said_is_told() -> None:
    (shortfall, *_) = _plan("t3.nano for minecraft bedrock with 50 players")["assumptions"]
    assert shortfall == (
        "Size: Minecraft Bedrock for 50 players wants about 8 GiB of memory; t3.nano has 0.5 GiB."
    )
