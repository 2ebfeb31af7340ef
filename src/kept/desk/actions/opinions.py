"""The customer's opinion of how a case was handled: asked once after closing, given without a login."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from kept.comms.actions import queue_message
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit

from ..enums import CaseKind
from ..events import OpinionAsked, OpinionGiven
from ..models import Case, Opinion


class AlreadyGiven(Refused):
    default = _("Your opinion has been recorded already. Thank you.")


class RatingMissing(Refused):
    default = _("Choose from 1 to 5.")


@transaction.atomic
def ask_opinion(*, case: Case, site: str = "", by: Actor, at: datetime) -> Opinion | None:
    """Make the link to the opinion page, and mail it where there is an address. Never asked twice."""
    if case.customer_id is None or case.kind == CaseKind.INTERNAL:
        return None
    opinion, is_new = Opinion.objects.get_or_create(case=case, defaults={"asked_at": at})
    if not is_new:
        return opinion
    mailed = _mail(opinion, site, at)
    emit(OpinionAsked.of(case, at=at, by_mail=mailed), by=by)
    return opinion


@transaction.atomic
def take_opinion(
    *,
    opinion: Opinion,
    rating: int,
    is_solved: bool | None = None,
    text: str = "",
    by: Actor,
    at: datetime,
) -> Opinion:
    """What the customer thought. Once given it stays."""
    if not 1 <= rating <= 5:
        raise RatingMissing(field="rating")
    opinion = Opinion.objects.select_for_update(of=("self",)).select_related("case").get(pk=opinion.pk)
    if opinion.answered_at:
        raise AlreadyGiven
    opinion.rating, opinion.is_solved, opinion.text, opinion.answered_at = rating, is_solved, text.strip(), at
    opinion.save()
    if opinion.text:
        Case.objects.filter(pk=opinion.case_id).update(customer_opinion=opinion.text)
    emit(OpinionGiven.of(opinion.case, at=at, rating=rating, is_solved=is_solved), by=by)
    return opinion


def _mail(opinion: Opinion, site: str, at: datetime) -> bool:
    case = opinion.case
    to = case.email or (case.customer.email if case.customer else "")
    if not (to and site):
        return False
    link = f"{site.rstrip('/')}{opinion.get_absolute_url()}"
    with override((case.customer.language if case.customer else "") or settings.LANGUAGE_CODE):
        words = {"number": case.number, "title": case.heading, "link": link}
        subject = gettext("How did we handle %(number)s?") % words
        asked = gettext("We closed '%(title)s' (%(number)s). Tell us in one minute how we did: %(link)s")
        body = asked % words
    queue_message(key=f"desk.opinion:{opinion.pk}", to=to, subject=subject, body=body, about=case, at=at)
    opinion.mailed_at = at
    opinion.save(update_fields=["mailed_at"])
    return True
