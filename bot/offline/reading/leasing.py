"""How long the server may live: `for two weeks`, `until Friday`, `forever`."""

import math
import re
from datetime import datetime, timedelta

from bot.offline.reading.facts import Read
from bot.offline.reading.said import Said

_ENDLESS = re.compile(
    r"\b(?:forever|indefinitely|permanent(?:ly)?|no (?:lease|expiry|expiration|end date|time limit)|"
    r"without (?:a |any )?(?:lease|expiry|time limit)|remove the lease|drop the lease|dauerhaft|unbefristet|until further notice|"
    r"never expires?)\b"
)
_WEEKEND = re.compile(
    r"\b(?:for|over|during|this|through|only|just|übers|fürs?|am|das)\s+(?:the\s+|this\s+|a\s+|das\s+)?(?:long\s+)?(?:weekend|wochenende)\b"
)
_UNTIL = re.compile(
    r"\b(?:until|till|til|bis(?:\s+zum)?|through|expires?(?:\s+on)?|ends?\s+on|by)\s+(?:the\s+)?(?:next\s+|this\s+|coming\s+|nächsten\s+|on\s+)?"
    r"(?P<when>tomorrow|morgen|tonight|heute abend|this evening|evening|end of (?:the |this )?(?:day|week|month|year)|midnight|"
    r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)|"
    r"(?P<date>\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}))"
)
_UNTIL_WHEN = re.compile(
    r"\b(?:until|till)\s+(?!i\b|we\b|it\b|you\b|they\b|further\b|\d)(?:\w+\s){0,2}?\w+\b"
)
_TODAY = re.compile(
    r"\b(?:for|only|just)\s+(?:the\s+)?(?:today|day|night|tonight|heute|evening|afternoon|morning)\b"
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GERMAN_DAYS = ("mon", "die", "mit", "don", "fre", "sam", "son")
_WEEKEND_HOURS = 72


def lease(said: Said, counted: Read[int] | None, now: datetime) -> Read[int | None] | None:
    """Hours; a value of None where no end is wanted. `counted` is what was said as a number."""
    if counted:
        return Read(counted.value, counted.words, counted.note)
    if (match := _ENDLESS.search(said.low)) and not said.negated(match.start()):
        return Read(None, said.words(*match.span()))
    if match := _WEEKEND.search(said.low):
        note = "a weekend counted as 3 days"
        return Read(_WEEKEND_HOURS, said.words(*match.span()), note)
    match = _UNTIL.search(said.low)
    hours = _hours_until(match, now) if match else None
    if match and hours:
        words = said.words(*match.span())
        return Read(hours, words, "counted from now, in UTC")
    if match := _TODAY.search(said.low):
        return Read(24, said.words(*match.span()), "a day counted as 24 hours")
    return None


def unread(said: Said, now: datetime, *, known: bool) -> str | None:
    """`until christmas` and dates that are past are not passed over in silence."""
    match = _UNTIL.search(said.low)
    if _ENDLESS.search(said.low) or (match and _hours_until(match, now)):
        return None
    match = match or _UNTIL_WHEN.search(said.low)
    if not match:
        return None
    words = said.words(*match.span())
    none = "" if known else "none is set, as "
    return f"Lease: {none}“{words}” could not be read; give days or a date to come."


def _hours_until(match: re.Match[str], now: datetime) -> int | None:
    moment = _moment(match, now)
    hours = math.ceil((moment - now) / timedelta(hours=1)) if moment else 0
    return hours if hours > 0 else None


def _moment(match: re.Match[str], now: datetime) -> datetime | None:
    when = match["when"]
    if match["date"]:
        return _date(match["date"], now)
    if match["weekday"]:
        short = match["weekday"][:3]
        index = _DAYS.index(short) if short in _DAYS else _GERMAN_DAYS.index(short)
        return _end_of(now + timedelta(days=(index - now.weekday()) % 7 or 7))
    if when in ("tomorrow", "morgen"):
        return now + timedelta(hours=24)
    if "week" in when:
        return _end_of(now + timedelta(days=(4 - now.weekday()) % 7))
    if "month" in when or "year" in when:
        return _end_of(_last_day(now, year="year" in when))
    return _end_of(now)


def _date(text: str, now: datetime) -> datetime | None:
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    year, month, day = numbers if "-" in text else reversed(numbers)
    try:
        return _end_of(now.replace(year=year, month=month, day=day))
    except ValueError:
        return None


def _last_day(now: datetime, *, year: bool) -> datetime:
    first = now.replace(day=1, month=12 if year else now.month)
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _end_of(day: datetime) -> datetime:
    return day.replace(hour=23, minute=59, second=0, microsecond=0)
