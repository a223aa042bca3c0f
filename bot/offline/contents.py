"""What a message on either wire holds: words, and pictures as data URLs."""

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping

from bot.offline.wire import Refused, mapping, sequence, string

LARGEST_PICTURE = 20 * 2**20
_DATA_URL = re.compile(r"data:(?P<type>[\w.+-]+/[\w.+-]+)(?:;[\w=.+-]+)*;base64,", re.IGNORECASE)
_TYPES = ("image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp")


def content(value: object, param: str) -> tuple[str, tuple[bytes, ...]]:
    """The text of a message and its pictures. Raises Refused."""
    if value is None or isinstance(value, str):
        return value or "", ()
    texts: list[str] = []
    pictures: list[bytes] = []
    for index, part in enumerate(sequence(value, param)):
        where = f"{param}[{index}]"
        kind = string(mapping(part, where).get("type"), f"{where}.type")
        if kind in ("text", "input_text", "output_text"):
            texts.append(string(part.get("text"), f"{where}.text"))
        elif kind in ("image_url", "input_image"):
            pictures.append(_picture(part.get("image_url"), f"{where}.image_url"))
        elif kind not in ("refusal", "file", "input_file", "input_audio"):
            message = f"Invalid value: '{kind}'."
            raise Refused(message, param=f"{where}.type", code="invalid_value")
    return "\n".join(texts), tuple(pictures)


def _picture(value: object, param: str) -> bytes:
    """Chat Completions has an object around the address, Responses the address alone."""
    if isinstance(value, Mapping):
        param = f"{param}.url"
        value = value.get("url")
    url = string(value, param)
    found = _DATA_URL.match(url)
    if found is None:
        raise Refused(_not_here(url), param=param, code="invalid_image_url")
    if found["type"].lower() not in _TYPES:
        known = ", ".join(f"'{one.removeprefix('image/')}'" for one in _TYPES)
        message = f"You uploaded an unsupported image. Please make sure your image has one of the following formats: [{known}]."
        raise Refused(message, param=param, code="invalid_image_format")
    return _decoded(url[found.end() :], param)


def _decoded(written: str, param: str) -> bytes:
    if len(written) > LARGEST_PICTURE * 4 // 3 + 4:
        message = f"Image too large: at most {LARGEST_PICTURE // 2**20} MB are supported."
        raise Refused(message, param=param, code="image_too_large")
    try:
        decoded = b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(
            "Invalid base64 image_url.", param=param, code="invalid_base64_image"
        ) from None
    if not decoded:
        raise Refused("The image is empty.", param=param, code="empty_image_file")
    return decoded


def _not_here(url: str) -> str:
    if url.lower().startswith(("http://", "https://")):
        return (
            f"Error while downloading {url[:200]}. This model reads pictures from data URLs only."
        )
    return "Invalid image_url: expected a data URL with a base64 encoded picture."
