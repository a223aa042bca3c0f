"""Files made to hurt: small ones that unpack to gigabytes, XML that grows, SVG that reads the disk."""

import base64
import time
import zlib
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from bot.domain.errors import UserMistake
from tests.adapters.diagrams.conftest import Open
from tests.adapters.diagrams.making import (
    arrow,
    box,
    drawio,
    encoded_scene,
    model,
    png_with,
    saved,
    seen,
)

LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(9)
)  # fmt: skip
TOO_LARGE = "far larger than a diagram"
SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100"'


def deflated_zeros(megabytes: int, *, raw: bool) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15 if raw else 15)
    block = b" " * (1024 * 1024)
    return b"".join([*(squeezer.compress(block) for _ in range(megabytes)), squeezer.flush()])


class TestPackedTraps:
    def test_a_page_that_unpacks_to_gigabytes_is_refused(self, opened: Open) -> None:
        page = base64.b64encode(deflated_zeros(60, raw=True)).decode()

        with pytest.raises(UserMistake, match=TOO_LARGE):
            opened(drawio(page))

    def test_in_a_png_it_costs_only_the_structure(self, opened: Open) -> None:
        page = base64.b64encode(deflated_zeros(60, raw=True)).decode()

        diagram = opened(png_with("mxfile", quote(drawio(page))))

        assert diagram.picture is not None
        assert diagram.architecture is None

    def test_a_compressed_text_that_grows_costs_only_the_structure(self, opened: Open) -> None:
        content = png_with("mxfile", "<mxfile>" + " " * 40_000_000, compressed=True)

        assert opened(content).architecture is None

    def test_a_scene_that_grows_is_refused(self, opened: Open) -> None:
        huge = encoded_scene(" " * 40_000_000)
        svg = (
            f"<svg {SVG}><!-- payload-type:application/vnd.excalidraw+json --><!-- payload-start -->"
            f"{base64.b64encode(huge.encode()).decode()}<!-- payload-end --></svg>"
        )
        with pytest.raises(UserMistake, match=TOO_LARGE):
            opened(svg)

    def test_a_picture_that_unpacks_to_gigabytes_is_refused_by_its_header(
        self, opened: Open
    ) -> None:
        small = bytearray(saved(Image.new("1", (8, 8))))
        small[16:24] = (60_000).to_bytes(4) * 2
        small[29:33] = zlib.crc32(small[12:29]).to_bytes(4)

        with pytest.raises(UserMistake, match="60,000 × 60,000 pixels"):
            opened(bytes(small))


class TestXmlTraps:
    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(f"<!DOCTYPE svg [{LAUGHS}]><svg {SVG}>&l8;</svg>", id="billion-laughs"),
            pytest.param(
                f"<!DOCTYPE mxfile [{LAUGHS}]><mxfile>&l8;</mxfile>", id="billion-laughs-drawio"
            ),
            pytest.param(
                f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg {SVG}><text>&x;</text></svg>',
                id="file-in-an-entity",
            ),
            pytest.param(f"<svg {SVG}>" + "<g>" * 5000 + "</g>" * 5000 + "</svg>", id="deep"),
            pytest.param(f"<svg {SVG}>" + "<g/>" * 60_000 + "</svg>", id="many"),
            pytest.param("<mxfile>" + "<diagram>x</diagram>" * 500 + "</mxfile>", id="pages"),
        ],
    )
    def test_it_is_refused_at_once(self, opened: Open, content: str) -> None:
        started = time.monotonic()

        with pytest.raises(UserMistake, match=f"{TOO_LARGE}|damaged|a text"):
            opened(content)

        assert time.monotonic() - started < 5

    def test_cells_that_stand_in_each_other_end_somewhere(self, opened: Open) -> None:
        cells = "".join(
            f'<mxCell id="{a}" value="Lambda {a}" vertex="1" parent="{b}"><mxGeometry width="9" height="9"/></mxCell>'
            for a, b in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"))
        )
        with pytest.raises(UserMistake, match="nothing in it"):
            opened(f"<mxGraphModel><root>{cells}</root></mxGraphModel>")


