"""What a receiver is told when goods wait for pick-up: to be read out, or to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kept.kernel.money import Money, show_money
from kept.kernel.numbers import rule

from ..models import PickupNotice
from ..rules import STORAGE_FREE_DAYS


@dataclass(frozen=True)
class Point:
    """One thing to be said; `is_missing` when nobody has written it down yet."""

    label: str
    words: str
    is_missing: bool = False


def points_of(notice: PickupNotice, *, language: str, at: datetime) -> list[Point]:
    """Origin and pieces, money to bring, papers, place, hours, storage: in the language of the listener."""
    origin = notice.shipment.origin_city
    with override(language):
        return [
            Point(_("Waybill"), notice.shipment.number),
            Point(_("Sent from"), origin or _("not known"), not origin),
            Point(_("Sender"), str(notice.shipment.customer)),
            Point(_("Pieces"), *_pieces(notice.shipment.pieces)),
            Point(_("Money to bring"), *_money(notice)),
            Point(_("Bring along"), _papers()),
            Point(_("Place of pick-up"), notice.place),
            Point(_("Opening hours"), notice.hours or _("not known"), not notice.hours),
            Point(_("Storage"), _storage(notice, at)),
        ]


def text_of(notice: PickupNotice, *, language: str, at: datetime) -> str:
    """The same as a message, without what is not known."""
    with override(language):
        head = _("Your goods have arrived and can be collected.")
        said = points_of(notice, language=language, at=at)
        colon = _(": ")
        return "\n".join([head, *(f"{p.label}{colon}{p.words}" for p in said if not p.is_missing)])


def _pieces(pieces: int | None) -> tuple[str, bool]:
    if pieces is None:
        return _("not known"), True
    return ngettext("%(n)d piece", "%(n)d pieces", pieces) % {"n": pieces}, False


def _money(notice: PickupNotice) -> tuple[str, bool]:
    """Cash on delivery and freight collect, apart and together."""
    goods = notice.shipment.cash_on_delivery
    parts = []
    if goods is not None and goods.amount:
        parts.append(_("for the goods %(amount)s") % {"amount": show_money(goods)})
    unknown = notice.wants_freight and notice.freight is None
    if notice.wants_freight:
        parts.append(_freight(notice.freight))
    if not parts:
        return _("nothing to pay"), False
    cash = notice.cash
    if len(parts) > 1 and cash is not None:
        parts.append(_("together %(amount)s") % {"amount": show_money(cash)})
    return _(", ").join(parts), unknown


def _freight(freight: Money | None) -> str:
    if freight is None:
        return _("freight, amount not known yet")
    return _("freight %(amount)s") % {"amount": show_money(freight)}


def _papers() -> str:
    return _(
        "A valid identity card. Whoever comes for somebody else brings both cards, for a company its seal."
    )


def _storage(notice: PickupNotice, at: datetime) -> str:
    days = int(rule(STORAGE_FREE_DAYS, at=at))
    until = notice.stored_free_until(days).astimezone(ZoneInfo(settings.TIME_ZONE))
    words: dict[str, Any] = {"day": f"{until:%Y-%m-%d}", "n": days}
    return (
        ngettext(
            "Free for %(n)d day, until %(day)s; afterwards storage is charged.",
            "Free for %(n)d days, until %(day)s; afterwards storage is charged.",
            days,
        )
        % words
    )
