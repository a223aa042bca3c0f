"""The gpt-to-aws command."""

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pydantic import ValidationError

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
LAST_PORT = 65_535
STANDARD_INPUT = "-"
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
    except BrokenPipeError:  # whoever read our output, such as `head`, has enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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

    lint = commands.add_parser("lint", help="run cfn-lint and the guardrails on templates")
    lint.add_argument("templates", nargs="+", metavar="TEMPLATE", help="a file; - reads the input")
    lint.add_argument("--json", action="store_true", help="print a list for other programs")
    lint.set_defaults(run=_lint)

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


def _lint(options: argparse.Namespace) -> int:
    from bot.main import template_linter  # noqa: PLC0415 - as above
    from bot.workflows.lint_templates import as_data, as_table, blocks  # noqa: PLC0415 - as above

    logs.configure("ERROR", "text")
    lint = template_linter(Settings())
    files = [*dict.fromkeys(options.templates)]
    remarks = [remark for file in files for remark in lint(file, partial(_template, file))]
    if options.json:
        print(json.dumps([as_data(one) for one in remarks], indent=2, ensure_ascii=False))
    else:
        print("\n".join(as_table(remarks, files=len(files))))
    return SOMETHING_WRONG if blocks(remarks) else EVERYTHING_FINE


def _template(file: str) -> str:
    content = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    return content.decode("utf-8-sig")


def _evaluate(options: argparse.Namespace) -> int:
    from bot import evaluation  # noqa: PLC0415 - as above

    logs.configure("ERROR", "text")
    if not options.cases.is_dir():
        print(f"{options.cases} is not a folder.", file=sys.stderr)
        return BAD_USAGE
    report = evaluation.run(with_some_model(Settings()), options.cases)
    if report is None:
        named = " or ".join(evaluation.FILES)
        print(f"{options.cases} has no case in {named}: nothing to score.", file=sys.stderr)
        return BAD_USAGE
    if options.json:
        _write(options.json, json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    return EVERYTHING_FINE if evaluation.any_answer(report) else SOMETHING_WRONG


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserMistake(f"The report cannot be written: {error}.") from error
