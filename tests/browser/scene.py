"""The scene of the walk: a small company with one customer, one subcontractor, prices, and a little past."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.timezone import localtime, now

from kept.catalog.models import Service
from kept.contracts.actions.rate_cards import make_rate_card
from kept.contracts.rules import SurchargeTerms, ZoneTerms
from kept.desk.actions.answering import answer_case
from kept.desk.actions.opening import open_case
from kept.desk.models import Case
from kept.kernel.money import to_minor
from kept.orders.actions.drafting import OrderDraft
from kept.orders.actions.placing import place_orders
from kept.orders.actions.releasing import release_orders
from kept.parties.actions.belongings import add_consignee, add_contact_person
from kept.parties.models import ContactPerson, Customer, Partner
from kept.people.models import Branch, Person
from kept.people.queries import actor_of
from kept.promises.actions.clocking import record_breaches
from kept.scorecards.actions.targets import set_target
from kept.surveys.actions.answering import answer_survey
from kept.surveys.actions.inviting import invite_many
from kept.surveys.actions.surveying import start_survey
from kept.surveys.models import Invitation, Questionnaire, Survey
from kept.surveys.rules.marks import Mark
from kept.transport.actions.assigning import assign_carrier
from kept.transport.actions.delivering import deliver
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import Shipment
from tests.factories import HOUSE, a_branch, a_customer, a_partner, staff

CREW = (
    ("clerk", "王敏"),
    ("dispatcher", "赵强"),
    ("finance", "孙丽"),
    ("general_manager", "陈立"),
)
RESPONDENTS = ("毛敏", "方华", "蒋伟", "沈琳", "韩雪", "何芳")
"""As many as it takes for figures to show, and one who has not answered yet."""
PHONE = "13900018888"
FELT = {
    "price": (6, 4),
    "quality": (6, 6),
    "assortment": (4, 5),
    "correctness": (6, 5),
    "scheduled_date": (7, 1),
    "order_completeness": (5, 6),
    "stockout_notice": (5, 4),
    "urgent_delivery": (6, 3),
}
"""Importance and performance by item."""


@dataclass
class Scene:
    """Who and what the walk meets again."""

    at: datetime
    branch: Branch
    customer: Customer
    partner: Partner
    persons: dict[str, Person] = field(default_factory=dict)
    contacts: list[ContactPerson] = field(default_factory=list)
    past: list[Shipment] = field(default_factory=list)
    broken: Case | None = None
    survey: Survey | None = None


def set_scene() -> Scene:
    at = now().replace(microsecond=0)
    begun = at - timedelta(days=20)
    branch = a_branch(code="SH", name="上海分公司")
    customer = a_customer(
        name="华东冷链食品有限公司",
        short_name="华东冷链",
        branch=branch,
        city="上海",
        segment="general",
        special_requirements="须提前一小时预约卸货",
    )
    scene = Scene(begun, branch, customer, a_partner(name="远通货运有限公司", city="上海"))
    _hire(scene)
    _introduce(scene)
    _set_prices(scene)
    _carry_some(scene, at)
    _break_a_promise(scene, at)
    _ask(scene, at)
    return scene


def _hire(scene: Scene) -> None:
    for role, name in CREW:
        scene.persons[role] = staff(role, name=name, branch=None if role != "clerk" else scene.branch)
    scene.persons["client"] = staff("client", name="周洁", customer=scene.customer)
    scene.persons["subcontractor"] = staff("subcontractor", name="吴刚", partner=scene.partner)


def _introduce(scene: Scene) -> None:
    for number, name in enumerate(RESPONDENTS):
        phone = PHONE if number == 0 else f"1380002{number:04}"
        scene.contacts.append(
            add_contact_person(
                party=scene.customer,
                name=name,
                role="user",
                phone=phone,
                email=f"person{number}@kept.example",
                by=HOUSE,
                at=scene.at,
            )
        )
    add_consignee(
        customer=scene.customer,
        name="李建国",
        city="北京",
        phone="13911112222",
        address="朝阳区建国路8号",
        by=HOUSE,
        at=scene.at,
    )


def _set_prices(scene: Scene) -> None:
    breaks = ((Decimal(0), Decimal(5)), (Decimal(100), Decimal("3.60")))
    make_rate_card(
        service=_transport(),
        name="零担运价表",
        zones=[ZoneTerms("", "", breaks)],
        surcharges=[
            SurchargeTerms("insurance", "share_of_declared", Decimal("0.003"), Decimal(10), Decimal("0.06"))
        ],
        minimum=Decimal(50),
        fuel_share=Decimal("0.12"),
        valid_from=scene.at.date(),
        by=HOUSE,
        at=scene.at,
    )
    for indicator in ("service_level", "on_time_rate"):
        set_target(
            indicator=indicator, value=Decimal("0.95"), valid_from=scene.at.date(), by=HOUSE, at=scene.at
        )


def _carry_some(scene: Scene, at: datetime) -> None:
    """Four deliveries of the last days: two right, one late, one with a damaged piece."""
    placed = at - timedelta(days=9)
    drafts = [_draft(scene, placed, number) for number in range(4)]
    orders = place_orders(drafts=drafts, by=HOUSE, at=placed)
    release_orders(orders=orders, by=HOUSE, at=placed)
    scene.past = list(Shipment.objects.filter(order__in=orders).order_by("pk"))
    assign_carrier(shipments=scene.past, carrier=scene.partner, by=HOUSE, at=placed)
    picked = placed + timedelta(hours=3)
    news = [TrackingInput(number=s.number, code="picked_up", occurred_at=picked) for s in scene.past]
    record_events(inputs=news, by=HOUSE, at=picked)
    for number, shipment in enumerate(scene.past):
        arrived = placed + timedelta(days=5 if number == 2 else 2)
        deliver(
            shipment=shipment,
            outcome="delivered",
            receiver_name="李建国",
            pieces_delivered=10,
            pieces_damaged=1 if number == 3 else 0,
            condition="damaged" if number == 3 else "good",
            papers_ok=True,
            happened_at=arrived,
            by=HOUSE,
            at=arrived,
        )


def an_order_on_the_way(scene: Scene, *, due: timedelta = timedelta(days=3), number: int = 9) -> Shipment:
    """Placed and released now, given to the subcontractor and picked up."""
    at = now().replace(microsecond=0)
    draft = _draft(scene, at, number)
    draft.data["wanted_delivery_at"] = at + due
    orders = place_orders(drafts=[draft], by=HOUSE, at=at)
    release_orders(orders=orders, by=HOUSE, at=at)
    shipment = Shipment.objects.select_related("order").get(order=orders[0])
    assign_carrier(shipments=[shipment], carrier=scene.partner, by=HOUSE, at=at)
    picked = TrackingInput(number=shipment.number, code="picked_up", occurred_at=at, place="上海冷库")
    record_events(inputs=[picked], by=HOUSE, at=at)
    return shipment


def _draft(scene: Scene, placed: datetime, number: int) -> OrderDraft:
    data = {
        "service": _transport(),
        "payment": "monthly",
        "customer_reference": f"HD-{number:03}",
        "origin_city": "上海",
        "destination_city": "北京",
        "destination_address": "朝阳区建国路8号",
        "destination_name": "李建国",
        "destination_phone": "13911112222",
        "wanted_pickup_at": placed + timedelta(hours=6),
        "wanted_delivery_at": placed + timedelta(days=3),
        "declared_value": to_minor(Decimal(8000)),
    }
    line = {"description": "冷冻水饺", "quantity": 10, "pieces": 10, "weight_kg": Decimal(160)}
    return OrderDraft(scene.customer, data, [line])


def _break_a_promise(scene: Scene, at: datetime) -> None:
    """Yesterday's complaint was answered after four hours."""
    morning = localtime(at - timedelta(days=1)).replace(hour=10, minute=0, second=0)
    clerk = scene.persons["clerk"]
    scene.broken = open_case(
        kind="complaint",
        customer=scene.customer,
        title="外箱破损",
        reason="一箱外箱压坏",
        owner=clerk,
        by=actor_of(clerk, morning),
        at=morning,
    )
    later = morning + timedelta(hours=4)
    answer_case(
        case=scene.broken,
        channel="phone",
        text="已查明，按声明价值赔偿",
        to="毛敏",
        by=actor_of(clerk, later),
        at=later,
    )
    record_breaches(by=HOUSE, at=at)


def _ask(scene: Scene, at: datetime) -> None:
    """All contact persons are asked; all but the first have answered."""
    asked = at - timedelta(days=2)
    scene.survey = start_survey(
        questionnaire=Questionnaire.objects.current().get(code="eight_items"),
        title="满意度调查",
        by=HOUSE,
        at=asked,
    )
    invite_many(survey=scene.survey, contact_persons=scene.contacts, by=HOUSE, at=asked)
    for invitation in invitations_of(scene)[1:]:
        marks = {code: Mark(*felt) for code, felt in FELT.items()}
        answer_survey(invitation=invitation, marks=marks, by=HOUSE, at=asked + timedelta(hours=3))


def invitations_of(scene: Scene) -> list[Invitation]:
    return list(Invitation.objects.filter(survey=scene.survey).order_by("pk"))


def _transport() -> Service:
    return Service.objects.get(code="transport")
