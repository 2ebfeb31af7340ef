"""What is typed about channels and looked for among messages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.people.models import Branch, Team

from ..enums import AccountKind, IncomingState, Medium, MessageState, Security, Sort
from ..models import Account

ALL = ("", _("all"))


class ChannelFilter(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=[ALL, *AccountKind.choices], required=False)

    def narrow(self, rows: Any) -> Any:
        kind = self.cleaned_data["kind"]
        return rows.filter(kind=kind) if kind else rows


class AccountForm(forms.Form):
    """What every channel has."""

    KIND = ""
    name = forms.CharField(label=_("Name"), max_length=60)
    branch = forms.ModelChoiceField(
        Branch.objects.none(), label=_("Branch"), required=False, empty_label=_("the whole company")
    )
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_active"] = self.fields.pop("is_active")
        self._narrow_to(actor)

    def _narrow_to(self, actor: Actor) -> None:
        """Who sets channels up in a branch or team adds none that they would never see again."""
        reach = list(actor.scopes_of("comms.channels"))
        branches, teams = self.fields["branch"], self.fields["team"]
        assert isinstance(branches, forms.ModelChoiceField) and isinstance(teams, forms.ModelChoiceField)
        branches.queryset = Branch.objects.permitted(actor, "comms.channels")
        if actor.kind == "system" or any(scope.kind == "company" for scope in reach):
            return
        own = [scope.id for scope in reach if scope.kind == "branch" and scope.id]
        branches.queryset = Branch.objects.filter(pk__in=own)
        teams.queryset = Team.objects.permitted(actor, "comms.channels")
        if own:
            branches.required, branches.empty_label = True, None
            self.initial.setdefault("branch", own[0])
        else:
            branches.empty_label, teams.required = "–", True

    def details(self) -> dict[str, Any]:
        return {"kind": self.KIND} | {
            name: value for name, value in self.cleaned_data.items() if name != "secret"
        }

    def ask_again(self, *, is_kept: bool) -> None:
        """What is secret does not go back to the page: say that it is to be typed again, if any was typed."""
        if self.data.get(self.add_prefix("secret")) and "secret" in self.fields:
            again = _("Type this again: it is shown to nobody, not even here.")
            stays = _(
                "Type this again: it is shown to nobody, not even here. Left empty, the one before stays."
            )
            self.add_error("secret", stays if is_kept else again)

    @classmethod
    def of(cls, account: Account) -> dict[str, Any]:
        """What stands in the form of a channel that exists; never its secret."""
        return {name: getattr(account, name) for name in cls.base_fields if name != "secret"}


def _secret(label: Any, help_text: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False)
    return forms.CharField(label=label, widget=widget, required=False, max_length=1000, help_text=help_text)


def _host(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=120, required=False)


def _port(label: Any, initial: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=65535, initial=initial)


class MailAccountForm(AccountForm):
    KIND = AccountKind.MAIL
    address = forms.EmailField(label=_("Mail address"))
    sender_name = forms.CharField(label=_("Name of the sender"), max_length=80, required=False)
    login = forms.CharField(
        label=_("Login"), max_length=120, required=False, help_text=_("Often the mail address itself.")
    )
    secret = _secret(
        _("Password"), _("Kept sealed and shown to nobody. Leave it empty to keep the one that is there.")
    )
    imap_host = _host(_("IMAP server"))
    imap_port = _port(_("IMAP port"), 993)
    imap_security = forms.ChoiceField(label=_("IMAP encryption"), choices=Security, initial=Security.TLS)
    imap_folder = forms.CharField(label=_("IMAP folder"), max_length=120, initial="INBOX")
    smtp_host = _host(_("SMTP server"))
    smtp_port = _port(_("SMTP port"), 465)
    smtp_security = forms.ChoiceField(label=_("SMTP encryption"), choices=Security, initial=Security.TLS)
    authserv = forms.CharField(
        label=_("Own server in Authentication-Results"),
        max_length=120,
        required=False,
        help_text=_(
            "With its name here, mail for which this server does not vouch is linked to nobody's case."
        ),
    )
    takes_plus = forms.BooleanField(label=_("The server takes addresses with a plus"), required=False)
    signature = forms.CharField(
        label=_("Signature"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False
    )


class HookForm(AccountForm):
    KIND = AccountKind.HOOK


class NotificationForm(AccountForm):
    KIND = AccountKind.NOTIFICATION
    medium = forms.ChoiceField(label=_("Goes by"), choices=Medium, initial=Medium.SMS)
    is_group = forms.BooleanField(
        label=_("A team's group chat: early warnings and escalations go there"), required=False
    )
    secret = _secret(
        _("Address of the service"),
        _(
            "As apprise writes it, with {to} where a phone number belongs. Kept sealed and shown to nobody."
            " Leave it empty to keep the one that is there."
        ),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("is_group") and not (given.get("team") or given.get("branch")):
            self.add_error("team", _("Choose the team or branch whose group chat it is."))
        return given


FORMS: dict[str, type[AccountForm]] = {
    form.KIND: form for form in (MailAccountForm, HookForm, NotificationForm)
}


class TrialForm(forms.Form):
    to = forms.CharField(label=_("Send a trial to"), max_length=254)


class IncomingFilter(forms.Form):
    q = forms.CharField(label=_("Sender or subject"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *IncomingState.choices], required=False)
    sort = forms.ChoiceField(label=_("Kind"), choices=[ALL, *Sort.choices], required=False)
    account = forms.ModelChoiceField(Account.objects.none(), label=_("Channel"), required=False)
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    flood = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _of_actor(self, actor)

    def narrow(self, rows: Any) -> Any:
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if "flood" in said:
            rows = rows.filter(flood=said["flood"])
        elif said.get("state") != IncomingState.ASIDE:
            rows = rows.exclude(state=IncomingState.ASIDE)
        if "q" in said:
            rows = rows.filter(sender__icontains=said["q"]) | rows.filter(subject__icontains=said["q"])
        if "since" in said:
            rows = rows.filter(received_at__date__gte=said["since"])
        return rows.filter(**{name: said[name] for name in ("state", "sort", "account") if name in said})


class OutgoingFilter(forms.Form):
    q = forms.CharField(label=_("Recipient or subject"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *MessageState.choices], required=False)
    account = forms.ModelChoiceField(Account.objects.none(), label=_("Channel"), required=False)
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _of_actor(self, actor)

    def narrow(self, rows: Any) -> Any:
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if "q" in said:
            rows = rows.filter(to__icontains=said["q"]) | rows.filter(subject__icontains=said["q"])
        if "since" in said:
            rows = rows.filter(made_at__date__gte=said["since"])
        return rows.filter(**{name: said[name] for name in ("state", "account") if name in said})


def _of_actor(form: forms.Form, actor: Actor) -> None:
    accounts = form.fields["account"]
    assert isinstance(accounts, forms.ModelChoiceField)
    accounts.queryset, accounts.empty_label = Account.objects.permitted(actor, "comms.messages"), ALL[1]
