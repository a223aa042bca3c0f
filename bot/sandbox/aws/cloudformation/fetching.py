"""A template that lies in a bucket of the simulated S3."""

from urllib.parse import unquote, urlsplit

from moto.core.exceptions import ServiceException
from moto.s3.models import s3_backends
from werkzeug.exceptions import HTTPException

from bot.sandbox.aws.cloudformation.place import Place
from bot.sandbox.aws.cloudformation.refusals import ValidationError

LARGEST_BYTES = 1_000_000


def fetch(url: str, place: Place) -> str:
    """Raises ValidationError."""
    bucket, key = _address(url)
    backend = place.everywhere(s3_backends)
    try:
        found = backend.get_object(bucket, key)
    except (ServiceException, HTTPException):
        found = None
    if found is None:
        raise ValidationError("S3 error: Access Denied")
    content: bytes = found.value
    if len(content) > LARGEST_BYTES:
        raise ValidationError(f"Template may not exceed {LARGEST_BYTES} bytes in size.")
    return content.decode("utf-8", "replace")


def _address(url: str) -> tuple[str, str]:
    """The bucket stands in the host's name, or first in the path."""
    parts = urlsplit(url)
    host, path = parts.hostname or "", unquote(parts.path).lstrip("/")
    if parts.scheme not in {"http", "https"} or not path:
        raise ValidationError("TemplateURL must be a supported URL.")
    bucket, dot, rest = host.partition(".")
    if dot and (rest == "s3" or rest.startswith(("s3.", "s3-"))):
        return bucket, path
    bucket, _, key = path.partition("/")
    return bucket, key
