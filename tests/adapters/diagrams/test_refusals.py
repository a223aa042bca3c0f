"""Files that are no diagrams are refused in words that say what they are and what to do."""

import pytest
from PIL import Image

from bot.domain.errors import UserMistake
from tests.adapters.diagrams.conftest import Open
from tests.adapters.diagrams.making import drawio, model, saved, scene

LOGIN = b"""<!DOCTYPE html>
<html lang="en"><head><title>Sign in | Slack</title></head><body><svg></svg><form></form></body></html>"""
WHITE = Image.new("RGB", (64, 48), "white")
PNG, JPEG, GIF, WEBP = (saved(WHITE, one) for one in ("PNG", "JPEG", "GIF", "WEBP"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "This file is empty", id="empty"),
        pytest.param(LOGIN, "This is a web page, not a picture.* sign-in page", id="login-page"),
        pytest.param(b"  \n<html><body>x</body></html>", "This is a web page", id="page-without-doctype"),
        pytest.param(b"hello, here are my notes", "This is a text, not a picture", id="text-named-png"),
        pytest.param(b"%PDF-1.7\n...", "This is a PDF.* as a PNG", id="pdf"),
        pytest.param(b"\0\0\0\x18ftypheic\0\0\0\0", "This is a HEIC photo.* as a PNG or JPEG", id="heic"),
        pytest.param(b"\0\0\0\x18ftypavif\0\0\0\0", "This is an AVIF picture", id="avif"),
        pytest.param(b"\0\0\0\x18ftypisom\0\0\0\0", "This is a video.* screenshot", id="video"),
        pytest.param(saved(WHITE, "BMP"), "This is a BMP picture", id="bmp"),
        pytest.param(saved(WHITE, "TIFF"), "This is a TIFF picture", id="tiff"),
        pytest.param(saved(WHITE, "ICO"), "This is an icon file", id="ico"),
        pytest.param(b"PK\x03\x04....visio/document.xml", "a packed file .a document or an archive", id="vsdx"),
        pytest.param(b"\x1f\x8b\x08\0", "This is an archive", id="gzip"),
        pytest.param(b"MZ\x90\0", "This is a program", id="program"),
        pytest.param(bytes(range(1, 256)), "no file I know", id="noise"),
        pytest.param(b'{"type": "bank", "account": 7}', "This is a text", id="json"),
        pytest.param(b"\xff\xd8\xff", "This JPEG is damaged", id="jpeg-of-three-bytes"),
        pytest.param(JPEG[: len(JPEG) // 2], "This JPEG is damaged", id="jpeg-cut"),
        pytest.param(PNG[:60], "This PNG is damaged", id="png-cut"),
        pytest.param(PNG[:8], "This PNG is damaged", id="png-signature"),
        pytest.param(PNG.replace(b"IDAT", b"IDAX"), "This PNG is damaged", id="png-without-data"),
        pytest.param(GIF[:20], "This GIF is damaged", id="gif-cut"),
        pytest.param(WEBP[:30], "This WebP is damaged", id="webp-cut"),
        pytest.param("<svg", "This SVG is damaged", id="svg-cut"),
        pytest.param("<svg><g>", "This SVG is damaged", id="svg-open"),
        pytest.param("<mxfile><diagram>!!!</diagram></mxfile>", "This draw.io file is damaged", id="drawio-damaged"),
        pytest.param("<mxfile><diagram>", "This draw.io file is damaged", id="drawio-cut"),
        pytest.param(drawio(model()), "This draw.io file has nothing in it", id="drawio-empty"),
        pytest.param('{"type": "excalidraw", "elements": [', "This Excalidraw file is damaged", id="excalidraw-cut"),
        pytest.param('{"type": "excalidraw"}', "This Excalidraw file is damaged", id="excalidraw-bare"),
        pytest.param(scene(), "This Excalidraw file has nothing in it", id="excalidraw-empty"),
        pytest.param("flowchart LR\n", "This Mermaid file has nothing in it", id="mermaid-empty"),
        pytest.param("flowchart LR\n A --> ", "could not read line 2 of the Mermaid diagram", id="mermaid-cut"),
        pytest.param("sequenceDiagram\n A->>B: hi", "a Mermaid sequenceDiagram", id="mermaid-other"),
    ],
)  # fmt: skip
def test_it_is_refused_with_what_it_is_and_what_to_do(
    opened: Open, content: bytes | str, words: str
) -> None:
    with pytest.raises(UserMistake, match=words) as refused:
        opened(content, "architecture.png")

    assert refused.value.user_message.count(".") >= 1
    assert "Traceback" not in refused.value.user_message
