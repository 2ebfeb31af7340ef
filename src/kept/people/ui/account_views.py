"""Signing in and out, and what a person keeps about themselves."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back
from kept.kernel.web.chrome import language_chosen
from kept.kernel.web.doors import public, signed_in

from ..actions.persons import change_password, choose_language, make_key, revoke_key
from ..models import ApiKey, Person
from ..queries import grants_of
from .forms import KeyForm, NewPasswordForm

login = public(
    auth_views.LoginView.as_view(template_name="people/login.html", redirect_authenticated_user=True)
)
logout = public(auth_views.LogoutView.as_view())


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    return _page(request)


@signed_in
@sensitive_post_parameters()
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    form = NewPasswordForm(request.user, request.POST)
    if not form.is_valid():
        return _page(request, password_form=form, status=422)
    actor = Actor.of(request)
    person = get_object_or_404(Person, pk=actor.person_id)
    change_password(person=person, password=form.cleaned_data["new_password1"])
    update_session_auth_hash(request, person)
    return back(request, "people:account", message=_("Password changed."))


@signed_in
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Make an API key; its secret is shown this once."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, key_form=form, status=422)
    actor = Actor.of(request)
    person = get_object_or_404(Person, pk=actor.person_id)
    _key, secret = make_key(person=person, name=form.cleaned_data["name"], by=actor, at=now())
    return _page(request, secret=secret)


@signed_in
@require_POST
def key_revocation(request: HttpRequest, pk: int) -> HttpResponse:
    actor = Actor.of(request)
    key = get_object_or_404(ApiKey.objects.select_related("person"), pk=pk, person=actor.person_id)
    revoke_key(key=key, by=actor, at=now())
    return back(request, "people:account", message=_("Key revoked."))


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    person = get_object_or_404(Person, pk=Actor.of(request).person_id)
    context = {
        "person": person,
        "password_form": NewPasswordForm(person),
        "key_form": KeyForm(),
        "keys": list(person.keys.filter(revoked_at=None)),
        "grants": grants_of(person),
        **more,
    }
    return answer(request, "people/account.html", status=status, **context)


@receiver(language_chosen)
def remember_language(sender: Any, request: HttpRequest, code: str, **_: Any) -> None:
    actor = Actor.of(request)
    if actor.person_id:
        choose_language(person_id=actor.person_id, language=code)
