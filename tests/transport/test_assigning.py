"""Giving shipments to subcontractors."""

import pytest

from kept.parties.enums import PartnerKind
from kept.promises.models import Promise
from kept.transport.actions.assigning import CarrierChosen, NotACarrier, assign_carrier
from kept.transport.models import Shipment
from tests.factories import HOUSE, NOON, a_partner, staff
from tests.transport.shipments import a_shipment
from tests.transport.test_pages import enter

pytestmark = pytest.mark.django_db


@pytest.mark.spec("R011")
def test_what_we_promised_is_the_carriers_to_do_once_it_has_the_shipment():
    shipment, carrier = a_shipment(), a_partner()

    assign_carrier(shipments=[shipment], carrier=carrier, by=HOUSE, at=NOON)
    given = set(Promise.objects.about(shipment).values_list("kind", "provider"))
    assign_carrier(shipments=[shipment], carrier=None, by=HOUSE, at=NOON)
    taken_back = set(Promise.objects.about(shipment).values_list("kind", "provider"))

    assert given == {("delivery", carrier.pk)}
    assert taken_back == {("delivery", None)}


def test_an_insurer_carries_nothing():
    with pytest.raises(NotACarrier):
        assign_carrier(
            shipments=[a_shipment()], carrier=a_partner(kind=PartnerKind.INSURER), by=HOUSE, at=NOON
        )


def test_what_somebody_else_has_given_away_meanwhile_is_not_assigned_again():
    given, free, faster = a_shipment(), a_shipment(), a_partner(name="顺达")
    assign_carrier(shipments=[given], carrier=faster, by=HOUSE, at=NOON)

    with pytest.raises(CarrierChosen, match="顺达"):
        assign_carrier(shipments=[given, free], carrier=a_partner(), unless_chosen=True, by=HOUSE, at=NOON)

    assert set(Shipment.objects.values_list("pk", "carrier")) == {(given.pk, faster.pk), (free.pk, None)}


@pytest.mark.parametrize("chosen", ["999999", "x"])
def test_an_unknown_carrier_takes_no_shipment_from_the_one_that_has_it(chosen: str):
    shipment, carrier = a_shipment(), a_partner()
    assign_carrier(shipments=[shipment], carrier=carrier, by=HOUSE, at=NOON)
    dispatcher = enter(staff("dispatcher"))

    answer = dispatcher.post(f"/shipments/{shipment.number}/carrier/", {"carrier": chosen})

    shipment.refresh_from_db()
    assert (answer.status_code, shipment.carrier) == (409, carrier)
