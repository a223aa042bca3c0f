"""Unpacking compressed data, never more of it than a diagram needs."""

import zlib

from bot.adapters.diagrams.trouble import damaged, too_much_inside

LARGEST = 12 * 1024 * 1024
_RAW, _WITH_HEADER = -15, 15


def inflated(packed: bytes, *, what: str, raw: bool = False) -> bytes:
    """Unpack; raises UserMistake when it is damaged or larger than LARGEST."""
    unpacker = zlib.decompressobj(_RAW if raw else _WITH_HEADER)
    try:
        content = unpacker.decompress(packed, LARGEST)
    except zlib.error as error:
        raise damaged(what) from error
    if unpacker.unconsumed_tail:
        raise too_much_inside(what)
    return content
