"""Channels: the list, a form for each kind, one channel with its state and its figures."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions import accounts
from ..actions.trying import try_account
from ..enums import AccountKind
from ..models import Account
from ..queries.channels import channels_in, figures_of
from .forms import FORMS, AccountForm, ChannelFilter, HookForm, MailAccountForm, NotificationForm, TrialForm
from .tables import ChannelTable, channel_state


@needs("comms.channels")
def channels(request: HttpRequest) -> HttpResponseBase:
    """Every way by which messages come and go, whether it works, and what it did today."""
    return list_page(request, ChannelTable, channels_in(Actor.of(request), at=now()), filters=ChannelFilter)


@needs("comms.channels")
@sensitive_post_parameters("secret")
def new_mail_account(request: HttpRequest) -> HttpResponse:
    return _form_page(request, MailAccountForm, _("Add a mail account"))


@needs("comms.channels")
def new_hook(request: HttpRequest) -> HttpResponse:
    return _form_page(request, HookForm, _("Add a webhook"))


@needs("comms.channels")
@sensitive_post_parameters("secret")
def new_notification(request: HttpRequest) -> HttpResponse:
    return _form_page(request, NotificationForm, _("Add SMS or a group chat"))


@needs("comms.channels")
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    return _channel_page(request, _found(request, pk))


@needs("comms.channels")
@sensitive_post_parameters("secret")
def channel_form(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    return _form_page(request, FORMS[found.kind], found.name, found)


@needs("comms.channels")
@require_POST
def channel_key(request: HttpRequest, pk: int) -> HttpResponse:
    """A new address and key of the webhook, shown this once."""
    made = accounts.make_key(account=_found(request, pk), by=Actor.of(request), at=now())
    url = request.build_absolute_uri(reverse("comms:hook", args=[made.token]))
    return _channel_page(request, _found(request, pk), key=made.hook_key, hook_url=url)


@needs("comms.channels")
@require_POST
def channel_trial(request: HttpRequest, pk: int) -> HttpResponse:
    """A message to oneself, by this channel."""
    found, form = _found(request, pk), TrialForm(request.POST)
    if form.is_valid():
        with refusals(form):
            trial = try_account(
                account=found,
                to=form.cleaned_data["to"],
                key=f"comms.trial:{uuid4()}",
                by=Actor.of(request),
                at=now(),
            )
            return back(
                request, trial, message=_("It goes out within seconds; here you see what became of it.")
            )
    return _channel_page(request, found, trial_form=form, status=422)


def _form_page(
    request: HttpRequest, kind: type[AccountForm], title: str, found: Account | None = None
) -> HttpResponse:
    actor = Actor.of(request)
    initial = kind.of(found) if found else None
    form = kind(request.POST or None, initial=initial, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            given = {"details": form.details(), "secret": form.cleaned_data.get("secret", "")}
            if found is None:
                kept = accounts.add_account(**given, by=actor, at=now())
            else:
                kept = accounts.change_account(account=found, **given, by=actor, at=now())
            return back(request, kept, message=_("Channel saved."))
    if request.method == "POST":
        form.ask_again(is_kept=bool(found and found.sealed))
    cancel = found.get_absolute_url() if found else reverse("comms:channels")
    status = 422 if request.method == "POST" else 200
    return answer(request, "comms/channel_form.html", form=form, title=title, cancel=cancel, status=status)


def _found(request: HttpRequest, pk: int) -> Account:
    rows = Account.objects.permitted(Actor.of(request), "comms.channels").select_related("branch", "team")
    found: Account = get_object_or_404(rows, pk=pk)
    return found


def _channel_page(
    request: HttpRequest,
    found: Account,
    *,
    trial_form: TrialForm | None = None,
    key: str = "",
    hook_url: str = "",
    status: int = 200,
) -> HttpResponse:
    sends = found.kind == AccountKind.NOTIFICATION or bool(found.smtp_host)
    code, words = channel_state(found)
    return answer(
        request,
        "comms/channel.html",
        status=status,
        account=found,
        state=code,
        state_words=words,
        figures=figures_of(found, at=now()),
        trial_form=(trial_form or TrialForm()) if sends and found.is_active else None,
        takes_calls=found.kind != AccountKind.NOTIFICATION,
        key=key,
        hook_url=hook_url,
    )
