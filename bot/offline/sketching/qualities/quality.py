"""One thing that can be said of a service: how it is worded, and which setting it makes."""

import re
from collections.abc import Callable
from dataclasses import dataclass

Value = str | Callable[[re.Match[str]], str | None]

ON, OFF = "on", "off"


@dataclass(frozen=True, slots=True)
class Quality:
    """`value` is the setting's, or makes it of what was matched, None if it is none after all.

    `deniable` says that “no versioning” is worth a setting of its own: `off`; `as_said` that the value is what
    was written, in its own upper and lower case.
    """

    services: tuple[str, ...]
    name: str
    wording: re.Pattern[str]
    value: Value
    deniable: bool = False
    as_said: bool = False

    def of(self, match: re.Match[str], text: str) -> str | None:
        value = self.value if isinstance(self.value, str) else self.value(match)
        if value is None or not self.as_said:
            return value
        return _as_written(value, match[0], text[match.start() : match.end()])


def _as_written(value: str, low: str, text: str) -> str:
    """The value, or each of several between commas, in the upper and lower case of the text."""
    if (at := low.find(value)) >= 0:
        return text[at : at + len(value)]
    comma = ", " if ", " in value else ","
    if comma not in value:
        bare = value.removeprefix("/")
        return value.replace(bare, text[low.find(bare) :][: len(bare)]) if bare in low else value
    return comma.join(_as_written(one, low, text) for one in value.split(comma))


def quality(
    services: str, name: str, wording: str, value: Value = ON, *, deniable: bool = False
) -> Quality:
    return Quality(tuple(services.split()), name, re.compile(wording), value, deniable)


def written(services: str, name: str, wording: str, value: Value | None = None) -> Quality:
    """A name or a text, kept as it was written."""
    pattern = re.compile(wording)
    return Quality(tuple(services.split()), name, pattern, value or group(), as_said=True)


def switch(services: str, name: str, wording: str) -> Quality:
    return quality(services, name, wording, ON, deniable=True)


def group(name: str = "v") -> Value:
    return lambda match: match[name].strip()


def number(name: str = "v") -> Value:
    """The number that was matched, written in digits or as a word."""
    return lambda match: _digits(match[name])


_WORDS = {word: str(value) for value, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])}  # fmt: skip


def _digits(text: str) -> str | None:
    plain = text.replace(",", "").strip().lower()
    return _WORDS.get(plain, plain if plain.isdigit() else None)


def first_of(choices: dict[str, str], name: str = "v") -> Value:
    """The value of the first pattern that what was matched begins with."""
    compiled = [(re.compile(pattern), value) for pattern, value in choices.items()]
    return lambda match: next(
        (value for pattern, value in compiled if pattern.match(match[name])), None
    )


NUMBER = r"(?P<v>\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
EMAIL = r"(?P<v>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
SCHEDULE = r"(?P<v>(?:rate|cron) ?\([^)\n]{1,60}\))"
DAYS = r"(?P<v>\d+|one|two|three|four|five|six|seven|ten|twelve|a|fourteen|thirty|ninety)[ -](?P<unit>days?|weeks?|months?|years?|hours?)"
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_LONG = {"a": 1, "fourteen": 14, "thirty": 30, "ninety": 90}


def days(match: re.Match[str]) -> str | None:
    """`two weeks` in days."""
    text = match["v"]
    many = _LONG.get(text) or int(_digits(text) or 0)
    unit = match["unit"].removesuffix("s")
    if unit == "hour":
        return None
    return str(many * _DAYS[unit]) if many else None


_SECONDS = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "min": 60,
    "minute": 60,
    "hour": 3600,
    "h": 3600,
    "m": 60,
}
DURATION = r"(?P<v>\d+|one|two|three|five|ten|fifteen|thirty|sixty|a|an)[ -]?(?P<unit>seconds?|secs?|s|minutes?|mins?|m|hours?|h)\b"
_SPOKEN = {"a": 1, "an": 1, "fifteen": 15, "thirty": 30, "sixty": 60}


def seconds(match: re.Match[str]) -> str | None:
    many = _SPOKEN.get(match["v"]) or int(_digits(match["v"]) or 0)
    unit = match["unit"] if match["unit"] in ("s", "m", "h") else match["unit"].removesuffix("s")
    return str(many * _SECONDS[unit]) if many else None
