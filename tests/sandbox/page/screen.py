"""What a person at the page sees and does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from selenium import webdriver
from selenium.common import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

T = TypeVar("T")

SECONDS = 10.0
RENDER = """
const [name, build, given, done] = arguments;
import(`/static/${name}.js`).then((page) => {
  const box = document.createElement("div");
  box.append(page[build](...given));
  document.body.append(box);
  const html = box.innerHTML;
  box.remove();
  done(html);
}, (error) => done(`failed: ${error}`));
"""


@dataclass(frozen=True)
class Screen:
    """Elements go by their data-testid; `within` is a CSS selector around them."""

    driver: webdriver.Chrome
    patience: float = SECONDS

    def all(self, testid: str, within: str = "") -> list[WebElement]:
        return self.matching(f"{within} [data-testid='{testid}']")

    def matching(self, css: str) -> list[WebElement]:
        found = self.driver.find_elements(By.CSS_SELECTOR, css)
        return [element for element in found if element.is_displayed()]

    def one(self, testid: str, within: str = "") -> WebElement:
        return self.wait_for(lambda: self.all(testid, within))[0]

    def click(self, testid: str, within: str = "") -> None:
        self.one(testid, within).click()

    def press(self, action_id: str) -> None:
        self.wait_for(lambda: self.matching(f"[data-action-id='{action_id}']"))[0].click()

    def write(self, testid: str, text: str) -> None:
        self.one(testid).send_keys(text)

    def send(self, text: str, testid: str = "composer") -> None:
        self.write(testid, text + Keys.ENTER)

    def acts_as(self, user: str) -> None:
        self.click("user-switcher")
        self.wait_for(lambda: self.matching(f"[role^=menuitem][data-user-id='{user}']"))[0].click()

    def texts(self, testid: str, within: str = "") -> list[str]:
        return self.wait_for(lambda: [[one.text for one in self.all(testid, within)]])[0]

    def waits_for_text(self, testid: str, text: str, within: str = "") -> None:
        self.wait_for(lambda: any(text in shown for shown in self.texts(testid, within)))

    def wait_for(self, seen: Callable[[], T]) -> T:
        waiting = WebDriverWait(
            self.driver,
            self.patience,
            poll_frequency=0.05,
            ignored_exceptions=[StaleElementReferenceException],
        )
        return waiting.until(lambda _: seen())

    def html(self, module: str, build: str, *given: Any) -> str:
        """The markup of the nodes that an exported function of a module makes."""
        return str(self.run(RENDER, module, build, given))

    def run(self, script: str, *given: Any) -> Any:
        """What the script hands to `done`, its last argument."""
        self.driver.set_script_timeout(SECONDS)
        return self.driver.execute_async_script(script, *given)
