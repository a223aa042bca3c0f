"""Pictures of architectures: what is drawn is read, and nothing else."""

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest

from bot.domain.architecture import Architecture
from bot.domain.services import SERVICES
from bot.offline.seeing import NoPictureReading, see
from tests.offline.seeing.drawing import Drawn, boxes, encoded
from tests.offline.seeing.scoring import Score, facts, facts_drawn, facts_read
from tests.offline.seeing.sketching import grid

_MATRIX = Path("bot/offline/seeing/icons.npz")


def _label(read: Architecture, component_id: str) -> str:
    return read.component(component_id).label


def _arrows(read: Architecture) -> set[tuple[str, str]]:
    return {(_label(read, one.source), _label(read, one.target)) for one in read.connections}


@pytest.mark.parametrize(
    ("draw", "seeds", "least"),
    [
        pytest.param(boxes, (2, 14, 15), (0.97, 0.9), id="laid out by Graphviz"),
        pytest.param(grid, (0, 4), (0.97, 0.9), id="straight lines"),
        pytest.param(lambda seed: grid(seed, sketch=True), (1, 3), (0.97, 0.85), id="by hand"),
        pytest.param(lambda seed: grid(seed, "half"), (2,), (0.97, 0.85), id="half the size"),
        pytest.param(lambda seed: grid(seed, "turned"), (5,), (0.97, 0.85), id="askew"),
    ],
)
def test_drawings_nobody_has_seen_before_are_read(
    draw: Callable[[int], Drawn], seeds: tuple[int, ...], least: tuple[float, float]
) -> None:
    score = Score()
    for seed in seeds:
        drawn = draw(seed)
        score.add(facts_read(see(drawn.data)), facts_drawn(drawn))
    services, arrows, _ = score.f1
    assert services >= least[0]
    assert arrows >= least[1]


def test_icons_are_read_with_their_names_arrows_and_people_outside(pictures: Path) -> None:
    """One picture, and all that it says."""
    read = see((pictures / "hla.png").read_bytes())
    assert {one.service for one in read.components} == {"user", "apigateway", "lambda", "dynamodb"}
    assert _arrows(read) == {
        ("Customers", "CustomerDetailsAPI"),
        ("CustomerDetailsAPI", "GetCustomer"),
        ("GetCustomer", "Customers"),
    }
    (vpc,) = read.containers
    assert (vpc.kind, vpc.label) == ("vpc", "VPC")
    assert [one.service for one in read.members(vpc)] == ["lambda"]
    assert min(one.confidence for one in read.components) > 0.8
    assert min(one.confidence for one in read.connections) > 0.8


def test_containers_in_containers_survive_a_bad_jpeg(pictures: Path) -> None:
    read = see((pictures / "web.jpg35.jpg").read_bytes())
    group, vpc = sorted(read.containers, key=lambda one: one.kind)
    assert (group.kind, vpc.kind) == ("auto-scaling-group", "vpc")
    assert group.inside == vpc.id
    assert sorted(_label(read, one.id) for one in read.members(vpc)) == ["Postgres", "web1", "web2"]


def test_arrows_that_turn_and_cross_borders_and_words_are_followed(pictures: Path) -> None:
    read = see((pictures / "containers.icon.png").read_bytes())
    assert ("Fargate service", "NAT Gateway") in _arrows(read)
    assert len(read.connections) == 5


def test_words_along_an_arrow_are_its_label() -> None:
    page = np.full((220, 900, 3), 255, np.uint8)
    for left, name in ((60, "API Gateway"), (620, "Lambda")):
        cv2.rectangle(page, (left, 80), (left + 220, 150), (0, 0, 0), 2)
        cv2.putText(page, name, (left + 22, 124), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2, cv2.LINE_AA)  # fmt: skip
    cv2.arrowedLine(page, (284, 115), (614, 115), (0, 0, 0), 2, cv2.LINE_AA, tipLength=0.06)
    cv2.putText(page, "HTTPS", (400, 100), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (0, 0, 0), 2, cv2.LINE_AA)
    (connection,) = see(encoded(page)).connections
    assert connection.label == "HTTPS"


def test_a_name_without_anything_drawn_for_it_is_not_dropped_in_silence() -> None:
    page = np.full((300, 700, 3), 255, np.uint8)
    cv2.putText(page, "backed up to Redshift", (60, 150), cv2.FONT_HERSHEY_SIMPLEX, 1, (0, 0, 0), 2, cv2.LINE_AA)  # fmt: skip
    read = see(encoded(page))
    assert read.components == ()
    assert [one.text for one in read.unplaced] == ["backed up to Redshift"]


@pytest.mark.parametrize("size", [(2, 2), (30, 4000), (600, 800)])
def test_a_picture_of_nothing_gives_an_empty_architecture(size: tuple[int, int]) -> None:
    page = np.full((*size, 3), 240, np.uint8)
    assert see(encoded(page)) == Architecture()


def test_noise_is_given_up_at_once_and_not_followed_piece_by_piece() -> None:
    noise = np.random.default_rng(7).integers(0, 255, (800, 1200, 3), dtype=np.uint8)

    assert see(encoded(noise)) == Architecture()


def test_a_photo_of_something_else_shows_no_arrows() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (60, 80, 3), np.uint8)
    photo = cv2.resize(noise, (640, 480), interpolation=cv2.INTER_CUBIC)
    assert see(encoded(np.asarray(photo, np.uint8))).connections == ()


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n broken"])
def test_what_is_no_picture_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NoPictureReading, match="no picture"):
        see(data)


def test_two_pictures_at_once_are_read_as_one_after_the_other() -> None:
    drawings = [boxes(seed).data for seed in (1, 15)]
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(see, drawings)) == [see(one) for one in drawings]


def test_a_bot_that_reads_no_picture_loads_nothing_for_it() -> None:
    heavy = "numpy", "cv2", "rapidocr", "onnxruntime"
    code = f"import sys, bot.offline.seeing; print([one for one in {heavy} if one in sys.modules])"
    assert _run(code) == "[]"


def test_missing_packages_are_named() -> None:
    code = (
        "import sys; sys.modules['cv2'] = None\n"
        "from bot.offline.seeing import NoPictureReading, see\n"
        "try: see(b'')\n"
        "except NoPictureReading as error: print(error)"
    )
    assert "rapidocr" in _run(code)


def _run(code: str) -> str:
    program = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(program, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - our own code


def test_the_icons_of_every_service_are_known() -> None:
    """But of what has none: no package of icons draws IPAM or resource groups."""
    with np.load(_MATRIX) as stored:
        known = {str(name) for name in stored["names"]}
    assert set(SERVICES) - known == {"external", "unknown", "ipam", "resourcegroups"}
    assert _MATRIX.stat().st_size < 500_000


@pytest.mark.timeout(300)
def test_the_cases_are_read(cases: Path) -> None:
    """Services, arrows and containment, over all pictures of the cases."""
    score = Score()
    with (cases / "expected.jsonl").open(encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            read = see((cases / line["file"]).read_bytes())
            score.add(facts_read(read), facts(line["services"], line["edges"], line["contains"]))
    services, arrows, containment = score.f1
    assert services >= 0.97
    assert arrows >= 0.95
    assert containment >= 0.95
