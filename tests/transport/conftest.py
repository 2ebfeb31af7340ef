import pytest

from kept.transport.models import Shipment
from tests.transport.shipments import a_shipment


@pytest.fixture
def shipment(db: None) -> Shipment:
    return a_shipment()
