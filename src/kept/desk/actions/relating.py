"""Cases that have to do with each other, and cases that turn out to be of another kind."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.promises.actions import Outcome, PromiseRequest, cancel_promises, start_promises
from kept.promises.models import Promise

from ..enums import CaseKind
from ..events import CaseChanged, CaseRelated, CaseUnrelated
from ..models import Case, CaseIsClosed, CaseLink
from ..rules import ANSWER_CLOCKS, BUSINESS_KINDS, PROMISES_OF
from .opening import NewToTheWork


class ToItself(Refused):
    default = _("Choose another case.")


class RelatedAlready(Refused):
    default = _("These two cases are linked already.")


class OtherPaper(Refused):
    default = _("An exception is made by tracking and stays one. Open a new case and link the two.")


@transaction.atomic
def relate_cases(*, case: Case, other: Case, sort: str, by: Actor, at: datetime) -> CaseLink:
    """Say how two cases belong together. They stay two."""
    if case.pk == other.pk:
        raise ToItself(field="other")
    if CaseLink.objects.between(case, other).exists():
        raise RelatedAlready(field="other")
    link = CaseLink.objects.create(case=case, other=other, sort=sort, person_id=by.person_id, at=at)
    emit(CaseRelated.of(case, at=at, other_id=other.pk, other=other.number, sort=sort), by=by)
    return link


@transaction.atomic
def unrelate_cases(*, link: CaseLink, by: Actor, at: datetime) -> None:
    case, other = link.case, link.other
    link.delete()
    emit(CaseUnrelated.of(case, at=at, other_id=other.pk, other=other.number), by=by)


@transaction.atomic
def change_kind(*, case: Case, kind: str, by: Actor, at: datetime) -> Case:
    """It is of another kind than it seemed. Clocks of the old kind fall away, those of the new one count
    from the moment when the matter came in; an answer that was given already counts.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("owner").get(pk=case.pk)
    if not case.is_unfinished:
        raise CaseIsClosed
    if kind == case.kind:
        return case
    if CaseKind.EXCEPTION in (kind, case.kind):
        raise OtherPaper(field="kind")
    if case.owner and case.owner.is_new and kind in BUSINESS_KINDS:
        raise NewToTheWork(case.owner)
    gone = set(PROMISES_OF[case.kind]) - set(PROMISES_OF[kind])
    cancel_promises(record=case, kinds=gone, by=by, at=at)
    case.kind = kind
    case.save(update_fields=["kind"])
    _start_missing(case, by=by, at=at)
    emit(CaseChanged.of(case, at=at, fields=("kind",)), by=by)
    return case


def _start_missing(case: Case, *, by: Actor, at: datetime) -> None:
    running = set(Promise.objects.about(case).values_list("kind", flat=True))
    requests = [
        PromiseRequest(
            kind=clock,
            subject=Subject.of(case),
            started_at=case.opened_at,
            customer_id=case.customer_id,
            branch_id=case.branch_id,
            team_id=case.team_id,
            person_id=case.owner_id,
            outcome=Outcome(met_at=case.answered_at) if case.answered_at and clock in ANSWER_CLOCKS else None,
        )
        for clock in PROMISES_OF[case.kind]
        if clock not in running
    ]
    if requests:
        start_promises(requests=requests, by=by, at=at)
