"""`every five minutes`, `at 2 am`, `every Sunday`, as EventBridge writes them."""

import re

_NUMBERS = {word: value for value, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])} | {"fifteen": 15, "twenty": 20, "thirty": 30, "other": 2}  # fmt: skip
_DAYS = {"mon": "MON", "tue": "TUE", "wed": "WED", "thu": "THU", "fri": "FRI", "sat": "SAT", "sun": "SUN", "wee": "MON-FRI", "wor": "MON-FRI", "bus": "MON-FRI"}  # fmt: skip
_GIVEN = re.compile(r"\b(?P<kind>rate|cron) ?\((?P<inside>[^)\n]{1,60})\)")
_EVERY = re.compile(
    r"\b(?:every|each|alle)\s+(?:(?P<count>\d{1,3}|\w+)[\s-]+)?(?P<unit>minutes?|mins?|hours?|days?|weeks?)\b|\b(?P<ly>hourly|daily|nightly|weekly)\b|"
    r"\b(?:every|each) (?P<night>night|morning|evening)\b|\bonce (?:a|per|an) (?P<once>hour|day|week)\b|\b(?:at|every) (?P<noon>midnight|noon)\b|"
    r"\b(?P<times>\w+) times an? hour\b"
)
_DAY = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun|week|work|business ?)days?"
_ON_DAY = re.compile(
    rf"\b(?:every|each|on)\s+(?P<day>{_DAY})\b|\b(?P<plural>(?:mon|tues|wednes|thurs|fri|satur|sun|week|work)days) at\b|\b(?P<first>(?:the )?first (?:day )?of (?:the|each|every) month|monthly|every month)\b"
)
_AT = re.compile(
    r"\b(?:at|um|@) (?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?: ?(?P<half>am|pm|a\.m|p\.m)\b)?(?: uhr| o'clock| utc)?(?![\d%:]|[.,]\d| ?(?:am|pm|a\.m|p\.m)\b| (?:gb|mb|days?|seconds?|percent|least|most))|"
    r"\b(?:daily|nightly|night|[a-z]+days) (?P<bare>\d{1,2}):(?P<past>\d{2})\b"
)
_ZONE = re.compile(
    r"\b(?P<area>europe|america|asia|africa|australia|pacific|atlantic|indian)/(?P<city>[a-z_]+(?:/[a-z_]+)?)\b"
)
_NOON = 12
TELLING = (
    r"\b(?:every|each|hourly|daily|nightly|weekly|monthly|once (?:a|per)|rate ?\(|cron ?\(|at midnight|at noon|\w+ times an? hour|first (?:day )?of (?:the|each|every) month)\b[^.;\n]{0,60}"
    rf"|\b(?:on )?{_DAY}\b[^.;\n]{{0,30}}\b(?:at|um) \d[^.;\n]{{0,20}}"
    r"|\b(?:at|um) \d{1,2}(?::\d\d)? ?(?:am|pm|uhr|o'clock|utc)\b[^.;\n]{0,40}|\bcron ?\([^)]*\)|\brate ?\([^)]*\)"
)
"""Where a text speaks of when something runs."""


def schedule(low: str) -> str | None:
    """The schedule expression of what a text says about when something runs; None if it says nothing."""
    if given := _GIVEN.search(low):
        inside = given["inside"].upper() if given["kind"] == "cron" else given["inside"]
        return f"{given['kind']}({inside.strip()})"
    every, day, at = _EVERY.search(low), _ON_DAY.search(low), _AT.search(low)
    if day:
        return _cron(at, *_days(day))
    if every is None:
        return None
    if _is_daily(every):
        timed = at or every["night"] or every["noon"] or every["ly"] == "nightly"
        return _cron(at, "* * ?", _usual_hour(every)) if timed else "rate(1 day)"
    return _rate(every)


def time_zone(low: str) -> str | None:
    """`europe/berlin` as the IANA writes it."""
    found = _ZONE.search(low)
    if found is None:
        return None
    parts = [found["area"], *found["city"].split("/")]
    return "/".join("_".join(word.capitalize() for word in part.split("_")) for part in parts)


def _days(day: re.Match[str]) -> tuple[str]:
    """The last fields of a cron expression but the year."""
    if day["first"]:
        return ("1 * ?",)
    return (f"? * {_DAYS[(day['day'] or day['plural'])[:3]]}",)


def _is_daily(every: re.Match[str]) -> bool:
    unit = (every["unit"] or every["once"] or "").removesuffix("s")
    return bool(
        every["ly"] in ("daily", "nightly")
        or every["night"]
        or every["noon"]
        or (unit == "day" and not every["count"])
    )


def _usual_hour(every: re.Match[str]) -> int:
    return {"morning": 6, "evening": 20, "noon": 12, "midnight": 0}.get(
        every["night"] or every["noon"] or "", 2
    )


def _rate(every: re.Match[str]) -> str | None:
    if every["ly"]:
        return {"hourly": "rate(1 hour)", "weekly": "rate(7 days)"}[every["ly"]]
    if every["times"]:
        times = _number(every["times"])
        return f"rate({60 // times} minutes)" if 1 < times <= 60 else None  # noqa: PLR2004 - of an hour
    unit = (every["unit"] or every["once"]).removesuffix("s")
    unit = "minute" if unit == "min" else unit
    many = _number(every["count"] or "1")
    if unit == "week":
        unit, many = "day", many * 7
    if not many:
        return None
    return f"rate({many} {unit if many == 1 else f'{unit}s'})"


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.get(word, 0)


def _cron(at: re.Match[str] | None, days: str, hour: int = 2) -> str:
    minute = 0
    if at:
        hour, minute = int(at["hour"] or at["bare"]), int(at["minute"] or at["past"] or 0)
        hour = _of_24(hour, at["half"] or "")
    return f"cron({minute % 60} {hour % 24} {days} *)"


def _of_24(hour: int, half: str) -> int:
    if half.startswith("p") and hour < _NOON:
        return hour + _NOON
    return 0 if half.startswith("a") and hour == _NOON else hour
