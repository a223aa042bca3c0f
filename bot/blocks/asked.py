"""What was asked of a component or a container in so many words: judged before any of it goes into a template.

Values come from strangers. One that is nonsense is said, and then counts as not asked for.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from ipaddress import IPv4Network

from bot.blocks.naming import plain
from bot.blocks.settings import OFF, ON
from bot.domain.architecture import Component, Container

EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
_ONE = r"rate\(1 (?:minute|hour|day)\)"
_MANY = r"rate\((?:[2-9]|[1-9][0-9]{1,4}) (?:minutes|hours|days)\)"
_CRON = r"cron\((?:[A-Za-z0-9*?,/#-]+ ){5}[A-Za-z0-9*?,/#-]+\)"
SCHEDULE = re.compile(f"{_ONE}|{_MANY}|{_CRON}")
# Instance types of EC2 that there are; of some families there are more.
_BURSTS = r"t(?:2|3|3a|4g)\.(?:nano|micro|small|medium|large|xlarge|2xlarge)"
_STEADY = r"[mcr](?:5|5a|5d|6a|6g|6i|7a|7g|7i|8g)\.(?:large|(?:2|4|12)?xlarge)"
_OLDER = r"[mcr]4\.(?:large|(?:2|4)?xlarge)"
_GRAPHICS = r"g(?:4dn|5|6)\.(?:2|4|8|12|16)?xlarge"
MACHINE = re.compile(f"{_BURSTS}|{_STEADY}|{_OLDER}|{_GRAPHICS}")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")
VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9A-Za-z_-]{1,20}){0,4}")
IMAGE = re.compile(r"[a-z0-9][a-z0-9._/-]{0,150}(?::[A-Za-z0-9._-]{1,80})?")
_LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Asked:
    """The settings of one thing; `say` takes a sentence about each that cannot be honoured."""

    one: Component | Container
    title: str
    say: Callable[[str], None]

    def is_on(self, name: str, *, default: bool = False) -> bool:
        value = self._value(name)
        if value is not None and value.lower() not in (ON, OFF):
            self._nonsense(name, value)
            return default
        return default if value is None else value.lower() == ON

    def number(self, name: str, least: int, most: int) -> int | None:
        value = self._value(name)
        if value is None:
            return None
        if re.fullmatch(r"[0-9]{1,9}", value) and least <= int(value) <= most:
            return int(value)
        self._nonsense(name, value)
        return None

    def choice(self, name: str, allowed: Collection[str]) -> str | None:
        """The one of these that was asked for, whatever its case."""
        value = self._value(name)
        if value is None:
            return None
        found = next((one for one in allowed if one.lower() == value.lower()), None)
        if found is None:
            self._nonsense(name, value)
        return found

    def text(self, name: str, pattern: re.Pattern[str]) -> str | None:
        """The value if all of it is of that form."""
        value = self._value(name)
        if value is None or pattern.fullmatch(value):
            return value
        self._nonsense(name, value)
        return None

    def each(self, name: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """The values between commas that are of that form, each once."""
        values = [one.strip() for one in (self._value(name) or "").split(",") if one.strip()]
        for one in values:
            if not pattern.fullmatch(one):
                self._nonsense(name, one)
        return tuple(dict.fromkeys(one for one in values if pattern.fullmatch(one)))

    def cidr(self, name: str, shortest: int, longest: int) -> IPv4Network | None:
        """A range of addresses whose prefix is of a bearable length."""
        value = self._value(name)
        found = None if value is None else network(value)
        if found is not None and shortest <= found.prefixlen <= longest:
            return found
        if value is not None:
            self._nonsense(name, value)
        return None

    def cannot(self, name: str, why: str) -> None:
        """Says why something is left as it is, although what was asked makes sense."""
        self.say(f"{self.title}: {name.replace('-', ' ')} is left as it is, {why}.")

    def refuse(self, name: str) -> None:
        """Says that the value makes sense and yet cannot be had here."""
        self._nonsense(name, self._value(name) or "")

    def _value(self, name: str) -> str | None:
        value = (self.one.setting(name) or "").strip()
        return value or None

    def _nonsense(self, name: str, value: str) -> None:
        shown, what = plain(value, _LONGEST_SHOWN), name.replace("-", " ")
        self.say(f"{self.title}: “{shown}” cannot be taken for its {what}, so that was left out.")


def network(text: str) -> IPv4Network | None:
    """The range of addresses that a text is, None if it is none."""
    try:
        return IPv4Network(text, strict=False)
    except ValueError:
        return None
