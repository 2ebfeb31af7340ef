from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import GrantScope, PersonKind
from ..models import Branch, PersonQuerySet, Role, Team


class PersonFilter(forms.Form):
    q = forms.CharField(label=_("Name or login"), required=False, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *PersonKind.choices])
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )

    def narrow(self, rows: PersonQuerySet) -> PersonQuerySet:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        if "q" in wanted:
            rows = rows.filter(name__startswith=wanted["q"]) | rows.filter(login__startswith=wanted["q"])
        return rows.filter(**{name: value for name, value in wanted.items() if name != "q"})


class PersonForm(forms.Form):
    login = forms.CharField(label=_("Login"), max_length=60)
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=PersonKind.choices)
    branch = forms.ModelChoiceField(Branch.objects.all(), label=_("Branch"), required=False)
    email = forms.EmailField(label=_("Email"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    is_new = forms.BooleanField(label=_("New to the work: takes no business calls"), required=False)
    password = forms.CharField(label=_("First password"), widget=forms.PasswordInput(render_value=False))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class GrantForm(forms.Form):
    role = forms.ModelChoiceField(Role.objects.all(), label=_("Role"))
    scope_kind = forms.ChoiceField(label=pgettext_lazy("grant", "Where"), choices=GrantScope.choices)
    branch = forms.ModelChoiceField(Branch.objects.all(), label=_("Branch"), required=False)
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False)
    party = forms.CharField(label=_("Customer or subcontractor number"), required=False, max_length=20)
    valid_until = forms.DateTimeField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def scope_id(self) -> int | None:
        """The id of the chosen part; None for the whole company."""
        given = self.cleaned_data
        part = given.get(given["scope_kind"]) or given.get("found_party")
        return part.pk if part is not None and given["scope_kind"] != GrantScope.COMPANY else None

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if (part := given.get("scope_kind")) in (GrantScope.BRANCH, GrantScope.TEAM) and not given.get(part):
            self.add_error(part, _("Choose the branch or team of this grant."))
        if given.get("scope_kind") in (GrantScope.CUSTOMER, GrantScope.PARTNER):
            given["found_party"] = self._party(given["scope_kind"], given.get("party", ""))
            if given["found_party"] is None:
                self.add_error("party", _("No customer or subcontractor has this number."))
        return given

    def _party(self, kind: str, number: str) -> Any:
        """Looked up by name of the model, since parties stand above people."""
        from django.apps import apps

        model = apps.get_model("parties", "Customer" if kind == GrantScope.CUSTOMER else "Partner")
        return model._default_manager.filter(number=number.strip()).first()


class NewPasswordForm(PasswordChangeForm):
    """Stands below other things on its page, so it does not take the cursor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["old_password"].widget.attrs["autofocus"]


class KeyForm(forms.Form):
    name = forms.CharField(label=_("What is it for?"), max_length=60)


class RuleForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput)
    value = forms.DecimalField(label=_("New value"), max_digits=18, decimal_places=6)
    why = forms.CharField(label=_("Reason of the change"), max_length=200, required=False)
