"""Every setting is in .env.example and docs/settings.md, and nothing else is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from pydantic import AliasChoices, SecretStr

from bot.settings import Settings
from tests.architecture.repository import read

ASSIGNMENT = re.compile(r"^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$", re.MULTILINE)
# | `NAME` or `OTHER_NAME` | default | what it is |
ROW = re.compile(r"^\| (`[A-Z].*?) \| (.*?) \| .* \|$", re.MULTILINE)
NOTHING = "–"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that happens to be set here counts."""
    for field in Settings.model_fields:
        for name in names(field):
            monkeypatch.delenv(name, raising=False)


def names(field: str) -> list[str]:
    return [str(name) for name in cast("AliasChoices", alias(field)).choices]


def alias(field: str) -> object:
    return Settings.model_fields[field].validation_alias


def documented() -> Iterator[tuple[list[str], str]]:
    """(names, default) of each row."""
    for cell, default in ROW.findall(read("docs/settings.md")):
        yield re.findall(r"`([A-Z0-9_]+)`", cell), default.strip("`")


@pytest.mark.parametrize("field", Settings.model_fields)
def test_a_setting_is_in_the_example(field: str) -> None:
    shown = [name for name, _ in ASSIGNMENT.findall(read(".env.example"))]
    assert sum(name in shown for name in names(field)) == 1


def test_the_example_shows_nothing_that_is_no_setting() -> None:
    known = {name for field in Settings.model_fields for name in names(field)}
    assert {name for name, _ in ASSIGNMENT.findall(read(".env.example"))} <= known


@pytest.mark.parametrize("field", Settings.model_fields)
def test_a_setting_is_documented_with_all_its_names_in_their_order(field: str) -> None:
    assert names(field) in [row for row, _ in documented()]


def test_no_documented_setting_is_made_up() -> None:
    assert len(list(documented())) == len(Settings.model_fields)


@pytest.mark.parametrize("field", Settings.model_fields)
def test_the_documented_default_is_the_default(field: str) -> None:
    default = Settings.model_fields[field].default
    said = {tuple(row): shown for row, shown in documented()}[tuple(names(field))]
    assert said == (NOTHING if default is None else _written(default))


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("uncommented", [False, True])
def test_the_example_as_it_stands_changes_nothing(tmp_path: Path, *, uncommented: bool) -> None:
    """Also when every line is switched on, but for the two that name an example, not a default."""
    text = read(".env.example")
    if uncommented:
        text = ASSIGNMENT.sub(r"\1=\2", text)
    example = tmp_path / ".env"
    example.write_text(text, encoding="utf-8")
    loaded = Settings(_env_file=example)
    examples = {"temperature": 0.2, "aws_region": "us-east-1"} if uncommented else {}
    for field, info in Settings.model_fields.items():
        assert getattr(loaded, field) == examples.get(field, info.default)


def test_what_is_secret_never_shows_in_a_representation() -> None:
    secrets = {
        field
        for field, info in Settings.model_fields.items()
        if SecretStr in getattr(info.annotation, "__args__", ())
    }
    assert secrets == {
        field
        for field in Settings.model_fields
        if field.endswith(("_token", "_secret", "_key", "_key_id"))
    }
