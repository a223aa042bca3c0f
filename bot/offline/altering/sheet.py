"""What an order of a message is carried out on, and what comes of it."""

from dataclasses import dataclass, field, replace

from bot.domain.architecture import Architecture


class Unclear(Exception):
    """An order that cannot be carried out; the message tells the person why, in a sentence."""


class Already(Unclear):
    """An order that changes nothing, because it is so."""


class NoVpc(Already):
    """There shall be no VPC, and none is drawn."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The architecture while a message alters it.

    `it` is the id of what was spoken of last; `meant` is the id of the component that somebody chose
    when asked which one; `quotes` are what stood in quotation marks.
    """

    architecture: Architecture
    it: str | None = None
    title: str | None = None
    region: str | None = None
    meant: str | None = None
    done: tuple[str, ...] = ()
    quotes: tuple[str, ...] = field(default=(), repr=False)

    def after(self, architecture: Architecture, done: str, it: str | None = None) -> "Sheet":
        """The same after one change, `done` in words."""
        return replace(self, architecture=architecture, done=(*self.done, done), it=it or self.it)
