from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from kept.fulfillment.models import TrackingTable
from tests.factories import a_customer, staff
from tests.transport.shipments import a_shipment


@pytest.fixture
def clerk(db: None) -> Client:
    client = Client()
    client.force_login(staff("clerk"))
    return client


def rows_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.spec("R138")
def test_the_table_of_the_day_is_published_and_stays_as_it_was(clerk: Client) -> None:
    shipment = a_shipment()
    number = shipment.customer.number
    assert shipment.customer.name in clerk.get("/tracking-tables/").content.decode()
    assert shipment.number in clerk.get(f"/tracking-tables/{number}/").content.decode()

    answer = clerk.post(f"/tracking-tables/{number}/publication/")

    sent = TrackingTable.objects.get()
    assert answer["Location"] == sent.get_absolute_url()
    assert shipment.number in clerk.get(sent.get_absolute_url()).content.decode()


def test_the_tables_of_chosen_customers_go_out_together(clerk: Client) -> None:
    customers = [a_shipment().customer for _ in range(2)]

    clerk.post("/tracking-tables/publications/", {"pk": [customer.pk for customer in customers]})

    assert set(TrackingTable.objects.values_list("customer", flat=True)) == {c.pk for c in customers}


def test_a_customer_chooses_its_columns_in_its_order(clerk: Client) -> None:
    customer = a_customer()

    clerk.post(f"/tracking-tables/{customer.number}/columns/", {"state": "2", "reference": "1"})

    customer.refresh_from_db()
    assert customer.tracking_columns == ["reference", "state"]
    assert clerk.post(f"/tracking-tables/{customer.number}/columns/", {}).status_code == 422


def test_the_excel_holds_what_the_page_shows_and_no_formula(clerk: Client) -> None:
    shipment = a_shipment(customer_reference="=1+1")

    file = clerk.get(f"/tracking-tables/{shipment.customer.number}/", {"export": "xlsx"})
    text = clerk.get(f"/tracking-tables/{shipment.customer.number}/", {"export": "csv"}).content.decode()

    assert rows_of(file.content)[1][:2] == [shipment.number, "=1+1"]
    (sheet,) = CalamineWorkbook.from_filelike(BytesIO(file.content)).sheet_names
    assert sheet.startswith(f"{shipment.customer} 20")
    assert "'=1+1" in text


@pytest.mark.spec("R156")
def test_pasted_numbers_are_answered_as_page_and_as_excel(clerk: Client) -> None:
    shipment = a_shipment()
    asked = {"numbers": f"{shipment.number}\nWB-unknown"}

    shown = clerk.post("/numbers/", asked).content.decode()
    file = clerk.post("/numbers/", {**asked, "export": "xlsx"})

    assert f"/shipments/{shipment.number}/" in shown
    assert "WB-unknown" in shown
    assert [row[:2] for row in rows_of(file.content)[1:]] == [
        [shipment.number, shipment.number],
        ["WB-unknown", "unknown"],
    ]


def test_more_numbers_than_allowed_are_refused_beside_the_field(clerk: Client) -> None:
    answer = clerk.post("/numbers/", {"numbers": " ".join(str(n) for n in range(1000, 1051))})

    assert answer.status_code == 422
    assert "At most 50 numbers at once" in answer.content.decode()
