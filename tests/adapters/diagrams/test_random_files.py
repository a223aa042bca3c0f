"""Whatever the bytes: a diagram, or words for a person; never anything else."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.adapters.diagrams import FileDiagrams
from bot.domain.architecture import Architecture
from bot.domain.errors import UserMistake
from bot.ports import Attachment
from tests.adapters.diagrams.making import arrow, box, drawio, icon, model, saved, scene
from tests.adapters.diagrams.test_excalidraw import SCENE
from tests.adapters.diagrams.test_mermaid import SIMPLE

DIAGRAMS = FileDiagrams()
WHITE = Image.new("RGB", (64, 48), "white")
PAGE = model(
    box("a", "A", icon("lambda"), (0, 0, 9, 9)), box("b", "B", "", (9, 9, 9, 9)), arrow("a", "b")
)
SEEDS = (
    *(saved(WHITE, one) for one in ("PNG", "JPEG", "GIF", "WEBP")),
    drawio(PAGE).encode(),
    SCENE.encode(),
    scene().encode(),
    SIMPLE.encode(),
    b'<svg xmlns="http://www.w3.org/2000/svg" content="&lt;mxfile&gt;"><g class="graph"><g class="node"/></g></svg>',
)
quick = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def survives(content: bytes) -> None:
    with suppress(UserMistake):
        diagram = DIAGRAMS.open(Attachment("x.png", content))
        assert diagram.picture or diagram.architecture


@quick
@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    survives(content)


@quick
@given(st.sampled_from(SEEDS), st.integers(0, 2000), st.binary(max_size=6), st.integers(0, 12))
def test_a_real_file_with_a_wound(seed: bytes, at: int, wound: bytes, lost: int) -> None:
    at %= len(seed)
    survives(seed[:at] + wound + seed[at + lost :])


@quick
@given(st.sampled_from(SEEDS), st.integers(0, 4000))
def test_a_real_file_cut_off(seed: bytes, at: int) -> None:
    survives(seed[: at % len(seed)])


MERMAID = st.lists(
    st.sampled_from(
        ["A", "B[Lambda]", "C(S3)", "[", "]", "(", ")", "{", "}", "-->", "--", "-.->", "==>", "|x|", "&", ";", "\n",
         '"', "subgraph vpc", "end", ":::c", "@{", "%%", " ", "é", "`", "~~~", "<-->", "|", "\\", "/", "#quot;"]
    ),
    max_size=30,
).map(" ".join)  # fmt: skip


@quick
@given(st.sampled_from(["flowchart LR\n", "architecture-beta\n"]), MERMAID)
def test_any_mermaid(header: str, body: str) -> None:
    with suppress(UserMistake):
        found = DIAGRAMS.in_text(f"```mermaid\n{header}{body}\n```")
        assert found is None or isinstance(found, Architecture)


VALUES = st.one_of(
    st.none(), st.integers(-5, 500), st.text(max_size=5), st.floats(), st.just([]), st.just({})
)
ELEMENTS = st.lists(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["rectangle", "text", "arrow", "line", "image", "frame", "ellipse", 7])},
        optional=dict.fromkeys(("id", "x", "y", "width", "height", "text", "containerId", "frameId", "groupIds", "points", "name", "startBinding", "endBinding", "startArrowhead", "isDeleted"), VALUES),
    ),
    max_size=6,
)  # fmt: skip


@quick
@given(ELEMENTS)
def test_any_scene(elements: list[dict[str, object]]) -> None:
    survives(scene(*elements).encode())


CELLS = st.lists(
    st.builds(
        lambda name, value, style, parent, edge, ends, at: (
            f'<mxCell id="{name}" value="{value}" style="{style}" {edge}="1" parent="{parent}" source="{ends[0]}" '
            f'target="{ends[1]}"><mxGeometry x="{at[0]}" y="{at[1]}" width="{at[2]}" height="{at[3]}"/></mxCell>'
        ),
        st.sampled_from("abcde1"),
        st.sampled_from(["", "Lambda", "VPC", "&lt;b&gt;S3", "&lt;!-- x", "x3", "×0"]),
        st.sampled_from(["", "group", "text;", "image", "swimlane", icon("s3"), "grIcon=mxgraph.aws4.group_vpc", "=;;"]),
        st.sampled_from("abcde1"),
        st.sampled_from(["vertex", "edge"]),
        st.tuples(st.sampled_from("abcdex"), st.sampled_from("abcdex")),
        st.tuples(*(st.sampled_from(["0", "50", "-9", "400", "nan", "inf", "1e99", "x", ""]) for _ in range(4))),
    ),
    max_size=7,
)  # fmt: skip


@quick
@given(CELLS)
def test_any_page(cells: list[str]) -> None:
    survives(drawio(model(*cells)).encode())


def test_every_file_of_this_folder_is_refused_or_opened() -> None:
    """Python sources, a PNG: real files of other kinds."""
    opens: Callable[[bytes], None] = survives
    for path in Path(__file__).parent.glob("*.py"):
        opens(path.read_bytes())
