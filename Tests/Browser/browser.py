"""A headless Chromium, and what the checks do with the page in it."""

import pathlib
import shutil

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

PICTURES = pathlib.Path(__file__).resolve().parents[2] / ".build" / "browser"


class Browser:
    """A context manager. One process for all checks; `fresh` leaves nothing of the check before."""

    def __init__(self, width=1280, height=860):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en-US", f"--window-size={width},{height}"):
            options.add_argument(argument)
        options.add_experimental_option("prefs", {"intl.accept_languages": "en-US,en"})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
        self.allowed = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def fresh(self):
        """Forgets what pages have kept, and the console."""
        if self.driver.current_url.startswith("http"):
            self.cdp("Storage.clearDataForOrigin", origin=self.script("return location.origin"), storageTypes="all")
        self.driver.get("about:blank")
        self.resize(1280, 860)
        self.driver.get_log("browser")
        self.allowed = []

    def open(self, url):
        self.driver.get(url)
        self.until(lambda: self.script("return document.readyState === 'complete' && document.getElementById('model-name')?.textContent !== '…'"), "the page")

    def cdp(self, command, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def resize(self, width, height, dark=False):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def script(self, code, *arguments):
        return self.driver.execute_script(code, *arguments)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.script("return [...document.querySelectorAll(arguments[0])].map(each => each.textContent).join('\\n')", selector)

    def count(self, selector):
        return self.script("return document.querySelectorAll(arguments[0]).length", selector)

    def press(self, *keys):
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    def click(self, selector):
        self.find(selector).click()

    def until(self, condition, what, seconds=30):
        """Waits for what the page is expected to come to."""
        WebDriverWait(self.driver, seconds, poll_frequency=0.02).until(lambda _: condition(), f"never came: {what}")

    def ask(self, question):
        field = self.find("#question")
        field.click()
        field.send_keys(question, Keys.ENTER)

    def answered(self, count=1, seconds=60):
        """Waits for so many answers that have ended."""
        self.until(lambda: self.count(".answer[aria-busy='false'], .answer.built") >= count and self.idle(), f"{count} answers", seconds)

    def idle(self):
        return not self.script("return document.getElementById('send').classList.contains('stops')")

    def lens(self, name):
        self.script("document.querySelector(`#lenses input[value=${arguments[0]}]`).click()", name)

    def choose_effort(self, effort):
        self.script("document.querySelector(`#efforts input[value=${arguments[0]}]`).click()", effort)

    def set(self, selector, value):
        """Puts a text into a field as if it was typed."""
        self.script(
            "const field = document.querySelector(arguments[0]); field.value = arguments[1];"
            "for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }))", selector, value)

    def allow(self, *parts):
        """Console messages that this check brings about: of requests that are refused or lost."""
        self.allowed += parts

    def expect_quiet_console(self):
        """Nothing was refused by the Content-Security-Policy, nothing thrown, nothing missing."""
        entries = [entry for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        unexpected = [entry["message"] for entry in entries if not any(part in entry["message"] for part in self.allowed)]
        assert not unexpected, unexpected

    def keep_picture(self, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        file = PICTURES / f"{name.replace(' ', '-')}.png"
        self.driver.save_screenshot(str(file))
        print(f"        as it looked: {file}")
