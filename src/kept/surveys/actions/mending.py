"""A low answer is mended at once: it becomes a case with the promises of a complaint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from kept.desk.actions.opening import open_case
from kept.desk.enums import CaseKind
from kept.desk.models import Case
from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.numbers import rule
from kept.transport.models import Shipment

from ..enums import Channel
from ..events import CaseFromAnswer
from ..models import Response
from ..rules.marks import lowest_of
from ..rules.numbers import CASE_DAYS

AT_ONCE = (Channel.LINK, Channel.QR, Channel.PORTAL, Channel.API, Channel.PHONE)
"""Ways by which an answer comes fresh; what is typed in from paper or a file is looked at in the results."""


@transaction.atomic
def open_case_of(
    *,
    response: Response,
    about_type: str = "",
    about_id: int | None = None,
    items: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Case | None:
    """The case of a fresh low answer, opened once; None where there is nobody to call or a case is open."""
    response = (
        Response.objects.select_for_update(of=("self",))
        .select_related("customer__account_manager", "survey")
        .get(pk=response.pk)
    )
    fresh = at - response.answered_at <= timedelta(days=int(rule(CASE_DAYS, at=at)))
    if response.case_id or response.customer is None or response.channel not in AT_ONCE or not fresh:
        return None
    shipment = None
    if about_id and about_type == Shipment._meta.label_lower:
        shipment = Shipment.objects.filter(pk=about_id, customer=response.customer).first()
    manager = response.customer.account_manager
    case = open_case(
        kind=CaseKind.COMPLAINT,
        customer=response.customer,
        shipments=[shipment] if shipment else [],
        owner=manager if manager is not None and not manager.is_new else None,
        title=gettext("Low answer in survey %(number)s") % {"number": response.survey.number},
        reason=_said(response, items),
        by=by,
        at=at,
    )
    response.case = case
    response.save(update_fields=["case"])
    told = CaseFromAnswer(
        subject=Subject.of(response.survey),
        occurred_at=at,
        case_id=case.pk,
        case_number=case.number,
        response_id=response.pk,
    )
    emit(told, by=by)
    return case


def _said(response: Response, items: Sequence[str]) -> str:
    """The low marks and what was said in own words."""
    answers = response.answers.select_related("item").order_by("item__position")
    low = [f"{answer.item}: {lowest_of(answer.mark)}" for answer in answers if answer.item.code in items]
    return "\n".join([*low, *(answer.text for answer in answers if answer.text)])
