"""The four parties of the service chain: subcontractor, we, client, the client's customer."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kept.desk.queries.concerned import parties_of_case
from kept.kernel.actor import Actor
from kept.kernel.events import Subject
from kept.orders.models import Order
from kept.parties.models import Customer, Partner
from kept.surveys.models import Response
from kept.surveys.queries.concerned import parties_of_response
from kept.transport.models import Shipment
from kept.transport.queries.concerned import parties_of_order
from tests.desk.scenes import a_case
from tests.factories import NOON, a_branch, a_customer, a_partner, actor, staff
from tests.orders.orders import placed
from tests.transport.shipments import a_shipment

from .scenes import a_survey, an_invitation

pytestmark = [pytest.mark.django_db, pytest.mark.spec("R008")]


class Scene:
    """An order of a client, carried by a subcontractor to the client's customer."""

    def __init__(self) -> None:
        self.branch = a_branch(name="上海分公司")
        self.client: Customer = a_customer(name="宏达电子", branch=self.branch)
        self.carrier: Partner = a_partner(name="顺达运输")
        self.order: Order = placed(self.client, destination_name="西城门店")
        self.shipment = self.carried(self.carrier, "西城门店")

    def carried(self, carrier: Partner, receiver: str) -> Shipment:
        shipment = a_shipment(customer=self.client, branch=self.branch, consignee_name=receiver)
        shipment.order, shipment.carrier = self.order, carrier
        shipment.save(update_fields=["order", "carrier"])
        return shipment

    @property
    def four(self) -> list[tuple[str, str, str]]:
        return [
            ("subcontractor", "顺达运输", self.carrier.number),
            ("us", "上海分公司", self.branch.code),
            ("client", "宏达电子", self.client.number),
            ("clients_customer", "西城门店", ""),
        ]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def told(parties: Any) -> list[tuple[str, str, str]]:
    return [(party.tier, party.name, party.number) for party in parties]


def answered(scene: Scene, about: Model | None, **details: Any) -> Response:
    survey = a_survey()
    invitation = an_invitation(survey) if about is not None else None
    if invitation is not None and about is not None:
        thing = Subject.of(about)
        invitation.about_type, invitation.about_id = thing.type, thing.id
        invitation.save(update_fields=["about_type", "about_id"])
    given = {"customer": scene.client, "branch": scene.branch, **details}
    return Response.objects.create(survey=survey, invitation=invitation, answered_at=NOON, **given)


def manager() -> Actor:
    return actor("general_manager")


def test_an_order_names_all_four_parties(scene: Scene) -> None:
    assert told(parties_of_order(manager(), scene.order)) == scene.four


def test_a_case_names_those_of_its_shipments_and_a_receiver_who_called(scene: Scene) -> None:
    case = a_case(shipment=scene.shipment, served="behalf", caller_name="店长王强")
    bare = a_case(customer=scene.client, order=scene.order)

    assert told(parties_of_case(manager(), case)) == [
        *scene.four[:3],
        ("clients_customer", "店长王强", ""),
        scene.four[3],
    ]
    assert told(parties_of_case(manager(), bare)) == scene.four


@pytest.mark.parametrize("about", ["shipment", "order", "case"])
def test_an_answer_names_those_of_what_was_asked_about(scene: Scene, about: str) -> None:
    things = {"shipment": scene.shipment, "order": scene.order, "case": None}
    thing = things[about] or a_case(shipment=scene.shipment)

    assert told(parties_of_response(manager(), answered(scene, thing))) == scene.four


def test_an_anonymous_answer_asks_nobody_who_is_concerned(scene: Scene) -> None:
    response = answered(scene, None, customer=None, branch=None, is_anonymous=True)
    client = Client()
    client.force_login(staff("general_manager"))

    page = client.get(reverse("surveys:response", args=[response.survey.number, response.pk]))

    assert parties_of_response(manager(), response) == []
    assert page.status_code == 200
    assert "surveys.concerned" not in page.content.decode()


def test_many_shipments_take_one_statement_and_name_each_party_once(scene: Scene) -> None:
    other = a_partner(name="远通货运")
    scene.carried(other, "东城门店")
    scene.carried(other, "东城门店")
    by, order = manager(), Order.objects.select_related("customer", "branch").get()

    with CaptureQueriesContext(connection) as asked:
        parties = parties_of_order(by, order)
    statements = len(asked)

    assert statements == 1
    assert [party.name for party in parties] == [
        "顺达运输",
        "远通货运",
        "上海分公司",
        "宏达电子",
        "西城门店",
        "东城门店",
    ]


def test_shipments_that_one_may_not_see_tell_nothing_and_names_are_shortened(scene: Scene) -> None:
    elsewhere = actor("clerk", branch=a_branch())

    parties = told(parties_of_case(elsewhere, a_case(shipment=scene.shipment)))
    reader = told(parties_of_order(actor("finance"), scene.order))

    assert parties == scene.four[1:3]
    assert ("clients_customer", "西*", "") in reader
    assert ("clients_customer", "西城门店", "") not in reader


def test_the_pages_show_them_and_programs_read_them(scene: Scene) -> None:
    case = a_case(shipment=scene.shipment)
    response = answered(scene, scene.shipment)
    client = Client()
    client.force_login(staff("general_manager", language="en"))
    shown = [
        ("orders.order", "transport.concerned_by_order", scene.order),
        ("desk.case", "desk.concerned_by_case", case),
        ("surveys.response", "surveys.concerned", response),
    ]
    doors = [
        f"transport/orders/{scene.order.number}",
        f"desk/cases/{case.number}",
        f"surveys/responses/{response.pk}",
    ]
    pages = [
        scene.order.get_absolute_url(),
        case.get_absolute_url(),
        reverse("surveys:response", args=[response.survey.number, response.pk]),
    ]

    for (kind, name, record), page in zip(shown, pages, strict=True):
        address = reverse("kernel:panel", args=(name, kind, record.pk))
        panel = client.get(address).content.decode()
        assert f'hx-get="{address}"' in client.get(page).content.decode()
        words = ("Subcontractor", "顺达运输</a>", "Us", "上海分公司", "Client", "宏达电子</a>", "西城门店")
        assert all(word in panel for word in words)
    expected = [{"tier": tier, "name": name, "number": number} for tier, name, number in scene.four]
    assert [client.get(f"/api/v1/{door}/parties").json() for door in doors] == [expected] * 3
