"""Every environment variable, in one place; nothing else reads the environment."""

from collections.abc import Sequence
from typing import Literal, cast
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_TEXT_MODEL = "gpt-5.6-luna"
DEFAULT_VISION_MODEL = "gpt-5.6-terra"


def _names(*names: str) -> AliasChoices:
    return AliasChoices(*names)


class Settings(BaseSettings):
    """Read from the environment, then from `.env`; the first name of several that is set wins."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    @field_validator("slack_api_url", "openai_base_url", "aws_endpoint_url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if value is not None and not urlsplit(value).netloc:
            message = f"“{value}” is no web address such as https://example.com/api/"
            raise ValueError(message)
        return value

    # Slack
    slack_bot_token: SecretStr | None = Field(None, validation_alias=_names("SLACK_BOT_TOKEN"))
    slack_app_token: SecretStr | None = Field(None, validation_alias=_names("SLACK_APP_TOKEN"))
    slack_signing_secret: SecretStr | None = Field(
        None, validation_alias=_names("SLACK_SIGNING_SECRET")
    )
    slack_api_url: str | None = Field(None, validation_alias=_names("SLACK_API_URL"))
    host: str = Field("127.0.0.1", validation_alias=_names("HOST"))
    port: int = Field(3000, validation_alias=_names("PORT"), ge=0, le=65535)

    # The model
    openai_api_key: SecretStr | None = Field(
        None, validation_alias=_names("OPENAI_API_KEY", "OPEN_AI_KEY")
    )
    openai_base_url: str | None = Field(None, validation_alias=_names("OPENAI_BASE_URL"))
    openai_api: Literal["auto", "responses", "chat", "offline"] = Field(
        "auto", validation_alias=_names("OPENAI_API")
    )
    openai_model: str = Field(DEFAULT_TEXT_MODEL, validation_alias=_names("OPENAI_MODEL"))
    openai_vision_model: str = Field(
        DEFAULT_VISION_MODEL, validation_alias=_names("OPENAI_VISION_MODEL")
    )
    temperature: float | None = Field(None, validation_alias=_names("TEMPERATURE"), ge=0, le=2)

    # AWS
    skip_aws: bool = Field(default=True, validation_alias=_names("SKIP_AWS"))
    aws_access_key_id: SecretStr | None = Field(None, validation_alias=_names("AWS_ACCESS_KEY_ID"))
    aws_secret_access_key: SecretStr | None = Field(
        None, validation_alias=_names("AWS_SECRET_ACCESS_KEY")
    )
    aws_session_token: SecretStr | None = Field(None, validation_alias=_names("AWS_SESSION_TOKEN"))
    aws_profile: str | None = Field(None, validation_alias=_names("AWS_PROFILE"))
    aws_region: str | None = Field(
        None, validation_alias=_names("AWS_REGION_NAME", "AWS_REGION", "AWS_DEFAULT_REGION")
    )
    aws_endpoint_url: str | None = Field(None, validation_alias=_names("AWS_ENDPOINT_URL"))
    aws_instance_profile: str | None = Field(None, validation_alias=_names("AWS_INSTANCE_PROFILE"))
    aws_stack_role: str | None = Field(None, validation_alias=_names("AWS_STACK_ROLE"))
    aws_template_bucket: str | None = Field(None, validation_alias=_names("AWS_TEMPLATE_BUCKET"))

    # This process
    database_url: str = Field(
        "sqlite:///gpt-to-aws.sqlite", validation_alias=_names("DATABASE_URL")
    )
    process_name: str = Field("bot-0", validation_alias=_names("PROCESS_NAME"))
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", validation_alias=_names("LOG_LEVEL")
    )
    log_format: Literal["text", "json"] = Field("text", validation_alias=_names("LOG_FORMAT"))


def with_some_model(settings: Settings) -> Settings:
    """The same settings; where they name no model at all, the embedded one, which needs nothing."""
    named = settings.openai_api_key or settings.openai_base_url or settings.openai_api != "auto"
    return settings if named else settings.model_copy(update={"openai_api": "offline"})


MODEL_SETTINGS = (
    "openai_api_key",
    "openai_base_url",
    "openai_api",
    "openai_model",
    "openai_vision_model",
    "temperature",
)
AWS_SETTINGS = (
    "skip_aws",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_profile",
    "aws_region",
    "aws_endpoint_url",
    "aws_instance_profile",
    "aws_stack_role",
    "aws_template_bucket",
)


def as_environment(settings: Settings, fields: Sequence[str]) -> dict[str, str]:
    """Those settings that have a value, as variables for another process."""
    variables: dict[str, str] = {}
    for field in fields:
        value = getattr(settings, field)
        if value is not None:
            alias = cast("AliasChoices", Settings.model_fields[field].validation_alias)
            text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            variables[str(alias.choices[0])] = text
    return variables
