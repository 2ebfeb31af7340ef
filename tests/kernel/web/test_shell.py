"""What surrounds pages: menu, panels, quick find, theme, language, error pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.utils import translation

from kept.kernel import searching
from kept.kernel.actor import Actor, Scope
from kept.kernel.searching import Hit, search_provider
from kept.kernel.web import chrome, menu, panels, views
from kept.kernel.web.answers import answer
from kept.kernel.web.chrome import SWITCHES, Switch, language_chosen, top_switch
from kept.kernel.web.menu import here, menu_for, menu_item
from kept.kernel.web.tables import Table
from kept.people.models import Branch

from .conftest import CLERK, NOBODY, Ask


@pytest.fixture(autouse=True)
def own_registries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(menu, "ITEMS", {})
    monkeypatch.setattr(menu, "ACTS", {})
    monkeypatch.setattr(panels, "PANELS", {})
    monkeypatch.setattr(panels, "TYPES", {})
    monkeypatch.setattr(searching, "PROVIDERS", {})
    menu._entries.cache_clear()
    yield
    SWITCHES.clear()
    menu._entries.cache_clear()


def _menu() -> None:
    menu_item("ships", "货件", url="look:ships", icon="truck", permission="web.look", order=31, group="work")
    menu_item(
        "new", "New ship", url="look:new", icon="plus", permission="web.act", order=20, group="customers"
    )
    menu_item("burn", "Burn", url="look:release", icon="x", permission="web.burn", order=1, group="today")
    menu_item("gone", "Gone", url="nowhere:at_all", icon="x", permission="web.look", order=2, group="today")


def test_the_menu_shows_what_one_may_use_in_order() -> None:
    _menu()

    assert [item.name for item in menu_for(CLERK)] == ["new", "ships"]
    assert menu_for(NOBODY) == []


def test_a_page_stands_under_the_longest_address() -> None:
    _menu()
    found = [here(CLERK, path) for path in ("/ships/7/", "/ships/new/", "/x/")]

    assert [item and item.name for item in found] == ["ships", "new", None]


def test_the_page_is_framed_by_menu_theme_and_language(ask: Ask) -> None:
    _menu()
    request = ask("/ships/7/")
    request.COOKIES = {"kept_theme": "dark", "kept_density": "<bad>"}

    with translation.override("zh-hant"):
        text = answer(request, "kernel/404.html").content.decode()

    assert '<html lang="zh-Hant" data-theme="dark" data-density="roomy">' in text
    assert 'href="/ships/" title="货件" aria-current="page"' in text
    assert "這裡什麼也沒有" in text


def test_the_rail_unfolds_what_the_reader_left_open_and_where_the_page_lies(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chrome, "FEW_ENTRIES", 1)
    _menu()
    menu_item("day", "Day", url="look:release", icon="sun", permission="web.look", order=40, group="today")
    request = ask("/ships/")

    def folds() -> list[tuple[str, bool]]:
        return [(group.name, group.is_open) for group in chrome.chrome_of(request).groups]

    assert folds() == [("today", True), ("customers", True), ("work", True)]

    request.COOKIES["kept_rail"] = "customers"

    assert folds() == [("today", False), ("customers", True), ("work", True)]


def test_a_stranger_s_page_has_no_menu_and_no_quick_find(ask: Ask) -> None:
    text = answer(ask(actor=NOBODY), "kernel/404.html").content.decode()

    assert "find-open" not in text and "<dialog" not in text


def test_a_stranger_s_wrong_link_is_answered_in_the_public_frame(ask: Ask) -> None:
    stranger, reader = (
        answer(ask(**who), "kernel/404.html").content.decode() for who in ({"actor": NOBODY}, {})
    )

    assert 'class="public"' in stranger and "at the top" not in stranger and "Ask whoever sent it" in stranger
    assert 'class="public"' not in reader and "at the top" in reader


def test_the_page_title_stands_in_the_head_and_on_the_page(ask: Ask) -> None:
    text = answer(ask(), "kernel/403.html").content.decode()

    assert "<title>This page is not open to you · Kept</title>" in text
    assert "<h1>This page is not open to you</h1>" in text


def test_the_top_bar_offers_the_switches_of_the_rooms(ask: Ask) -> None:
    top_switch(lambda request: Switch("Branch", "branch", "/branch/", (("1", "上海"), ("2", "苏州")), "2"))

    text = answer(ask(), "kernel/404.html").content.decode()

    assert '<option value="2" selected>苏州</option>' in text


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.forbidden, 403), (views.not_found, 404), (views.csrf_failure, 403), (views.broken, 500)],
)
def test_every_error_has_a_page(ask: Ask, view: Any, status: int) -> None:
    response = view(ask())

    assert response.status_code == status
    assert b"<h1>" in response.content


def test_a_page_of_a_broken_house_asks_nothing_of_the_database(ask: Ask) -> None:
    request = ask()
    request.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]

    assert b"Something broke on our side" in views.broken(request).content


def test_theme_and_density_are_kept_in_the_browser(rf: RequestFactory) -> None:
    response = views.display(rf.post("/display/", {"theme": "dark", "density": "huge", "next": "/ships/"}))

    assert response["Location"] == "/ships/"
    assert {name: morsel.value for name, morsel in response.cookies.items()} == {"kept_theme": "dark"}


def test_a_language_is_kept_and_told(rf: RequestFactory) -> None:
    told: list[str] = []

    def listen(code: str, **_: object) -> None:
        told.append(code)

    language_chosen.connect(listen)
    response = views.language(rf.post("/language/", {"language": "zh-hant", "next": "/ships/?q=1"}))
    views.language(rf.post("/language/", {"language": "xx", "next": "//evil.example"}))
    language_chosen.disconnect(listen)

    assert (response["Location"], response.cookies["django_language"].value) == ("/ships/?q=1", "zh-hant")
    assert told == ["zh-hant"]


NEIGHBOUR = Actor(
    kind="person", name="李四", person_id=8, scopes=(Scope(CLERK.scopes[0].permissions, "customer", 1),)
)


@pytest.fixture
def branch(db: None) -> Branch:
    """A record with panels on its page, seen by the clerk and not by the neighbour."""
    panels.record_type("look.branch", model=Branch, permission="web.look")

    @panels.panel("look.branch", title="Found", order=1, permission="web.act")
    def found(request: HttpRequest, record: Branch) -> tuple[str, dict[str, Any]]:
        return "kernel/parts/refused.html", {"refused": {"message": record.name}}

    @panels.panel("look.branch", title="Secret", order=2, permission="web.burn")
    def secret(request: HttpRequest, record: Branch) -> tuple[str, dict[str, Any]]:
        raise AssertionError

    return Branch.objects.create(code="SH", name="上海分公司")


def test_a_panel_shows_itself_on_a_record_one_may_see(ask: Ask, branch: Branch) -> None:
    hung = panels.panels_of("look.branch", CLERK)

    address = {"name": hung[0].name, "type_name": "look.branch", "pk": branch.pk}
    part, page = (views.panel(ask(part=by_script), **address) for by_script in (True, False))

    assert [panel.title for panel in hung] == ["Found"]
    assert part.content.decode().startswith('<div class="toast')  # type: ignore[attr-defined]
    assert "<h1>Found</h1>" in page.content.decode()  # type: ignore[attr-defined]
    assert "<span>上海分公司</span>" in page.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("ending", "actor"), [("found", NEIGHBOUR), ("secret", CLERK), ("nothing", CLERK)])
def test_a_panel_that_is_not_yours_is_not_there(ask: Ask, branch: Branch, ending: str, actor: Actor) -> None:
    name = next((name for _, name in panels.PANELS if name.endswith(ending)), ending)

    with pytest.raises(Http404):
        views.panel(ask(actor=actor), name=name, type_name="look.branch", pk=branch.pk)


def test_quick_find_groups_what_one_may_use_pages_first(ask: Ask) -> None:
    _menu()

    @search_provider("ships", "Ships", permission="web.look")
    def ships(actor: Actor, text: str, limit: int) -> list[Hit]:
        return [Hit("宏达 <电子>", "/ships/1/", "苏州", "WB-1")]

    @search_provider("burned", "Burned", permission="web.burn")
    def burned(actor: Actor, text: str, limit: int) -> list[Hit]:
        raise AssertionError

    text = views.find(ask("/find/", {"q": "hj"}, part=True)).content.decode()

    assert text.index("Pages") < text.index("货件") < text.index("Ships") < text.index("宏达 &lt;电子&gt;")
    assert "<!doctype" not in text


def test_quick_find_works_as_a_page(ask: Ask) -> None:
    assert b"<!doctype" in views.find(ask("/find/", {"q": ""})).content


def test_a_whole_number_opens_its_record(ask: Ask) -> None:
    @search_provider("ships", "Ships", permission="web.look")
    def ships(actor: Actor, text: str, limit: int) -> list[Hit]:
        return [Hit("宏达", "/ships/1/", number="WB-1"), Hit("顺达", "/ships/2/", number="WB-12")]

    assert views.find(ask("/find/", {"q": "wb-1"}))["Location"] == "/ships/1/"
    assert views.find(ask("/find/", {"q": "wb-"})).status_code == 200


def test_acts_of_lists_are_found_by_who_may_begin_them(ask: Ask) -> None:
    class Fleet(Table):
        name = "fleet"
        title = "Fleet"
        columns = ()
        acts = (("look:new", "登记货件", "web.act"), ("look:release", "登记火灾", "web.burn"))

    text = views.find(ask("/find/", {"q": "djh"}, part=True)).content.decode()

    assert '<a class="hit" href="/ships/new/"><span>登记货件</span></a>' in text
    assert "登记火灾" not in text
