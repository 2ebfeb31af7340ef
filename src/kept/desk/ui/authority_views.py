"""Limits of authority: who decides on what up to how much."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs

from ..actions.authority import set_authority
from ..enums import MeasureKind
from ..models import AuthorityLimit
from .redress_forms import AuthorityForm


@needs("desk.authority")
@require_http_methods(["GET", "POST"])
def authority(request: HttpRequest) -> HttpResponse:
    """One table, roles by measures, each cell with its history."""
    form = AuthorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            set_authority(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "desk:authority", message=_("Limit changed. It counts from now on."))
    return answer(
        request,
        "desk/authority.html",
        status=422 if form.is_bound else 200,
        form=form,
        rows=_table(),
        kinds=[kind.label for kind in MeasureKind],
        history=AuthorityLimit.objects.exclude(set_by=None).select_related("role", "set_by")[:50],
    )


def _table() -> list[tuple[Any, list[AuthorityLimit | None]]]:
    """Roles and what they decide on in yuan and other currencies, one statement."""
    at = now()
    newest: dict[tuple[int, str, str], AuthorityLimit] = {}
    roles: dict[int, Any] = {}
    for row in AuthorityLimit.objects.filter(valid_from__lte=at).select_related("role"):
        newest.setdefault((row.role_id, row.currency, row.kind), row)
        roles[row.role_id] = row.role
    lines = sorted({(role, currency) for role, currency, _kind in newest})
    return [
        ((roles[role], currency), [newest.get((role, currency, kind)) for kind in MeasureKind.values])
        for role, currency in lines
    ]
