"""Instructions for tests, given through the verb that the doors use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kept.fulfillment.actions.instructing import give_instruction
from kept.fulfillment.models import Instruction
from tests.factories import HOUSE, NOON
from tests.orders.orders import placed

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def an_instruction(**details: Any) -> Instruction:
    given = {"kind": "hold", "words": "先别发，等我们通知", "channel": "phone", "given_by": "王芳", **details}
    if "order" not in given and "shipment" not in given:
        given["order"] = placed()
    return give_instruction(**{"by": HOUSE, "at": NOON, **given})
