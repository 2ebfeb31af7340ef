"""Client reviews: begun for a quarter, remarked section by section, handed over and frozen."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kept.documents.actions import keep_document
from kept.documents.models import Document
from kept.documents.papers import as_data, pressed, workbook
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number
from kept.parties.models import Customer

from ..enums import ReviewState, Span
from ..events import RemarkWritten, ReviewBegun, ReviewHandedOver
from ..models import Remark, Review
from ..permissions import REVIEW
from ..queries.asking import reaches
from ..queries.reviewing import SECTIONS, last_remarks, review_paper
from ..rules import Period

LANGUAGES = ("zh-hans", "zh-hant", "en")


class AlreadyBegun(Refused):
    default = _("A review of this customer and quarter is being prepared already.")


class OutOfReach(Refused):
    default = _("All records of a customer are told only to those whose grants reach the whole company.")


class NotOver(Refused):
    default = _("This quarter has not begun yet.")


class NoSuchSection(Refused):
    default = _("The review has no such section.")


@transaction.atomic
def begin_review(*, customer: Customer, period: Period, by: Actor, at: datetime) -> Review:
    """Begin a review, or the next version of one that was handed over, with the remarks it had."""
    if not reaches(by, REVIEW, customer):
        raise OutOfReach(field="customer")
    Customer.objects.select_for_update().get(pk=customer.pk)
    quarter = Period.holding(Span.QUARTER, period.first)
    if quarter.bounds[0] > at:
        raise NotOver(field="period")
    earlier = Review.objects.filter(customer=customer, first=quarter.first, last=quarter.last)
    last = earlier.order_by("-version").first()
    if last is not None and last.state == ReviewState.DRAFT:
        raise AlreadyBegun(field="period")
    review = Review.objects.create(
        number=next_number("review", at=at),
        customer=customer,
        first=quarter.first,
        last=quarter.last,
        version=last.version + 1 if last else 1,
        begun_at=at,
        begun_by_id=by.person_id,
    )
    for section, text in (last_remarks(last) if last else {}).items():
        _write(review, section, text, by=by, at=at)
    emit(ReviewBegun.of(review, at=at), by=by)
    return review


@transaction.atomic
def write_remark(*, review: Review, section: str, text: str, by: Actor, at: datetime) -> Remark | None:
    """A remark to a section; the same words again change nothing. Raises ReviewIsHanded."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    review.take_remarks()
    if section not in SECTIONS:
        raise NoSuchSection(field="section")
    if last_remarks(review).get(section, "") == text.strip():
        return None
    remark = _write(review, section, text.strip(), by=by, at=at)
    told = RemarkWritten(subject=Subject.of(review), occurred_at=at, section=section, edition=remark.version)
    emit(told, by=by)
    return remark


def hand_over_review(*, review: Review, to: str, language: str, by: Actor, at: datetime) -> Review:
    """Freeze what it says, in all three languages, and keep its PDF and Excel in the customer's.

    The files are set before anything is locked; a remark written meanwhile refuses the act.
    """
    review.may_be_handed(to=to)
    remarks = last_remarks(review)
    papers = {}
    for code in LANGUAGES:
        with translation.override(code):
            papers[code] = review_paper(review, by, at)
    with translation.override(language):
        files = {"pdf": pressed(papers[language]), "xlsx": workbook(papers[language])}
    return _hand_over(
        review,
        to=to,
        frozen={code: as_data(paper) for code, paper in papers.items()},
        remarks=remarks,
        files=files,
        by=by,
        at=at,
    )


class RemarkedMeanwhile(Refused):
    default = _("Somebody has written a remark meanwhile. Look at it and hand over again.")


@transaction.atomic
def _hand_over(
    review: Review,
    *,
    to: str,
    frozen: dict[str, object],
    remarks: dict[str, str],
    files: dict[str, bytes],
    by: Actor,
    at: datetime,
) -> Review:
    review = Review.objects.select_for_update().get(pk=review.pk)
    if last_remarks(review) != remarks:
        raise RemarkedMeanwhile
    review.hand_over(to=to, frozen=frozen, person_id=by.person_id, at=at)
    review.pdf, review.book = (_kept(review, form, files[form], by, at) for form in ("pdf", "xlsx"))
    review.save()
    emit(ReviewHandedOver.of(review, at=at), by=by)
    return review


def _kept(review: Review, form: str, content: bytes, by: Actor, at: datetime) -> Document:
    name = f"{review.number}-{review.period.token}-v{review.version}.{form}"
    return keep_document(
        upload=ContentFile(content, name),
        kind="review",
        about=review,
        customer_id=review.customer_id,
        by=by,
        at=at,
    )


def _write(review: Review, section: str, text: str, *, by: Actor, at: datetime) -> Remark:
    count = Remark.objects.filter(review=review, section=section).count()
    return Remark.objects.create(
        review=review,
        section=section,
        version=count + 1,
        text=text,
        written_at=at,
        written_by_id=by.person_id,
    )
