"""Report pages: a question, its answer, and the records behind every figure."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from kept.catalog.models import Service
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.people.actions.persons import make_key
from kept.people.models import Person
from kept.promises.enums import PromiseState, TermState
from kept.promises.models import Promise
from kept.scorecards.actions.scoring import refresh_scores
from kept.scorecards.actions.targets import EndsTooEarly, NotAShare, OneAtATime, UnknownIndicator, set_target
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.models import Score, Target
from kept.scorecards.queries.behind import deliveries_behind, promises_behind
from kept.scorecards.queries.engine import Place, figure, measures_of
from kept.scorecards.queries.reading import Whose, may_read
from kept.scorecards.queries.targets import Levels
from kept.transport.models import Shipment
from tests.factories import HOUSE, NOON, a_branch, a_customer, a_partner, actor, staff

from .conftest import TakeIn, a_row

LATER = NOON + timedelta(days=3)
MARCH = date(2026, 3, 1)
SPAN = {"first": "2026-03", "last": "2026-03"}


@pytest.fixture
def scored(ten_orders: Customer) -> Customer:
    refresh_scores(at=LATER)
    return ten_orders


def page(client: Client, person: Person, name: str, **query: Any) -> Any:
    client.force_login(person, backend="kept.people.queries.signed_in.PersonBackend")
    return client.get(reverse(name), {**SPAN, **query}, headers={"Accept-Language": "en"})


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.spec("R500")
def test_the_scorecard_answers_with_figure_target_and_gap(client: Client, scored: Customer) -> None:
    set_target(indicator="on_time_rate", value=Decimal("0.95"), valid_from=MARCH, by=HOUSE, at=NOON)

    shown = text_of(
        page(client, staff("general_manager", language="en"), "scorecards:scorecard", by="customer")
    )

    assert "Do we deliver when we said?" in shown
    assert "80.0 %" in shown
    assert "8 of 10" in shown
    assert "95.0 %" in shown
    assert "15.0 points short" in shown
    assert scored.name in shown


@pytest.mark.spec("R497", "R498", "R499", "R500")
def test_the_service_level_is_the_product_beside_what_was_counted(client: Client, scored: Customer) -> None:
    shown = text_of(
        page(client, staff("general_manager", language="en"), "scorecards:service_level", by="customer")
    )

    assert "51.84 %" in shown
    assert "43.2 points short" in shown
    assert "50.0 %" in shown  # counted together
    assert "right in all four" in shown
    assert "Four equal components would each need 98.73 %." in shown


@pytest.mark.spec("R031")
def test_promises_kept_are_shown_by_kind_and_silent_kinds_by_name(client: Client, scored: Customer) -> None:
    shown = text_of(page(client, staff("general_manager", language="en"), "scorecards:promises_kept"))

    assert "Deliver goods" in shown
    assert "5 of 10" in shown
    assert "none fell due" in shown
    assert "Answer a complaint" in shown


def test_somebodys_figures_stand_beside_the_others(client: Client, scored: Customer, take_in: TakeIn) -> None:
    take_in(a_row("other", a_customer(name="别家公司")))
    refresh_scores(at=LATER)
    person = staff("general_manager", language="en")

    for name in ("scorecards:scorecard", "scorecards:service_level"):
        shown = text_of(page(client, person, name, slice="customer", id=scored.pk, by="branch"))
        assert "Beside the others, by Customer" in shown
        assert "别家公司" in shown


def test_a_page_without_figures_says_no_data_and_why(client: Client, db: None) -> None:
    for name in ("scorecards:scorecard", "scorecards:service_level", "scorecards:promises_kept"):
        response = page(client, staff("general_manager", language="en"), name)
        assert response.status_code == 200
        assert "No data" in text_of(response)


def test_exactly_the_records_that_were_counted_stand_behind_each_figure(scored: Customer) -> None:
    found = measures_of(
        INDICATORS.values(), start=MARCH, end=date(2026, 4, 1), slices=["all"], by_month=False, as_of=LATER
    )[Place()]
    counted, shown = {}, {}
    for code, indicator in INDICATORS.items():
        told = figure(indicator, found)
        if indicator.ratio is None or indicator.basis.records in ("pieced", "looked"):
            continue
        if indicator.basis.table == "promises":
            span = (HOUSE, indicator, Whose(), MARCH, MARCH)
            shown[code] = [promises_behind(*span, at=LATER).count()]
            counted[code] = [told.denominator or 0]
            if told.value is not None and code != "early_share":
                shown[code].append(promises_behind(*span, at=LATER, only="failed").count())
                counted[code].append((told.denominator or 0) - (told.numerator or 0))
        elif indicator.basis.table == "deliveries" and (
            indicator.is_share or code in ("volume", "lead_time_mean")
        ):
            shown[code] = [deliveries_behind(HOUSE, indicator, Whose(), MARCH, MARCH).count()]
            counted[code] = [told.denominator or told.numerator or 0]

    assert shown == counted
    assert shown["on_time_rate"] == [10, 2]


def test_the_records_page_lists_the_failed_ones(client: Client, scored: Customer) -> None:
    asked = {"indicator": "on_time_rate", "only": "failed"}
    response = page(client, staff("general_manager", language="en"), "scorecards:records", **asked)

    assert len(response.context["list"].records) == 2


def test_the_records_say_by_which_term_a_promise_was_broken(client: Client, scored: Customer) -> None:
    """A delivery that came in time may be broken all the same, and stands among those that were in time."""
    promise = Promise.objects.filter(kind="delivery", time_state=TermState.KEPT).first()
    assert promise is not None
    Promise.objects.filter(pk=promise.pk).update(
        state=PromiseState.BROKEN,
        broken_at=NOON,
        quantity_state=TermState.BROKEN,
        documents_state=TermState.BROKEN,
    )

    asked = staff("general_manager", language="en")
    text = text_of(page(client, asked, "scorecards:records", indicator="on_time_rate"))

    assert "What is wrong" in text and "Quantity, Documents" in text


def test_the_table_downloads_exactly(client: Client, scored: Customer) -> None:
    response = page(
        client, staff("general_manager", language="en"), "scorecards:scorecard", by="customer", export="csv"
    )

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][:4] == [scored.name, "0.8", "8", "10"]
    excel = page(client, staff("general_manager"), "scorecards:service_level", by="customer", export="xlsx")
    assert CalamineWorkbook.from_filelike(io.BytesIO(excel.content)).sheet_names == ["Service level"]


def test_a_client_reads_the_own_figures_by_key_and_nobody_elses(
    client: Client, scored: Customer, take_in: TakeIn
) -> None:
    other = a_customer(name="别家公司")
    take_in(a_row("other", other))
    refresh_scores(at=LATER)
    _, key = make_key(person=staff("client", customer=scored), name="program", by=HOUSE, at=NOON)
    headers = {"Authorization": f"Bearer {key}"}

    def scores(**query: Any) -> Any:
        return client.get("/api/v1/scorecards/scores", {**SPAN, **query}, headers=headers).json()

    own = scores(by="customer", slice="customer", id=scored.pk)
    assert Decimal(own["total"]["value"]) == Decimal("0.8")
    assert [line["number"] for line in own["lines"]] == [scored.number]
    assert scores()["total"]["value"] is None
    assert scores(slice="customer", id=other.pk)["total"]["value"] is None
    client_actor = actor("client", customer=scored)
    assert may_read(client_actor, Whose("customer", scored.pk))
    assert not may_read(client_actor, Whose("customer", other.pk))
    assert not may_read(client_actor, Whose())


def test_a_branch_manager_sees_the_own_branch(client: Client, take_in: TakeIn) -> None:
    mine, theirs, customer = a_branch(), a_branch(), a_customer()
    take_in(a_row("1", customer, branch_id=mine.pk), a_row("2", customer, branch_id=theirs.pk))
    refresh_scores(at=LATER)

    shown = text_of(
        page(client, staff("branch_manager", branch=mine, language="en"), "scorecards:scorecard", by="branch")
    )

    assert "1 of 1" in shown
    assert mine.name in shown
    assert theirs.name not in shown


@pytest.mark.spec("R497")
def test_the_most_special_level_that_is_valid_counts(db: None) -> None:
    customer, other = a_customer(), a_customer()
    told = {"indicator": "service_level", "by": HOUSE, "at": NOON}
    set_target(value=Decimal("0.90"), valid_from=date(2026, 1, 1), **told)
    set_target(value=Decimal("0.97"), valid_from=date(2026, 2, 1), customer=customer, **told)
    set_target(value=Decimal("0.99"), valid_from=date(2027, 1, 1), customer=customer, **told)
    ended = {"valid_from": date(2026, 3, 1), "valid_until": date(2026, 3, 31)}
    set_target(value=Decimal("0.50"), customer=other, **ended, **told)

    def level(who: Customer, on: date) -> Decimal:
        found = Levels().of("service_level", on=on, slice="customer", id=who.pk)
        assert found is not None
        return found.value

    assert level(customer, date(2025, 12, 31)) == Decimal("0.95")  # the house's
    assert level(customer, date(2026, 1, 15)) == Decimal("0.90")
    assert level(customer, date(2026, 6, 1)) == Decimal("0.97")
    assert level(other, date(2026, 3, 15)) == Decimal("0.50")
    assert level(other, date(2026, 4, 1)) == Decimal("0.90")
    assert Target.objects.count() == 4


def test_a_level_that_makes_no_sense_is_refused(db: None) -> None:
    told = {"valid_from": MARCH, "by": HOUSE, "at": NOON}
    with pytest.raises(NotAShare):
        set_target(indicator="on_time_rate", value=Decimal(95), **told)
    with pytest.raises(UnknownIndicator):
        set_target(indicator="happiness", value=Decimal(1), **told)
    with pytest.raises(OneAtATime):
        set_target(indicator="volume", value=Decimal(1), customer=a_customer(), partner=a_partner(), **told)
    with pytest.raises(EndsTooEarly):
        set_target(indicator="volume", value=Decimal(1), valid_until=date(2026, 2, 1), **told)


def test_only_managers_set_levels_in_per_cent(client: Client, db: None) -> None:
    customer = a_customer()
    form = {
        "indicator": "service_level",
        "value": "97.5",
        "valid_from": "2026-03-01",
        "customer": customer.number,
    }
    client.force_login(staff("clerk"), backend="kept.people.queries.signed_in.PersonBackend")
    assert client.post(reverse("scorecards:new_target"), form).status_code == 403

    client.force_login(staff("service_manager"), backend="kept.people.queries.signed_in.PersonBackend")
    assert client.post(reverse("scorecards:new_target"), {**form, "value": "0"}).status_code == 422
    assert client.post(reverse("scorecards:new_target"), {**form, "customer": "nobody"}).status_code == 422
    fraction = client.post(reverse("scorecards:new_target"), {**form, "value": "0.95"})
    assert "Write 95 for 95 %." in fraction.context["form"].errors["value"][0]
    assert client.post(reverse("scorecards:new_target"), form).status_code == 302

    target = Target.objects.get()
    assert (target.value, target.customer) == (Decimal("0.975"), customer)
    assert client.get(reverse("scorecards:targets")).status_code == 200


def test_the_page_takes_no_more_statements_for_more_customers(
    client: Client, take_in: TakeIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = staff("general_manager")
    take_in(a_row("1", a_customer()))
    refresh_scores(at=LATER)
    client.force_login(person, backend="kept.people.queries.signed_in.PersonBackend")
    with django_assert_max_num_queries(20):
        page(client, person, "scorecards:scorecard", by="customer")
    take_in(*(a_row(f"more{n}", a_customer()) for n in range(5)))
    refresh_scores(at=LATER)

    with django_assert_max_num_queries(20):
        page(client, person, "scorecards:scorecard", by="customer")
    with django_assert_max_num_queries(24):
        page(client, person, "scorecards:service_level", by="customer")


def test_of_many_customers_the_worst_hundred_stand_there_and_three_short_of_their_own_level(
    client: Client, db: None
) -> None:
    customers = [a_customer() for _ in range(102)]
    Score.objects.bulk_create(
        Score(
            indicator="on_time_rate",
            slice="customer",
            customer=customer,
            month=MARCH,
            numerator=n,
            denominator=200,
            value=Decimal(n) / 200,
            as_of=NOON,
        )
        for n, customer in enumerate(customers, 1)
    )
    for n, level in ((0, "0.005"), (60, "0.31"), (5, "0.5"), (101, "0.9")):
        told = {"customer": customers[n], "value": Decimal(level), "valid_from": MARCH}
        set_target(indicator="on_time_rate", by=HOUSE, at=NOON, **told)

    shown = page(client, staff("general_manager"), "scorecards:scorecard", by="customer")
    file = page(client, staff("admin"), "scorecards:scorecard", by="customer", export="csv")

    assert [line.name for line in shown.context["lines"]] == [str(each) for each in customers[:100]]
    assert [line.name for line in shown.context["worst"]] == [str(customers[n]) for n in (5, 60, 101)]
    assert shown.context["many"]
    assert len(list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))) == 103


def test_months_add_up_by_what_was_counted(client: Client, take_in: TakeIn) -> None:
    customer, late = a_customer(), NOON + timedelta(hours=1)
    april = NOON + timedelta(days=40)
    take_in(
        a_row("1", customer, happened_at=late),
        *(a_row(f"april{n}", customer, promised_at=april, happened_at=april) for n in range(3)),
    )
    refresh_scores(at=april + timedelta(days=1))

    shown = text_of(
        page(client, staff("general_manager", language="en"), "scorecards:scorecard", last="2026-04")
    )

    assert "75.0 %" in shown
    assert Score.objects.filter(indicator="on_time_rate", slice="all").count() == 2


def test_the_api_tells_figures_exactly(client: Client, scored: Customer) -> None:
    client.force_login(staff("general_manager"), backend="kept.people.queries.signed_in.PersonBackend")

    told = client.get("/api/v1/scorecards/scores", {**SPAN, "by": "customer"}).json()
    level = client.get("/api/v1/scorecards/service-level", SPAN).json()
    codes = {each["code"] for each in client.get("/api/v1/scorecards/indicators").json()}

    assert Decimal(told["total"]["value"]) == Decimal("0.8")
    assert [line["number"] for line in told["lines"]] == [scored.number]
    assert Decimal(level["achieved"]) == Decimal("0.5184")
    assert codes == set(INDICATORS)
    assert client.get("/api/v1/scorecards/scores", {"first": "x", "last": "y"}).status_code == 422


def test_the_customers_page_shows_a_panel(client: Client, scored: Customer) -> None:
    client.force_login(staff("general_manager"), backend="kept.people.queries.signed_in.PersonBackend")

    response = client.get(
        reverse("kernel:panel", args=("scorecards.of_customer", "parties.customer", scored.pk))
    )

    assert response.status_code == 200
    assert actor("general_manager").may("scorecards.view")


@pytest.fixture
def of_service(ten_orders: Customer) -> dict[str, Any]:
    """The ten deliveries belong to a service; the promise of one is about its order, not its shipment."""
    service = Service.objects.get(code="transport")
    Shipment.objects.update(service=service)
    order = Order.objects.create(
        number="W-1",
        customer=ten_orders,
        branch=a_branch(),
        service=service,
        received_at=NOON,
    )
    promise = Promise.objects.filter(kind="delivery").earliest("pk")
    promise.subject_type, promise.subject_id = "orders.order", order.pk
    promise.save()
    refresh_scores(at=LATER)
    return {"slice": "service", "id": service.pk}


def test_behind_the_figure_of_a_service_stand_promises_about_shipments_and_orders(
    client: Client, of_service: dict[str, Any]
) -> None:
    person = staff("general_manager", language="en")

    response = page(client, person, "scorecards:records", indicator="on_time_rate", **of_service)

    assert len(response.context["list"].records) == 10
    assert "÷ " in text_of(response)


@pytest.mark.parametrize("code", ["accident_rate", "complaint_rate", "contact_volume", "call_volume"])
def test_what_knows_no_service_is_no_figure_of_a_service(
    client: Client, of_service: dict[str, Any], code: str
) -> None:
    person = staff("general_manager", language="en")

    response = page(client, person, "scorecards:records", indicator=code, **of_service)

    assert (response.status_code, list(response.context["list"].records)) == (200, [])
    assert not Score.objects.filter(indicator=code, slice="service").exists()


def test_the_records_say_what_was_counted_where_it_is_no_records(client: Client, scored: Customer) -> None:
    person = staff("general_manager", language="en")

    shown = text_of(page(client, person, "scorecards:records", indicator="unit_fill_rate"))

    assert "= Pieces handed over at the first attempt 216 ÷ Pieces sent out 225." in shown
    assert "Listed is what stands behind: Pieces sent out" in shown
