"""What the workspace tells of a picture: its size, read from its first bytes, and small copies of it."""

import io
from collections.abc import Iterator
from itertools import takewhile

from PIL import Image

Size = tuple[int, int]

THUMBNAILS = (64, 160, 360, 720, 1024)
_PNG, _GIF, _JPEG = b"\x89PNG\r\n\x1a\n", (b"GIF87a", b"GIF89a"), b"\xff\xd8"
# The segments of a JPEG that begin a frame; only these say how large it is.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN = 0xDA


def size_of(data: bytes) -> Size | None:
    """Width and height, None for what is no picture a browser could show."""
    if data.startswith(_PNG) and len(data) >= 24:  # noqa: PLR2004 - up to the height
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if data.startswith(_GIF) and len(data) >= 10:  # noqa: PLR2004 - likewise
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return _size_of_jpeg(data) if data.startswith(_JPEG) else None


def _size_of_jpeg(data: bytes) -> Size | None:
    before_scan = takewhile(lambda segment: segment[0] != _SCAN, _segments(data))
    frame = next((body for marker, body in before_scan if marker in _FRAMES), b"")
    if len(frame) < 5:  # noqa: PLR2004 - precision, height, width
        return None
    return int.from_bytes(frame[3:5]), int.from_bytes(frame[1:3])


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - begins each segment
        length = int.from_bytes(data[at + 2 : at + 4])
        yield data[at + 1], data[at + 4 : at + 2 + length]
        at += 2 + length


def thumbnail(data: bytes, edge: int) -> bytes:
    """A PNG no larger than `edge`. Raises ValueError for a picture that cannot be read."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.thumbnail((edge, edge))
            small = io.BytesIO()
            picture.save(small, "PNG")
            return small.getvalue()
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error
