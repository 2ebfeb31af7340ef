from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.kernel.web.panels import panel
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..queries.judgements import judgement_of
from ..queries.tables import last_published


@panel("transport.shipment", title=_("Judged on four terms"), order=5, permission="transport.view")
def judgement(request: HttpRequest, record: Shipment) -> tuple[str, dict[str, Any]]:
    promise = record.delivery_promise
    lines = judgement_of(record, promise, list(record.deliveries.all()))
    return "fulfillment/parts/judgement.html", {"lines": lines, "promise": promise, "shipment": record}


@panel("parties.customer", title=_("Tracking table of the day"), order=26, permission="fulfillment.table")
def tracking_table(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    return "fulfillment/parts/last_table.html", {"customer": record, "last": last_published(record)}
