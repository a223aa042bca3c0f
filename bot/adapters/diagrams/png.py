"""The parts of a PNG file: what programs write beside the picture, and the picture alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.adapters.diagrams.inflating import inflated

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_CHUNKS = 100_000
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})


@dataclass(frozen=True)
class Chunk:
    """`whole` is the chunk with its length and checksum."""

    name: bytes
    content: bytes = field(repr=False)
    whole: bytes = field(repr=False)


def chunks(png: bytes) -> Iterator[Chunk]:
    """Go through a PNG as far as it is whole."""
    at = len(SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        size = int.from_bytes(png[at : at + 4])
        end = at + 12 + size
        if end > len(png) or at + 12 > len(png):
            return
        yield Chunk(png[at + 4 : at + 8], png[at + 8 : end - 4], png[at:end])
        at = end


def without_texts(png: bytes) -> bytes:
    """Take the texts out: a large one keeps Pillow from opening the picture at all."""
    parts = list(chunks(png))
    if not any(one.name in _TEXTS for one in parts):
        return png
    read = len(SIGNATURE) + sum(len(one.whole) for one in parts)
    kept = (one.whole for one in parts if one.name not in _TEXTS)
    return b"".join((SIGNATURE, *kept, png[read:]))


def texts(png: bytes, keywords: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Return the texts under these keywords; raises UserMistake when one is a trap."""
    for chunk in chunks(png):
        if chunk.name in _TEXTS:
            keyword, _, rest = chunk.content.partition(b"\0")
            name = keyword.decode("latin-1")
            if name in keywords:
                yield name, _text(chunk.name, rest)


def _text(kind: bytes, rest: bytes) -> str:
    if kind == b"tEXt":
        return rest.decode("latin-1")
    if kind == b"zTXt":
        return inflated(rest[1:], what="PNG").decode("latin-1")
    packed, (_language, _, translated) = rest[:1] == b"\1", rest[2:].partition(b"\0")
    content = translated.partition(b"\0")[2]
    return (inflated(content, what="PNG") if packed else content).decode("utf-8", "replace")
