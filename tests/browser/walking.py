"""How the walk is made: as whom, in which language, and by which hands."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from kept.people.models import Person
from tests.browser.conftest import NARROW, WIDE, SignIn
from tests.browser.looking import sticking_out

PICTURES = os.environ.get("KEPT_PICTURES", "")
"""A folder for pictures of each stop, for whoever wants to look."""


@dataclass
class Walker:
    """One browser in the hands of one person after the other."""

    page: Page
    sign_in: SignIn
    language: str
    stops: int = field(default=0)

    def become(self, person: Person) -> None:
        self.close()
        self.page.context.clear_cookies()
        self.sign_in(person, language=self.language)

    def leave(self) -> None:
        """Nobody is signed in; only the language stays chosen."""
        self.close()
        kept = [c for c in self.page.context.cookies() if "language" in str(c.get("name"))]
        self.page.context.clear_cookies()
        self.page.context.add_cookies(kept)  # type: ignore[arg-type]

    def close(self) -> None:
        """Before its person goes: a page that looks again without a login leads to the login page."""
        self.page.goto("about:blank")

    def go(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None and answer.ok, f"{address}: {answer and answer.status}"

    def form(self, action: str = "") -> Locator:
        """The form of this address, its menu opened; without one the form of the page."""
        if not action:
            return self.page.locator("main form[method=post]").first
        found = self.page.locator(f'form[action$="{action}"]').first
        menu = self.page.locator("details:not([open])", has=self.page.locator(f'form[action$="{action}"]'))
        if menu.count():
            menu.first.locator("summary").first.click()
        return found

    def fill(self, form: Locator, **values: str) -> None:
        for name, value in values.items():
            control = form.locator(f'[name="{name}"]').first
            if control.evaluate("each => each.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)

    def press(self, form: Locator) -> None:
        """The main button of a form; the answer is another page with a word about what was done."""
        self.page.evaluate("document.querySelectorAll('.toast').forEach(each => each.remove())")
        form.locator("button.main, button[type=submit], button:not([type=button])").last.click()
        expect(self.page.locator(".toast").first).to_be_visible()
        self.page.wait_for_load_state()

    def sees(self, zh: str, en: str, where: str = "body") -> None:
        """The words of the language stand there."""
        expect(self.page.locator(where).first).to_contain_text(self.word(zh, en))

    def word(self, zh: str, en: str) -> str:
        """The word of the language."""
        return zh if self.language == "zh-hans" else en

    def number(self) -> str:
        """The number of the record that is open, from its address."""
        return self.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]

    def stop(self, name: str) -> None:
        """Look: nothing sticks out sideways here."""
        self.stops += 1
        self.page.wait_for_load_state("networkidle")
        if PICTURES:
            self._picture(f"{self.language}-{self.stops:02}-{name}")
        out = sticking_out(self.page)
        assert not out, f"{self.page.url}: {out}"

    def _picture(self, name: str) -> None:
        """The page as it is seen: wide and narrow, light and dark."""
        size = self.page.viewport_size
        for view in (WIDE, NARROW):
            self.page.set_viewport_size(view)  # type: ignore[arg-type]
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                path = Path(PICTURES) / f"{name}-{view['width']}-{scheme}.png"
                self.page.screenshot(path=path, full_page=True)
        self.page.set_viewport_size(size or WIDE)  # type: ignore[arg-type]
        self.page.emulate_media(color_scheme="light")
