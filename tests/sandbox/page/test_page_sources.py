"""What can be said about the page's files without a browser."""

import re
from pathlib import Path

import pytest

from bot.sandbox.sandbox import EXAMPLES
from bot.sandbox.workspace import PAGE_FOLDER
from bot.sandbox.workspace.pictures import size_of

INDEX = (PAGE_FOLDER / "index.html").read_text()
SOURCES = sorted(path for path in PAGE_FOLDER.iterdir() if path.suffix in {".js", ".css", ".html"})
SCRIPTS = [path for path in SOURCES if path.suffix == ".js"]
MARKUP_FROM_TEXT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
    r"|createContextualFragment|DOMParser"
)
SVG_NAMESPACE = "http://www.w3.org/2000/svg"


def by_name(path: Path) -> str:
    return path.name


def test_every_file_is_used_and_every_used_file_is_there() -> None:
    """From index.html on, following imports and /static/ addresses, one reaches exactly the folder."""
    reached, waiting = set(), ["index.html"]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        text = (PAGE_FOLDER / name).read_text()
        waiting += re.findall(r"/static/([\w.-]+\.\w+)", text)
        waiting += re.findall(r'from "\./([\w.-]+)"', text)
    assert reached == {path.name for path in PAGE_FOLDER.iterdir() if path.is_file()}


def test_the_example_picture_is_a_picture() -> None:
    """Large enough to be read, small enough to be sent in no time."""
    content = (PAGE_FOLDER / "examples" / "hla.png").read_bytes()
    assert size_of(content) == (1137, 712)
    assert len(content) < 100_000


def test_every_picture_of_an_example_is_there() -> None:
    """The page fetches it when somebody clicks."""
    pictures = [example["picture"] for example in EXAMPLES if "picture" in example]
    assert pictures
    assert all((PAGE_FOLDER / name.removeprefix("/")).is_file() for name in pictures)


@pytest.mark.parametrize("path", SCRIPTS, ids=by_name)
def test_no_script_turns_text_into_markup_or_code(path: Path) -> None:
    """Messages, file names and model output only ever become text nodes."""
    assert MARKUP_FROM_TEXT.findall(path.read_text()) == []


@pytest.mark.parametrize("path", SOURCES, ids=by_name)
def test_no_source_names_another_host(path: Path) -> None:
    """The page asks only the machine it came from."""
    named = re.findall(r"https?://[\w.-]+[\w./-]*", path.read_text())
    assert set(named) <= {SVG_NAMESPACE}


@pytest.mark.parametrize("path", SCRIPTS, ids=by_name)
def test_scripts_import_only_their_neighbours(path: Path) -> None:
    """There is no build step, so every import is a file beside it."""
    assert all(name.startswith("./") for name in re.findall(r'\bfrom "([^"]+)"', path.read_text()))


def test_a_strict_content_security_policy_is_enough() -> None:
    """No inline script, style or listener stands in the page, and no script writes a style attribute."""
    markup = INDEX.split("-->", 1)[1]
    assert "<style" not in markup
    assert re.findall(r"<script[^>]*>(?!</script>)", markup) == []
    assert re.findall(r"\s(?:style|on\w+)=", markup) == []
    assert not [path.name for path in SCRIPTS if re.search(r'"style"|\bstyle:', path.read_text())]


def test_every_hook_for_tests_is_documented_and_every_documented_one_exists() -> None:
    """The list at the top of index.html is what browser tests may rely on."""
    comment, markup = INDEX.split("-->", 1)
    used = set(re.findall(r'data-testid="([^"]+)"', markup))
    for path in SCRIPTS:
        used |= hooks_in(path.read_text())
    assert used == documented_hooks(comment)


def hooks_in(script: str) -> set[str]:
    """A part that varies, as `${option.action_id}`, becomes ACTION_ID."""
    varying = re.compile(r"\$\{(?:[^}]*\.)?(\w+)\}")
    names = re.findall(r"""\btestid(?::| =) ["`]([^"`]+)["`]""", script)
    return {varying.sub(lambda found: found[1].upper(), name) for name in names}


def documented_hooks(comment: str) -> set[str]:
    """Each line of the list starts with the part of the page it speaks of; asides are in brackets."""
    listing = comment.split("Hooks for browser tests", 1)[1]
    lines = re.sub(r"\([^)]*\)|, PREFIX is .*", "", listing).splitlines()[1:]
    names = " ".join(re.sub(r"^ {4}\S+ +|^ +", "", line) for line in lines)
    return set(re.findall(r"[\w-]+", names))


def test_every_element_a_script_looks_up_is_in_the_page() -> None:
    """byId(...) never comes back empty-handed."""
    wanted = {
        name for path in SCRIPTS for name in re.findall(r'byId\("([\w-]+)"\)', path.read_text())
    }
    assert wanted - set(re.findall(r'\bid="([\w-]+)"', INDEX)) == set()


def test_every_emoji_of_the_bot_is_known_to_the_page() -> None:
    handlers = Path(__file__).parents[3] / "handlers"
    said = {
        name
        for file in handlers.rglob("*.py")
        for name in re.findall(r":([a-z]+(?:_[a-z]+)*):", file.read_text())
    }
    known = set(re.findall(r"[\"']?([\w+-]+)[\"']?: \"", (PAGE_FOLDER / "emoji.js").read_text()))
    assert "white_check_mark" in said
    assert said <= known
