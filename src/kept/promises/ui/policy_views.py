"""Pages of policies: what is promised to whom, and its versions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.kernel.words import say
from kept.people.rules import ROLE_WORDS

from ..actions.policies import make_policy, make_version
from ..models import Policy, PolicyVersion
from .forms import UNITS, PolicyForm, VersionForm
from .tables import PolicyTable


@needs("promises.policies")
def policies(request: HttpRequest) -> HttpResponseBase:
    rows = Policy.objects.permitted(Actor.of(request), "promises.policies")
    return list_page(
        request,
        PolicyTable,
        rows.select_related("customer", "service").prefetch_related("versions__calendar"),
    )


@needs("promises.policies")
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@needs("promises.policies")
@require_POST
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form, at = VersionForm(request.POST), now()
    if form.is_valid():
        with refusals(form):
            make_version(
                policy=found,
                valid_from=form.cleaned_data["valid_from"] or at,
                by=Actor.of(request),
                at=at,
                **form.terms(),
            )
            return back(request, found, message=_("New version made. Running promises keep theirs."))
    return _page(request, found, form=form, status=422)


@needs("promises.policies")
@require_http_methods(["GET", "POST"])
def new_policy(request: HttpRequest) -> HttpResponse:
    form, at = PolicyForm(request.POST or None), now()
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            version = make_policy(
                kind=form.cleaned_data["kind"],
                scope=form.scope(),
                valid_from=form.cleaned_data["valid_from"],
                by=Actor.of(request),
                at=at,
                **form.terms(),
            )
            return back(request, version.policy, message=_("Policy made."))
    status = 422 if form.errors else 200
    return answer(request, "promises/policy_form.html", form=form, status=status)


def _found(request: HttpRequest, pk: int) -> Policy:
    rows = Policy.objects.permitted(Actor.of(request), "promises.policies")
    return get_object_or_404(rows.select_related("customer", "service"), pk=pk)


def _page(
    request: HttpRequest, found: Policy, *, form: VersionForm | None = None, status: int = 200
) -> HttpResponse:
    at = now()
    versions = list(found.versions.select_related("calendar", "made_by"))
    in_force = next((version for version in versions if version.valid_from <= at), None)
    return answer(
        request,
        "promises/policy.html",
        policy=found,
        versions=versions,
        in_force=in_force,
        warned=_warned(in_force),
        share=f"{float(in_force.warn_share * 100):g} %" if in_force else "",
        form=form or VersionForm(initial=_like(versions[0])),
        status=status,
    )


def _warned(version: PolicyVersion | None) -> list[str]:
    """Names of the roles that are warned beside the person who owes it."""
    return [say(ROLE_WORDS[code]) for code in version.warn_roles if code in ROLE_WORDS] if version else []


def _like(version: PolicyVersion) -> dict[str, object]:
    """A new version starts from the last one."""
    seconds = int(version.limit.total_seconds()) if version.limit else 0
    sizes = ("days", "hours", "minutes", "seconds")
    unit = next(name for name in sizes if seconds % UNITS[name] == 0) if seconds else "hours"
    return {
        "limit_kind": version.limit_kind,
        "amount": seconds // UNITS[unit] if seconds else None,
        "unit": unit,
        "calendar": version.calendar,
        "warn_percent": f"{float(version.warn_share * 100):g}",
        "warn_roles": version.warn_roles,
        "price": None if version.price is None else f"{version.price / 100:.2f}",
    }
