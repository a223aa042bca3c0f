"""The words in a picture, by RapidOCR: one engine a process, one picture at a time."""

import math
import re
import threading
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

from bot.offline.seeing.boxes import Box, Pixels

# The height of a line of text, in pixels, to which pictures are scaled before their lines are read.
LINE = 22.0
_THREADS = 2
_SURE = 0.5
_READABLE_SIDE = 2000
# Lines of text long enough to say how the picture lies, and as many of them.
_LONG = 3.0
_ENOUGH = 3
_MOST_LEAN = 8.0
_A_WORD = 3
_WORD = re.compile(r"[^\W_]")

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Line:
    """A line of text as it stands in the picture."""

    text: str
    box: Box
    score: float
    lean: float = 0.0

    @property
    def letters(self) -> int:
        return len(_WORD.findall(self.text))

    def scaled(self, by: float) -> "Line":
        return replace(self, box=self.box.scaled(by))


@cache
def _engine() -> Any:
    cv2.setNumThreads(_THREADS)
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "Global.max_side_len": _READABLE_SIDE,
            "Det.limit_type": "max",
            "Det.limit_side_len": _READABLE_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def lines(pixels: Pixels) -> list[Line]:
    with _one_at_a_time:
        found = _engine()(pixels)
    if found.boxes is None:
        return []
    read = zip(found.txts, found.boxes, found.scores, strict=True)
    lines = [
        Line(text.strip(), _upright(corners), float(score), _slope(corners))
        for text, corners, score in read
        if score >= _SURE
    ]
    # Arrow heads and parts of icons are taken for single letters.
    return [line for line in lines if line.letters > 1]


def _upright(corners: Any) -> Box:
    points = np.asarray(corners, np.float64)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def _slope(corners: Any) -> float:
    """By how many degrees a line of text falls."""
    (x, y), (u, v) = np.asarray(corners, np.float64)[:2]
    return math.degrees(math.atan2(v - y, u - x))


def lean(found: list[Line]) -> float:
    """By how many degrees the long lines of a picture lean, where they lean alike; else 0."""
    slopes = [one.lean for one in found if one.box.width > _LONG * one.box.height]
    if len(slopes) < _ENOUGH:
        return 0.0
    middle = float(np.median(slopes))
    alike = sum(abs(one - middle) < 1 for one in slopes)
    return middle if alike > 0.7 * len(slopes) and abs(middle) < _MOST_LEAN else 0.0


def usual_height(found: list[Line]) -> float:
    """How high a line of text usually is; LINE where there is too little to say."""
    heights = [one.box.height for one in found if one.letters >= _A_WORD]
    return float(np.median(heights)) if len(heights) > 1 else LINE
