"""Every page that links lead to: usable by everybody, and nothing on it escapes translation."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db.models import JSONField
from django.utils import translation
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from kept.kernel.templatetags import kept
from kept.kernel.web import chrome
from kept.people.models import Person
from scripts.pages import walk
from tests.browser.conftest import WIDE, FaultsOfPages, SignIn

pytestmark = pytest.mark.slow

OPEN, CLOSE = "\u27e6", "\u27e7"
MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
DATA = re.compile(
    r"[A-Z]{1,3}-[\dA-Z-]+"  # numbers of records
    r"|[\w.+-]+@[\w.-]+"
    r"|general_manager\d+"  # the login of whoever looks
    r"|Asia/Shanghai|JD last mile, Changshu|SCMS delivery history|scms_400\.csv"
    r"|Service desk incidents 2014|Calls of a bank, by five minutes"
    r"|^(?:· )?[a-z]+(?:_[a-z]+)*(?:  \d+)?$"  # codes of questionnaires with their version, and of items
    r"|^[a-z_]+ / [a-z_]+$"  # a formula in the field where it is changed
    r"|^[a-z_]+: (?:share_of|per)_.*"  # how an extra is written on a rate card
    r"|\b(?:Kept|Ctrl|Enter|Esc|CSV|Excel|JSON|API|PDF|CNY|HKD|TWD|USD|EUR|JPY|GBP|MB|kg|km|B\d+|English)\b"
)
SEEN = """() => {
  const found = [], parts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest('script, style, kbd, template, code')) parts.push(walker.currentNode.textContent);
  }
  for (const each of document.querySelectorAll('[title], [aria-label], [placeholder], [alt]'))
    for (const name of ['title', 'aria-label', 'placeholder', 'alt'])
      found.push(each.getAttribute(name) || '');
  return [document.title, parts.join("\\n"), ...found];
}"""


@pytest.fixture
def marked_messages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language in which every message is English between marks."""
    real = translation._trans  # type: ignore[attr-defined]

    def marked(name: str) -> Callable[..., str]:
        say = getattr(real, name)
        return lambda *words: f"{OPEN}{say(*words)}{CLOSE}" if any(words) else ""

    drawn_once = (chrome._drawn, kept._blank_fields)
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        monkeypatch.setattr(real, name, marked(name))
    for drawn in drawn_once:
        drawn.cache_clear()
    yield
    for drawn in drawn_once:
        drawn.cache_clear()


def test_everybody_can_use_every_page(
    page: Page, live_server: LiveServer, sign_in: SignIn, manager: Person, faults_of_pages: FaultsOfPages
) -> None:
    """Wide; `test_every_page_narrow` looks at them on a phone, at the same time on another core."""
    sign_in(manager)

    assert faults_of_pages(live_server.url, WIDE) == ""


def test_no_page_says_anything_outside_translation(
    page: Page, live_server: LiveServer, sign_in: Callable[..., None], manager: Person, marked_messages: None
) -> None:
    sign_in(manager, language="en")

    words = words_of_data()
    escaped = {
        found.address: _escaped(page.evaluate(SEEN), words) for found in walk(page, origin=live_server.url)
    }

    assert len(escaped) > 5
    assert [f"{address}: {text}" for address, texts in escaped.items() for text in texts] == []


def words_of_data() -> re.Pattern[str]:
    """What records say in each language: it is data. A blank in it may have been filled."""
    said: set[str] = set()
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, JSONField)]
        for row in model._default_manager.values_list(*names) if names else ():
            said |= {line for value in row for line in _lines(value)}
    longest_first = sorted(said, key=len, reverse=True)
    return re.compile("|".join(map(_with_blanks, longest_first)))


def _lines(value: object) -> Iterator[str]:
    """The lines of texts in several languages, however deep they lie; of other values, none."""
    if isinstance(value, dict) and isinstance(value.get("en"), str):
        texts = (text for text in value.values() if isinstance(text, str))
        yield from (line.strip() for text in texts for line in text.splitlines() if line.strip())
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _lines(each)


def _with_blanks(line: str) -> str:
    return ".+?".join(map(re.escape, re.split(r"\{\w+\}", line)))


def _escaped(texts: list[str], words: re.Pattern[str]) -> list[str]:
    """Texts with letters outside the marks that are not data."""
    unmarked = (words.sub("", _unmarked(text)) for text in texts)
    lines = [line.strip() for text in unmarked for line in text.splitlines()]
    return [line for line in lines if re.search(r"[A-Za-z]{2,}", DATA.sub("", line))]


def _unmarked(text: str) -> str:
    while text != (fewer := MARKED.sub("", text)):
        text = fewer
    return text
