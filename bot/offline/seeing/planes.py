"""Closing, opening and widening planes of ink."""

from typing import Any

import cv2
import numpy as np

from bot.offline.seeing.boxes import Plane


def closed(plane: Any, wide: int, high: int) -> Plane:
    """Without gaps up to a size."""
    return _done(plane, cv2.MORPH_CLOSE, wide, high)


def opened(plane: Any, wide: int, high: int) -> Plane:
    """Only what is at least of a size."""
    return _done(plane, cv2.MORPH_OPEN, wide, high)


def widened(plane: Any, wide: int, high: int) -> Plane:
    return _done(plane, cv2.MORPH_DILATE, wide, high)


def _done(plane: Any, what: int, wide: int, high: int) -> Plane:
    return np.asarray(cv2.morphologyEx(plane, what, np.ones((high, wide), np.uint8)), np.uint8)
