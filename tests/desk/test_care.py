"""Ways out of an exception, follow-ups, and exceptions that pass by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from kept.comms.models import Message
from kept.desk.actions.exceptions import open_exception, tell_customer, tell_customers_by_mail
from kept.desk.actions.following import DueInThePast, finish_follow_up, plan_follow_up
from kept.desk.actions.offering import AlreadyChosen, DayMissing, NotOffered, choose_offer
from kept.desk.models import Case, Contact, FollowUp, Offer
from kept.desk.models.followups import AnswerPromised
from kept.kernel.actor import Actor
from kept.kernel.models import EventRecord
from kept.kernel.outbox import deliver_due
from kept.promises.models import Promise
from kept.transport.actions.noticing import end_what_is_over
from kept.transport.actions.road_events import end_road_event, name_road_event
from kept.transport.actions.watching import end_exception
from kept.transport.models import ShipmentException
from tests.desk.scenes import a_shipment
from tests.desk.test_exceptions import seen
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff
from tests.orders.orders import placed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
EVERY = ["wait", "redeliver", "other_carrier", "return", "compensation"]


def an_offer(**details: object) -> Offer:
    shipment = a_shipment(a_customer(email="a@example.com", **details))
    case = open_exception(trouble="weather", shipments=[shipment], by=HOUSE, at=NOON)
    told = {"channel": "email", "text": "大雪", "options": EVERY, "site": "https://kept.example"}
    tell_customer(case=case, customer=shipment.customer, **told, by=HOUSE, at=NOON + HOUR)  # type: ignore[arg-type]
    return Offer.objects.get()


@pytest.mark.spec("R145")
def test_an_event_on_the_road_is_one_case_that_passes_with_it() -> None:
    first, second = (a_shipment(last_place="西安") for _ in range(2))
    event = name_road_event(
        kind="weather", name="秦岭大雪", places=["西安"], begins_at=NOON, by=HOUSE, at=NOON
    )
    deliver_due()
    case = Case.objects.get()
    assert {link.shipment for link in case.shipments.all()} == {first, second}
    tell_customer(case=case, customer=first.customer, channel="phone", text="大雪", by=HOUSE, at=NOON)

    end_road_event(event=event, by=HOUSE, at=NOON + HOUR)
    deliver_due()

    case.refresh_from_db()
    assert case.state == "solved"
    states = {p.customer: p.state for p in Promise.objects.about(case)}
    assert states == {first.customer: "kept", second.customer: "waived"}
    assert EventRecord.objects.get(name="desk.exception_passed").data["told"] is False


def test_a_case_stays_open_while_one_of_its_shipments_still_suffers() -> None:
    first, second = a_shipment(), a_shipment()
    for shipment in (first, second):
        seen(shipment, cause_key="snow")

    end_exception(exception=first.exceptions.get(), by=HOUSE, at=NOON + HOUR)
    deliver_due()

    assert Case.objects.get().state == "open"


def test_an_exception_of_a_delivered_shipment_is_over_but_not_its_damage() -> None:
    shipment = a_shipment(state="delivered", delivered_at=NOON)
    for kind in ("weather", "damage"):
        ShipmentException.objects.create(shipment=shipment, kind=kind, seen_at=NOON)

    end_what_is_over(by=HOUSE, at=NOON + HOUR)

    assert [each.kind for each in shipment.exceptions.filter(over_at=None)] == ["damage"]


@pytest.mark.spec("R147")
def test_each_customer_is_told_in_their_language_and_by_their_channel() -> None:
    english = a_customer(email="e@example.com", language="en")
    caller = a_customer(email="c@example.com", told_by="wechat")
    case = open_exception(
        trouble="weather", shipments=[a_shipment(english), a_shipment(caller)], by=HOUSE, at=NOON
    )

    told, others = tell_customers_by_mail(cases=[case], by=HOUSE, at=NOON)

    assert (told, others) == (1, [caller])
    mail = Message.objects.get()
    assert mail.to == "e@example.com"
    assert mail.body.startswith("Dear ")


def test_every_customer_of_one_cause_is_told_though_each_has_an_order_of_its_own() -> None:
    customers = [a_customer(email=f"{name}@example.com", branch=a_branch()) for name in "abc"]
    shipments = [a_shipment(each, order=placed(each)) for each in customers]
    case = open_exception(trouble="weather", shipments=shipments, by=HOUSE, at=NOON)
    case.order = shipments[0].order
    case.save(update_fields=["order"])

    told, others = tell_customers_by_mail(cases=[case], by=HOUSE, at=NOON)

    assert (told, others) == (3, [])
    assert [contact.order for contact in Contact.objects.order_by("id")] == [shipments[0].order, None, None]


@pytest.mark.spec("R145")
def test_the_customer_chooses_another_day_by_the_link_and_it_is_promised(client: Client) -> None:
    offer = an_offer(language="en")
    link = Message.objects.get().body.splitlines()[-1].split()[-1]
    assert link == f"https://kept.example{offer.get_absolute_url()}"
    assert client.get(offer.get_absolute_url()).status_code == 200

    assert client.post(offer.get_absolute_url(), {"choice": "redeliver"}).status_code == 422
    day = "2099-03-09"
    page = client.post(offer.get_absolute_url(), {"choice": "redeliver", "wanted_day": day})

    assert b"Deliver on another day" in page.content
    promise = Promise.objects.of_kind("redelivery").get()
    assert promise.due_at.astimezone(NOON.tzinfo).date().isoformat() == day
    offer.refresh_from_db()
    assert (offer.choice, offer.by_link) == ("redeliver", True)
    assert FollowUp.objects.get().customer == offer.customer


def test_what_a_customer_chose_is_told_to_us_in_our_language() -> None:
    offer = an_offer()
    with override("zh-hans"):
        choose_offer(offer=offer, choice="return", by=Actor.link("offer"), at=NOON + HOUR)

    assert FollowUp.objects.get().what.isascii()


def test_compensation_opens_a_claim_that_follows_the_case() -> None:
    offer = an_offer()

    choose_offer(offer=offer, choice="compensation", said="货值八千", by=Actor.link("offer"), at=NOON + HOUR)

    claim = Case.objects.of_kind("claim").get()
    assert (claim.follows, claim.customer, claim.reason) == (offer.case, offer.customer, "货值八千")


def test_a_choice_is_made_once_from_what_was_offered() -> None:
    offer = an_offer()
    Offer.objects.update(options=["wait", "redeliver"])

    with pytest.raises(NotOffered):
        choose_offer(offer=offer, choice="return", by=HOUSE, at=NOON)
    with pytest.raises(DayMissing):
        choose_offer(offer=offer, choice="redeliver", wanted_day=None, by=HOUSE, at=NOON)
    choose_offer(offer=offer, choice="wait", by=HOUSE, at=NOON)
    with pytest.raises(AlreadyChosen):
        choose_offer(offer=offer, choice="wait", by=HOUSE, at=NOON)
    assert FollowUp.objects.count() == 0


@pytest.mark.spec("R271")
def test_a_promised_answer_is_finished_by_a_recorded_contact_alone() -> None:
    customer = a_customer()
    made = plan_follow_up(
        what="查清运费后回电", due_at=NOON + HOUR, customer=customer, needs_contact=True, by=HOUSE, at=NOON
    )
    with pytest.raises(AnswerPromised):
        finish_follow_up(follow_up=made, result="查清", by=HOUSE, at=NOON + HOUR / 2)

    finish_follow_up(
        follow_up=made, result="查清", channel="phone", text="运费按体积计", by=HOUSE, at=NOON + HOUR / 2
    )

    contact = Contact.objects.get()
    assert (contact.customer, contact.direction, contact.summary) == (customer, "out", "运费按体积计")
    assert Promise.objects.of_kind("follow_up").get().state == "kept"


def test_a_follow_up_is_due_in_the_future() -> None:
    with pytest.raises(DueInThePast):
        plan_follow_up(what="回电", due_at=NOON, by=HOUSE, at=NOON)


def test_a_clerk_tells_all_by_one_press_with_the_texts_as_edited(client: Client) -> None:
    client.force_login(staff("clerk"))
    one, two = (a_customer(email=f"{n}@example.com") for n in "ab")
    case = open_exception(trouble="weather", shipments=[a_shipment(one), a_shipment(two)], by=HOUSE, at=NOON)
    address = f"/cases/{case.number}/notices/"
    assert client.get(address).status_code == 200
    texts = {
        f"c{c.pk}-{name}": text for c in (one, two) for name, text in (("channel", "email"), ("text", "改过"))
    }

    client.post(address, {**texts, "offer-options": ["wait"]})

    assert sorted(mail.to for mail in Message.objects.all()) == ["a@example.com", "b@example.com"]
    assert all(mail.body.startswith("改过\n") for mail in Message.objects.all())
    page = client.get(address).content.decode()
    assert page.count("/offers/C-") == 2


def test_a_clerk_plans_finds_and_finishes_a_follow_up(client: Client) -> None:
    client.force_login(staff("clerk"))
    customer = a_customer()
    form = {"what": "回电", "due_at": "2099-01-01T10:00"}

    client.post(f"/follow-ups/new/?customer={customer.number}", form)

    made = FollowUp.objects.get()
    assert made.customer == customer
    assert made.number in client.get("/follow-ups/").content.decode()
    client.post(made.get_absolute_url(), {"result": "已回"})
    assert made.number not in client.get("/follow-ups/").content.decode()
    assert client.get(made.get_absolute_url()).status_code == 200
