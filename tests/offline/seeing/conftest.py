"""The pictures that are read, and those that are only there where the project's cases are."""

from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]


@pytest.fixture
def pictures() -> Path:
    """Pictures drawn for this project, with icons."""
    return Path(__file__).parent / "pictures"


@pytest.fixture
def cases() -> Path:
    folder = _ROOT.parent / "shared" / "cases" / "diagrams"
    if not folder.is_dir():
        pytest.skip("the pictures of the cases are not beside this repository (../shared/cases)")
    return folder
