"""What the blocks make of an architecture, as an example for whoever writes a template of it."""

from collections.abc import Iterator

from bot.blocks.catalogue import CATALOGUE
from bot.blocks.composing import compose
from bot.domain.architecture import Architecture
from bot.domain.services import SERVICES

TITLE = "An example"
_A_RESOURCE = "\n    Type: AWS::"


def example(architecture: Architecture) -> str:
    """A template; in comments above it, what it takes for granted and what there is no block for."""
    composed = compose(architecture, title=TITLE)
    missing = "".join(_missing(architecture))
    if _A_RESOURCE not in composed.template:
        return missing
    assumed = (f"# Assumed: {' '.join(one.split())}\n" for one in composed.assumptions)
    return "".join((missing, *assumed, composed.template))


def _missing(architecture: Architecture) -> Iterator[str]:
    for service in dict.fromkeys(one.service for one in architecture.services):
        if service not in CATALOGUE:
            yield f"# There is no building block for {SERVICES[service].title}.\n"
