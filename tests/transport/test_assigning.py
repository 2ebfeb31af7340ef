"""Giving shipments to subcontractors."""

import pytest

from kept.parties.enums import PartnerKind
from kept.promises.models import Promise
from kept.transport.actions.assigning import NotACarrier, assign_carrier
from tests.factories import HOUSE, NOON, a_partner
from tests.transport.shipments import a_shipment

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
