"""Asking people: at most once in a while each, by a link that nobody guesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from kept.comms.actions import queue_message
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit, emit_many
from kept.kernel.numbers import rule
from kept.parties.models import ContactPerson, Customer

from ..enums import Trigger
from ..events import Invited, Reminded
from ..models import Invitation, Survey
from ..rules.numbers import MOST_REMINDERS, QUIET_DAYS, REMIND_DAYS

AT_ONCE = 500


class InvitedLately(Refused):
    default = _("This person was invited only a short while ago.")


class SurveyEnded(Refused):
    default = _("This survey takes no more answers.")


class NobodyToAsk(Refused):
    default = _("Choose a customer or a contact person.")


@dataclass(frozen=True)
class Sent:
    """Who was invited, and who was left in peace because they were asked lately."""

    invitations: Sequence[Invitation]
    left_out: Sequence[ContactPerson]


def invite(
    *,
    survey: Survey,
    contact_person: ContactPerson | None = None,
    customer: Customer | None = None,
    trigger: str = Trigger.PERSON,
    about: models.Model | None = None,
    language: str = "",
    on_paper: bool = False,
    by: Actor,
    at: datetime,
) -> Invitation:
    """One invitation. Without a contact person the link stands for the customer as a whole.

    `on_paper` sends no mail: the link is printed.
    """
    if contact_person is None:
        if customer is None:
            raise NobodyToAsk(field="contact_person")
        return _send(survey, [(customer, None)], trigger, about, language, by, at, on_paper=on_paper)[0]
    sent = invite_many(
        survey=survey,
        contact_persons=[contact_person],
        trigger=trigger,
        about=about,
        language=language,
        by=by,
        at=at,
    )
    if not sent.invitations:
        days = int(rule(QUIET_DAYS, at=at))
        words = _("%(name)s was invited within the last %(days)d days.")
        if contact_person.pk in _asked_in(survey, [contact_person.pk], trigger):
            words = _("%(name)s was invited to this survey already.")
        raise InvitedLately(words % {"name": contact_person.name, "days": days}, field="contact_person")
    return sent.invitations[0]


@transaction.atomic
def invite_many(
    *,
    survey: Survey,
    contact_persons: Iterable[ContactPerson],
    trigger: str = Trigger.PERSON,
    about: models.Model | None = None,
    language: str = "",
    by: Actor,
    at: datetime,
) -> Sent:
    """Invite those who were not asked lately; the others are told by name, not asked twice.

    Whoever a person or the lot chose is asked once in a survey, however short the quiet days are.
    """
    people = {person.pk: person for person in contact_persons}
    since = at - timedelta(days=int(rule(QUIET_DAYS, at=at)))
    list(ContactPerson.objects.select_for_update().filter(pk__in=people).values_list("pk", flat=True))
    lately = set(
        Invitation.objects.filter(contact_person__in=people, sent_at__gt=since).values_list(
            "contact_person_id", flat=True
        )
    ) | _asked_in(survey, people, trigger)
    asked = [(person.customer, person) for pk, person in people.items() if pk not in lately]
    invitations = _send(survey, asked, trigger, about, language, by, at) if asked else []
    return Sent(invitations, [person for pk, person in people.items() if pk in lately])


def _asked_in(survey: Survey, people: Iterable[int], trigger: str) -> set[int]:
    """Who has a link of this survey already; a delivery, a case and the calendar may ask again."""
    if trigger != Trigger.PERSON:
        return set()
    own = Invitation.objects.filter(survey=survey, contact_person__in=list(people))
    return set(own.values_list("contact_person_id", flat=True))


@transaction.atomic
def remind(*, by: Actor, at: datetime) -> list[Invitation]:
    """Call to mind what was not answered, so many times and so many days apart as the rule numbers say."""
    before = at - timedelta(days=int(rule(REMIND_DAYS, at=at)))
    most = int(rule(MOST_REMINDERS, at=at))
    rows = Invitation.objects.select_for_update(of=("self",)).waiting(at).filter(reminders__lt=most)
    rows = rows.filter(Q(reminded_at=None, sent_at__lte=before) | Q(reminded_at__lte=before))
    rows = rows.exclude(Q(contact_person=None) | Q(contact_person__email=""))
    due = list(rows.select_related("survey", "contact_person", "customer").order_by("pk")[:AT_ONCE])
    for invitation in due:
        invitation.reminders += 1
        invitation.reminded_at = at
        _write_to(invitation, at)
    Invitation.objects.bulk_update(due, ["reminders", "reminded_at"])
    by_survey = Counter(invitation.survey for invitation in due)
    emit_many(
        [
            Reminded(subject=Subject.of(survey), occurred_at=at, invitations=many)
            for survey, many in by_survey.items()
        ],
        by=by,
    )
    return due


def link_on_paper(*, survey: Survey, about: models.Model, by: Actor, at: datetime) -> Invitation:
    """The link that is printed on the paper of a thing: one per survey and thing, whoever answers."""
    subject = Subject.of(about)
    own = Invitation.objects.filter(
        survey=survey, about_type=subject.type, about_id=subject.id, contact_person=None
    )
    customer = getattr(about, "customer", None)
    return own.first() or invite(survey=survey, customer=customer, about=about, by=by, at=at, on_paper=True)


def public_address(path: str) -> str:
    """The path as it stands in a mail: behind this installation's own address."""
    return f"{settings.OWN_ADDRESS}{path}"


@transaction.atomic
def _send(
    survey: Survey,
    asked: Sequence[tuple[Customer | None, ContactPerson | None]],
    trigger: str,
    about: models.Model | None,
    language: str,
    by: Actor,
    at: datetime,
    *,
    on_paper: bool = False,
) -> list[Invitation]:
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if not survey.takes_answers(at):
        raise SurveyEnded
    thing = Subject.of(about) if about is not None else None
    invitations = Invitation.objects.bulk_create(
        [
            Invitation(
                survey=survey,
                customer=customer,
                contact_person=person,
                trigger=trigger,
                about_type=thing.type if thing else "",
                about_id=thing.id if thing else None,
                about_number=thing.number if thing else "",
                language=language or settings.LANGUAGE_CODE,
                is_anonymous=survey.is_anonymous,
                sent_at=at,
            )
            for customer, person in asked
        ]
    )
    for invitation in () if on_paper else invitations:
        _write_to(invitation, at)
    customers = tuple(sorted({customer.pk for customer, _person in asked if customer}))
    told = Invited(
        subject=Subject.of(survey), occurred_at=at, invitations=len(invitations), customer_ids=customers
    )
    emit(told, by=by)
    return invitations


def _write_to(invitation: Invitation, at: datetime) -> None:
    """A mail where there is an address; else the link waits to be handed over."""
    person, customer = invitation.contact_person, invitation.customer
    to = (person.email if person else "") or (customer.email if customer and not person else "")
    if not to:
        return
    with override(invitation.language):
        body = gettext(
            "We would like to know how we are doing. It takes two minutes:\n\n%(link)s\n\nThank you."
        )
        queue_message(
            key=f"survey:{invitation.token}:{invitation.reminders}",
            to=to,
            subject=gettext("How are we doing?")
            if not invitation.reminders
            else gettext("We still hope for your answer"),
            body=body % {"link": public_address(invitation.address)},
            at=at,
        )
