"""How we talk with customers about each kind of matter, and what was collected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from ..enums import CaseKind
from ..models import Campaign, Norm

PLAIN = (
    _("Answer what was asked, in short and clear words; repeat the number of the waybill."),
    _("By the channel by which it came; by phone when it is urgent."),
    _("At once; what cannot be answered now is called back when it was promised."),
)
STOCK: dict[str, tuple[Any, Any, Any]] = {
    CaseKind.COMPLAINT: (
        _(
            "Listen to the end, say sorry, repeat the demand, say who handles it and until when. "
            "Do not argue."
        ),
        _("By phone, in person for key customers; the result in writing as well."),
        _("First word within the hour, then whenever something changes, at the latest each day."),
    ),
    CaseKind.EXCEPTION: (
        _("What happened, which shipments, the new arrival, the reason, and what we propose."),
        _("By phone, then in writing with the numbers of the waybills."),
        _("Before the customer notices; again when the arrival changes."),
    ),
    CaseKind.CLAIM: (
        _("Which papers are needed, how the amount is found, and who decides. Promise no amount."),
        _("In writing; the agreement signed by both."),
        _("When it is received, when papers are missing, and when it is decided."),
    ),
}


@dataclass(frozen=True)
class Guideline:
    """What to say about matters of a kind, how, and when."""

    kind: str
    content: Any
    mode: Any
    time: Any
    norm: Norm | None = None

    @property
    def words(self) -> Any:
        return CaseKind(self.kind).label


def guideline_of(kind: str) -> Guideline:
    """The norm that a manager set last, else the one we begin with; one statement."""
    norm = Norm.objects.filter(kind=kind).first()
    return _guideline(kind, norm)


def guidelines() -> list[Guideline]:
    """Of all kinds; one statement."""
    latest = {norm.kind: norm for norm in Norm.objects.order_by("made_at", "id")}
    return [_guideline(kind, latest.get(kind)) for kind in CaseKind.values]


def collections() -> QuerySet[Campaign]:
    """Collections with how many suggestions each has."""
    return Campaign.objects.annotate(count=Count("suggestions")).order_by("-starts_on", "-id")


def _guideline(kind: str, norm: Norm | None) -> Guideline:
    if norm is not None:
        return Guideline(kind, norm.content, norm.mode, norm.time, norm)
    return Guideline(kind, *STOCK.get(kind, PLAIN))
