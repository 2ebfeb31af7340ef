"""What is to be in place before the first transaction: told by records, noted by people, or unknown."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from kept.contracts.actions.preparing import note_preparation
from kept.contracts.enums import Element, Standing
from kept.contracts.models import PreparationNote
from kept.contracts.queries.preparation import preparation, standing_of, with_preparation
from kept.contracts.rules import NotedInTheFuture, RemarkMissing, ToldByRecords
from kept.kernel.errors import Refused
from kept.kernel.models import EventRecord
from kept.parties.models import Customer
from tests.contracts.test_handing import handed
from tests.contracts.test_pages import browser_of
from tests.contracts.test_statements import APRIL, JANUARY, a_statement, revised
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def noted(customer: Customer, **more: Any) -> PreparationNote:
    given = {"element": "organisation", "is_in_place": True, "on": TODAY, "remark": "已发组织图", **more}
    return note_preparation(customer=customer, **given, by=HOUSE, at=NOON)


def stands(customer: Customer, on: date = TODAY) -> list[str]:
    return [each.standing.value for each in preparation(customer, on)]


@pytest.mark.spec("R004")
def test_what_nobody_noted_is_unknown_and_what_no_record_shows_is_not_in_place() -> None:
    assert stands(a_customer()) == ["missing", "missing", "unknown", "unknown", "unknown"]


@pytest.mark.spec("R004")
def test_statement_and_handover_are_answered_from_records_for_each_day() -> None:
    customer = a_customer()
    statement = a_statement()
    handed(customer)
    revised(statement, APRIL)

    told = [stands(customer, on)[:2] for on in (JANUARY - timedelta(1), JANUARY, TODAY, APRIL)]

    assert told == [
        ["missing", "missing"],
        ["in_place", "missing"],
        ["in_place", "in_place"],
        ["in_place", "missing"],
    ]
    assert [each.said for each in preparation(customer, APRIL)][:2] == [
        "服务声明 v2",
        "服务声明 v1 · 周洁: not the version in force.",
    ]


@pytest.mark.spec("R004")
def test_the_newest_note_of_a_person_counts_and_the_earlier_stays() -> None:
    customer = a_customer()
    noted(customer, on=TODAY - timedelta(9))
    noted(customer, is_in_place=False, remark="换了联络人")
    noted(customer, element="technical", remark="已开通门户")

    assert stands(customer)[2:] == ["missing", "unknown", "in_place"]
    assert stands(customer, TODAY - timedelta(1))[2:] == ["in_place", "unknown", "unknown"]
    found = preparation(customer, TODAY)[2]
    assert (found.on, found.said) == (TODAY, "换了联络人")
    event = EventRecord.objects.filter(name="contracts.preparation_noted").order_by("pk").first()
    assert event is not None
    assert event.data == {"customer_id": customer.pk, "element": "organisation", "is_in_place": True}


@pytest.mark.parametrize(
    ("no", "more"),
    [
        (ToldByRecords, {"element": "statement"}),
        (ToldByRecords, {"element": "nonsense"}),
        (RemarkMissing, {"remark": " "}),
        (NotedInTheFuture, {"on": TODAY + timedelta(1)}),
    ],
)
def test_a_note_that_does_not_hold_is_refused(no: type[Refused], more: dict[str, Any]) -> None:
    with pytest.raises(no):
        noted(a_customer(), **more)

    assert PreparationNote.objects.count() == 0


@pytest.mark.spec("R004")
def test_the_list_says_of_each_customer_what_its_page_says_in_one_statement(
    django_assert_num_queries: Any,
) -> None:
    full, bare = a_customer(), a_customer()
    a_statement()
    handed(full)
    noted(full)
    noted(full, element="flexibility", is_in_place=False)

    with django_assert_num_queries(1):
        rows: Any = list(with_preparation(Customer.objects.order_by("pk"), TODAY))

    listed = [[standing_of(row, element).value for element in Element] for row in rows]
    assert listed == [stands(full), stands(bare)]


@pytest.mark.spec("R004")
def test_before_the_day_of_a_handover_the_list_and_the_page_say_that_it_was_not_handed_over() -> None:
    customer = a_customer()
    a_statement()
    given = handed(customer)
    before = given.on - timedelta(1)

    (row,) = with_preparation(Customer.objects.all(), before)

    told = {each.element: each.standing for each in preparation(customer, before)}
    assert standing_of(row, Element.TEXT) == told[Element.TEXT] == Standing.MISSING
    assert standing_of(row, Element.STATEMENT) == told[Element.STATEMENT] == Standing.IN_PLACE


@pytest.fixture
def clerk() -> Client:
    return browser_of(staff("clerk", language="en"))


@pytest.mark.spec("R004")
def test_a_clerk_notes_an_element_and_reads_it_with_the_customer(clerk: Client) -> None:
    customer = a_customer()
    page = reverse("contracts:preparation", args=[customer.number])
    address = reverse("contracts:preparation_notes", args=[customer.number])
    given = {
        "note-element": "flexibility",
        "note-is_in_place": "yes",
        "note-on": localdate().isoformat(),
        "note-remark": "备用运力已说明",
    }

    refused = clerk.post(address, {**given, "note-remark": ""})
    made = clerk.post(address, given)

    assert (refused.status_code, made.headers["Location"]) == (422, page)
    panel = reverse("kernel:panel", args=("contracts.preparation_panel", "parties.customer", customer.pk))
    for told in (page, panel):
        said = clerk.get(told).content.decode()
        assert "备用运力已说明" in said and said.count("Nobody has noted it yet.") == 2
    story = clerk.get(customer.get_absolute_url()).content.decode()
    assert "Element before the transaction noted" in story
    assert "Contingency and flexibility · In place" in story


@pytest.mark.spec("R004")
def test_the_list_finds_who_lacks_an_element_and_is_a_file_too(clerk: Client) -> None:
    has, lacks, unknown = a_customer(), a_customer(), a_customer()
    noted(has)
    noted(lacks, is_in_place=False)

    def numbers(element: str) -> set[str]:
        query = {"lacks": element, "export": "csv"}
        file: Any = clerk.get(reverse("contracts:preparations"), query)
        return {line.split(",")[0] for line in file.getvalue().decode("utf-8-sig").splitlines()[1:]}

    assert numbers("organisation") == {lacks.number, unknown.number}
    assert numbers("statement") == {has.number, lacks.number, unknown.number}
    assert "1/5" in clerk.get(reverse("contracts:preparations")).content.decode()


@pytest.mark.spec("R004")
def test_programs_read_and_note_the_elements(clerk: Client) -> None:
    customer = a_customer()
    address = f"/api/v1/contracts/customers/{customer.number}/preparation"
    given = {"element": "technical", "is_in_place": True, "remark": "门户"}

    no = clerk.post(address, {**given, "element": "text"}, content_type="application/json")
    made = clerk.post(address, given, content_type="application/json")

    assert (no.status_code, no.json()["field"], made.status_code) == (409, "element", 201)
    told = {each["element"]: each["standing"] for each in clerk.get(address).json()}
    assert told == {
        "statement": "missing",
        "text": "missing",
        "organisation": "unknown",
        "flexibility": "unknown",
        "technical": "in_place",
    }


def test_who_may_not_inform_customers_notes_nothing() -> None:
    customer = a_customer()
    finance = browser_of(staff("finance", language="en"))
    page = reverse("contracts:preparation", args=[customer.number])

    assert "Note it" not in finance.get(page).content.decode()
    assert finance.post(reverse("contracts:preparation_notes", args=[customer.number])).status_code == 403
