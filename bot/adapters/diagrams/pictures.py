"""Pictures as a model gets them: checked before they are decoded, upright, plain, no larger than of use."""

from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType

from PIL import Image, ImageFilter, ImageOps, ImageStat
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from bot.adapters.diagrams import png
from bot.adapters.diagrams.content import Kind
from bot.adapters.diagrams.trouble import damaged
from bot.domain.errors import UserMistake
from bot.domain.request import Picture

MOST_PIXELS = 50_000_000
LONGEST_EDGE = 2048

_OPENERS: Mapping[Kind, Callable[[BytesIO], ImageFile]] = MappingProxyType(
    {
        Kind.PNG: PngImageFile,
        Kind.JPEG: JpegImageFile,
        Kind.WEBP: WebPImageFile,
        Kind.GIF: GifImageFile,
    }
)
# A drawing has few colours and stays small as a PNG; a photo does not.
_FLAT_COLOURS = 1500
_LARGEST_PNG = 3 * 1024 * 1024
_SAMPLE = 256
_JPEG_QUALITY = 90
# Strokes lighter than this are drawn for a dark page.
_LIGHT_STROKES = 170
_LIGHT_PAGE, _DARK_PAGE = (255, 255, 255), (24, 26, 30)


def picture_of(content: bytes, kind: Kind) -> Picture:
    """Return the first frame of a picture; raises UserMistake when it is too large or damaged."""
    opened = _opened(content, kind)
    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise UserMistake(
            f"This picture has {width:,} × {height:,} pixels, more than I open "
            f"({MOST_PIXELS // 1_000_000} megapixels). Save it smaller; {LONGEST_EDGE} pixels wide is plenty."
        )
    try:
        opened.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
        opened.load()
        return _encoded(_plain(opened))
    except Exception as error:  # broken data makes decoders raise whatever it likes
        raise damaged(kind.value) from error


def _opened(content: bytes, kind: Kind) -> ImageFile:
    """Only the header is read; the plugin itself is called, so that no other one takes the file."""
    try:
        return _OPENERS[kind](BytesIO(png.without_texts(content) if kind is Kind.PNG else content))
    except Exception as error:  # as above: a broken header
        raise damaged(kind.value) from error


def _plain(opened: Image.Image) -> Image.Image:
    """RGB, upright, at most LONGEST_EDGE long, and nothing but pixels."""
    upright = ImageOps.exif_transpose(opened)
    coloured = _coloured(upright)
    coloured.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.LANCZOS)
    flat = Image.new("RGB", coloured.size, _page_for(coloured))
    flat.paste(coloured, mask=coloured if coloured.mode == "RGBA" else None)
    return flat


def _coloured(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        return _eight_bits(image).convert("RGB")
    transparent = "transparency" in image.info or image.mode in {"RGBA", "LA", "PA", "La", "RGBa"}
    return image.convert("RGBA" if transparent else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Deep greys lose their lower half, where Pillow would cut them off at 255."""
    deep = image.convert("I")
    return deep.point(lambda value: value * (1 / 256)).convert("L")


def _page_for(image: Image.Image) -> tuple[int, int, int]:
    """White, unless what borders on transparency is light: then it was drawn for a dark page."""
    if image.mode != "RGBA":
        return _LIGHT_PAGE
    seen = image.getchannel("A").point(lambda alpha: 255 if alpha > 127 else 0)  # noqa: PLR2004
    rim = Image.composite(
        Image.new("L", image.size, 0), seen, seen.filter(ImageFilter.MinFilter(3))
    )
    if rim.getbbox() is None:
        return _LIGHT_PAGE
    light = ImageStat.Stat(image.convert("RGB").convert("L"), mask=rim).mean[0]
    return _DARK_PAGE if light > _LIGHT_STROKES else _LIGHT_PAGE


def _encoded(image: Image.Image) -> Picture:
    if _is_flat(image):
        as_png = _saved(image, "PNG")
        if len(as_png) <= _LARGEST_PNG:
            return Picture(content=as_png, media_type="image/png")
    return Picture(content=_saved(image, "JPEG"), media_type="image/jpeg")


def _is_flat(image: Image.Image) -> bool:
    sample = image.resize(
        (min(_SAMPLE, image.width), min(_SAMPLE, image.height)), Image.Resampling.NEAREST
    )
    coarse = ImageOps.posterize(sample, 5)
    return coarse.getcolors(_FLAT_COLOURS) is not None


def _saved(image: Image.Image, encoding: str) -> bytes:
    target = BytesIO()
    if encoding == "JPEG":
        image.save(target, encoding, quality=_JPEG_QUALITY, subsampling=0)
    else:
        image.save(target, encoding)
    return target.getvalue()
