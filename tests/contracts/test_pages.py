"""Pages of agreements and rate cards."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from kept.catalog.models import Service
from kept.contracts.models import Agreement, RateCard
from kept.contracts.rules import SurchargeTerms, ZoneTerms
from kept.contracts.ui.forms import EXAMPLE, RateCardForm, surcharge_of, zone_of
from kept.people.models import Person
from tests.contracts.test_rate_cards import a_card, an_agreement
from tests.factories import a_branch, a_customer, staff

pytestmark = pytest.mark.django_db
D = Decimal


def browser_of(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="kept.people.queries.signed_in.PersonBackend")
    return client


@pytest.fixture
def manager() -> Client:
    return browser_of(staff("service_manager", language="en"))


def prices(**more: Any) -> dict[str, Any]:
    return {
        "name": "2026 运价",
        "service": Service.objects.get(code="transport").pk,
        "valid_from": "2026-01-01",
        "zones": "上海 > 北京: 0=5, 45=4.2\n上海 > *: 0=7",
        "minimum": "50",
        "fuel_share": "12",
        "tax_rate": "9",
        "surcharges": "insurance: share_of_declared 0.3%, 5\nupstairs: per_shipment 30 ?",
        "weight_rule": "greater",
        "volumetric_divisor": "6000",
        **more,
    }


def test_an_agreement_is_made_shown_and_ended_on_its_pages(manager: Client) -> None:
    customer, service = a_customer(), Service.objects.get(code="transport")
    given = {
        "customer": customer.number,
        "name": "华东配送",
        "valid_from": "2026-01-01",
        "service_level": "95",
        "lines-TOTAL_FORMS": "3",
        "lines-INITIAL_FORMS": "0",
        "lines-0-service": service.pk,
        "lines-0-liability": "按声明价值",
    }

    made = manager.post(reverse("contracts:new_agreement"), given)
    agreement = Agreement.objects.get()
    page = manager.get(agreement.get_absolute_url()).content.decode()
    manager.post(reverse("contracts:ending", args=[agreement.number]), {"reason": "客户要求"})
    ended = manager.get(agreement.get_absolute_url()).content.decode()

    assert made.headers["Location"] == agreement.get_absolute_url()
    assert (agreement.service_level, agreement.lines.get().service) == (D("0.95"), service)
    assert "95.0 %" in page and "按声明价值" in page and "/end/" in page
    assert "客户要求" in ended and "/end/" not in ended


def test_prices_are_written_line_by_line_and_shown_as_a_grid(manager: Client) -> None:
    agreement = an_agreement(a_customer())

    manager.post(reverse("contracts:agreement_prices", args=[agreement.number]), prices())

    card = RateCard.objects.get()
    page = manager.get(card.get_absolute_url()).content.decode()
    assert (card.agreement, card.fuel_share, card.tax_rate) == (agreement, D("0.12"), D("0.09"))
    assert "上海 → 北京" in page and "上海 → anywhere" in page and "≥ 45" in page and "0.30 %" in page


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"zones": "上海 > 北京: 0=5\n上海 北京 5"}, "zones", "Line 2 cannot be read"),
        ({"zones": "上海 > 北京: 0=fünf"}, "zones", "Line 1 cannot be read"),
        ({"zones": "a > b: 0=1\na > b: 0=2"}, "zones", "The same lane stands in two zones."),
        ({"surcharges": "fuel: per_mile 3"}, "surcharges", "Line 1 cannot be read"),
        ({"valid_until": "2025-01-01"}, "valid_until", "The last day lies before the first day."),
        ({"minimum": "-1"}, "minimum", "greater than or equal to 0"),
    ],
)
def test_what_is_wrong_in_a_tariff_is_said_beside_its_field(
    manager: Client, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = manager.post(reverse("contracts:new_rate_card"), prices(**wrong))

    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    assert not RateCard.objects.exists()


def test_full_width_signs_are_read_as_their_narrow_twins() -> None:
    assert zone_of("上海＞北京：0＝5，45＝4.2") == ZoneTerms(
        "上海", "北京", ((D(0), D(5)), (D(45), D("4.2")))
    )
    assert surcharge_of("insurance：share_of_declared 0.3％，5？") == SurchargeTerms(
        "insurance", "share_of_declared", D("0.003"), D(5), on_demand=True
    )


def test_the_example_on_the_page_can_be_read() -> None:
    zones, surcharges = EXAMPLE.split("\n\n")
    form = RateCardForm(prices(zones=zones, surcharges=surcharges))

    assert form.is_valid(), form.errors
    with pytest.raises(ValidationError):
        form.fields["zones"].clean("")


def test_lists_show_what_is_in_force(manager: Client) -> None:
    a_card(name="old", valid_until=date(2026, 1, 31))
    own = a_card(name="own", agreement=an_agreement(a_customer(name="恒通药业")))

    on_a_day = manager.get(reverse("contracts:rate_cards"), {"on": "2026-03-01"})
    general = manager.get(reverse("contracts:rate_cards"), {"general": "on"})
    by_customer = manager.get(reverse("contracts:agreements"), {"q": "恒通"})

    assert [row.record.name for row in on_a_day.context["list"].lines] == ["own"]
    assert [row.record.name for row in general.context["list"].lines] == ["old"]
    assert [row.record for row in by_customer.context["list"].lines] == [own.agreement]


@pytest.mark.parametrize(
    ("role", "sees", "makes"), [("clerk", 200, 403), ("warehouse", 403, 403), ("finance", 200, 200)]
)
def test_prices_are_seen_by_the_desk_and_made_by_managers(role: str, sees: int, makes: int) -> None:
    browser = browser_of(staff(role, branch=a_branch()))

    assert browser.get(reverse("contracts:rate_cards")).status_code == sees
    assert browser.get(reverse("contracts:new_rate_card")).status_code == makes
    assert browser.get(reverse("contracts:new_agreement")).status_code == makes


def test_a_customers_page_shows_its_agreements(manager: Client) -> None:
    customer = a_customer()
    agreement = an_agreement(customer)

    page = manager.get(
        reverse("kernel:panel", args=["contracts.agreements", "parties.customer", customer.pk])
    )

    assert agreement.number in page.content.decode()
