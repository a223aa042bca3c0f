"""Values as models write them: harmless slips are put right before they are checked."""

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict

MOST_COPIES = 100


def _text(value: Any) -> Any:
    match value:
        case None:
            return ""
        case int() | float():
            return str(value)
        case str():
            return " ".join(value.split())
        case _:
            return value


def _reference(value: Any) -> Any:
    """Nothing is null, but models also write it as a word."""
    text = _text(value)
    return None if isinstance(text, str) and text.lower() in ("", "null", "none") else text


def _share(value: Any) -> Any:
    """Confidence is a fraction, but models also write per cent."""
    match value:
        case None:
            return 1.0
        case int() | float():
            return min(1.0, max(0.0, value / 100 if value > 1 else value))
        case _:
            return value


def _count(value: Any) -> Any:
    return min(MOST_COPIES, max(1, int(value or 1))) if isinstance(value, int | None) else value


def listed(value: Any) -> Any:
    """Nothing is an empty list, but models also write null."""
    return [] if value is None else value


Text: TypeAlias = Annotated[str, BeforeValidator(_text)]
Reference: TypeAlias = Annotated[str | None, BeforeValidator(_reference)]
Share: TypeAlias = Annotated[float, BeforeValidator(_share)]
Count: TypeAlias = Annotated[int, BeforeValidator(_count)]
Lines: TypeAlias = Annotated[list[str], BeforeValidator(listed)]


class Seen(BaseModel):
    """One part of what a model read."""

    # A field too many in one of many parts is no reason to have everything written again.
    model_config = ConfigDict(extra="ignore")
