"""What a service contributes to a template."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.blocks.drawing import Drawing
from bot.blocks.template import Template
from bot.domain.architecture import Component

Build = Callable[[Template, Component], None]


def _always(_drawing: Drawing, _component: Component) -> bool:
    return True


def nothing(_template: Template, _component: Component) -> None:
    """For what is complete already."""


@dataclass(frozen=True)
class Block:
    """`build` makes the resources; `finish` runs when everything is connected.

    `stands` says whether it can exist as it is drawn: a distribution without an origin cannot.
    """

    service: str
    noun: str
    build: Build
    finish: Build = nothing
    stands: Callable[[Drawing, Component], bool] = _always
