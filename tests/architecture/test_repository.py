"""What every checkout can rely on."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, committed_files, read, text_of

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
HOST = re.compile(r"https?://|index-url|find-links")
PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", re.MULTILINE)
MACHINE_PATH = re.compile(r"(?<![\w.~$)])/(?:home|Users|root|work)/[\w.]")


def test_there_is_a_lock_file_for_each_purpose() -> None:
    assert {path.name for path in LOCKS} == {
        "main.txt",
        "sandbox.txt",
        "dev.txt",
        "far-ends.txt",
        "ministack.txt",
    }


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_names_no_host(path: Path) -> None:
    assert HOST.findall(text_of(path)) == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_package_in_a_lock_file_has_its_hash(path: Path) -> None:
    entries = re.split(r"^(?=[a-z0-9])", text_of(path), flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_files_agree_on_every_version() -> None:
    everything = set(PINNED.findall(text_of(ROOT / "requirements" / "far-ends.txt")))
    ours = [path for path in LOCKS if path.name != "ministack.txt"]  # in an environment of its own
    for path in ours:
        assert set(PINNED.findall(text_of(path))) <= everything


def test_every_direct_dependency_is_locked() -> None:
    declared = tomllib.loads(read("pyproject.toml"))["project"]["dependencies"]
    locked = {name for name, _ in PINNED.findall(read("requirements/main.txt"))}
    assert {re.split(r"[\[<>=; ]", one, maxsplit=1)[0] for one in declared} <= locked


def test_no_committed_file_names_a_path_of_a_machine() -> None:
    files = committed_files()
    if not files:
        pytest.skip("not a git checkout, so what is committed is not known")
    assert [str(path) for path in files if MACHINE_PATH.search(text_of(path))] == []


def test_check_holds_the_import_contracts_over_everything_shipped() -> None:
    """The contracts themselves run as `lint-imports`; here, that they cannot go missing quietly."""
    pyproject = tomllib.loads(read("pyproject.toml"))
    contracts = {one["id"]: one for one in pyproject["tool"]["importlinter"]["contracts"]}
    shipped = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert pyproject["tool"]["importlinter"]["root_packages"] == shipped
    assert contracts["layers"]["exhaustive"]
    assert contracts.keys() >= {"layers", "wired-once", "vendor-free", "one-vendor-each"}
    prerequisites = re.search(r"^check:(.*?)##", read("Makefile"), re.MULTILINE)
    assert prerequisites
    assert "architecture" in prerequisites[1].split()
    assert "lint-imports" in read("Makefile")
