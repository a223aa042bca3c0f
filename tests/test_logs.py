"""No secret gets into a log, wherever in a record it stands."""

import json
import logging
from typing import Literal, TypeAlias

import pytest
from dbos._logger import init_logger

from bot.logs import TALKATIVE, black_out, configure

Form: TypeAlias = Literal["text", "json"]
FORMS: list[Form] = ["text", "json"]
SECRETS = {
    "bot token": "xoxb-1234-5678-AbCdEf",
    "user token": "xoxp-1234-5678",
    "rotated token": "xoxe.xoxb-1-MTIz".removeprefix("xoxe."),
    "app token": "xapp-1-A0B1C2-123-abcdef",
    "OpenAI key": "sk-proj-0123456789abcdef_-x",
    "AWS key id": "AKIA" + "IOSFODNN7EXAMPLE",
    "AWS session key id": "ASIA" + "IOSFODNN7EXAMPLE",
    "header": "Bearer abc.def-ghi_123~+/==",
}
log = logging.getLogger("tests.logs")
pytestmark = pytest.mark.usefixtures("logging_as_it_was")


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Form:
    chosen: Form = request.param
    return chosen


@pytest.fixture(params=SECRETS.values(), ids=list(SECRETS))
def secret(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def logged(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def failing_with(secret: str) -> None:
    raise RuntimeError(f"refused:\n{secret}")


def test_a_secret_in_a_message_is_blacked_out(
    form: Form, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO", form)
    log.info("calling with %s now", secret)
    written = logged(capsys)

    assert secret not in written
    assert "calling with [secret] now" in written


def test_a_secret_in_a_traceback_is_blacked_out(
    form: Form, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO", form)
    try:
        failing_with(secret)
    except RuntimeError:
        log.exception("it failed")
    written = logged(capsys)

    assert "Traceback" in written
    assert "failing_with" in written
    assert secret not in written


def test_a_secret_in_an_object_that_is_logged_is_blacked_out(
    form: Form, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO", form)
    log.warning("headers: %s", {"Authorization": secret}, extra={"token": secret})

    assert secret not in logged(capsys)


def test_a_secret_in_what_the_durable_engine_logs_is_blacked_out(
    form: Form, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO", form)
    init_logger()
    logging.getLogger("dbos").error("a workflow failed", exc_info=RuntimeError(secret))
    written = logged(capsys)

    assert written.count("a workflow failed") == 1
    assert secret not in written


def test_each_line_of_json_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    log.info("said “%s”", "line\nbreak")
    try:
        failing_with("xoxb-1")
    except RuntimeError:
        log.exception("it failed")
    first, second = map(json.loads, logged(capsys).splitlines())

    assert (first["message"], first["levelname"]) == ("said “line\nbreak”", "INFO")
    assert "RuntimeError" in second["exc_info"]


@pytest.mark.parametrize(
    "text", ["disk-encryption-at-rest", "task-management", "xoxo", "AKIA", "bearer", "risk-free"]
)
def test_an_ordinary_word_stays_readable(text: str) -> None:
    assert black_out(f"the {text}.") == f"the {text}."


@pytest.mark.parametrize("name", TALKATIVE)
def test_what_people_wrote_is_not_logged_by_the_libraries(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("DEBUG", "text")
    logging.getLogger(name).info("what somebody wrote")
    logging.getLogger(name).warning("something is wrong")

    assert "what somebody wrote" not in logged(capsys)
