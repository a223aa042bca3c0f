"""What a template itself pins down of a resource: texts, numbers and lists that no launch can change."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bot.domain.intrinsics import Body, function, is_list, mapping, members, referred, section
from bot.domain.scope import Scope, Unbounded

# No size and no count that AWS takes is larger.
MOST = 1_000_000


@dataclass(frozen=True)
class Pinned:
    """The properties of a resource, or a part of them. What only AWS knows, or what can be several things, is not known."""

    body: Body
    held: object

    def has(self, key: str) -> bool:
        return key in mapping(self.held)

    def text(self, key: str) -> str:
        """Empty when it is not known."""
        value = self._value(key)
        if isinstance(value, bool):
            return str(value).lower()
        return str(value) if isinstance(value, str | int | float) else ""

    def count(self, key: str, default: int | None = None) -> int | None:
        """A whole number; `default` when there is none, None when it is not known."""
        if not self.has(key):
            return default
        number = decimal(self.text(key))
        return int(number) if number is not None and number == int(number) else None

    def at(self, key: str) -> "Pinned":
        return Pinned(self.body, self._value(key))

    def each(self, key: str) -> Iterator["Pinned"]:
        value = self._value(key)
        for one in members(value) if is_list(value) else ():
            yield Pinned(self.body, one)

    def how_many(self, key: str) -> int | None:
        """How long a list is; None when that is not known, as with a list that AWS makes."""
        value = self._value(key)
        if not is_list(value):
            return None
        held = members(value)
        return len(held) if all(map(_is_one, held)) else None

    def referred(self, *keys: str) -> "Pinned":
        """The properties of the only resource that stands under these keys."""
        value: object = self.held
        for key in keys:
            value = mapping(value).get(key)
        resources = section(self.body, "Resources")
        names = [one for one in dict.fromkeys(referred(value)) if one in resources]
        one = mapping(resources[names[0]]) if len(names) == 1 else {}
        return Pinned(self.body, one.get("Properties"))

    def _value(self, key: str) -> object:
        if not self.has(key):
            return None
        try:
            found = Scope(self.body).readings(mapping(self.held)[key])
        except (Unbounded, RecursionError):
            return None
        return found[0] if len(found) == 1 else None


def decimal(text: str) -> Decimal | None:
    """A number that can be a size or a count."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number <= MOST else None


def _is_one(member: object) -> bool:
    """What a condition or another function makes of a member of a list may be none or many."""
    call = function(member)
    return call is None or call[0] in {"Ref", "Fn::GetAtt", "Fn::Select", "Fn::Sub"}
