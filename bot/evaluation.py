"""`gpt-to-aws eval`: score a folder of cases with the model of the settings, and print how each one went."""

import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import SecretStr

from bot.domain.errors import UserMistake
from bot.settings import Settings

REQUESTS_FILE = "requests.jsonl"
DIAGRAMS_FILE = "diagrams/expected.jsonl"
STACKS_FILE = "stack-prompts.jsonl"
FILES = (REQUESTS_FILE, DIAGRAMS_FILE, STACKS_FILE)
SHOWN_CHARACTERS = 80

Case: TypeAlias = dict[str, Any]
Report: TypeAlias = dict[str, Any]


def run(settings: Settings, folder: Path) -> Report | None:
    """Return the report, a part for each file that is there; None where there is no case at all.

    Each part holds its fractions, `seconds` (mean, median and most of a case), `tokens` (the sum), and `cases`.
    Raises UserMistake for a file of cases that cannot be read.
    """
    requests = _cases(folder / REQUESTS_FILE, _is_request)
    diagrams = _cases(folder / DIAGRAMS_FILE, _is_diagram)
    stacks = _cases(folder / STACKS_FILE, _is_stack)
    if not (requests or diagrams or stacks):
        return None
    report: Report = {}
    if requests:
        report["requests"] = _summed_up(_requests(settings, requests))
    if diagrams or stacks:
        with _somewhere_to_create() as sandbox:
            if diagrams:
                where = (folder / DIAGRAMS_FILE).parent
                report["diagrams"] = _summed_up(_diagrams(settings, sandbox, where, diagrams))
            if stacks:
                report["stacks"] = _summed_up(_stacks(settings, sandbox, stacks))
    return report


def any_answer(report: Report) -> bool:
    """Whether the model gave any answer at all."""
    return any(_answered(case) for part in report.values() for case in part["cases"])


def _answered(case: Case) -> bool:
    return "error" not in case and case["got"].get("kind") != "error"


def _summed_up(part: Report) -> Report:
    cases = part.pop("cases")
    seconds = [case["seconds"] for case in cases]
    took = {
        "mean": round(statistics.fmean(seconds), 3),
        "median": round(statistics.median(seconds), 3),
        "most": round(max(seconds), 3),
    }
    return {
        **part,
        "seconds": took,
        "tokens": sum(case["tokens"] for case in cases),
        "cases": cases,
    }


# --- the parts -------------------------------------------------------------------------------


def _requests(settings: Settings, cases: list[Case]) -> Report:
    from bot.main import request_evaluator  # noqa: PLC0415 - loaded when it is needed

    print(f"reading requests with {_model(settings, settings.openai_model)}")
    scored = request_evaluator(settings, time.perf_counter)(cases)
    for case in scored["cases"]:
        sign = "right" if case["right"] else "WRONG"
        print(f"{sign}  {case['seconds']:7.3f} s  {_shown(case['text'])}")
        if not case["right"]:
            print(f"       expected {case['expect']}\n       got      {case['got']}")
    right = sum(case["right"] for case in scored["cases"])
    print(f"requests fully right: {right} of {len(scored['cases'])}")
    return scored


def _diagrams(
    settings: Settings, sandbox: Settings | None, folder: Path, cases: list[Case]
) -> Report:
    from bot.main import diagram_evaluator  # noqa: PLC0415 - as above

    print(f"reading pictures with {_model(settings, settings.openai_vision_model)}")
    scored = diagram_evaluator(settings, time.perf_counter, sandbox)(folder, cases)
    for case in scored["cases"]:
        got = case["got"]
        counts = f"{len(got['services'])} services, {len(got['edges'])} arrows"
        print(f"{case['seconds']:7.3f} s  {case['file']:28} {counts:24} {_quality(case)}")
        if "error" in case:
            print(f"       {case['error']}")
    _print_fractions(scored)
    return scored


def _stacks(settings: Settings, sandbox: Settings | None, cases: list[Case]) -> Report:
    from bot.main import stack_evaluator  # noqa: PLC0415 - as above

    print(f"making stacks of words with {_model(settings, settings.openai_model)}")
    scored = stack_evaluator(settings, time.perf_counter, sandbox)(cases)
    for case in scored["cases"]:
        print(
            f"{case['seconds']:7.3f} s  recall {case['recall']:.2f}  {_quality(case)}  {_shown(case['prompt'])}"
        )
        if no_stack := case.get("error") or case.get("refused"):
            print(f"       no stack: {no_stack}")
    _print_fractions(scored)
    return scored


def _quality(case: Case) -> str:
    clean = "clean" if case.get("lint_clean") and case.get("guardrail_clean") else "FAULTY"
    created = {True: "created", False: "NOT CREATED", None: ""}[case.get("created")]
    return f"{clean:6} {created}"


def _print_fractions(scored: Mapping[str, Any]) -> None:
    for name, score in scored.items():
        if name != "cases":
            print(f"{name}: {score:.3f}")


def _shown(text: str) -> str:
    return repr(text[:SHOWN_CHARACTERS])


def _model(settings: Settings, name: str) -> str:
    return "the embedded model" if settings.openai_api == "offline" else f"the model {name}"


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


# --- the cases -------------------------------------------------------------------------------


def _cases(path: Path, lack: Callable[[Case], str]) -> list[Case]:
    """The lines of a file of cases, none if there is no such file; `lack` says what one is missing."""
    try:
        lines: Sequence[str] = (
            path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()
        )
    except UnicodeDecodeError as error:
        raise UserMistake(f"{path} is not UTF-8: {error.reason} at byte {error.start}.") from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return [_case(line, f"{path}, line {number}", lack) for number, line in numbered]


def _case(line: str, where: str, lack: Callable[[Case], str]) -> Case:
    try:
        case = json.loads(line)
    except json.JSONDecodeError as error:
        raise UserMistake(f"{where}: {error.msg}. Each line is a JSON object.") from error
    if not isinstance(case, dict):
        raise UserMistake(f"{where}: each line is a JSON object.")
    if lacking := lack(case):
        raise UserMistake(f"{where}: {lacking}")
    return case


def _is_request(case: Case) -> str:
    match case:
        case {"text": str(), "expect": {"kind": str()}}:
            return ""
        case _:
            return "a case has a “text” and an “expect” with its “kind”."


def _is_diagram(case: Case) -> str:
    match case:
        case {"file": str(), "services": [*_], "edges": [*_], "contains": {}}:
            return ""
        case _:
            return "a case has a “file”, “services”, “edges” and “contains”."


def _is_stack(case: Case) -> str:
    match case:
        case {"prompt": str(), "resources": [*_]}:
            return ""
        case _:
            return "a case has a “prompt” and the “resources” of its reference, a list of types."
