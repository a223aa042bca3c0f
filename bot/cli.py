"""The gpt-to-aws command."""

import argparse
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from bot import logs
from bot.domain.errors import BotError, UserMistake
from bot.process import end_on_sigterm
from bot.settings import (
    AWS_SETTINGS,
    MODEL_SETTINGS,
    Settings,
    as_environment,
    with_some_model,
)

EVERYTHING_FINE, SOMETHING_WRONG, BAD_USAGE = 0, 1, 2
DEFAULT_PORT = 8080
REQUESTS_FILE = "requests.jsonl"
DIAGRAMS_FILE = "diagrams/expected.jsonl"
LAST_PORT = 65_535
DESCRIPTION = (
    "A Slack bot: ask for AWS infrastructure in words or with a picture, see the plan, approve it."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BotError as error:
        print(error.user_message, file=sys.stderr)
    except ValidationError as error:
        print(_wrong_settings(error), file=sys.stderr)
    except KeyboardInterrupt:
        return EVERYTHING_FINE
    return SOMETHING_WRONG


def _wrong_settings(error: ValidationError) -> str:
    lines = [f"{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors()]
    return "\n".join(["Some settings cannot be used:", *lines])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gpt-to-aws", description=DESCRIPTION)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the bot with your Slack, OpenAI and AWS")
    serve.add_argument("--until-stdin-closes", action="store_true", help=argparse.SUPPRESS)
    serve.set_defaults(run=_serve)

    sandbox = commands.add_parser("sandbox", help="try the whole product here, with no account")
    sandbox.add_argument("--port", type=_port, help=f"of the page (default {DEFAULT_PORT})")
    sandbox.add_argument(
        "--openai", action="store_true", help="use the real model of your settings"
    )
    sandbox.add_argument("--aws", action="store_true", help="use the real AWS of your settings")
    sandbox.set_defaults(run=_sandbox)

    demo = commands.add_parser("demo", help="play the journey in this terminal")
    demo.set_defaults(run=_demo)

    check = commands.add_parser("check", help="tell what of the configuration is missing or wrong")
    check.add_argument("--aws", action="store_true", help="look at AWS even if SKIP_AWS is on")
    check.set_defaults(run=_check)

    evaluate = commands.add_parser("eval", help="score how a folder of cases is read")
    evaluate.add_argument("--cases", type=Path, required=True, metavar="DIR")
    evaluate.add_argument("--json", type=Path, metavar="FILE", help="write the full report")
    evaluate.set_defaults(run=_evaluate)
    return parser


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdecimal() else -1
    if not 0 <= port <= LAST_PORT:
        message = f"{text} is no port; they go from 0 (any that is free) to {LAST_PORT}"
        raise argparse.ArgumentTypeError(message)
    return port


def _serve(options: argparse.Namespace) -> int:
    from bot.main import serve  # noqa: PLC0415 - each command loads only what it needs

    settings = Settings()
    logs.configure(settings.log_level, settings.log_format)
    if options.until_stdin_closes:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    serve(settings)
    return EVERYTHING_FINE


def _end_with_stdin() -> None:
    # Past `sys.stdin`: its lock, held by a waiting thread, would break the end of the interpreter.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _sandbox(options: argparse.Namespace) -> int:
    from bot.sandbox.sandbox import Sandbox  # noqa: PLC0415 - as above

    logs.configure("WARNING", "text")
    end_on_sigterm()
    settings = Settings()
    sandbox = Sandbox(
        port=DEFAULT_PORT if options.port is None else options.port,
        real_model=_real_model(settings) if options.openai else None,
        real_aws=_real_aws(settings) if options.aws else None,
    )
    try:
        sandbox.start()
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else error
        message = (
            f"The page cannot be served on port {sandbox.port} ({why}). Name another with --port."
        )
        raise UserMistake(message) from error
    try:
        print(f"gpt-to-aws sandbox: open {sandbox.slack.url}  (Ctrl-C ends it)", flush=True)
        threading.Event().wait()
    finally:
        sandbox.stop()
    return EVERYTHING_FINE


def _real_model(settings: Settings) -> dict[str, str]:
    if settings.openai_api_key is None:
        raise UserMistake("--openai needs OPENAI_API_KEY in .env or the environment.")
    return as_environment(settings, MODEL_SETTINGS)


def _real_aws(settings: Settings) -> dict[str, str]:
    # The home folder is where boto3 looks for profiles.
    return {"HOME": str(Path.home()), **as_environment(settings, AWS_SETTINGS)}


def _demo(_options: argparse.Namespace) -> int:
    from bot.sandbox import demo  # noqa: PLC0415 - as above

    logs.configure("ERROR", "text")
    return EVERYTHING_FINE if demo.play() else SOMETHING_WRONG


def _check(options: argparse.Namespace) -> int:
    from bot.main import check  # noqa: PLC0415 - as above

    logs.configure("ERROR", "text")
    fine = True
    for ok, text in check(Settings(), aws=options.aws):
        print(f"{'ok   ' if ok else 'WRONG'} {text}")
        fine = fine and ok
    return EVERYTHING_FINE if fine else SOMETHING_WRONG


def _evaluate(options: argparse.Namespace) -> int:
    logs.configure("ERROR", "text")
    settings = with_some_model(Settings())
    requests = _cases(options.cases / REQUESTS_FILE, _is_request)
    diagrams = _cases(options.cases / DIAGRAMS_FILE, _is_diagram)
    if not (requests or diagrams):
        named = f"{REQUESTS_FILE} or {DIAGRAMS_FILE}"
        print(f"{options.cases} has no case in {named}: nothing to score.", file=sys.stderr)
        return BAD_USAGE
    report: dict[str, Any] = {}
    if requests:
        report["requests"] = _evaluate_requests(settings, requests)
    if diagrams:
        folder = (options.cases / DIAGRAMS_FILE).parent
        report["diagrams"] = _evaluate_diagrams(settings, folder, diagrams)
    if options.json:
        _write(options.json, json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    return EVERYTHING_FINE if any(map(_answered, report.values())) else SOMETHING_WRONG


def _answered(part: dict[str, Any]) -> bool:
    """Whether the model gave any answer at all."""
    cases = part["cases"]
    return any("error" not in case and case["got"].get("kind") != "error" for case in cases)


def _evaluate_requests(settings: Settings, cases: list[dict[str, Any]]) -> dict[str, Any]:
    from bot.main import request_evaluator  # noqa: PLC0415 - as above

    print(f"reading requests with {_model(settings, settings.openai_model)}")
    scored = request_evaluator(settings, time.perf_counter)(cases)
    _print_requests(scored)
    return scored


def _evaluate_diagrams(
    settings: Settings, folder: Path, cases: list[dict[str, Any]]
) -> dict[str, Any]:
    from bot.main import diagram_evaluator  # noqa: PLC0415 - as above

    print(f"reading pictures with {_model(settings, settings.openai_vision_model)}")
    with _somewhere_to_create() as sandbox:
        evaluate = diagram_evaluator(settings, time.perf_counter, sandbox)
        scored = evaluate(folder, cases)
    _print_diagrams(scored)
    return scored


@contextmanager
def _somewhere_to_create() -> Iterator[Settings | None]:
    """The settings of a simulated AWS, None where what it takes is not installed."""
    try:
        from bot.sandbox.aws import (  # noqa: PLC0415 - as above
            ACCESS_KEY_ID,
            SECRET_ACCESS_KEY,
            SimulatedAws,
        )
    except ImportError:
        print("the sandbox is not installed, so nothing is created in it")
        yield None
        return
    with SimulatedAws(boot_seconds=0) as aws:
        yield Settings(
            aws_endpoint_url=aws.endpoint_url,
            aws_access_key_id=SecretStr(ACCESS_KEY_ID),
            aws_secret_access_key=SecretStr(SECRET_ACCESS_KEY),
            aws_profile=None,
        )


def _model(settings: Settings, name: str) -> str:
    return "the embedded model" if settings.openai_api == "offline" else f"the model {name}"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserMistake(f"The report cannot be written: {error}.") from error


def _cases(path: Path, fits: Callable[[dict[str, Any]], str]) -> list[dict[str, Any]]:
    """The lines of a file of cases, none if there is no such file; `fits` says what one lacks."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    except UnicodeDecodeError as error:
        raise UserMistake(f"{path} is not UTF-8: {error.reason} at byte {error.start}.") from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return [_case(line, f"{path}, line {number}", fits) for number, line in numbered]


def _case(line: str, where: str, fits: Callable[[dict[str, Any]], str]) -> dict[str, Any]:
    try:
        case = json.loads(line)
    except json.JSONDecodeError as error:
        raise UserMistake(f"{where}: {error.msg}. Each line is a JSON object.") from error
    if not isinstance(case, dict):
        raise UserMistake(f"{where}: each line is a JSON object.")
    if lack := fits(case):
        raise UserMistake(f"{where}: {lack}")
    return case


def _is_request(case: dict[str, Any]) -> str:
    match case:
        case {"text": str(), "expect": {"kind": str()}}:
            return ""
        case _:
            return "a case has a “text” and an “expect” with its “kind”."


def _is_diagram(case: dict[str, Any]) -> str:
    match case:
        case {"file": str(), "services": [*_], "edges": [*_], "contains": {}}:
            return ""
        case _:
            return "a case has a “file”, “services”, “edges” and “contains”."


def _print_requests(requests: dict[str, Any]) -> None:
    for case in requests["cases"]:
        print(
            f"{'right' if case['right'] else 'WRONG'}  {case['seconds']:7.3f} s  {case['text'][:80]!r}"
        )
        if not case["right"]:
            print(f"       expected {case['expect']}\n       got      {case['got']}")
    right = sum(case["right"] for case in requests["cases"])
    print(f"requests fully right: {right} of {len(requests['cases'])}")


def _print_diagrams(diagrams: dict[str, Any]) -> None:
    for case in diagrams["cases"]:
        clean = "clean" if case.get("lint_clean") and case.get("guardrail_clean") else "FAULTY"
        created = {True: "created", False: "NOT CREATED", None: ""}[case.get("created")]
        got = case["got"]
        counts = f"{len(got['services'])} services, {len(got['edges'])} arrows"
        print(f"{case['seconds']:7.3f} s  {case['file']:28} {counts:24} {clean:6} {created}")
        if "error" in case:
            print(f"       {case['error']}")
    for name, score in diagrams.items():
        if name != "cases":
            print(f"{name}: {score:.3f}")
