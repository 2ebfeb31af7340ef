"""Lists: columns, order, filters, sums, files, and how little they ask of the database."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django import forms
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from python_calamine import CalamineWorkbook

from kept.kernel.models import SavedView
from kept.kernel.money import Money
from kept.kernel.web import exports
from kept.kernel.web.lines import css_of
from kept.kernel.web.tables import Column, Table, chosen, list_page

from .conftest import CLERK, NOBODY, Ask

pytestmark = pytest.mark.django_db


class Ships(Table):
    """Saved views play the ships."""

    name = "ships"
    title = "Ships"
    empty = "No ships yet."
    empty_act = ("look:new", "Add a ship", "web.act")
    acts = (("look:new", "Add a ship"), ("look:release", "Burn", "web.burn"))
    bulk_acts = (("look:release", "Release"),)
    columns = (
        Column("name", "Name", link="look:ship", link_by="pk", sort="name"),
        Column("team", "Team", kind="number", value="team_id", unit="kg", total=True, sort="team_id"),
        Column("freight", "Freight", kind="money", value=lambda v: Money(v.person_id * 100_00), total=True),
        Column("query", "Query"),
        Column("shared", "Shared", kind="yesno"),
        Column("share", "Share", kind="percent", value=lambda v: Decimal("0.81450625")),
        Column("state", "State", kind="state", value=lambda v: ("broken", "Broken <now>")),
    )
    default = ("name", "team", "freight")
    order = ("-id",)


class Narrow(forms.Form):
    q = forms.CharField(required=False, label="Search")
    team = forms.IntegerField(required=False, label="Team no.")
    shared = forms.BooleanField(required=False, label="Shared only")

    def narrow(self, rows: QuerySet[SavedView]) -> QuerySet[SavedView]:
        found = self.cleaned_data
        rows = rows.filter(name__contains=found["q"]) if found["q"] else rows
        return rows.filter(team_id=found["team"]) if found["team"] else rows


@pytest.fixture
def page(ask: Ask) -> Any:
    """`page(sort="name")`: the list as the address asks, as text."""

    def get(*, part: bool = False, headers: dict[str, str] | None = None, **query: Any) -> Any:
        request = ask("/ships/", query, part=part, **(headers or {}))
        return list_page(request, Ships, SavedView.objects.all(), filters=Narrow)

    return get


def _fleet(count: int) -> None:
    SavedView.objects.bulk_create(
        SavedView(person_id=n, team_id=n % 3 or None, table="fleet", name=f"ship {n:03}", query="=1+1")
        for n in range(1, count + 1)
    )


def _text(response: HttpResponseBase) -> str:
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response).decode()  # type: ignore[arg-type]
    return response.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [1, 3, 60])
def test_a_list_asks_once_for_rows_and_once_for_saved_views(page: Any, count: int) -> None:
    _fleet(count)

    with CaptureQueriesContext(connection) as asked:
        _text(page())

    assert len(asked) == 2
    assert sum("LIMIT 51" in each["sql"] for each in asked) == 1


def test_the_page_shows_fifty_and_where_it_goes_on(page: Any) -> None:
    _fleet(60)

    text = _text(page())

    assert text.count("data-row ") == 50
    assert 'rel="next"' in text and 'rel="prev"' not in text
    assert "50 rows on this page" in text


def test_a_column_is_sorted_both_ways_and_only_if_it_may(page: Any) -> None:
    _fleet(3)

    assert _names(page(sort="name")) == ["ship 001", "ship 002", "ship 003"]
    assert _names(page(sort="-name")) == ["ship 003", "ship 002", "ship 001"]
    assert _names(page(sort="query")) == ["ship 003", "ship 002", "ship 001"]
    assert 'aria-sort="ascending"' in _text(page(sort="name"))


def test_chosen_columns_stay_in_the_address(page: Any) -> None:
    _fleet(60)

    text = _text(page(columns="name,query,unknown"))

    assert _heads(text) == ["Name", "Query"]
    assert "columns=name%2Cquery%2Cunknown" in text


def test_a_filter_narrows_and_says_so_in_a_chip(page: Any) -> None:
    _fleet(5)

    text = _text(page(q="003", team="", sort="name"))

    assert _names(text) == ["ship 003"]
    assert '<span class="name">Search</span>003<a href="?team=&amp;sort=name"' in text


def test_a_wrong_filter_shows_its_error_and_no_rows(page: Any) -> None:
    _fleet(2)

    text = _text(page(team="three"))

    assert "Enter a whole number." in text and "data-row " not in text


def test_nothing_found_offers_to_clear_the_filters(page: Any) -> None:
    _fleet(1)

    assert "Clear the filters" in _text(page(q="zzz"))


def test_an_empty_list_is_one_sentence_and_the_act_that_fills_it(page: Any) -> None:
    text = _text(page())

    assert "No ships yet." in text and '<a class="button main" href="/ships/new/">Add a ship</a>' in text


def test_acts_that_one_may_not_do_are_absent(page: Any) -> None:
    _fleet(1)

    assert "Burn" not in _text(page())


def test_sums_are_of_the_rows_shown_and_keep_currencies_apart(page: Any) -> None:
    _fleet(4)

    foot = _text(page()).split("<tfoot>")[1].split("</tfoot>")[0]

    assert '<td class="first">Total</td>' in foot
    assert ">4 kg<" in foot.replace("\n", "") and "¥1,000.00" in foot


def test_a_value_is_escaped_and_a_missing_one_is_a_dash(page: Any) -> None:
    SavedView.objects.create(person_id=1, table="x", name="<script>", query="")

    text = _text(page(columns="name,team,state"))

    assert "&lt;script&gt;" in text and "<script>" not in text
    assert '<span class="nothing">–</span>' in text
    assert '<span class="state is-broken"><i aria-hidden="true"></i>Broken &lt;now&gt;</span>' in text


def test_a_script_gets_the_rows_and_their_address(page: Any) -> None:
    _fleet(2)

    response = page(part=True, q="ship", team="", headers={"HX-Trigger": "filters"})

    assert _text(response).lstrip().startswith('<section class="rows" id="rows"')
    assert response["HX-Push-Url"] == "/ships/?q=ship"


def test_rows_that_have_not_changed_are_not_sent_again(page: Any) -> None:
    _fleet(60)
    with time_machine.travel(datetime(2026, 3, 2, tzinfo=UTC), tick=False):
        etag = page(part=True)["ETag"]

    same = page(part=True, headers={"If-None-Match": etag})
    SavedView.objects.filter(name="ship 059").update(name="ship last but one")
    changed = page(part=True, headers={"If-None-Match": etag})

    assert (same.status_code, changed.status_code) == (304, 200)


def test_csv_holds_all_rows_in_the_chosen_columns_harmlessly(page: Any) -> None:
    _fleet(60)
    SavedView.objects.create(person_id=2, table="x", name="@cmd", query="\t=x")

    lines = _text(page(export="csv", columns="name,freight,query,shared", sort="-name")).splitlines()

    assert lines[0] == "\ufeffName,Freight,Currency,Query,Shared"
    assert lines[1] == "ship 060,6000.00,CNY,'=1+1,no"
    assert lines[-1] == "'@cmd,200.00,CNY,'\t=x,no"
    assert len(lines) == 62


def test_excel_holds_figures_as_figures(page: Any) -> None:
    _fleet(2)

    response = page(export="xlsx", columns="name,team,freight,query")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response))).get_sheet_by_index(0)

    assert sheet.to_python() == [
        ["Name", "Team (kg)", "Freight", "Currency", "Query"],
        ["ship 002", 2.0, 200.0, "CNY", "=1+1"],
        ["ship 001", 1.0, 100.0, "CNY", "=1+1"],
    ]


def test_a_workbook_goes_on_with_another_sheet(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _fleet(5)
    monkeypatch.setattr(exports, "SHEET", 2)

    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(page(export="xlsx", columns="name"))))

    assert [book.get_sheet_by_name(name).to_python() for name in book.sheet_names] == [
        [["Name"], ["ship 005"], ["ship 004"]],
        [["Name"], ["ship 003"], ["ship 002"]],
        [["Name"], ["ship 001"]],
    ]
    assert book.sheet_names == ["Ships", "Ships 2", "Ships 3"]


def test_a_sheet_bears_the_title_as_excel_takes_it() -> None:
    assert exports.sheet_name("客户/订单: 2026") == "客户 订单  2026"
    assert exports.sheet_name("A" * 40) == "A" * 31
    assert exports.sheet_name("A" * 40, 2) == "A" * 29 + " 2"


def test_an_empty_list_is_a_file_with_its_heads(page: Any) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(page(export="xlsx", columns="name"))))

    assert book.get_sheet_by_index(0).to_python() == [["Name"]]


def test_a_file_reads_in_one_statement(page: Any) -> None:
    _fleet(60)

    with CaptureQueriesContext(connection) as asked:
        _text(page(export="csv"))

    assert len(asked) == 1


def test_a_link_needs_its_permission(ask: Ask) -> None:
    column = Column("name", "Name", link="look:ship", link_by="pk", link_permission="web.look")
    view = SavedView(pk=5, name="a")

    assert (column.address(view, CLERK), column.address(view, NOBODY)) == ("/ships/5/", "")


def test_a_dotted_path_ends_quietly_where_nothing_is() -> None:
    column = Column("x", "X", value="owner.branch.name")

    assert column.of(type("Ship", (), {"owner": None})()) is None


def test_a_card_on_a_phone_shows_what_presses_wherever_it_stands() -> None:
    plain = [Column(f"c{n}", "C") for n in range(6)]
    last = [Column("due", "Due", kind="promise"), Column("state", "State", kind="state")]

    css = css_of([*plain, *last, Column("kept", "Kept", phone=True), Column("left", "Left")])

    assert [place for place, words in enumerate(css) if "wide" in words] == [5, 9]


def test_bulk_acts_reach_only_the_chosen_rows(ask: Ask) -> None:
    _fleet(3)
    first, second, _ = SavedView.objects.order_by("id")
    request = ask()
    request.POST = request.POST.copy()
    request.POST.setlist("pk", [str(first.pk), str(second.pk), "x", "999999"])

    assert set(chosen(request, SavedView.objects.all())) == {first, second}


def test_a_percent_is_rounded_half_up(page: Any) -> None:
    _fleet(1)

    assert "81.5 %" in _text(page(columns="share"))


def test_the_list_speaks_the_reader_s_language(page: Any) -> None:
    _fleet(60)

    with translation.override("zh-hans"):
        assert "本页 50 行" in _text(page())


def _names(response: Any) -> list[str]:
    text = response if isinstance(response, str) else _text(response)
    return [part.split("<")[0] for part in text.split('/">')[1:] if part.startswith("ship ")]


def _heads(text: str) -> list[str]:
    head = text.split("<thead>")[1].split("</thead>")[0]
    cells = [cell.split("</th>")[0] for cell in head.split('<th scope="col"')[1:]]
    return [cell.split("<a ")[-1].split(">")[1].split("<")[0] for cell in cells]
