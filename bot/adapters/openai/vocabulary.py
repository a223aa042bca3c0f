"""What a model may say of a component or a container beyond its kind, and what becomes of it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from bot.adapters.openai.shortening import short
from bot.adapters.openai.slips import Seen, Text, listed
from bot.blocks.settings import OFF, ON, SETTINGS
from bot.domain.architecture import LONGEST_LABEL, MOST_SETTINGS, Setting

LONGEST_NAME = 60
_SUBNETS = "subnet"
_SWITCHED = {
    **dict.fromkeys(("true", "yes", "enabled", "1"), ON),
    **dict.fromkeys(("false", "no", "disabled", "0"), OFF),
}


def _pairs(value: Any) -> Any:
    """A list of names and values, but models also write an object."""
    if isinstance(value, Mapping):
        return [{"name": name, "value": each} for name, each in value.items()]
    return listed(value)


def _plain(value: Any) -> Any:
    match value:
        case bool():
            return ON if value else OFF
        case list():
            return ", ".join(map(str, value))
        case _:
            return value


class SeenSetting(Seen):
    """One thing that was said of it."""

    name: Text = Field(default="", description="For example versioning.")
    value: Annotated[Text, BeforeValidator(_plain)] = Field(
        default="", description="For example on."
    )


SeenSettings = Annotated[list[SeenSetting], BeforeValidator(_pairs)]
SAID_OF_IT: Any = Field(
    default_factory=list,
    description="What was asked of it, or is written at it, beyond its kind: engine = mysql, "
    "versioning = on. Empty when nothing was said; never a guess.",
)


def settings_of(kind: str, seen: Iterable[SeenSetting]) -> tuple[Setting, ...]:
    """The settings of a service or a kind of container; of several with one name the last counts."""
    known = _known(kind)
    said = {_name(one.name): one.value for one in seen if _name(one.name)}
    return tuple(
        Setting(name=name, value=short(_value(value, known.get(name, "")), LONGEST_LABEL))
        for name, value in list(said.items())[:MOST_SETTINGS]
    )


def vocabulary(kinds: Sequence[str] = tuple(SETTINGS)) -> str:
    """The names that our building blocks understand, one line for each service and kind of container."""
    return "\n".join(_line(kind) for kind in kinds)


def _line(kind: str) -> str:
    return f"  {kind}: {'; '.join(_names(SETTINGS[kind]))}"


def _names(known: Mapping[str, str]) -> Iterator[str]:
    for name, meaning in known.items():
        yield f"{name} ({meaning})" if meaning else name


def _known(kind: str) -> Mapping[str, str]:
    return SETTINGS.get(_SUBNETS if kind.endswith(_SUBNETS) else kind, {})


def _name(written: str) -> str:
    return re.sub(r"[\s_]+", "-", written.strip().lower())[:LONGEST_NAME].strip("-")


def _value(written: str, meaning: str) -> str:
    is_switch = meaning.startswith("switch")
    return _SWITCHED.get(written.lower(), written.lower()) if is_switch else written
