"""Service texts handed to customers: the file, who has it, and who lacks it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from kept.contracts.actions.handing import hand_over_text
from kept.contracts.models import Handover
from kept.contracts.queries.handing import lacking, text_paper, with_handover
from kept.contracts.queries.statements import with_version
from kept.contracts.rules import (
    ContactOfOthers,
    HandedInTheFuture,
    NothingToHandOver,
    NotInThisLanguage,
    TakerMissing,
)
from kept.documents.models import Document
from kept.kernel.errors import Refused
from kept.kernel.models import EventRecord
from kept.parties.actions.belongings import add_contact_person
from kept.parties.models import ContactPerson, Customer
from kept.people.actions.company import name_company
from kept.people.queries import actor_of
from tests.contracts.test_pages import browser_of
from tests.contracts.test_statements import APRIL, JANUARY, a_statement, revised
from tests.factories import HOUSE, NOON, a_customer, staff
from tests.pdf_words import words_of

pytestmark = pytest.mark.django_db
IN_MAY = datetime(2026, 5, 4, 9, tzinfo=NOON.tzinfo)


def a_contact(customer: Customer) -> ContactPerson:
    return add_contact_person(party=customer, name="周洁", role="buyer", by=HOUSE, at=NOON)


def handed(customer: Customer, **more: Any) -> Handover:
    usual = {"how": "email", "language": "zh-hans", "on": NOON.date(), "taken_by": "周洁"}
    return hand_over_text(customer=customer, **{"by": HOUSE, "at": NOON, **usual, **more})


def lacks(on: date) -> set[str]:
    return {row.number for row in lacking(with_handover(with_version(Customer.objects.all(), on)))}


@pytest.mark.spec("R006")
def test_a_text_handed_over_is_a_file_with_version_day_by_whom_to_whom_and_how() -> None:
    customer, clerk = a_customer(name="宏达电子"), staff("clerk", name="李雷")
    a_statement(title="服务声明", words={"zh-hans": "昼夜接听。\n\n# 单据\n签收单按期返回。"})

    given = handed(customer, contact=a_contact(customer), by=actor_of(clerk, NOON))

    said = words_of(given.document.file.read())
    assert (given.document.content_type, given.document.customer_id) == ("application/pdf", customer.pk)
    assert (given.document.subject_type, given.document.subject_id) == ("parties.customer", customer.pk)
    told = ("服务声明", "宏达电子", "昼夜接听。", "单据", "ST-001v1", "2026-03-02", "周洁", "李雷", "邮件")
    assert [words for words in told if words not in said] == []
    assert (str(given.version), given.by, given.taken_by) == ("服务声明 v1", clerk, "周洁")
    event = EventRecord.objects.get(name="contracts.service_text_handed_over")
    assert event.data == {"customer_id": customer.pk, "version_id": given.version_id, "number": 1}


@pytest.mark.spec("R006")
def test_what_was_handed_over_stays_when_the_statement_changes() -> None:
    customer = a_customer()
    statement = a_statement()
    first = handed(customer)
    before = first.document.file.read()

    revised(statement, APRIL)
    second = handed(customer, on=date(2026, 5, 4), at=IN_MAY)

    first = Handover.objects.get(pk=first.pk)
    assert (first.document.file.read(), str(first.version)) == (before, "服务声明 v1")
    assert (str(second.version), second.document_id == first.document_id) == ("服务声明 v2", False)
    assert Document.objects.filter(kind="service_text", customer_id=customer.pk).count() == 2


@pytest.mark.spec("R006")
def test_who_has_not_the_version_now_in_force_is_a_list() -> None:
    given, never, own = a_customer(), a_customer(), a_customer()
    statement = a_statement()
    a_statement(title="own", customer=own)
    handed(given)
    handed(own)

    before = lacks(JANUARY)
    revised(statement, APRIL)

    assert before == {never.number}
    assert (lacks(APRIL - timedelta(1)), lacks(APRIL)) == (
        {never.number},
        {never.number, given.number},
    )


@pytest.mark.parametrize(
    ("no", "more"),
    [
        (TakerMissing, {"taken_by": " "}),
        (NotInThisLanguage, {"language": "en"}),
        (HandedInTheFuture, {"on": NOON.date() + timedelta(1)}),
        (NothingToHandOver, {"on": JANUARY - timedelta(1)}),
    ],
)
def test_what_cannot_be_handed_over_is_refused_and_keeps_nothing(
    no: type[Refused], more: dict[str, Any]
) -> None:
    a_statement()

    with pytest.raises(no):
        handed(a_customer(), **more)

    assert (Handover.objects.count(), Document.objects.count()) == (0, 0)


def test_a_contact_person_of_another_customer_takes_nothing() -> None:
    a_statement()

    with pytest.raises(ContactOfOthers):
        handed(a_customer(), contact=a_contact(a_customer()))


def test_a_very_long_text_stands_whole_on_our_paper() -> None:
    long = "".join(f"第{n}条。" for n in range(600))
    version = a_statement(words={"zh-hans": long}).versions.get()
    given: Any = {"taken_by": "a", "how": "b", "by": "c", "on": JANUARY, "language": "zh-hans"}

    name_company(names={"zh-hans": "久久物流"}, by=HOUSE, at=NOON)
    paper = text_paper(version=version, customer=a_customer(), **given)

    assert paper.house == "久久物流"
    assert "".join(section.answer for section in paper.sections) == long
    assert max(len(section.answer) for section in paper.sections) <= 1200


@pytest.fixture
def clerk() -> Client:
    return browser_of(staff("clerk", language="en"))


@pytest.mark.spec("R006")
def test_a_clerk_hands_a_text_over_and_finds_it_with_customer_and_statement(clerk: Client) -> None:
    customer = a_customer()
    statement = a_statement(title="Our service", words={"en": "Day and night."})
    address = reverse("contracts:new_handover", args=[customer.number])
    given = {"how": "in_person", "language": "en", "on": localdate().isoformat()}

    refused = clerk.post(address, given)
    made = clerk.post(address, {**given, "contact": a_contact(customer).pk})
    handover = Handover.objects.get()

    assert refused.status_code == 422
    assert "Say to whom it is handed over." in refused.content.decode()
    assert made.headers["Location"] == handover.get_absolute_url()
    file: Any = clerk.get(handover.document.get_absolute_url())
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    panel = reverse("kernel:panel", args=("contracts.statement", "parties.customer", customer.pk))
    for page in (
        handover.get_absolute_url(),
        statement.get_absolute_url(),
        reverse("contracts:service_text", args=[customer.number]),
        reverse("contracts:handovers"),
        panel,
    ):
        assert "周洁" in clerk.get(page).content.decode()
    assert "Service text handed over" in clerk.get(customer.get_absolute_url()).content.decode()


@pytest.mark.spec("R006")
def test_the_list_of_those_who_lack_it_is_a_file_too(clerk: Client) -> None:
    has, lacking_it = a_customer(), a_customer()
    a_statement()
    handed(has)

    file: Any = clerk.get(reverse("contracts:service_texts"), {"lacking": "on", "export": "csv"})

    numbers = [line.split(",")[0] for line in file.getvalue().decode("utf-8-sig").splitlines()[1:]]
    assert numbers == [lacking_it.number]


@pytest.mark.spec("R006")
def test_programs_hand_over_and_ask_who_lacks_it(clerk: Client) -> None:
    customer, other = a_customer(), a_customer()
    a_statement()
    address = f"/api/v1/contracts/customers/{customer.number}/handovers"
    given = {"how": "email", "language": "zh-hans", "taken_by": "周洁"}

    no = clerk.post(address, {**given, "taken_by": ""}, content_type="application/json")
    made = clerk.post(address, given, content_type="application/json")
    lack = clerk.get("/api/v1/contracts/handovers/lacking").json()
    told = clerk.get("/api/v1/contracts/handovers", {"customer": customer.number}).json()

    assert (no.status_code, no.json()["field"], made.status_code) == (409, "taken_by", 201)
    assert [row["customer"] for row in lack] == [other.number]
    assert [(row["statement"], row["version"], row["taken_by"]) for row in told] == [("ST-001", 1, "周洁")]


def test_a_client_sees_no_handover_of_others() -> None:
    mine, other = a_customer(), a_customer()
    a_statement()
    handed(mine)
    theirs = handed(other)
    client = browser_of(staff("client", customer=mine))

    assert client.get(theirs.document.get_absolute_url()).status_code == 404
    assert client.get(reverse("contracts:handovers")).status_code == 404
