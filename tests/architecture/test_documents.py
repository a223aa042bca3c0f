"""What the documents say can be done can be done, and what they point at is there."""

import re
from pathlib import Path

import pytest

from bot import cli
from tests.architecture.repository import ROOT, documents, read

LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)|<img[^>]* src=\"([^\"]+)\"")
CODE = re.compile(r"```(?:sh|console)\n(.*?)```|`([^`\n]+)`", re.DOTALL)
# A whole line of code: `make it 5 players` is something to say to the bot.
MAKE = re.compile(r"^make ([a-z][a-z-]*)(?: ARGS=.*| +#.*)?$", re.MULTILINE)
COMMAND = re.compile(r"^(?:\.venv/bin/)?gpt-to-aws ([a-z]+)", re.MULTILINE)
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
DESCRIBED_TARGET = re.compile(r"^([a-z][a-z-]*):.*## ", re.MULTILINE)


def code_in(path: Path) -> str:
    """What a document shows as something to type."""
    found = CODE.findall(path.read_text(encoding="utf-8"))
    return "\n".join(block or inline for block, inline in found)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", documents(), ids=relative)
def test_every_link_within_the_repository_leads_somewhere(path: Path) -> None:
    targets = [one or other for one, other in LINK.findall(path.read_text(encoding="utf-8"))]
    missing = [
        target
        for target in targets
        if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("path", documents(), ids=relative)
def test_every_make_command_in_a_document_exists(path: Path) -> None:
    assert set(MAKE.findall(code_in(path))) <= set(TARGET.findall(read("Makefile")))


@pytest.mark.parametrize("path", documents(), ids=relative)
def test_every_command_in_a_document_exists(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in set(COMMAND.findall(code_in(path))):
        with pytest.raises(SystemExit) as ended:
            cli.main([command, "--help"])
        assert ended.value.code == 0, f"{command}: {capsys.readouterr().err}"


def test_the_readme_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    offered = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE)
    assert offered
    assert set(offered) <= set(COMMAND.findall(code_in(ROOT / "README.md")))


def test_every_make_command_with_a_description_is_in_a_document() -> None:
    told = "\n".join(map(code_in, documents()))
    assert set(DESCRIBED_TARGET.findall(read("Makefile"))) - {"help"} <= set(MAKE.findall(told))


def test_the_readme_leads_to_every_document() -> None:
    pointed_at = {one or other for one, other in LINK.findall(read("README.md"))}
    assert {relative(path) for path in (ROOT / "docs").glob("*.md")} <= pointed_at


def test_every_name_that_the_architecture_points_at_is_in_the_file_beside_it() -> None:
    cells = re.findall(
        r"[|]([^|\n]*)[|]\s*$", (ROOT / "docs/architecture.md").read_text(), re.MULTILINE
    )
    pairs = [
        (path, name)
        for cell in cells
        for path, name in re.findall(r"`((?:bot|handlers)/[\w/]+\.py)` `(\w+)`", cell)
    ]
    assert len(pairs) > 10
    stale = [pair for pair in pairs if pair[1] not in (ROOT / pair[0]).read_text()]
    assert stale == []
