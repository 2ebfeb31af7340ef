"""A mail as a clerk writes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.comms.models import Account
from kept.documents.models import Document
from kept.kernel.actor import Actor

from ..actions.mailing import Mail
from ..enums import Channel
from .answer_forms import AnsweringForm

MOST_RECIPIENTS = 20


class Addresses(forms.CharField):
    """Mail addresses with commas between them."""

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value).replace("；", ",").replace(";", ",").replace("，", ",")
        found = [address.strip() for address in text.split(",") if address.strip()]
        for address in found[: MOST_RECIPIENTS + 1]:
            validate_email(address)
        if len(found) > MOST_RECIPIENTS:
            raise forms.ValidationError(_("At most %(most)d addresses.") % {"most": MOST_RECIPIENTS})
        return found


class MailForm(AnsweringForm):
    account = forms.ModelChoiceField(
        Account.objects.none(),
        label=pgettext_lazy("mail", "From"),
        required=False,
        empty_label=_("the mail server of the house"),
    )
    to = Addresses(label=pgettext_lazy("mail", "To"), max_length=1000)
    cc = Addresses(label=_("Copy to"), max_length=1000, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=160)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 10}), max_length=20_000)
    papers = forms.ModelMultipleChoiceField(
        Document.objects.none(),
        label=_("Papers that go along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Actor, papers: Any, ours: Account | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts, files = self.fields["account"], self.fields["papers"]
        assert isinstance(accounts, forms.ModelChoiceField)
        assert isinstance(files, forms.ModelMultipleChoiceField)
        reach = Account.objects.permitted(actor, "comms.messages").values("pk")
        accounts.queryset = Account.objects.sending().filter(
            Q(pk__in=reach) | Q(pk=ours.pk if ours else None)
        )
        files.queryset = Document.objects.filter(pk__in=[paper.pk for paper in papers])
        if not files.queryset:
            del self.fields["papers"]
        if not accounts.queryset:
            del self.fields["account"]

    @property
    def first(self) -> str:
        """Whom the mail is for above all."""
        to = self.cleaned_data.get("to") if self.is_bound and self.is_valid() else None
        return to[0] if to else ""

    def answer(self) -> dict[str, Any]:
        """What the verb takes."""
        said = self.cleaned_data
        mail = Mail(
            to=", ".join(said["to"]),
            cc=", ".join(said["cc"]),
            subject=said["subject"],
            account=said.get("account"),
            documents=list(said.get("papers") or ()),
        )
        return {
            "channel": Channel.EMAIL,
            "text": said["text"],
            "email": self.first,
            "mail": mail,
            "seen": said["seen"],
        }
