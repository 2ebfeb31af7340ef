"""What a mapping may fill: the fields of a delivery, and how each is read."""

from __future__ import annotations

from typing import Final, Literal

Nature = Literal["text", "moment", "number", "whole", "yesno", "code"]

FIELDS: Final[dict[str, Nature]] = {
    "customer": "text",
    "customer_name": "text",
    "carrier": "text",
    "carrier_name": "text",
    "branch": "text",
    "service": "text",
    "reference": "text",
    "origin": "text",
    "destination": "text",
    "receiver": "text",
    "promised_from": "moment",
    "promised_at": "moment",
    "picked_up_at": "moment",
    "happened_at": "moment",
    "outcome": "code",
    "condition": "code",
    "attempt_no": "whole",
    "pieces": "whole",
    "pieces_delivered": "whole",
    "weight_kg": "number",
    "volume_m3": "number",
    "freight_cost": "number",
    "papers_ok": "yesno",
}
CODES: Final[dict[str, frozenset[str]]] = {
    "outcome": frozenset({"delivered", "partial", "refused", "absent"}),
    "condition": frozenset({"good", "damaged", "short", "wrong"}),
}
LONGEST: Final[dict[str, int]] = {
    "customer": 100,
    "customer_name": 160,
    "carrier": 140,
    "carrier_name": 160,
    "branch": 20,
    "service": 30,
    "reference": 60,
    "origin": 60,
    "destination": 60,
    "receiver": 80,
}
NEEDED: Final = ("customer", "happened_at")
YES: Final = frozenset({"yes", "y", "true", "t", "1", "是", "对", "正确", "ok"})
NO: Final = frozenset({"no", "n", "false", "f", "0", "否", "错", "不"})
