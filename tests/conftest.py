"""For all tests: what happens to those that need a browser where there is none."""

import shutil

import pytest

NO_BROWSER = (
    "chromium and chromedriver are not installed, so nothing was tried in a browser "
    "(Debian: apt-get install chromium chromium-driver)"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-browser",
        action="store_true",
        help="fail the tests marked `browser` where there is no browser, instead of skipping them",
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") is None or _browser_installed():
        return
    if item.config.getoption("require_browser"):
        pytest.fail(NO_BROWSER, pytrace=False)
    pytest.skip(NO_BROWSER)


def _browser_installed() -> bool:
    return all(map(shutil.which, ("chromium", "chromedriver")))
