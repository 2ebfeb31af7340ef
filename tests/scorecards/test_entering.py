"""Base numbers that people enter: by hand, from a file, corrected, and held."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kept.people.models import Branch, Person
from kept.scorecards.actions.entering import (
    AmountBelowNought,
    NotYet,
    OnlyOfTheWhole,
    SourceMissing,
    Told,
    UnknownNumber,
    enter_numbers,
)
from kept.scorecards.actions.facts import months_waiting
from kept.scorecards.actions.number_intake import take_numbers
from kept.scorecards.actions.scoring import keep_scores
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.models import NumberEntry, Score
from kept.scorecards.queries.engine import Figure, Place, figure, measures_of
from kept.scorecards.queries.reading import Whose, over
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
APRIL = date(2026, 4, 1)
STOCKOUT = "stockout_frequency"


def enter(month: date, whose: Whose | None = None, **numbers: Any) -> None:
    rows = [Told(n, month, Decimal(str(v)), whose or Whose()) for n, v in numbers.items()]
    enter_numbers(rows=rows, source="仓库月报", by=HOUSE, at=NOON)


def told(code: str, place: Place | None = None, *, start: date = MARCH) -> Figure:
    found = measures_of(
        [INDICATORS[code]],
        start=start,
        end=APRIL,
        slices=["all", "branch", "customer"],
        by_month=False,
        as_of=NOON,
    )
    return figure(INDICATORS[code], found.get(place or Place(), {}))


def page(client: Client, person: Person, name: str, *args: Any, **data: Any) -> Any:
    client.force_login(person, backend="kept.people.queries.signed_in.PersonBackend")
    headers = {"Accept-Language": "en"}
    address = reverse(f"scorecards:{name}", args=args)
    return client.post(address, data, headers=headers) if data else client.get(address, headers=headers)


@pytest.mark.spec("R374")
def test_the_published_stock_outs_give_the_published_rate() -> None:
    enter(MARCH, stockout_lines=2, order_lines=25, order_lines_complete=23)

    assert told(STOCKOUT).value == Decimal("0.08")
    assert told("line_fill_rate").value == Decimal("0.92")


def test_a_correction_is_a_new_row_and_the_newest_counts() -> None:
    enter(MARCH, stockout_lines=5, order_lines=25)
    enter(MARCH, stockout_lines=2)

    assert told(STOCKOUT).value == Decimal("0.08")
    assert NumberEntry.objects.filter(number="stockout_lines").count() == 2


def test_a_number_can_be_taken_back() -> None:
    enter(MARCH, stockout_lines=5, order_lines=25)
    enter_numbers(rows=[Told("stockout_lines", MARCH, None)], source="误录", by=HOUSE, at=NOON)

    assert str(told(STOCKOUT).reason) == "nobody has entered: Order lines short of stock"


def test_a_state_holds_until_it_changes_and_a_flow_does_not() -> None:
    enter(JANUARY, managers=10, employees=100, stockout_lines=1, order_lines=10)

    assert told("managerial_staff_share").value == Decimal("0.1")
    assert told(STOCKOUT).value is None


def test_months_are_added_or_averaged_as_the_number_asks() -> None:
    enter(FEBRUARY, outbound_cost=100, inventory_value=50)
    enter(MARCH, outbound_cost=200, inventory_value=70)

    assert told("inventory_turnover", start=FEBRUARY).value == Decimal(5)  # 300 over the mean of 60


def test_kept_months_make_the_same_figure_of_a_span() -> None:
    enter(FEBRUARY, outbound_cost=100, inventory_value=50, forecast_error=10, actual_demand=100)
    enter(MARCH, outbound_cost=200, inventory_value=70, forecast_error=20, actual_demand=100)
    keep_scores(months=[FEBRUARY, MARCH], as_of=NOON)

    found = over(
        Score.objects.filter(slice="all"), ["inventory_turnover", "forecast_accuracy"], FEBRUARY, MARCH
    )

    assert (found["inventory_turnover"].value, found["forecast_accuracy"].value) == (
        Decimal(5),
        Decimal("0.85"),
    )


@pytest.mark.spec("R403")
def test_the_published_forecast_has_the_published_accuracy() -> None:
    enter(MARCH, actual_demand=390, forecast_error=30)

    assert round(told("forecast_accuracy").value or 0, 6) == Decimal("0.923077")


def test_branches_add_up_to_the_company_where_all_told_the_same() -> None:
    one, two = a_branch(), a_branch()
    enter(MARCH, Whose("branch", one.pk), stockout_lines=1, order_lines=10)
    enter(MARCH, Whose("branch", two.pk), stockout_lines=3, order_lines=30)

    assert told(STOCKOUT).value == Decimal("0.1")
    assert told(STOCKOUT, Place("branch", two.pk)).value == Decimal("0.1")


def test_sums_over_different_branches_are_not_compared() -> None:
    one, two = a_branch(), a_branch()
    enter(MARCH, Whose("branch", one.pk), stockout_lines=1, order_lines=10)
    enter(MARCH, Whose("branch", two.pk), order_lines=30)

    assert str(told(STOCKOUT).reason) == (
        "its numbers were not entered by the same branches or for the same parties"
    )


@pytest.mark.spec("R486")
def test_stock_outs_are_kept_by_product_and_by_customer() -> None:
    customer = a_customer()
    of = Whose("customer", customer.pk)
    rows = [
        Told("stockout_lines", MARCH, Decimal(1), of, product="A-1"),
        Told("stockout_lines", MARCH, Decimal(2), of, product="B-2"),
        Told("order_lines", MARCH, Decimal(30), of),
    ]
    enter_numbers(rows=rows, source="仓库", by=HOUSE, at=NOON)

    assert told(STOCKOUT, Place("customer", customer.pk)).value == Decimal("0.1")
    kept = NumberEntry.objects.filter(number="stockout_lines").order_by("product")
    assert [(row.product, row.value) for row in kept] == [("A-1", 1), ("B-2", 2)]


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (Told("moon_phase", MARCH, Decimal(1)), UnknownNumber),
        (Told("stockout_lines", APRIL, Decimal(1)), NotYet),
        (Told("patents", MARCH, Decimal(1), Whose("branch", 1)), OnlyOfTheWhole),
    ],
)
def test_wrong_numbers_are_refused(row: Told, refusal: Any) -> None:
    with pytest.raises(refusal):
        enter_numbers(rows=[row], source="x", by=HOUSE, at=NOON)
    with pytest.raises(SourceMissing):
        enter_numbers(rows=[Told("patents", MARCH, Decimal(1))], source=" ", by=HOUSE, at=NOON)


def test_entering_lets_the_figures_of_its_months_wait() -> None:
    enter(JANUARY, employees=10)
    assert sorted(months_waiting()) == [JANUARY, FEBRUARY, MARCH]


ROWS = [["Base number", "Month", "Value", "Branch", "Where it comes from"]]


def take(rows: list[list[str]], *, whole: bool = True) -> Any:
    return take_numbers(
        rows=ROWS + rows, source="", branches=Branch.objects.all(), whole=whole, by=HOUSE, at=NOON
    )


def test_a_file_is_read_by_titles_in_any_language_and_codes() -> None:
    branch = a_branch()
    judged = take(
        [
            ["Order lines demanded", "2026-03", "1,000", "", "WMS"],
            ["缺货订单行数", "2026/3/1", "20", branch.code, "WMS"],
            ["employees", "2026-03", "", "", ""],
        ]
    )

    assert judged.errors == []
    kept = NumberEntry.objects.order_by("pk").values_list("number", "value", "branch", "source", "came")
    assert list(kept) == [
        ("order_lines", 1000, None, "WMS", "file"),
        ("stockout_lines", 20, branch.pk, "WMS", "file"),
    ]


def test_with_one_wrong_row_nothing_of_a_file_is_written() -> None:
    judged = take(
        [
            ["Order lines demanded", "2026-03", "10", "", "WMS"],
            ["Moon phase", "2026-03", "1", "", "WMS"],
            ["Employees", "spring", "1", "", "WMS"],
            ["Employees", "2026-03", "many", "", "WMS"],
            ["Employees", "2026-03", "5", "", ""],
        ]
    )

    assert [(error.row, error.column) for error in judged.errors] == [
        (3, "Base number"),
        (4, "Month"),
        (5, "Value"),
        (6, "Where it comes from"),
    ]
    assert NumberEntry.objects.count() == 0


def test_who_keeps_one_branch_enters_numbers_of_that_branch_alone() -> None:
    judged = take([["Employees", "2026-03", "5", "", "HR"]], whole=False)

    assert [error.column for error in judged.errors] == ["Branch"]


def test_the_sheet_keeps_only_what_was_changed(client: Client) -> None:
    enter(MARCH, employees=10, managers=2)
    person = staff("general_manager", language="en")
    data = {"month": "2026-03", "source": "HR", "n_employees": "10", "n_managers": "3"}

    response = page(client, person, "number_sheet", **data)

    assert response.status_code == 302
    newest = NumberEntry.objects.order_by("-pk").values_list("number", "value", "source", "entered_by")
    assert newest.first() == ("managers", 3, "HR", person.pk)
    assert NumberEntry.objects.count() == 3


def test_what_is_counted_is_never_below_nought_but_profit_may_be(client: Client) -> None:
    enter(MARCH, net_profit=-7)
    with pytest.raises(AmountBelowNought):
        enter(MARCH, order_lines=-5)

    person = staff("general_manager", language="en")
    wrong = page(client, person, "number_sheet", month="2026-02", source="HR", n_order_lines="-5")
    same = page(client, person, "number_sheet", month="2026-02", source="HR")

    assert wrong.status_code == 422 and list(wrong.context["form"].errors) == ["n_order_lines"]
    assert "Nothing was changed." in str(client.get(same.url).content.decode())
    assert list(NumberEntry.objects.values_list("number", flat=True)) == ["net_profit"]


def test_a_file_comes_in_by_its_page_and_is_listed(client: Client) -> None:
    person = staff("general_manager", language="en")
    content = "Base number,Month,Value,Where it comes from\nEmployees,2026-02,12,HR\n"
    file = SimpleUploadedFile("numbers.csv", content.encode())

    assert page(client, person, "number_file", file=file).status_code == 302
    listed = page(client, person, "numbers").content.decode()
    assert "Employees" in listed and "From a file" not in listed
    template = page(client, person, "number_template")
    assert CalamineWorkbook.from_filelike(io.BytesIO(template.content)).sheet_names == ["Base numbers"]


def test_numbers_of_other_branches_are_not_seen(client: Client) -> None:
    one, two = a_branch(), a_branch()
    enter(MARCH, Whose("branch", two.pk), employees=10)
    person = staff("branch_manager", branch=one, language="en")

    assert "No number has been entered yet." in page(client, person, "numbers").content.decode()
    data = {"month": "2026-03", "branch": str(two.pk), "source": "HR", "n_employees": "5"}
    assert page(client, person, "number_sheet", **data).status_code == 422
    assert NumberEntry.objects.filter(entered_at__gt=NOON + timedelta(days=1)).count() == 0
