"""Social supervisors: appointed with a login, their findings answered within a promise."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import make_aware

from kept.documents.actions import keep_document
from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.people.actions.persons import AlreadyOver, add_person, block_person, give_grant
from kept.people.enums import PersonKind
from kept.people.models import Branch, Role
from kept.promises.actions import PromiseRequest, keep_promises_about, start_promise

from ..enums import FindingSource
from ..events import FindingAnswered, SupervisorAppointed, SupervisorDismissed
from ..models import Finding, Supervisor
from ..rules.refusals import AnsweredAlready, NotASupervisor, ReasonMissing
from .finding import locked_finding, make_finding

ANSWER = "finding_answer"


@transaction.atomic
def appoint_supervisor(
    *,
    login: str,
    name: str,
    password: str,
    background: str,
    until: date,
    branch: Branch | None = None,
    email: str = "",
    by: Actor,
    at: datetime,
) -> Supervisor:
    """Somebody from outside gets a login that files findings and sees their own, until a day not yet over."""
    ends = make_aware(datetime.combine(until, time.max))
    if ends <= at:
        raise AlreadyOver(field="until")
    person = add_person(
        login=login, name=name, password=password, email=email, kind=PersonKind.SUPERVISOR, by=by, at=at
    )
    give_grant(
        person=person,
        role=Role.objects.get(code="supervisor"),
        valid_until=ends,
        by=by,
        at=at,
    )
    supervisor = Supervisor.objects.create(
        person=person, background=background.strip(), branch=branch, appointed_at=at, until=until
    )
    emit(SupervisorAppointed.of(supervisor, at=at), by=by)
    return supervisor


@transaction.atomic
def dismiss_supervisor(*, supervisor: Supervisor, by: Actor, at: datetime) -> Supervisor:
    """The login is shut; what was found stays."""
    found = Supervisor.objects.select_for_update(of=("self",)).select_related("person").get(pk=supervisor.pk)
    if found.ended_at is None:
        block_person(person=found.person, by=by, at=at)
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        emit(SupervisorDismissed.of(found, at=at), by=by)
    return found


@transaction.atomic
def file_finding(
    *,
    what: str,
    severity: str,
    branch: Branch | None = None,
    photo: UploadedFile[bytes] | None = None,
    by: Actor,
    at: datetime,
) -> Finding:
    """A supervisor tells what they saw; an answer is promised from now on. Raises NotASupervisor."""
    supervisor = Supervisor.objects.serving(at).filter(person=by.person_id).first()
    if supervisor is None:
        raise NotASupervisor
    more: dict[str, Any] = {
        "severity": severity,
        "supervisor": supervisor,
        "branch": branch or supervisor.branch,
    }
    finding = make_finding(source=FindingSource.SUPERVISOR, what=what, by=by, at=at, **more)
    if photo is not None:
        finding.photo = keep_document(upload=photo, kind="finding", about=finding, by=by, at=at)
        finding.save(update_fields=["photo"])
    request = PromiseRequest(
        kind=ANSWER, subject=Subject.of(finding), started_at=at, branch_id=finding.branch_id
    )
    start_promise(request=request, by=by, at=at)
    return finding


@transaction.atomic
def answer_finding(*, finding: Finding, answer: str, by: Actor, at: datetime) -> Finding:
    """Tell the supervisor what is done about it; that keeps the promise."""
    found = locked_finding(finding)
    if found.answered_at is not None:
        raise AnsweredAlready
    if not answer.strip():
        raise ReasonMissing(field="answer")
    found.answer, found.answered_at, found.answered_by_id = answer.strip(), at, by.person_id
    found.save(update_fields=["answer", "answered_at", "answered_by"])
    keep_promises_about(record=found, kinds=(ANSWER,), met_at=at, by=by, at=at)
    emit(FindingAnswered.of(found, at=at), by=by)
    return found
