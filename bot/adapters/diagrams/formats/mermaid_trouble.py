"""What is said of Mermaid text that cannot be read."""

from bot.domain.errors import UserMistake

_LONGEST = 80


def unreadable(line: int, text: str) -> UserMistake:
    shown = " ".join(text.replace("`", "'").split())
    shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    return UserMistake(
        f"I could not read line {line} of the Mermaid diagram: `{shown}`. "
        "Correct it (mermaid.live shows what is wrong), or drop a picture of the diagram here."
    )
