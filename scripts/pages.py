"""Find the pages of Kept by walking its links: one address for each view."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

SKIPPED = (
    "people:logout",
    "api-1.0.0",
    "documents:document",
    "exchange:mapping",
    "exchange:rejected_file",
    "exchange:sample",
    "knowledge:archive",
    "knowledge:image",
    "orders:intake_template",
)
"""What is no page: the way out, the API, and files to be kept."""

HREFS = "all => all.map(a => new URL(a.getAttribute('href'), document.baseURI).href)"
"""Whole addresses; a link inside a drawing has no plain `href` of its own."""


@dataclass(frozen=True)
class Found:
    view: str
    address: str

    @property
    def file_name(self) -> str:
        return self.view.replace(":", "-") or "start"


def walk(page: Page, *, origin: str, start: str = "/", limit: int = 400) -> Iterator[Found]:
    """Open each page that links lead to, nearest first; the page stays open while the caller looks at it."""
    waiting, seen = deque([start]), set[str]()
    while waiting and len(seen) < limit:
        address = waiting.popleft()
        view = view_of(address)
        if view is None or view in seen:
            continue
        seen.add(view)
        if not _opened(page, urljoin(origin, address)):
            continue
        links = page.eval_on_selector_all("a[href]", HREFS)
        yield Found(view, address)
        waiting.extend(_inner(links, origin))


def _opened(page: Page, address: str) -> bool:
    """Go there; False where the answer is a file to be kept, which is no page."""
    try:
        page.goto(address)
    except Error as error:
        if "Download is starting" in error.message:
            return False
        raise
    return True


def view_of(address: str) -> str | None:
    """The name of the view behind an address; None where a walk should not go."""
    parts = urlsplit(address)
    if "export=" in parts.query:
        return None
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return None
    return None if name.startswith(SKIPPED) else name


def _inner(links: list[str], origin: str) -> list[str]:
    return [link.removeprefix(origin) for link in links if link.startswith(f"{origin}/")]
