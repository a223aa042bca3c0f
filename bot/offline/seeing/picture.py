"""From bytes to upright pixels of a size that can be read."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from bot.offline.seeing.boxes import Pixels
from bot.offline.seeing.trouble import NoPictureReading

_LONGEST_SIDE = 2400
_SMALLEST_SIDE = 40
_DARK = 30
# A photo or scan is a little askew; more than this is a way of drawing.
_MOST_DEGREES = 6.0
_LEAST_DEGREES = 0.35
_TOGETHER = 0.4
_FEW = 4
_WORTH = 0.03
_PLAIN = 2  # dimensions
_GREY_AND_COVER, _COLOURS = 2, 3  # channels
_SOLID, _LIGHT, _FULL = 128, 200, 0.9


def opened(data: bytes) -> Pixels:
    """The picture in blue, green, red, on an opaque page."""
    try:
        read = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        read = None
    if read is None or read.size == 0:
        raise NoPictureReading("This file is no picture that can be opened.")
    if read.dtype != np.uint8:
        read = cv2.normalize(read, None, 0, 255, cv2.NORM_MINMAX, cv2.CV_8U)  # type: ignore[call-overload]  # the stubs know no None here
    return _within(_on_page(np.asarray(read, np.uint8)))


def too_small(pixels: Pixels) -> bool:
    return bool(min(pixels.shape[:2]) < _SMALLEST_SIDE)


def _on_page(read: npt.NDArray[np.uint8]) -> Pixels:
    if read.ndim == _PLAIN:
        return np.asarray(cv2.cvtColor(read, cv2.COLOR_GRAY2BGR), np.uint8)
    if read.shape[2] == _GREY_AND_COVER:
        read = cv2.merge([read[:, :, 0]] * 3 + [read[:, :, 1]]).astype(np.uint8)
    if read.shape[2] == _COLOURS:
        return read
    cover = read[:, :, 3:].astype(np.float32) / 255
    page = _page_for(read)
    return np.asarray(read[:, :, :3] * cover + page * (1 - cover), np.uint8)


def _page_for(read: npt.NDArray[np.uint8]) -> float:
    """White, but dark where a transparent picture is drawn in light lines."""
    drawn = read[:, :, 3] > _SOLID
    if not drawn.any() or drawn.mean() > _FULL:
        return 255.0
    return _DARK if float(np.median(read[:, :, :3][drawn])) > _LIGHT else 255.0


def _within(pixels: Pixels) -> Pixels:
    longest = max(pixels.shape[:2])
    if longest <= _LONGEST_SIDE:
        return pixels
    return resized(pixels, _LONGEST_SIDE / longest)


def worth(by: float) -> float:
    """The factor to scale by, where scaling is worth it; else 1."""
    return by if abs(by - 1) > _WORTH else 1.0


def resized(pixels: Pixels, by: float) -> Pixels:
    if by == 1.0:
        return pixels
    way = cv2.INTER_CUBIC if by > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(pixels, None, fx=by, fy=by, interpolation=way), np.uint8)


def page_colour(pixels: Pixels) -> npt.NDArray[np.float64]:
    """The commonest colour along the rim."""
    rim = np.concatenate(
        [part.reshape(-1, 3) for part in (pixels[:6], pixels[-6:], pixels[:, :6], pixels[:, -6:])]
    )
    return np.asarray(np.median(rim, axis=0), np.float64)


def upright(pixels: Pixels) -> Pixels:
    """The picture turned so that its long lines lie straight, where most of them lean alike."""
    lean = _lean(pixels)
    if abs(lean) < _LEAST_DEGREES:
        return pixels
    return turned(pixels, lean)


def turned(pixels: Pixels, degrees: float) -> Pixels:
    """What leans by some degrees, clockwise, made straight; on a page large enough for all of it."""
    high, wide = pixels.shape[:2]
    spare = round(math.sin(math.radians(abs(degrees))) * max(high, wide) / 2)
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    turn[:, 2] += spare
    page = [float(one) for one in page_colour(pixels)]
    size = (wide + 2 * spare, high + 2 * spare)
    return np.asarray(
        cv2.warpAffine(pixels, turn, size, flags=cv2.INTER_CUBIC, borderValue=page), np.uint8
    )


def _lean(pixels: Pixels) -> float:
    edges = cv2.Canny(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), 60, 160)
    shortest = float(np.clip(0.05 * max(pixels.shape[:2]), 30, 60))
    found = cv2.HoughLinesP(edges, 1, np.pi / 1440, 40, minLineLength=shortest, maxLineGap=4)
    if found is None:
        return 0.0
    ends = found.reshape(-1, 4).astype(np.float64)
    across, down = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    angle = (np.degrees(np.arctan2(down, across)) + 45) % 90 - 45
    length = np.hypot(across, down)
    near = np.abs(angle) <= _MOST_DEGREES
    if not near.any():
        return 0.0
    angle, length = angle[near], length[near]
    steps = np.arange(-_MOST_DEGREES, _MOST_DEGREES + 0.01, 0.125)
    mass = np.array([length[np.abs(angle - step) < _TOGETHER].sum() for step in steps])
    best = steps[int(mass.argmax())]
    alike = np.abs(angle - best) < _TOGETHER
    if mass.max() < 0.6 * length.sum() or alike.sum() < _FEW:
        return 0.0
    return float(np.average(angle[alike], weights=length[alike]))
