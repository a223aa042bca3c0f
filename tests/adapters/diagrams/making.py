"""Files to open: as the programs write them that draw diagrams."""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.domain.architecture import Architecture

AWS4 = "outlineConnect=0;html=1;fontSize=12;aspect=fixed;shape=mxgraph.aws4."
GROUP = "html=1;container=1;collapsible=0;shape=mxgraph.aws4.group;grIcon=mxgraph.aws4."


def icon(name: str) -> str:
    return f"{AWS4}resourceIcon;resIcon=mxgraph.aws4.{name};"


# --- draw.io ---------------------------------------------------------------------------------


def box(
    name: str, text: str, style: str, at: tuple[float, float, float, float], parent: str = "1"
) -> str:
    x, y, width, height = at
    return (
        f'<mxCell id={quoteattr(name)} value={quoteattr(text)} style={quoteattr(style)} vertex="1" '
        f'parent={quoteattr(parent)}><mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" '
        'as="geometry"/></mxCell>'
    )


def arrow(
    source: str, target: str, text: str = "", style: str = "edgeStyle=orthogonalEdgeStyle;"
) -> str:
    return (
        f'<mxCell id="{source}-{target}" value={quoteattr(text)} style="{style}" edge="1" parent="1" '
        f'source="{source}" target="{target}"><mxGeometry relative="1" as="geometry"/></mxCell>'
    )


def loose_arrow(
    name: str, start: tuple[float, float], end: tuple[float, float], style: str = ""
) -> str:
    return (
        f'<mxCell id="{name}" style="{style}" edge="1" parent="1"><mxGeometry relative="1" as="geometry">'
        f'<mxPoint x="{start[0]}" y="{start[1]}" as="sourcePoint"/>'
        f'<mxPoint x="{end[0]}" y="{end[1]}" as="targetPoint"/></mxGeometry></mxCell>'
    )


def model(*cells: str) -> str:
    return (
        '<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>'
        + "".join(cells)
        + "</root></mxGraphModel>"
    )


def packed(page: str) -> str:
    """As draw.io compresses a page."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = squeezer.compress(quote(page, safe="").encode()) + squeezer.flush()
    return base64.b64encode(content).decode()


def drawio(*pages: str) -> str:
    diagrams = "".join(
        f'<diagram name="Page" id="{n}">{page}</diagram>' for n, page in enumerate(pages)
    )
    return f'<mxfile host="app.diagrams.net">{diagrams}</mxfile>'


# --- Excalidraw ------------------------------------------------------------------------------


def element(kind: str, element_id: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "id": element_id, "isDeleted": False, "groupIds": [], **more}


def scene(*elements: Mapping[str, Any]) -> str:
    return json.dumps(
        {
            "type": "excalidraw",
            "version": 2,
            "source": "https://excalidraw.com",
            "elements": elements,
        }
    )


def encoded_scene(text: str) -> str:
    """As Excalidraw embeds a scene into a picture: each character of the string is one byte."""
    content = zlib.compress(text.encode()).decode("latin-1")
    return json.dumps(
        {"version": "1", "encoding": "bstring", "compressed": True, "encoded": content}
    )


def scene_svg(text: str) -> str:
    payload = base64.b64encode(encoded_scene(text).encode()).decode()
    return (
        '<svg version="1.1" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        "<!-- svg-source:excalidraw --><metadata><!-- payload-type:application/vnd.excalidraw+json -->"
        f"<!-- payload-version:2 --><!-- payload-start -->{payload}<!-- payload-end --></metadata>"
        '<rect x="0" y="0" width="10" height="10"/></svg>'
    )


# --- pictures --------------------------------------------------------------------------------


def saved(image: Image.Image, encoding: str = "PNG", **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, encoding, **options)
    return target.getvalue()


def png_with(
    keyword: str, text: str, *, compressed: bool = False, international: bool = False
) -> bytes:
    info = PngInfo()
    if international:
        info.add_itxt(keyword, text, zip=compressed)
    else:
        info.add_text(keyword, text, zip=compressed)
    return saved(Image.new("RGB", (40, 30), "white"), pnginfo=info)


def seen(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


# --- what came of it -------------------------------------------------------------------------


def services(architecture: Architecture | None) -> list[str]:
    assert architecture is not None
    return [one.service for one in architecture.components]


def arrows(architecture: Architecture | None) -> list[tuple[str, str]]:
    assert architecture is not None
    return [(one.source, one.target) for one in architecture.connections]


def places(architecture: Architecture | None) -> dict[str, str | None]:
    assert architecture is not None
    boxes = {one.id: one.inside for one in architecture.containers}
    return boxes | {one.id: one.inside for one in architecture.components}


def kinds(architecture: Architecture | None) -> dict[str, str]:
    assert architecture is not None
    return {one.id: one.kind for one in architecture.containers}


def unplaced(architecture: Architecture | None) -> Sequence[str]:
    assert architecture is not None
    return [one.text for one in architecture.unplaced]
