"""Solving, closing and re-opening a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.kernel.numbers import rule
from kept.people.models import Person
from kept.promises.actions import reopen_promise
from kept.promises.enums import PromiseState
from kept.promises.models import Promise

from ..enums import CaseState
from ..events import CaseClosed, CaseReopened, CaseSolved
from ..models import Case
from ..models.cases import NotAnswered
from ..rules import REOPEN_DAYS, RESOLUTION_CLOCKS, SETTLED_BY_TALK
from .answered import keep_clocks
from .opening import open_case
from .opinions import ask_opinion


class ReasonMissing(Refused):
    default = _("Say why.")


class NotByTalk(Refused):
    default = _("Only questions, consultations and cargo queries are closed as answered.")


class ResultMissing(Refused):
    default = _("Write down the result.")


@transaction.atomic
def solve_case(*, case: Case, result: str, by: Actor, at: datetime) -> Case:
    """The matter is settled: the resolution clock stops."""
    if not result.strip():
        raise ResultMissing(field="result")
    case = Case.objects.select_for_update().get(pk=case.pk)
    _solve(case, result, by=by, at=at)
    return case


@transaction.atomic
def close_case(
    *,
    case: Case,
    result: str = "",
    cause: str = "",
    liable_tier: str = "",
    measure: str = "",
    prevention: str = "",
    responsible: Person | None = None,
    site: str = "",
    by: Actor,
    at: datetime,
) -> Case:
    """Close with what was learned. Complaints, disputes, claims and exceptions name cause, liable tier,
    measure and prevention. The customer's opinion is asked once; with `site`, the address of this
    installation, by mail.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("customer").get(pk=case.pk)
    if case.state != CaseState.SOLVED:
        _solve(case, result or case.result, by=by, at=at)
    case.result = result or case.result
    case.cause, case.liable_tier = cause or case.cause, liable_tier or case.liable_tier
    case.measure, case.prevention = measure or case.measure, prevention or case.prevention
    case.responsible = responsible or case.responsible
    case.close(at=at)
    case.save()
    told = CaseClosed.of(
        case,
        at=at,
        cause=case.cause,
        liable_tier=case.liable_tier,
        responsible_id=case.responsible_id,
        chasers=case.chasers,
    )
    emit(told, by=by)
    ask_opinion(case=case, site=site, by=by, at=at)
    return case


@transaction.atomic
def close_answered_case(*, case: Case, site: str = "", by: Actor, at: datetime) -> Case:
    """What a talk settles is closed as it was answered; the words of the last answer are its result."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.kind not in SETTLED_BY_TALK:
        raise NotByTalk
    if case.answered_at is None:
        raise NotAnswered
    last = case.contacts.filter(is_answer=True).order_by("-at", "-pk").first()
    return close_case(case=case, result=last.summary if last else "", site=site, by=by, at=at)


@transaction.atomic
def reopen_case(*, case: Case, why: str, by: Actor, at: datetime) -> Case:
    """Take a solved case up again. Within the days of the rule it goes on with the time it had left;
    later a new case is opened that follows it. Returns the case to work on.
    """
    if not why.strip():
        raise ReasonMissing(field="why")
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not case.may_reopen(at, int(rule(REOPEN_DAYS, at=at))) and not case.is_unfinished:
        return _follow_up(case, why, by=by, at=at)
    case.reopen()
    case.save(update_fields=["state", "solved_at", "closed_at", "reopenings"])
    for promise in Promise.objects.about(case).of_kind(*RESOLUTION_CLOCKS).filter(state=PromiseState.KEPT):
        reopen_promise(promise=promise, by=by, at=at)
    emit(CaseReopened.of(case, at=at, why=why), by=by)
    return case


def _solve(case: Case, result: str, *, by: Actor, at: datetime) -> None:
    case.solve(result=result, at=at)
    case.save(update_fields=["state", "result", "solved_at"])
    keep_clocks(case, RESOLUTION_CLOCKS, met_at=at, by=by, at=at)
    emit(CaseSolved.of(case, at=at), by=by)


def _follow_up(case: Case, why: str, *, by: Actor, at: datetime) -> Case:
    return open_case(
        kind=case.kind,
        title=case.title,
        reason=why,
        customer=case.customer,
        contact_person=case.contact_person,
        caller_name=case.caller_name,
        phone=case.phone,
        email=case.email,
        order=case.order,
        shipments=[link.shipment for link in case.shipments.select_related("shipment__customer")],
        branch=case.branch,
        team=case.team,
        deputy=case.deputy,
        owner=case.owner if case.owner and case.owner.is_active else None,
        impact=case.impact,
        urgency=case.urgency,
        follows=case,
        by=by,
        at=at,
    )
