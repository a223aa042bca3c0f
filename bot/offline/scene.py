"""What a message is judged against when it may not be a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.offline.offer import Offer


@dataclass(frozen=True, slots=True)
class Scene:
    """What a message is judged against."""

    offer: Offer
    base: Mapping[str, Any] | None
    asks: bool
    """It asks for a server, or changes the one proposed."""
