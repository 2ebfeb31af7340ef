"""What a look at a page finds that no reader of HTML does."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

AXE_FAULTS = """async () => {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const rules = dark ? {runOnly: ['color-contrast']} : {};
  const found = await axe.run({resultTypes: ['violations'], ...rules});
  return found.violations.flatMap(fault => fault.nodes.slice(0, 3).map(node => `${fault.id}: ${node.html}`));
}"""
"""In the dark only the colours are others than in the light, where everything is looked at."""

STICKING_OUT = """() => {
  const width = window.innerWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const sticksOut = each => each.getBoundingClientRect().right > width + 0.5;
  const out = [...document.body.querySelectorAll('*')].filter(sticksOut);
  return ['the page', ...out.map(each => each.outerHTML.slice(0, 160))];
}"""


def found_by_axe(page: Page) -> list[str]:
    """What axe finds on this page, three places of each kind; in the dark, what cannot be read."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(AXE_FAULTS)
    return found


def sticking_out(page: Page) -> list[str]:
    """The elements that make this page wider than its window."""
    found: list[str] = page.evaluate(STICKING_OUT)
    return found
