"""`every five minutes`, `at 2 am`, `every Sunday`, as EventBridge writes them."""

import re

_NUMBERS = {word: value for value, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])} | {"fifteen": 15, "twenty": 20, "thirty": 30, "other": 2}  # fmt: skip
_DAYS = {"mon": "MON", "tue": "TUE", "wed": "WED", "thu": "THU", "fri": "FRI", "sat": "SAT", "sun": "SUN", "weekday": "MON-FRI", "workday": "MON-FRI"}  # fmt: skip
_GIVEN = re.compile(r"\b(?P<kind>rate|cron) ?\((?P<inside>[^)\n]{1,60})\)")
_EVERY = re.compile(
    r"\b(?:every|each|alle)\s+(?:(?P<count>\d{1,3}|\w+)\s+)?(?P<unit>minutes?|mins?|hours?|days?|weeks?)\b|\b(?P<ly>hourly|daily|nightly|weekly)\b|\b(?:every|each) (?P<night>night|morning|evening)\b|\bonce (?:a|per|an) (?P<once>hour|day|week)\b|\bat (?P<noon>midnight|noon)\b"
)
_ON_DAY = re.compile(
    r"\b(?:every|each|on)\s+(?P<day>(?:mon|tues?|wednes|thurs?|fri|satur|sun|week|work)days?)\b"
)
_AT = re.compile(
    r"\b(?:at|um|@) (?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?: ?(?P<half>am|pm|a\.m|p\.m))?(?: uhr| o'clock| utc)?(?![\d%:.,]| (?:gb|mb|days?|seconds?|percent|least|most))"
)
_NOON = 12


def schedule(low: str) -> str | None:
    """The schedule expression of what a text says about when something runs; None if it says nothing."""
    if given := _GIVEN.search(low):
        inside = given["inside"].upper() if given["kind"] == "cron" else given["inside"]
        return f"{given['kind']}({inside.strip()})"
    every, day, at = _EVERY.search(low), _ON_DAY.search(low), _AT.search(low)
    if day:
        return _cron(
            at, _DAYS[day["day"][:3]] if day["day"][:4] not in ("week", "work") else "MON-FRI"
        )
    if every is None:
        return None
    if _is_daily(every):
        return (
            _cron(at, "*", _usual_hour(every))
            if at or every["night"] or every["noon"] or every["ly"] == "nightly"
            else "rate(1 day)"
        )
    return _rate(every)


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
    unit = (
        (every["unit"] or every["once"])
        .removesuffix("s")
        .replace("min", "minute")
        .replace("minuteute", "minute")
    )
    word = every["count"] or "1"
    many = int(word) if word.isdigit() else _NUMBERS.get(word, 0)
    if unit == "week":
        unit, many = "day", many * 7
    if not many:
        return None
    return f"rate({many} {unit if many == 1 else f'{unit}s'})"


def _cron(at: re.Match[str] | None, days: str, hour: int = 2) -> str:
    minute = 0
    if at:
        hour, minute = int(at["hour"]), int(at["minute"] or 0)
        if (at["half"] or "").startswith("p") and hour < _NOON:
            hour += _NOON
        if (at["half"] or "").startswith("a") and hour == _NOON:
            hour = 0
    which = "* * ?" if days == "*" else f"? * {days}"
    return (
        f"cron({minute % 60} {hour % 24} {which.replace('? *', '? *')} *)"
        if days != "*"
        else f"cron({minute % 60} {hour % 24} * * ? *)"
    )