LONG = 60_000
IN_SVG = f"<svg {SVG}>{{}}</svg>"


class TestSlowTexts:
    """Texts on which careless patterns take hours."""

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param("<!---->" * 3000 + "x", id="comments"),
            pytest.param("flowchart LR\n" + " " * LONG + "x", id="spaces"),
            pytest.param(" " * LONG + "flowchart LR\nA-->B", id="spaces-first"),
            pytest.param("flowchart LR\nA -- a" + " " * LONG + "b", id="half-an-arrow"),
            pytest.param("flowchart LR\n" + "[" * LONG + ";", id="brackets"),
            pytest.param("flowchart LR\nsubgraph a" + "[" * 900 + " " * 900 + "b", id="subgraph"),
            pytest.param("architecture-beta\n a" + " " * LONG + "b", id="architecture"),
            pytest.param('flowchart LR\n"' + "\n" * LONG, id="open-quote"),
            pytest.param("%%\n" * LONG + "flowchart LR", id="comments-of-mermaid"),
            pytest.param("flowchart LR\n" + "A-->A;" * 9000, id="many-arrows"),
            pytest.param("flowchart LR\n" + "&".join("AB" * 300) + "-->" + "&".join("CD" * 300), id="each-to-each"),
            pytest.param(IN_SVG.format("payload-type:application/vnd.excalidraw+json " * 9000), id="payloads"),
            pytest.param(IN_SVG.format("<script/>" * 30_000), id="scripts"),
            pytest.param(
                IN_SVG.format(f'<g class="graph"><g class="node"/><g class="edge"><title>{"a-" * LONG}</title></g></g>'),
                id="edge-title",
            ),
            pytest.param(drawio(model(box("a", " x" * LONG + "(" * LONG, "", (0, 0, 9, 9)))), id="label"),
            pytest.param(drawio(model(box("a", "<" * LONG, "", (0, 0, 9, 9)))), id="markup"),
            pytest.param(drawio(model(box("a", "", "image=" + "aws-" * LONG, (0, 0, 9, 9)))), id="icon"),
            pytest.param(
                drawio(model(box("j", "", "", (0, 0, 9, 9)), *(arrow(f"{a}", f"{b}") for a, b in (("j", "j"),) * 900))),
                id="loops",
            ),
        ],
    )  # fmt: skip
    def test_they_are_done_with_soon(self, opened: Open, content: str) -> None:
        started = time.process_time()

        with suppress(UserMistake):
            opened(content)

        assert time.process_time() - started < 4


class TestSvgTraps:
    def test_no_file_of_this_machine_shows(self, opened: Open, tmp_path: Path) -> None:
        secret = tmp_path / "secret.png"
        secret.write_bytes(saved(Image.new("RGB", (50, 50), "red")))
        references = "".join(
            f'<image {name}="{href}" width="100" height="100"/>'
            for name in ("href", "xlink:href")
            for href in (secret, secret.as_uri())
        )
        nested = base64.b64encode(f"<svg {SVG}>{references}</svg>".encode()).decode()
        svg = f'<svg {SVG}>{references}<image href="data:image/svg+xml;base64,{nested}" width="100" height="100"/></svg>'

        picture = opened(svg).picture

        assert picture is not None
        assert seen(picture.content).convert("RGB").getextrema() == ((255, 255),) * 3

    def test_work_without_end_is_ended(self, opened: Open) -> None:
        levels = "".join(
            f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 12)
        )
        svg = f'<svg {SVG}><defs><g id="g0"><rect width="9" height="9"/></g>{levels}</defs><use href="#g11"/></svg>'
        started = time.monotonic()

        with suppress(UserMistake):
            assert opened(svg).picture is not None

        assert time.monotonic() - started < 20
