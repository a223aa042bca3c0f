"""The adapter under test, and the folder of pictures that may not be copied."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.adapters.diagrams import FileDiagrams
from bot.ports import Attachment, Diagram, Diagrams

PICTURES = Path(__file__).parent / "pictures"

Open = Callable[..., Diagram]


@pytest.fixture(scope="session")
def diagrams() -> Diagrams:
    return FileDiagrams()


@pytest.fixture(scope="session")
def opened(diagrams: Diagrams) -> Open:
    """Opens content under a name that says nothing of it."""

    def open_(content: bytes | str, name: str = "picture.png") -> Diagram:
        as_bytes = content.encode() if isinstance(content, str) else content
        return diagrams.open(Attachment(name, as_bytes))

    return open_
