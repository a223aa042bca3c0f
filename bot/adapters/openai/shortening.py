"""Keeps what a model writes at a length that fits a card."""

# So that no answer floods a card.
MOST_LINES = 12
LONGEST_LINE = 300


def short(text: str, most: int = LONGEST_LINE) -> str:
    text = text.strip()
    return text if len(text) <= most else f"{text[: most - 1]}…"


def short_lines(lines: list[str], most: int = MOST_LINES) -> tuple[str, ...]:
    return tuple(short(line) for line in lines if line.strip())[:most]
