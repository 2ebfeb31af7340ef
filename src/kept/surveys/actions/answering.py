"""Taking answers: all of a questionnaire or nothing, once, while the survey runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Event, Subject, emit_many
from kept.kernel.numbers import rule
from kept.parties.models import Customer

from ..enums import Channel, Level, SurveyState
from ..events import LowAnswer, SurveyAnswered
from ..models import Answer, Invitation, Item, Questionnaire, Response, Survey
from ..rules.branching import asked_codes
from ..rules.levels import level_of, of_level
from ..rules.marks import Mark, UnknownItem, check_mark, is_low, lowest_of
from ..rules.numbers import LEAST_ANSWERS, LOW_MARK, LOW_RECOMMENDATION

Marks = Mapping[str, Mark]


class AlreadyAnswered(Refused):
    default = _("This survey has already been answered by this link. Thank you.")


class Ended(Refused):
    default = _("This survey has ended and takes no more answers.")


class NotYet(Refused):
    default = _("This survey has not begun yet.")


class NotAsked(Refused):
    default = _("After the earlier answers this is not asked.")


class RespondentTwice(Refused):
    default = _("This respondent has already answered.")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One questionnaire filled on paper or by phone."""

    respondent: str
    marks: Marks
    customer: Customer | None = None


@transaction.atomic
def answer_survey(
    *, invitation: Invitation, marks: Marks, channel: str = Channel.LINK, by: Actor, at: datetime
) -> Response:
    """Keep what the bearer of the link said. An anonymous answer keeps no way back to the link."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("survey__questionnaire", "customer")
        .get(pk=invitation.pk)
    )
    survey = invitation.survey
    channel = Channel.LINK if invitation.is_anonymous else channel  # few have a portal or a slip
    if invitation.answered_at is not None:
        raise AlreadyAnswered
    check_open(survey, at)
    given = checked_marks(survey.questionnaire, marks)
    response = Response.objects.create(
        **_whose(invitation, at),
        survey=survey,
        channel=channel,
        entered_by_id=None if invitation.is_anonymous else by.person_id,
        answered_at=_seen(survey, at),
    )
    _write({response.pk: given})
    invitation.answered_at = invitation.sent_at if invitation.is_anonymous else at
    invitation.save(update_fields=["answered_at"])
    _tell(survey, [(response, given, invitation)], channel, by, at)
    return response


@transaction.atomic
def enter_paper_answers(
    *, survey: Survey, sheets: Sequence[Sheet], channel: str = Channel.PAPER, by: Actor, at: datetime
) -> list[Response]:
    """Write in what came on paper, by phone or in a file; one wrong sheet refuses all of them.

    Paper that was filled in time may be entered late, until the survey is closed.
    """
    survey = Survey.objects.select_for_update(of=("self",)).select_related("questionnaire").get(pk=survey.pk)
    if survey.state == SurveyState.CLOSED:
        raise Ended
    _check_respondents(survey, sheets)
    given = [checked_marks(survey.questionnaire, sheet.marks, who=sheet.respondent) for sheet in sheets]
    links = [_link_of(survey, sheet, at) for sheet in sheets]
    responses = Response.objects.bulk_create(
        [
            Response(
                survey=survey,
                invitation=None if survey.is_anonymous else link,
                customer=None if survey.is_anonymous else sheet.customer,
                **_kept_of(sheet.customer, survey, at),
                respondent="" if survey.is_anonymous else sheet.respondent.strip(),
                channel=channel,
                is_anonymous=survey.is_anonymous,
                answered_at=_seen(survey, at),
                entered_by_id=None if survey.is_anonymous else by.person_id,
            )
            for sheet, link in zip(sheets, links, strict=True)
        ]
    )
    _write({response.pk: marks for response, marks in zip(responses, given, strict=True)})
    _tell(survey, list(zip(responses, given, links, strict=True)), channel, by, at)
    return responses


def _link_of(survey: Survey, sheet: Sheet, at: datetime) -> Invitation | None:
    """The open link of whoever answers here, used up: nobody is reminded of what was said already."""
    if sheet.customer is None:
        return None
    own = survey.invitations.select_for_update(of=("self",)).filter(answered_at=None)
    named = own.filter(contact_person__customer=sheet.customer, contact_person__name=sheet.respondent.strip())
    link = named.order_by("pk").first()
    if link is not None:
        link.answered_at = link.sent_at if link.is_anonymous else at
        link.save(update_fields=["answered_at"])
    return link


def check_open(survey: Survey, at: datetime) -> None:
    """Whether answers are taken at this moment; if not, the reason as a refusal."""
    if survey.takes_answers(at):
        return
    raise NotYet if survey.state == SurveyState.OPEN and at < survey.opens_at else Ended


def _check_respondents(survey: Survey, sheets: Sequence[Sheet]) -> None:
    names = [sheet.respondent.strip() for sheet in sheets]
    known = set(survey.responses.filter(respondent__in=names).values_list("respondent", flat=True))
    for name in names:
        if not name:
            raise Refused(_("Name the respondent, by a number if not by a name."), field="respondent")
        if name in known:
            words = _("%(name)s has already answered this survey.")
            raise RespondentTwice(words % {"name": name}, field="respondent")
        known.add(name)


def checked_marks(questionnaire: Questionnaire, marks: Marks, who: str = "") -> dict[Item, Mark]:
    """The marks by item, every item looked at that the branching leads to."""
    items = {item.code: item for item in questionnaire.items.all()}
    if foreign := sorted(set(marks) - set(items)):
        raise UnknownItem(_("This survey has no item '%(code)s'.") % {"code": foreign[0]}, field="items")
    asked = asked_codes(items.values(), marks)
    for code, item in items.items():
        try:
            _check(item, marks.get(code, Mark()), questionnaire, is_asked=code in asked)
        except Refused as no:
            raise _named(no, item, who) if who else no from None
    return {items[code]: mark for code, mark in marks.items() if mark.given}


def _check(item: Item, mark: Mark, questionnaire: Questionnaire, *, is_asked: bool) -> None:
    if not is_asked:
        if mark.given:
            raise NotAsked(field=f"{next(iter(mark.given))}-{item.code}")
        return
    check_mark(
        mark,
        code=item.code,
        asks=item.asks,
        scale=(questionnaire.low, questionnaire.high),
        choices=[choice["code"] for choice in item.choices],
        is_required=item.is_required,
    )


def _named(no: Refused, item: Item, who: str) -> Refused:
    words = _("%(respondent)s, %(item)s: %(reason)s")
    return type(no)(words % {"respondent": who, "item": item, "reason": no.message}, field=no.field)


def _whose(invitation: Invitation, at: datetime) -> dict[str, object]:
    kept = _kept_of(invitation.customer, invitation.survey, at)
    if invitation.is_anonymous:
        return {"is_anonymous": True, **kept}
    return {"invitation": invitation, "customer": invitation.customer, **kept}


def _kept_of(customer: Customer | None, survey: Survey, at: datetime) -> dict[str, object]:
    """What is kept of the customer for the figures; of an anonymous one the level, in a crowd."""
    if customer is None:
        return {}
    level = level_of(customer)
    if not survey.is_anonymous:
        return {"segment": customer.segment, "level": level, "branch_id": customer.branch_id}
    crowd = Customer.objects.filter(invitations__survey=survey, **of_level(level)).distinct().count()
    if crowd < int(rule(LEAST_ANSWERS, at=at)):
        return {}
    return {"level": level, "segment": "" if level == Level.LOST else customer.segment}


def _seen(survey: Survey, at: datetime) -> datetime:
    """An anonymous answer is remembered by its day only, so that no moment gives it away."""
    if not survey.is_anonymous:
        return at
    return localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def _write(given: Mapping[int, Mapping[Item, Mark]]) -> None:
    Answer.objects.bulk_create(
        [
            Answer(response_id=pk, item=item, **mark.given)
            for pk, marks in given.items()
            for item, mark in marks.items()
        ],
        batch_size=1000,
    )


def _tell(
    survey: Survey,
    taken: Sequence[tuple[Response, Mapping[Item, Mark], Invitation | None]],
    channel: str,
    by: Actor,
    at: datetime,
) -> None:
    customers = {response.customer_id for response, _marks, _invitation in taken}
    told: list[Event] = [
        SurveyAnswered(
            subject=Subject.of(survey),
            occurred_at=at,
            responses=len(taken),
            channel=channel,
            customer_id=next(iter(customers)) if len(customers) == 1 else None,
        )
    ]
    limits = int(rule(LOW_MARK, at=at)), int(rule(LOW_RECOMMENDATION, at=at))
    told += [
        _low(survey, *one, limits, at) for one in taken if any(is_low(m, *limits) for m in one[1].values())
    ]
    emit_many(told, by=by)


def _low(
    survey: Survey,
    response: Response,
    marks: Mapping[Item, Mark],
    invitation: Invitation | None,
    limits: tuple[int, int],
    at: datetime,
) -> LowAnswer:
    low = {item.code: lowest_of(mark) for item, mark in marks.items() if is_low(mark, *limits)}
    known = invitation if invitation is not None and not response.is_anonymous else None
    return LowAnswer(
        subject=Subject.of(survey),
        occurred_at=at,
        survey_number=survey.number,
        lowest=min(low.values()),
        items=tuple(sorted(low)),
        response_id=None if response.is_anonymous else response.pk,
        customer_id=response.customer_id,
        contact_person_id=known.contact_person_id if known else None,
        about_type=known.about_type if known else "",
        about_id=known.about_id if known else None,
        about_number=known.about_number if known else "",
    )
