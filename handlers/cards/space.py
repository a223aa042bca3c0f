"""How much a card of a stack may say of each thing; Slack limits a message as a whole."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Space:
    """How many things of a picture, rows, lines and types are listed, the characters of each line and of a web address."""

    things: int
    rows: int
    lines: int
    types: int
    text: int
    address: int


# A card that is too large is written again with less space.
SPACES = (
    Space(things=12, rows=10, lines=6, types=8, text=300, address=1000),
    Space(things=12, rows=10, lines=6, types=8, text=200, address=500),
    Space(things=10, rows=10, lines=6, types=8, text=120, address=400),
    Space(things=7, rows=8, lines=5, types=8, text=80, address=300),
    Space(things=5, rows=6, lines=3, types=8, text=60, address=250),
    Space(things=3, rows=3, lines=2, types=5, text=40, address=200),
    Space(things=2, rows=2, lines=1, types=3, text=25, address=150),
    Space(things=1, rows=1, lines=1, types=2, text=15, address=100),
)
