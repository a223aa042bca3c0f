"""For all tests: the browser, and what happens to those that need one where there is none."""

import logging
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from bot.logs import TALKATIVE

# How long an example takes says more of the machine, and of the tests beside it, than of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

BROWSER = ("chromium", "chromedriver")

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--window-size=1300,900",
)
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
    return all(map(shutil.which, BROWSER))


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser for all tests that are marked `browser`."""
    browser, driver = map(shutil.which, BROWSER)
    options = webdriver.ChromeOptions()
    options.binary_location = str(browser)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(str(driver)))
    yield chrome
    chrome.quit()


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """For tests that set up logging: what they set up writes to a stream that ends with them."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in TALKATIVE}
    engine = logging.getLogger("dbos")
    of_engine, propagates = engine.handlers[:], engine.propagate
    yield
    engine.handlers[:], engine.propagate = of_engine, propagates
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
