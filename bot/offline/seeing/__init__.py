"""Reading a picture of an architecture: `see(picture)` gives what is drawn in it."""

from bot.domain.architecture import Architecture
from bot.offline.seeing.trouble import NoPictureReading

__all__ = ["NoPictureReading", "see"]


def see(picture: bytes) -> Architecture:
    """Read a picture; one that shows no architecture gives an empty one."""
    try:
        # A bot that is shown no picture does not pay for what reads one.
        from bot.offline.seeing.reading import read  # noqa: PLC0415
    except ImportError as error:
        raise NoPictureReading(
            "Pictures cannot be read here: the packages numpy, opencv-python-headless, rapidocr and"
            " onnxruntime are not installed."
        ) from error
    return read(picture)
