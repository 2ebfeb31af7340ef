"""Which other cases a case has to do with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from kept.kernel.actor import Actor

from ..enums import LinkSort
from ..models import Case, CaseLink

BACKWARDS = {
    LinkSort.CAUSES: pgettext_lazy("two cases", "Caused by"),
    LinkSort.SPLIT: pgettext_lazy("two cases", "Split from"),
}
MOST = 20


@dataclass(frozen=True)
class Relation:
    """The other case, how it belongs here, and the link that says so; merged ones have none."""

    words: Any
    other: Case
    link: CaseLink | None = None


def relations_of(case: Case) -> list[Relation]:
    """Two statements: the links both ways, and what was merged into it."""
    links = CaseLink.objects.of(case).select_related("case__customer", "other__customer")[:MOST]
    found = [_seen_from(case, link) for link in links]
    merged = case.merged.select_related("customer").order_by("pk")[:MOST]
    return [*found, *(Relation(pgettext_lazy("two cases", "Merged into it"), other) for other in merged)]


def is_related() -> Q:
    """Whether a case of a query has to do with any other: most have not, and need no statement to say so."""
    here = OuterRef("pk")
    links = CaseLink.objects.filter(Q(case=here) | Q(other=here))
    return Exists(links) | Exists(Case.objects.filter(merged_into=here))


def alike(case: Case, actor: Actor) -> list[Case]:
    """Open cases that may be about the same matter: of the same customer, caller, order or shipment."""
    near = Q(pk__in=[])
    for name in ("customer", "order", "shipment"):
        if getattr(case, f"{name}_id"):
            near |= Q(**{name: getattr(case, f"{name}_id")})
    if case.phone:
        near |= Q(phone=case.phone)
    rows = Case.objects.permitted(actor, "desk.merge").unfinished().filter(near).exclude(pk=case.pk)
    return list(rows.shown().order_by("-opened_at", "-pk")[:MOST])


def _seen_from(case: Case, link: CaseLink) -> Relation:
    sort = LinkSort(link.sort)
    if link.case_id == case.pk:
        return Relation(sort.label, link.other, link)
    return Relation(BACKWARDS.get(sort, sort.label), link.case, link)
