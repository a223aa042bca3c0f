"""The names people set, old and new, and which of several wins."""

from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import AliasChoices, ValidationError

from bot.settings import AWS_SETTINGS, MODEL_SETTINGS, Settings, as_environment


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields.values():
        for name in cast("AliasChoices", field.validation_alias).choices:
            monkeypatch.delenv(str(name), raising=False)


@pytest.fixture
def dotenv(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def read(dotenv: Path, **lines: str) -> Settings:
    """Settings from a `.env` with these lines, and from the environment as it is."""
    dotenv.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    return Settings(_env_file=dotenv)


def plain(value: Any) -> Any:
    return value.get_secret_value() if hasattr(value, "get_secret_value") else value


ORIGINAL = {
    "OPEN_AI_KEY": ("openai_api_key", "sk-1", "sk-1"),
    "TEMPERATURE": ("temperature", "0.5", 0.5),
    "SKIP_AWS": ("skip_aws", "false", False),
    "AWS_ACCESS_KEY_ID": ("aws_access_key_id", "AKIA1", "AKIA1"),
    "AWS_SECRET_ACCESS_KEY": ("aws_secret_access_key", "s", "s"),
    "AWS_REGION_NAME": ("aws_region", "eu-west-1", "eu-west-1"),
}
ECOSYSTEM = {
    "OPENAI_API_KEY": ("openai_api_key", "sk-2", "sk-2"),
    "OPENAI_BASE_URL": ("openai_base_url", "http://127.0.0.1:1/v1", "http://127.0.0.1:1/v1"),
    "AWS_REGION": ("aws_region", "eu-west-2", "eu-west-2"),
    "AWS_DEFAULT_REGION": ("aws_region", "eu-west-3", "eu-west-3"),
    "AWS_PROFILE": ("aws_profile", "team", "team"),
    "AWS_ENDPOINT_URL": ("aws_endpoint_url", "http://127.0.0.1:2", "http://127.0.0.1:2"),
    "SLACK_BOT_TOKEN": ("slack_bot_token", "xoxb-1", "xoxb-1"),
    "PORT": ("port", "8080", 8080),
}
NAMES = ORIGINAL | ECOSYSTEM


@pytest.mark.parametrize("name", NAMES)
def test_a_name_works_in_the_environment_and_in_the_file(
    name: str, dotenv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field, written, value = NAMES[name]

    assert plain(getattr(read(dotenv, **{name: written}), field)) == value
    monkeypatch.setenv(name, written)
    assert plain(getattr(read(dotenv), field)) == value


@pytest.mark.parametrize("name", ["OPENAI_API_KEY", "OPEN_AI_KEY"])
@pytest.mark.parametrize("other", ["OPENAI_API_KEY", "OPEN_AI_KEY"])
def test_the_real_environment_wins_over_the_file_whatever_the_names(
    name: str, other: str, dotenv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "sk-environment")

    assert plain(read(dotenv, **{other: "sk-file"}).openai_api_key) == "sk-environment"


def test_of_two_names_in_one_place_the_first_wins(dotenv: Path) -> None:
    settings = read(dotenv, OPEN_AI_KEY="sk-old", OPENAI_API_KEY="sk-new", AWS_REGION="eu-west-1")

    assert plain(settings.openai_api_key) == "sk-new"
    assert read(dotenv, AWS_REGION_NAME="us-west-1", AWS_REGION="x").aws_region == "us-west-1"


def test_aws_is_skipped_unless_somebody_says_otherwise(dotenv: Path) -> None:
    assert read(dotenv).skip_aws is True
    assert read(dotenv, SKIP_AWS="").skip_aws is True
    assert read(dotenv, SKIP_AWS="0").skip_aws is False


def test_an_empty_value_is_no_value(dotenv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_MODEL", "")
    monkeypatch.setenv("AWS_REGION_NAME", "")
    settings = read(dotenv, AWS_REGION="eu-west-1", SLACK_APP_TOKEN="", TEMPERATURE="")

    assert settings.openai_model == Settings.model_fields["openai_model"].default
    assert settings.aws_region == "eu-west-1"
    assert settings.slack_app_token is None
    assert settings.temperature is None


def test_what_is_not_ours_in_the_file_is_left_alone(dotenv: Path) -> None:
    assert read(dotenv, SOMETHING_ELSE="x") == read(dotenv)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SKIP_AWS", "perhaps"),
        ("TEMPERATURE", "3"),
        ("PORT", "70000"),
        ("LOG_FORMAT", "xml"),
        ("OPENAI_API", "psychic"),
    ],
)
def test_a_value_that_cannot_be_is_refused(name: str, value: str, dotenv: Path) -> None:
    with pytest.raises(ValidationError, match=name):
        read(dotenv, **{name: value})


def test_secrets_do_not_show_when_settings_are_printed(dotenv: Path) -> None:
    secrets = {
        "SLACK_BOT_TOKEN": "hidden-1",
        "SLACK_SIGNING_SECRET": "hidden-2",
        "OPEN_AI_KEY": "hidden-3",
        "AWS_SECRET_ACCESS_KEY": "hidden-4",
    }

    assert "hidden" not in repr(read(dotenv, **secrets))


def test_settings_can_be_handed_to_another_process(
    dotenv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = read(dotenv, OPEN_AI_KEY="sk-1", AWS_REGION="eu-west-1", SKIP_AWS="false")
    handed = as_environment(settings, (*MODEL_SETTINGS, *AWS_SETTINGS))

    assert handed["OPENAI_API_KEY"] == "sk-1"
    assert handed["AWS_REGION_NAME"] == "eu-west-1"
    assert "AWS_PROFILE" not in handed
    for name, value in handed.items():
        monkeypatch.setenv(name, value)
    assert read(dotenv) == settings
