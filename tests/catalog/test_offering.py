"""The services we offer: core logistics, value-added, and beyond logistics."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kept.catalog.actions.offering import (
    CodeTaken,
    CodeUnfit,
    LastOfAll,
    NameMissing,
    WhyMissing,
    add_service,
    change_service,
    offer_again,
    retire_service,
)
from kept.catalog.enums import ServiceKind
from kept.catalog.models import AlreadyRetired, Service, StillOffered
from kept.contracts.actions.agreements import LineTerms, make_agreement
from kept.contracts.ui.forms import LineForm
from kept.desk.actions.contacting import log_contact
from kept.desk.enums import Channel
from kept.kernel.errors import Refused
from kept.kernel.models import EventRecord
from kept.orders.models import Order
from kept.people.queries import actor_of
from tests.contracts.test_pages import browser_of
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff
from tests.orders.orders import placed

pytestmark = pytest.mark.django_db
BEYOND = ["drivers_living", "processing", "subpackaging", "trading_support"]
WORDS = {"zh-hans": "代收货款对账", "en": "Settling with suppliers"}


def service(code: str) -> Service:
    return Service.objects.get(code=code)


def a_service(**more: Any) -> Service:
    given = {"code": "settling", "words": WORDS, "kind": "beyond", "covers": "每月对账", **more}
    return add_service(**given, by=HOUSE, at=NOON)


@pytest.fixture
def manager() -> Client:
    return browser_of(staff("service_manager", language="en"))


@pytest.fixture
def clerk() -> Client:
    return browser_of(staff("clerk", language="en"))


def sent(client: Client, method: str, path: str, data: dict[str, Any]) -> Any:
    send = getattr(client, method)
    return send(f"/api/v1/catalog/{path}", json.dumps(data), content_type="application/json")


def part(client: Client, name: str, of: str, pk: int) -> str:
    """What a room hangs on the page of a record."""
    return client.get(reverse("kernel:panel", args=[name, of, pk])).content.decode()


def agreements_of(client: Client, code: str) -> str:
    return part(client, "contracts.agreements_of_service", "catalog.service", service(code).pk)


@pytest.mark.spec("R030")
def test_services_beyond_logistics_are_there_from_the_start() -> None:
    found = Service.objects.offered().filter(kind=ServiceKind.BEYOND).order_by("code")

    assert [row.code for row in found] == BEYOND
    assert found[2].words == {"zh-hans": "分装", "zh-hant": "分裝", "en": "Subpackaging"}


@pytest.mark.spec("R030")
def test_a_need_beyond_logistics_is_registered_as_a_service_and_ordered() -> None:
    a_service()

    order = placed(further_services=["settling", "drivers_living"])

    made = service("settling")
    assert (made.kind, made.covers, made.retired_at) == ("beyond", "每月对账", None)
    assert made == Service.objects.last()
    assert Order.objects.get(pk=order.pk).further_services == ["drivers_living", "settling"]
    assert EventRecord.objects.get(name="catalog.service_added").data == {"kind": "beyond"}


@pytest.mark.parametrize(
    ("given", "refusal", "field"),
    [
        ({"code": "transport"}, CodeTaken, "code"),
        ({"code": "new"}, CodeUnfit, "code"),
        ({"code": "Two words"}, CodeUnfit, "code"),
        ({"code": "x" * 31}, CodeUnfit, "code"),
        ({"words": {"en": "  ", "xx": "?"}}, NameMissing, "words"),
    ],
)
@pytest.mark.spec("R030")
def test_what_does_not_fit_is_refused_beside_its_field(
    given: dict[str, Any], refusal: type[Refused], field: str
) -> None:
    with pytest.raises(refusal) as no:
        a_service(**given)

    assert no.value.field == field
    assert not Service.objects.filter(code="settling").exists()


@pytest.mark.spec("R030")
def test_a_change_is_told_once_and_never_of_the_code() -> None:
    made = a_service()

    change_service(service=made, changes={"code": "x", "kind": "value_added"}, by=HOUSE, at=NOON)
    change_service(service=made, changes={"kind": "value_added"}, by=HOUSE, at=NOON)

    assert service("settling").kind == "value_added"
    told = EventRecord.objects.filter(name="catalog.service_changed").values_list("data", flat=True)
    assert list(told) == [{"fields": ["kind"]}]


@pytest.mark.spec("R030")
def test_a_retired_service_stays_where_it_is_named_and_is_offered_for_nothing_new() -> None:
    customer = a_customer(branch=a_branch())
    lines = [LineTerms(service("transport")), LineTerms(service("subpackaging"))]
    agreement = make_agreement(
        customer=customer, name="分装", valid_from=date(2026, 1, 1), lines=lines, by=HOUSE, at=NOON
    )
    kept = placed(customer, further_services=["subpackaging"])

    retire_service(service=service("subpackaging"), why="设备停用", by=HOUSE, at=NOON)

    offered = LineForm().fields["service"].queryset  # type: ignore[attr-defined]
    page = browser_of(staff("clerk", language="en"))
    form = page.get(reverse("orders:new")).content.decode()
    change = page.get(reverse("orders:details", args=[kept.number])).content.decode()
    assert service("subpackaging") not in offered and service("transport") in offered
    assert 'value="subpackaging"' not in form and 'value="processing"' in form
    assert 'value="subpackaging"' in change
    assert [line.service.code for line in agreement.lines.all()] == ["transport", "subpackaging"]
    with pytest.raises(AlreadyRetired):
        retire_service(service=service("subpackaging"), why="again", by=HOUSE, at=NOON)


@pytest.mark.spec("R030")
def test_the_last_service_cannot_be_retired_and_a_reason_is_needed() -> None:
    Service.objects.exclude(code="transport").update(retired_at=NOON)

    with pytest.raises(WhyMissing):
        retire_service(service=service("transport"), why=" ", by=HOUSE, at=NOON)
    with pytest.raises(LastOfAll):
        retire_service(service=service("transport"), why="?", by=HOUSE, at=NOON)


@pytest.mark.spec("R030")
def test_a_service_is_offered_again() -> None:
    made = retire_service(service=a_service(), why="?", by=HOUSE, at=NOON)

    offer_again(service=made, by=HOUSE, at=NOON)

    assert made in Service.objects.offered()
    with pytest.raises(StillOffered):
        offer_again(service=made, by=HOUSE, at=NOON)


@pytest.mark.spec("R030")
def test_services_are_kept_on_their_pages(manager: Client) -> None:
    address = reverse("catalog:service", args=["settling"])
    names = {"name_zh_hans": "对账", "name_en": "Settling"}
    given = {"code": "settling", "kind": "beyond", "covers": "", **names}

    made = manager.post(reverse("catalog:new_service"), given)
    twice = manager.post(reverse("catalog:new_service"), given)
    changed = manager.post(reverse("catalog:service_details", args=["settling"]), {**given, "covers": "每月"})
    page = manager.get(address).content.decode()
    nameless = manager.post(reverse("catalog:new_service"), {"code": "another", "kind": "beyond"})
    asks = manager.get(reverse("catalog:retirement", args=["settling"])).content.decode()
    manager.post(reverse("catalog:retirement", args=["settling"]), {"why": "无人需要"})
    retired = manager.get(address).content.decode()
    manager.post(reverse("catalog:offer", args=["settling"]))
    again = manager.post(reverse("catalog:offer", args=["settling"]))

    assert (made.status_code, made.headers["Location"], changed.status_code) == (302, address, 302)
    assert twice.status_code == 422 and "Another service has this code already." in twice.content.decode()
    assert nameless.status_code == 422 and "at least one language" in nameless.content.decode()
    assert "每月" in page and "Beyond logistics" in page and "Service changed" in page
    assert "No agreement in force names this service." in agreements_of(manager, "settling")
    assert "What names it already keeps it" in asks
    assert "无人需要" in retired and "Offer it again" in retired
    assert again.status_code == 409 and "on offer already" in again.content.decode()


@pytest.mark.spec("R030")
def test_the_page_of_a_service_says_which_agreements_name_it(manager: Client) -> None:
    customer = a_customer()
    lines = [LineTerms(service("subpackaging"))]
    given = {"customer": customer, "name": "分装合同", "valid_from": date(2026, 1, 1), "lines": lines}
    make_agreement(**given, by=HOUSE, at=NOON)  # type: ignore[arg-type]

    page = agreements_of(manager, "subpackaging")

    assert "1 agreement in force names it." in page and "分装合同" in page and customer.name in page


@pytest.mark.spec("R030")
def test_the_list_is_narrowed_by_kind_and_shows_retired_ones_when_asked(clerk: Client) -> None:
    retire_service(service=a_service(), why="?", by=HOUSE, at=NOON)

    def codes(**asked: str) -> set[str]:
        file: Any = clerk.get(reverse("catalog:services"), {"export": "csv", **asked})
        return {line.split(",")[1] for line in file.getvalue().decode("utf-8-sig").splitlines()[1:]}

    assert codes(kind="beyond") == {*BEYOND}
    assert codes(kind="beyond", retired="on") == {*BEYOND, "settling"}
    assert codes(kind="core") == {"transport", "express", "delivery", "storage", "loading"}
    assert codes(q="分装") == {"subpackaging"}
    assert "settling" not in codes()


@pytest.mark.spec("R030")
def test_staff_read_and_managers_keep(clerk: Client, manager: Client) -> None:
    read = clerk.get(service("subpackaging").get_absolute_url())
    found = clerk.get("/find/", {"q": "subpack"})

    assert read.status_code == 200 and "Retire it" not in read.content.decode()
    assert "Retire it" in manager.get(service("subpackaging").get_absolute_url()).content.decode()
    for name in ("service_details", "retirement", "offer"):
        assert clerk.post(reverse(f"catalog:{name}", args=["subpackaging"])).status_code == 403
    assert clerk.post(reverse("catalog:new_service")).status_code == 403
    assert sent(clerk, "post", "services", {"code": "a", "words": WORDS, "kind": "beyond"}).status_code == 403
    assert "Subpackaging" in found.content.decode()
    assert not actor_of(staff("client", customer=a_customer()), NOON).may("catalog.view")


@pytest.mark.spec("R030")
def test_programs_list_add_change_and_retire(manager: Client) -> None:
    given = {"code": "settling", "words": WORDS, "kind": "beyond"}

    made = sent(manager, "post", "services", given)
    twice = sent(manager, "post", "services", given)
    changed = sent(manager, "patch", "services/settling", {"covers": "每月", "position": 3})
    unknown = sent(manager, "patch", "services/settling", {"code": "x"})
    retired = sent(manager, "post", "services/settling/retirement", {"why": "无人需要"})
    on_offer = manager.get("/api/v1/catalog/services", {"kind": "beyond"}).json()
    all_of_it = manager.get("/api/v1/catalog/services", {"kind": "beyond", "retired": "true"}).json()
    order = {"customer": a_customer(branch=a_branch()).number, "service": "settling"}
    lane = {"origin_city": "上海", "destination_city": "北京", "lines": [{"description": "小家电"}]}
    refused = manager.post("/api/v1/orders/", json.dumps({**order, **lane}), content_type="application/json")
    again = sent(manager, "post", "services/settling/offer", {})

    assert (made.status_code, made.json()["words"], made.json()["kind"]) == (201, WORDS, "beyond")
    assert (twice.status_code, twice.json()["field"], unknown.status_code) == (409, "code", 422)
    assert (changed.json()["covers"], changed.json()["position"]) == ("每月", 3)
    assert retired.json()["retired_why"] == "无人需要"
    assert {row["code"] for row in on_offer} == {*BEYOND}
    assert {row["code"] for row in all_of_it} == {*BEYOND, "settling"}
    assert (refused.status_code, refused.json()["field"]) == (409, "service")
    assert again.json()["retired_at"] is None


@pytest.mark.spec("R027")
def test_a_customer_has_several_services_channels_and_value_added_ones(clerk: Client) -> None:
    customer = a_customer(branch=a_branch(city="上海"))
    codes = ("transport", "storage", "packaging", "trading_support")
    lines = [LineTerms(service(code)) for code in codes]
    agreement = make_agreement(
        customer=customer, name="一揽子", valid_from=date(2026, 1, 1), lines=lines, by=HOUSE, at=NOON
    )
    order = placed(customer, further_services=["packaging", "trading_support", "storage"])
    for channel in (Channel.PHONE, Channel.EMAIL, Channel.WECHAT):
        log_contact(channel=channel, summary="询问服务", customer=customer, by=HOUSE, at=NOON)

    page = clerk.get(customer.get_absolute_url()).content.decode()
    agreed = part(clerk, "contracts.agreements", "parties.customer", customer.pk)
    contacts = part(clerk, "desk.recent_contacts", "parties.customer", customer.pk)
    ordered = clerk.get(order.get_absolute_url()).content.decode()

    assert order.agreement == agreement
    assert [each.code for each in agreement.services] == [*codes]
    assert "contracts.agreements" in page and "desk.recent_contacts" in page
    assert "Transport · Storage · Packaging" in agreed
    assert 'Packaging <span class="tag">Value-added</span>' in agreed
    assert 'Trading support <span class="tag">Beyond logistics</span>' in agreed
    assert all(str(channel.label) in contacts for channel in (Channel.PHONE, Channel.EMAIL, Channel.WECHAT))
    assert all(name in ordered for name in ("Packaging", "Trading support", "Storage"))
