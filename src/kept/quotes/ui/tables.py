from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.tables import Column, Table

from ..enums import Sheet
from ..models import Inquiry


def _lane(inquiry: Inquiry) -> str:
    return f"{inquiry.origin} → {inquiry.destination}"


def _sheet(inquiry: Inquiry) -> str:
    return "" if inquiry.sheet == Sheet.NOT_NEEDED else str(inquiry.get_sheet_display())


class InquiryTable(Table):
    name = "inquiries"
    title = _("Inquiries")
    columns = (
        Column("promise", _("Answer"), kind="promise", sort="promise__due_at"),
        Column("number", _("Inquiry"), link="quotes:inquiry"),
        Column("company", _("Company"), hint="caller_name"),
        Column("goods", _("Goods"), hint=lambda i: i.get_goods_class_display() if i.is_dangerous else ""),
        Column("lane", _("From and to"), value=_lane),
        Column("volume", _("Volume per shipment")),
        Column("planned_on", _("Planned day"), kind="day"),
        Column("state", _("State"), kind="state", value=lambda i: (i.state, i.get_state_display())),
        Column("important", _("Important"), value=lambda i: str(_("important")) if i.is_important else ""),
        Column("sheet", _("Safety data sheet"), value=_sheet),
        Column("owner", _("Clerk"), value="owner.name"),
        Column("branch", _("Branch"), value="branch.name"),
        Column("taken_at", _("Taken on"), kind="moment", sort="taken_at"),
    )
    default = ("promise", "number", "company", "goods", "lane", "volume", "state", "important", "owner")
    order: ClassVar[tuple[str, ...]] = ("promise__due_at", "id")
    empty = _("Nobody waits for a price.")
    empty_act = ("quotes:new_inquiry", _("Take an inquiry"), "quotes.take")
    acts = (
        ("quotes:new_inquiry", _("Take an inquiry"), "quotes.take"),
        ("quotes:quotes", _("Quotes"), "quotes.view"),
    )
    live = True


class AllInquiriesTable(InquiryTable):
    """Newest first, since those that were answered break no more."""

    order = ("-id",)
    empty = _("No inquiry yet.")
    live = False


class QuoteTable(Table):
    name = "quotes"
    title = _("Quotes")
    columns = (
        Column("number", _("Quote"), link="quotes:quote"),
        Column("company", _("Company"), value="inquiry.company"),
        Column("lane", _("From and to"), value=lambda quote: _lane(quote.inquiry)),
        Column("net", _("Before tax"), kind="money", total=True),
        Column("state", _("State"), kind="state", value=lambda q: (q.state, q.get_state_display())),
        Column("valid_until", _("Valid until"), kind="day", sort="valid_until"),
        Column(
            "inquiry", _("Inquiry"), value="inquiry.number", link="quotes:inquiry", link_by="inquiry.number"
        ),
        Column("made_at", _("Made on"), kind="moment"),
        Column("sent_at", _("Sent on"), kind="moment"),
    )
    order = ("-id",)
    empty = _("No quote yet. A quote begins with an inquiry.")
    empty_act = ("quotes:new_inquiry", _("Take an inquiry"), "quotes.take")
