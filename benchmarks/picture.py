"""How long a picture takes from its bytes to a checked template, and how much memory; what of it is the text in it.

The pictures are those of the tests. The baseline is reading their text alone, which any reader of pictures has to do; for
the linter it is asking it anew each time, as its own function for one template does.
"""

import resource
from collections.abc import Iterator
from pathlib import Path

from cfnlint.api import lint  # type: ignore[import-untyped] # ships no types
from cfnlint.config import ManualArgs  # type: ignore[import-untyped]
from rapidocr import RapidOCR

from benchmarks.timing import in_turns, median
from bot.adapters.cfn_lint import CfnLintTemplates
from bot.adapters.diagrams import FileDiagrams
from bot.blocks import compose
from bot.domain.architecture import Architecture
from bot.offline.seeing import see
from bot.ports import Attachment
from bot.sandbox.workspace import PAGE_FOLDER

REGION = "us-east-1"
ROUNDS = 3
HLA = PAGE_FOLDER / "examples" / "hla.png"
PICTURES = Path(__file__).parents[1] / "tests" / "offline" / "seeing" / "pictures"


def measure() -> Iterator[str]:
    """Read every picture both ways, and lint what is made of them both ways."""
    files = [HLA, *sorted(PICTURES.glob("*.png")), *sorted(PICTURES.glob("*.jpg"))]
    pictures = [_opened(file) for file in files] * ROUNDS
    read_text = RapidOCR()
    read: list[Architecture] = []

    def text_alone(number: int) -> None:
        read_text(pictures[number])

    def all_of_it(number: int) -> None:
        read.append(see(pictures[number]))

    see(pictures[0])  # loads the reader's models
    runs = in_turns([text_alone, all_of_it], len(pictures))
    yield f"Reading a picture ({len(files)} pictures, {ROUNDS} times each)"
    yield from _lines(("its text alone", "the embedded model"), runs)
    yield f"  {'memory at most':24}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB"
    yield from _of_the_linter([compose(one, title="bench").template for one in read[: len(files)]])


def _of_the_linter(templates: list[str]) -> Iterator[str]:
    checks = CfnLintTemplates()
    checks.check(templates[0], REGION)  # loads the rules

    def anew(number: int) -> None:
        lint(templates[number], config=ManualArgs(regions=[REGION]))

    def one_for_all(number: int) -> None:
        checks.check(templates[number], REGION)

    runs = in_turns([anew, one_for_all], len(templates))
    yield f"\nLinting a template ({len(templates)} composed from those pictures)"
    yield from _lines(("a linter each time", "one linter for all"), runs)


def _opened(file: Path) -> bytes:
    diagram = FileDiagrams().open(Attachment(file.name, file.read_bytes()))
    return diagram.picture.content if diagram.picture else b""


def _lines(names: tuple[str, str], runs: list[list[float]]) -> Iterator[str]:
    yield f"{'':26}{'median':>10}{'ratio':>9}"
    for name, took in zip(names, runs, strict=True):
        yield f"  {name:24}{median(took):7.0f} ms{median(took) / median(runs[0]):8.2f}×"
