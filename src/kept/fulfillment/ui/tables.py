from django.utils.translation import gettext_lazy as _

from kept.kernel.web.tables import Column, Table


class DayTableList(Table):
    name = "tracking_tables"
    title = _("Tracking tables of the day")
    columns = (
        Column("name", _("Customer"), link="fulfillment:table", hint="number"),
        Column("shipments_today", _("Shipments"), kind="number", total=True),
        Column("published_today", _("Published today"), kind="moment"),
        Column("manager", _("Account manager"), value=lambda c: c.account_manager and c.account_manager.name),
        Column("segment", _("Segment"), value="get_segment_display"),
    )
    default = ("name", "shipments_today", "published_today", "manager")
    order = ("name", "id")
    empty = _("No customer has a shipment to tell about today.")
    bulk_acts = (("fulfillment:bulk_publish", _("Publish"), "fulfillment.publish"),)
    acts = (("fulfillment:numbers", _("Many numbers at once"), "transport.view"),)
