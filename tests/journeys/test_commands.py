"""The commands, as somebody at a terminal uses them."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from bot.cli import main
from bot.sandbox.aws import SimulatedAws
from bot.sandbox.workspace import Settings as WorkspaceSettings
from bot.sandbox.workspace import Workspace
from tests.journeys.world import HLA

pytestmark = pytest.mark.usefixtures("logging_as_it_was")

REQUESTS = Path(__file__).parents[1] / "offline" / "requests.jsonl"


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, with no `.env` and nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def configure(folder: Path, settings: Mapping[str, str]) -> None:
    (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))


@pytest.mark.timeout(120)
def test_demo_plays_the_journey_and_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 0
    told = capsys.readouterr().out
    assert "t3.medium" in told, "the first plan"
    assert "t3.micro" in told, "the plan for 5 players"
    assert "running" in told


def test_eval_scores_a_folder_of_requests(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(in_folder, {"OPENAI_API": "offline"})
    (in_folder / "cases").mkdir()
    (in_folder / "cases" / "requests.jsonl").write_bytes(REQUESTS.read_bytes())

    assert main(["eval", "--cases", "cases", "--json", "report.json"]) == 0

    requests = json.loads((in_folder / "report.json").read_text())["requests"]
    assert requests["fully_right"] == 1.0
    first = requests["cases"][0]
    assert first["expect"]["InstanceType"] == ["t3.medium"]
    assert (first["got"]["kind"], first["got"]["InstanceType"]) == ("instance", "t3.medium")
    assert first["seconds"] >= 0
    assert "34 of 34" in capsys.readouterr().out


def test_eval_tells_right_from_wrong(in_folder: Path) -> None:
    configure(in_folder, {"OPENAI_API": "offline"})
    wrong = {"text": "a t3.small with 60 GB", "expect": {"kind": "instance", "VolumeSize": 61}}
    Path("requests.jsonl").write_text(json.dumps(wrong))
    assert main(["eval", "--cases", ".", "--json", "report.json"]) == 0
    assert json.loads(Path("report.json").read_text())["requests"]["fully_right"] == 0.0


@pytest.mark.parametrize("content", [None, "", "\n"], ids=["no file", "empty", "blank"])
def test_eval_of_a_folder_without_cases_says_so(
    in_folder: Path, content: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (in_folder / "requests.jsonl").write_text(content)
    assert main(["eval", "--cases", str(in_folder)]) == 2
    assert "nothing to score" in capsys.readouterr().err


def test_eval_of_what_is_no_folder_says_so(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (in_folder / "requests.jsonl").write_text("")
    assert main(["eval", "--cases", "requests.jsonl"]) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_check_names_everything_that_is_missing(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(in_folder, {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"})
    assert main(["check"]) == 1
    told = capsys.readouterr().out
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "OPENAI_API_KEY"):
        assert name in told


def test_check_finds_a_good_configuration_good_and_a_missing_scope_missing(
    in_folder: Path,
    settings: Mapping[str, Any],
    aws: SimulatedAws,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Workspace() as slack:
        good = {
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": slack.settings.bot_token,
            "SLACK_APP_TOKEN": slack.settings.app_token,
            "OPENAI_API": "offline",
            "SKIP_AWS": "false",
            "AWS_ENDPOINT_URL": aws.endpoint_url,
            "AWS_ACCESS_KEY_ID": settings["aws_access_key_id"],
            "AWS_SECRET_ACCESS_KEY": settings["aws_secret_access_key"],
            "AWS_REGION": "us-east-1",
        }
        configure(in_folder, good)
        assert main(["check"]) == 0, capsys.readouterr().out
        assert "WRONG" not in capsys.readouterr().out

    poor = WorkspaceSettings(scopes=WorkspaceSettings().scopes - {"reactions:write"})
    with Workspace(poor) as slack:
        configure(in_folder, {**good, "SLACK_API_URL": slack.api_url})
        assert main(["check"]) == 1
        assert "WRONG The scope reactions:write is missing" in capsys.readouterr().out


def test_serve_without_settings_says_what_to_set(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve"]) == 1
    assert "SLACK_" in capsys.readouterr().err


def test_serve_with_a_token_that_slack_does_not_know_says_so(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace() as slack:
        configure(
            in_folder,
            {
                "SLACK_API_URL": slack.api_url,
                "SLACK_BOT_TOKEN": "xoxb-wrong",
                "SLACK_APP_TOKEN": slack.settings.app_token,
                "OPENAI_API": "offline",
            },
        )
        assert main(["serve"]) == 1
    assert "SLACK_BOT_TOKEN" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "a lot"),
        ("TEMPERATURE", "hot"),
        ("OPENAI_API", "telepathy"),
        ("SLACK_API_URL", "nonsense"),
        ("DATABASE_URL", "somewhere"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/nothing"),
    ],
)
def test_serve_with_a_setting_that_cannot_be_used_says_which(
    in_folder: Path, name: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tokens = {"SLACK_BOT_TOKEN": "xoxb-any", "SLACK_APP_TOKEN": "xapp-any"}
    configure(in_folder, {**tokens, name: value})
    assert main(["serve"]) == 1
    assert name in capsys.readouterr().err


def test_sandbox_on_a_port_that_is_taken_says_so(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["sandbox", "--port", port]) == 1
    assert port in capsys.readouterr().err


@pytest.mark.parametrize("port", ["99999", "-1", "a lot", "٣"])
def test_sandbox_on_a_port_that_cannot_be_says_which_can(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["sandbox", f"--port={port}"])
    assert f"{port} is no port; they go from 0" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    ["hi", "3", '{"text": "hi"}', '{"text": "hi", "expect": {}}', '{"text": "hi", "expect": "x"}'],
)
def test_eval_names_the_line_that_it_cannot_read(
    in_folder: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    good = '{"text": "hi", "expect": {"kind": "answer"}}'
    (in_folder / "requests.jsonl").write_text(f"{good}\n{line}\n")
    assert main(["eval", "--cases", "."]) == 1
    assert "line 2" in capsys.readouterr().err


def test_eval_names_the_file_that_is_no_text(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (in_folder / "requests.jsonl").write_bytes(b"\xff\xfe")
    assert main(["eval", "--cases", "."]) == 1
    assert "requests.jsonl is not UTF-8" in capsys.readouterr().err


def test_eval_says_when_it_cannot_write_the_report(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(in_folder, {"OPENAI_API": "offline"})
    (in_folder / "requests.jsonl").write_text('{"text": "hi", "expect": {"kind": "answer"}}')
    assert main(["eval", "--cases", ".", "--json", "nowhere/report.json"]) == 1
    assert "nowhere/report.json" in capsys.readouterr().err


def test_who_asks_a_process_twice_to_end_gets_one_tidy_end() -> None:
    asked_twice = (
        "import os, signal\n"
        "from bot.process import end_on_sigterm\n"
        "end_on_sigterm()\n"
        "try:\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "except KeyboardInterrupt:\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    print('tidy')\n"
    )
    run = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", asked_twice], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "tidy\n", "")


def test_eval_with_a_model_that_never_answers_is_no_success(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(in_folder, {"OPENAI_API": "chat"})
    (in_folder / "requests.jsonl").write_text('{"text": "hi", "expect": {"kind": "answer"}}\n')
    assert main(["eval", "--cases", "."]) == 1
    assert "OPENAI_API_KEY" in capsys.readouterr().out


@pytest.mark.timeout(120)
def test_eval_scores_a_folder_of_pictures_from_reading_to_a_created_stack(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(in_folder, {"OPENAI_API": "offline"})
    diagrams = in_folder / "cases" / "diagrams"
    diagrams.mkdir(parents=True)
    (diagrams / "hla.png").write_bytes(HLA.read_bytes())
    (diagrams / "notes.png").write_text("no picture")
    hla = {
        "file": "hla.png",
        "services": ["apigateway", "lambda", "dynamodb"],
        "edges": [[0, 1], [1, 2]],
        "contains": {"VPC": [1]},
    }
    notes = {"file": "notes.png", "services": ["s3"], "edges": [], "contains": {}}
    lines = "\n".join(map(json.dumps, (hla, notes)))
    (diagrams / "expected.jsonl").write_text(lines)

    assert main(["eval", "--cases", "cases", "--json", "report.json"]) == 0

    report = json.loads((in_folder / "report.json").read_text())
    scored = report["diagrams"]
    assert "requests" not in report
    assert (scored["arrows_f1"], scored["containment_f1"]) == (1.0, 1.0)
    assert scored["services_f1"] == pytest.approx(6 / 7, abs=1e-3), "one of four was not read"
    assert scored["lint_clean"] == scored["guardrail_clean"] == scored["created"] == 0.5
    read, unread = scored["cases"]
    assert (read["file"], read["lint_clean"], read["created"]) == ("hla.png", True, True)
    assert sorted(read["got"]["services"]) == ["apigateway", "dynamodb", "lambda"]
    assert "not a picture" in unread["error"]


@pytest.mark.timeout(120)
def test_eval_scores_stacks_that_are_made_of_words(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(in_folder, {"OPENAI_API": "offline"})
    cases = [
        {
            "prompt": "a CloudFormation template with an SQS queue that triggers a Lambda function",
            "resources": ["AWS::SQS::Queue", "AWS::Lambda::Function", "AWS::IAM::Role"],
        },
        {"prompt": "terminate every instance in the account", "resources": ["AWS::EC2::Instance"]},
    ]
    (in_folder / "stack-prompts.jsonl").write_text("\n".join(map(json.dumps, cases)))

    assert main(["eval", "--cases", ".", "--json", "report.json"]) == 0

    scored = json.loads((in_folder / "report.json").read_text())["stacks"]
    made, refused = scored["cases"]
    assert (made["recall"], made["lint_clean"], made["created"]) == (1.0, True, True)
    assert refused["got"]["resources"] == []
    assert refused["refused"]
    assert scored["resource_recall"] == scored["guardrail_clean"] == scored["produced"] == 0.5
    assert set(scored["seconds"]) == {"mean", "median", "most"}
    assert "resource_recall: 0.500" in capsys.readouterr().out


def test_eval_with_no_model_configured_scores_the_embedded_one(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (in_folder / "requests.jsonl").write_text('{"text": "hi", "expect": {"kind": "answer"}}\n')
    assert main(["eval", "--cases", "."]) == 0
    assert "reading requests with the embedded model" in capsys.readouterr().out


@pytest.mark.timeout(120)
def test_sandbox_names_its_page_and_ends_when_told_to() -> None:
    command = [sys.executable, "-m", "bot", "sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            address = line.split("open ")[1].split()[0]
            with urlopen(address) as page:  # noqa: S310 - our own http address
                assert b"gpt-to-aws" in page.read()
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
