"""What a look at a page finds that no reader of HTML does."""

from playwright.sync_api import Page

STICKING_OUT = """() => {
  const width = window.innerWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const sticksOut = each => each.getBoundingClientRect().right > width + 0.5;
  const out = [...document.body.querySelectorAll('*')].filter(sticksOut);
  return ['the page', ...out.map(each => each.outerHTML.slice(0, 160))];
}"""


def sticking_out(page: Page) -> list[str]:
    """The elements that make this page wider than its window."""
    found: list[str] = page.evaluate(STICKING_OUT)
    return found
