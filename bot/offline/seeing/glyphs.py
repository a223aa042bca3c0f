"""What an icon's drawing looks like, whatever its size, generation and ground."""

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from bot.offline.seeing.boxes import Pixels

SIDE = 24
_FAINT = 0.45
_HAZE = 0.25
_BLANK = 0.12
_LEAST_SIDE = 8
_LEAST_STROKE = 4

Vector = npt.NDArray[np.float32]


class Look(NamedTuple):
    """A glyph as a unit vector, and its colour as two differences of channels."""

    shape: Vector
    colour: Vector


def chroma(colour: npt.NDArray[np.float64]) -> Vector:
    blue, green, red = (float(one) / 255 for one in colour)
    return np.array([blue - green, red - green], np.float32)


def on_tile(crop: Pixels) -> Look | None:
    """A light drawing on a filled tile."""
    ring = max(1, round(min(crop.shape[:2]) * 0.06))
    inner = crop[ring:-ring, ring:-ring]
    if min(inner.shape[:2]) < _LEAST_SIDE:
        return None
    edge = np.concatenate(
        [part.reshape(-1, 3) for part in (inner[:2], inner[-2:], inner[:, :2], inner[:, -2:])]
    )
    ground = np.median(edge, axis=0)
    light = inner.min(axis=2).astype(np.float32)
    strength = (light - float(ground.min())) / max(40.0, 255.0 - float(ground.min()))
    shape = _shape(strength)
    return None if shape is None else Look(shape, chroma(ground))


def in_lines(crop: Pixels, page: npt.NDArray[np.float64]) -> Look | None:
    """A drawing in lines on the page."""
    apart = np.abs(crop.astype(np.float64) - page).max(axis=2)
    inked = crop[apart > np.percentile(apart, 90) * 0.8] if apart.size else crop
    shape = _shape((apart / 255).astype(np.float32))
    if shape is None or not len(inked):
        return None
    return Look(shape, chroma(np.median(inked.reshape(-1, 3), axis=0)))


def _shape(strength: npt.NDArray[np.float32]) -> Vector | None:
    top = float(np.percentile(strength, 98))
    if top < _BLANK:
        return None
    drawn = np.clip(strength / top, 0, 1)
    across = np.flatnonzero((drawn > _FAINT).sum(axis=0) >= 1)
    down = np.flatnonzero((drawn > _FAINT).sum(axis=1) >= 1)
    if min(len(across), len(down)) < _LEAST_STROKE:
        return None
    drawn = drawn[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
    drawn = np.where(drawn < _HAZE, 0, drawn).astype(np.float32)
    return _squared(drawn)


def _squared(drawn: npt.NDArray[np.float32]) -> Vector:
    high, wide = drawn.shape
    side = max(high, wide)
    above, beside = (side - high) // 2, (side - wide) // 2
    square = cv2.copyMakeBorder(
        drawn, above, side - high - above, beside, side - wide - beside, cv2.BORDER_CONSTANT
    )
    small = cv2.resize(square, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return unit(np.asarray(cv2.GaussianBlur(small, (0, 0), 0.8), np.float32).ravel())


def unit(values: npt.NDArray[np.floating]) -> Vector:
    centred = values.astype(np.float32) - np.float32(values.mean())
    length = float(np.linalg.norm(centred))
    return (centred / max(length, 1e-6)).astype(np.float32)
