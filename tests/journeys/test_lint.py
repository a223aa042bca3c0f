"""`gpt-to-aws lint`, as somebody's CI runs it: on any template, with no key, no network and no AWS."""

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.cli import main

pytestmark = pytest.mark.usefixtures("logging_as_it_was")

# It tries to excuse itself, which changes nothing.
OPEN = """\
Metadata:
  cfn-lint: {config: {ignore_checks: [E, W]}}
Resources:
  Gate:
    Type: AWS::EC2::SecurityGroup
    Metadata: {cfn-lint: {config: {ignore_checks: [E3002]}}}
    Properties:
      GroupDescription: Whoever comes
      Colour: green
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}
"""
SOUND = {
    "Resources": {
        "Topic": {"Type": "AWS::SNS::Topic"},
        "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {}},
    }
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, whose own settings of the linter change nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".cfnlintrc").write_text("ignore_checks: [E, W]\n")
    return tmp_path


def findings(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_what_blocks_is_shown_where_it_stands(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "open.yaml").write_text(OPEN)

    assert main(["lint", "open.yaml"]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "open.yaml:9:7    blocking  E3002               Additional properties are not allowed ('Colour' was unexpected)",
        (
            "open.yaml:11:11  blocking  port-open-to-world  Gate opens port 22 (SSH) to the whole internet. Let only "
            "the security group of the part that connects to it in, and use Session Manager for logins."
        ),
        "1 template: 2 blocking, 0 warnings, 0 notes",
    ]


def test_warnings_alone_are_no_failure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "sound.json").write_text(json.dumps(SOUND, indent=2))

    assert main(["lint", "sound.json", "--json"]) == 0

    (one,) = findings(capsys)
    assert one == {
        "file": "sound.json",
        "rule": "log-retention",
        "severity": "warning",
        "message": "Logs keeps what is logged for ever. Set RetentionInDays.",
        "path": ["Resources", "Logs", "Properties", "RetentionInDays"],
        "line": 8,
        "column": 7,
    }


def test_several_files_are_told_apart_and_what_cannot_be_read_blocks(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "broken.yaml").write_text("Resources:\n  - a: [")
    (folder / "binary.yaml").write_bytes(b"\xff\xfe\x00R")
    (folder / "empty.yaml").write_text("")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(OPEN.encode())))

    names = ["broken.yaml", "binary.yaml", "empty.yaml", "none.yaml", ".", "-"]
    assert main(["lint", "--json", *names]) == 1

    assert [(one["file"], one["rule"], one["line"]) for one in findings(capsys)] == [
        ("broken.yaml", "E0000", 3),
        ("binary.yaml", "unreadable-file", 1),
        ("empty.yaml", "E0000", 1),
        ("none.yaml", "unreadable-file", 1),
        (".", "unreadable-file", 1),
        ("-", "E3002", 9),
        ("-", "port-open-to-world", 11),
    ]


def test_more_than_aws_takes_is_said_at_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The linter itself would take minutes over it."""
    queues = {f"Queue{number}": {"Type": "AWS::SQS::Queue"} for number in range(501)}
    (folder / "large.json").write_text(json.dumps({"Resources": queues}))

    assert main(["lint", "large.json"]) == 1

    assert "501 resources; AWS takes 500" in capsys.readouterr().out


def test_a_reader_that_has_enough_is_no_crash(folder: Path) -> None:
    (folder / "open.yaml").write_text(OPEN)
    command = [sys.executable, "-m", "bot", "lint", "open.yaml"]
    with subprocess.Popen(  # noqa: S603 - ours
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (1, "")


def test_values_are_given_by_whoever_launches_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subnet = {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"},
    }
    parameters = {"Vpc": {"Type": "AWS::EC2::VPC::Id"}}
    (folder / "t.json").write_text(
        json.dumps({"Parameters": parameters, "Resources": {"Subnet": subnet}})
    )

    assert main(["lint", "--json", "t.json"]) == 0

    assert {(one["rule"], one["severity"]) for one in findings(capsys)} == {
        ("parameter-without-default", "note"),
        ("foreign-resource", "warning"),
    }


def test_no_template_is_bad_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["lint"])

    assert ended.value.code == 2
