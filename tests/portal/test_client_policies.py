"""A client's own service policy: kept in versions, seen by our staff and by who carries its goods."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate, now

from kept.contracts.actions.client_policies import keep_client_policy
from kept.contracts.models import ClientPolicy
from kept.contracts.rules import BeginsBeforeLast, ChangeMissing, PolicyIsEmpty
from kept.documents.models import Document
from kept.documents.rules import UnknownFile
from kept.kernel.errors import Refused
from kept.kernel.models import EventRecord
from kept.parties.models import Customer
from kept.transport.actions.shipping import cancel_shipments
from tests.factories import HOUSE, NOON, a_customer, staff

from .conftest import Scene, signed_in

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 1)


def a_file(content: bytes = b"%PDF-1.7 policy") -> SimpleUploadedFile:
    return SimpleUploadedFile("policy.pdf", content)


def kept(customer: Customer, **more: Any) -> ClientPolicy:
    given = {"text": "到货前一小时致电。", "valid_from": JANUARY, **more}
    return keep_client_policy(customer=customer, **given, by=HOUSE, at=NOON)


@pytest.mark.spec("R012")
def test_a_clients_policy_has_versions_of_text_and_file() -> None:
    customer = a_customer()
    first = kept(customer, file=a_file())
    second = kept(customer, text="到货前两小时致电。", valid_from=date(2026, 4, 1), changed="两小时")

    told = [
        ClientPolicy.objects.in_force(day).get() for day in (JANUARY, date(2026, 3, 31), date(2026, 4, 1))
    ]

    assert told == [first, first, second]
    assert ClientPolicy.objects.in_force(JANUARY - timedelta(1)).count() == 0
    assert first.document is not None
    assert (first.document.customer_id, first.document.content_type) == (customer.pk, "application/pdf")
    events = EventRecord.objects.filter(name="contracts.client_policy_kept").order_by("pk")
    assert [each.data for each in events] == [{"customer_id": customer.pk, "number": n} for n in (1, 2)]


@pytest.mark.parametrize(
    ("no", "more"),
    [
        (PolicyIsEmpty, {"text": " "}),
        (ChangeMissing, {"valid_from": date(2026, 5, 1)}),
        (BeginsBeforeLast, {"changed": "x"}),
        (UnknownFile, {"changed": "x", "valid_from": date(2026, 5, 1), "file": a_file(b"\x00\x01\x02")}),
    ],
)
def test_a_policy_that_does_not_hold_is_refused(no: type[Refused], more: dict[str, Any]) -> None:
    customer = a_customer()
    kept(customer)

    with pytest.raises(no):
        kept(customer, **more)

    assert (ClientPolicy.objects.count(), Document.objects.count()) == (1, 0)


@pytest.mark.spec("R012")
@pytest.mark.parametrize("role", ["clerk", "warehouse", "dispatcher"])
def test_our_staff_see_it_with_the_customer_and_in_the_list(role: str) -> None:
    customer = a_customer()
    policy = kept(customer, file=a_file())
    browser = signed_in(staff(role))
    assert policy.document is not None
    panel = reverse("kernel:panel", args=("contracts.client_policy", "parties.customer", customer.pk))

    for address in (policy.get_absolute_url(), reverse("contracts:client_policies"), panel):
        assert "到货前一小时致电。" in browser.get(address).content.decode()
    assert browser.get(policy.document.get_absolute_url()).status_code == 200


@pytest.mark.spec("R012")
def test_a_clerk_keeps_it_in_the_browser_and_others_do_not() -> None:
    customer = a_customer()
    address = reverse("contracts:new_client_policy")
    given = {"customer": customer.number, "valid_from": "2026-01-01", "text": "致电", "file": a_file()}

    empty = signed_in(staff("clerk")).post(address, {**given, "text": "", "file": ""})
    made = signed_in(staff("clerk")).post(address, given)

    assert (empty.status_code, made.status_code) == (422, 302)
    assert "Write the policy, or add its file." in empty.content.decode()
    policy = ClientPolicy.objects.get()
    assert (policy.text, policy.version, policy.document is not None) == ("致电", 1, True)
    assert signed_in(staff("warehouse")).get(address).status_code == 403


@pytest.mark.spec("R012")
def test_a_subcontractor_sees_policies_only_of_clients_whose_shipments_they_have(
    ours: Scene, theirs: Scene
) -> None:
    mine, other = kept(ours.customer, file=a_file()), kept(theirs.customer, text="别家的政策")
    driver = signed_in(ours.driver)
    page, file = (reverse(f"portal:carrier_policy{what}", args=[mine.pk]) for what in ("", "_file"))
    shipment = reverse("portal:carrier_shipment", args=[ours.shipment.number])
    listed = reverse("portal:carrier_policies")

    for address in (page, shipment, listed):
        said = driver.get(address).content.decode()
        assert "到货前一小时致电。" in said and "别家的政策" not in said
    told: Any = driver.get(file)
    assert b"".join(told.streaming_content) == b"%PDF-1.7 policy"
    for what in ("carrier_policy", "carrier_policy_file"):
        assert driver.get(reverse(f"portal:{what}", args=[other.pk])).status_code == 404

    cancel_shipments(shipments=[ours.shipment], why="x", by=HOUSE, at=now())

    assert (driver.get(page).status_code, driver.get(file).status_code) == (404, 404)
    assert "到货前一小时致电。" not in driver.get(listed).content.decode()


@pytest.mark.spec("R012")
def test_a_subcontractor_sees_the_version_in_force_alone(ours: Scene) -> None:
    first = kept(ours.customer)
    later = kept(ours.customer, text="明天起", valid_from=localdate() + timedelta(1), changed="x")
    driver = signed_in(ours.driver)

    seen = [
        driver.get(reverse("portal:carrier_policy", args=[each.pk])).status_code for each in (first, later)
    ]

    assert seen == [200, 404]


@pytest.mark.spec("R012")
def test_programs_keep_and_read_policies() -> None:
    customer = a_customer()
    address = f"/api/v1/contracts/customers/{customer.number}/client-policies"
    browser = signed_in(staff("clerk"))

    made = browser.post(address, {"valid_from": "2026-01-01", "text": "致电", "file": a_file()})
    plain = browser.post(address, {"valid_from": "2026-02-01", "text": "短信", "changed": "改"})

    assert (made.status_code, plain.status_code) == (201, 201)
    assert [row["version"] for row in browser.get(address).json()] == [2, 1]
    now_in_force = browser.get("/api/v1/contracts/client-policies").json()
    assert [(row["customer"], row["text"]) for row in now_in_force] == [(customer.number, "短信")]
    early = browser.get("/api/v1/contracts/client-policies", {"on": "2026-01-31"}).json()
    assert early[0]["document"].startswith("/documents/")


def test_a_client_or_a_stranger_finds_no_policy_of_others(ours: Scene) -> None:
    policy = kept(ours.customer)

    assert signed_in(ours.person).get(policy.get_absolute_url()).status_code == 404
    assert signed_in(staff("client", customer=a_customer())).get(
        reverse("portal:carrier_policy", args=[policy.pk])
    ).status_code in (403, 404)
