"""What people type about articles and scripts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.searching import matching
from kept.kernel.web.chrome import LANGUAGE_NAMES
from kept.parties.models import Customer
from kept.people.models import Person
from kept.promises.enums import Cause

from ..enums import ArticleState, Audience, Stage
from ..models import Article, Script
from ..rules import choices_of, tags_of

ALL = ("", _("all"))
BLANK_WORDS: dict[str, Any] = {
    "company": _("our company"),
    "clerk": pgettext_lazy("a gap", "your name"),
    "customer": _("customer"),
    "caller": _("caller"),
    "number": _("number at hand"),
    "phone": _("telephone of the caller"),
}
"""What fills each blank of a script."""


def languages() -> list[tuple[str, str]]:
    return [(code, LANGUAGE_NAMES.get(code, code)) for code, _name in settings.LANGUAGES]


class ArticleFilter(forms.Form):
    q = forms.CharField(label=_("Words or number"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *ArticleState.choices])
    audience = forms.ChoiceField(label=_("Who reads it"), required=False, choices=[ALL, *Audience.choices])
    owner = forms.ModelChoiceField(
        Person.objects.staff(), label=_("Owner"), required=False, empty_label=_("all")
    )
    due = forms.BooleanField(label=_("To be looked at again"), required=False)
    category = forms.CharField(required=False, widget=forms.HiddenInput, label=_("Subject of the article"))

    def narrow(self, rows: Any) -> Any:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        if "q" in wanted:
            rows = matching(rows, wanted["q"])
        if "due" in wanted:
            rows = rows.to_review(localdate())
        if "category" in wanted:
            rows = rows.filter(category__startswith=wanted["category"])
        for name in ("state", "audience", "owner"):
            if name in wanted:
                rows = rows.filter(**{name: wanted[name]})
        return rows


class TextForm(forms.Form):
    """One language of an article."""

    language = forms.ChoiceField(label=_("Language"))
    title = forms.CharField(label=_("Title"), max_length=160)
    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("## heading, **strong**, - list, 1. list, | table |, [words](address)."),
    )
    why = forms.CharField(label=_("What changed and why"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]
        self.fields["language"].initial = get_language() or settings.LANGUAGE_CODE


class DetailsForm(forms.Form):
    """What an article is about, and for whom."""

    audience = forms.ChoiceField(label=_("Who reads it"), choices=Audience, initial=Audience.STAFF)
    category = forms.CharField(
        label=pgettext_lazy("of an article", "Subject"),
        max_length=120,
        required=False,
        help_text=_("A path, such as Transport/Damage."),
    )
    tags = forms.CharField(label=_("Tags"), max_length=200, required=False, help_text=_("Parted by spaces."))
    kinds = forms.MultipleChoiceField(label=_("Kinds of cases"), required=False)
    causes = forms.MultipleChoiceField(label=_("Causes"), choices=Cause.choices, required=False)
    services = forms.MultipleChoiceField(label=_("Services"), required=False)
    customers = forms.ModelMultipleChoiceField(
        Customer.objects.none(), label=_("Only for customers"), required=False
    )
    owner = forms.ModelChoiceField(
        Person.objects.staff().order_by("name"), label=_("Owner"), required=False, empty_label=""
    )
    review_on = forms.DateField(
        label=_("Look at it again on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, customers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = choices_of("kind")  # type: ignore[attr-defined]
        services = [(service.code, str(service)) for service in Service.objects.order_by("pk")]
        self.fields["services"].choices = services  # type: ignore[attr-defined]
        self.fields["customers"].queryset = customers.order_by("name")  # type: ignore[attr-defined]

    def clean_tags(self) -> list[str]:
        return tags_of(self.cleaned_data["tags"])

    @classmethod
    def start_of(cls, article: Article) -> dict[str, Any]:
        names = ("audience", "category", "kinds", "causes", "services", "owner", "review_on")
        start = {name: getattr(article, name) for name in names}
        return {**start, "tags": article.tag_words, "customers": article.customers.all()}


class NewArticleForm(TextForm):
    audience = forms.ChoiceField(label=_("Who reads it"), choices=Audience, initial=Audience.STAFF)
    category = forms.CharField(
        label=pgettext_lazy("of an article", "Subject"), max_length=120, required=False
    )
    tags = forms.CharField(label=_("Tags"), max_length=200, required=False, help_text=_("Parted by spaces."))
    why = None  # type: ignore[assignment]

    def clean_tags(self) -> list[str]:
        return tags_of(self.cleaned_data["tags"])


class WhyForm(forms.Form):
    why = forms.CharField(label=pgettext_lazy("of an article", "Why"), max_length=200)


class JudgementForm(forms.Form):
    helped = forms.ChoiceField(choices=[("yes", _("yes")), ("no", _("no"))])
    comment = forms.CharField(
        label=_("What is missing or wrong?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WishForm(forms.Form):
    words = forms.CharField(max_length=120, widget=forms.HiddenInput)
    note = forms.CharField(label=_("What should it say?"), max_length=200, required=False)


class WishFilter(forms.Form):
    STATES = (
        ("open", _("Asked for")),
        ("answered", _("Answered by an article")),
        ("declined", _("Declined")),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *STATES])

    def narrow(self, rows: Any) -> Any:
        state = self.cleaned_data.get("state")
        return getattr(rows, state)() if state else rows


class WishAnswerForm(forms.Form):
    article = forms.ModelChoiceField(
        Article.objects.none(),
        to_field_name="number",
        label=_("Number of the article"),
        widget=forms.TextInput({"placeholder": "KB-0001", "autocomplete": "off", "list": "near-articles"}),
        error_messages={"invalid_choice": _("No article with this number is published.")},
    )

    def __init__(self, *args: Any, articles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].queryset = articles  # type: ignore[attr-defined]


class WishDeclineForm(forms.Form):
    reason = forms.CharField(label=_("Why no article; whoever asked reads it"), max_length=200)


class ImageForm(forms.Form):
    picture = forms.FileField(label=_("Picture"))


class ArchiveForm(forms.Form):
    file = forms.FileField(
        label=_("Archive of Markdown files"),
        help_text=_("A ZIP, as this page gives it out."),
    )


class ScriptForm(forms.Form):
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    kind = forms.ChoiceField(label=_("Kind of case"), required=False)
    place = forms.IntegerField(label=_("Place in the order"), min_value=0, max_value=999, initial=50)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    why = forms.CharField(label=_("What changed and why"), max_length=200, required=False)

    def __init__(self, *args: Any, script: Script | None = None, **kwargs: Any) -> None:
        if script:
            start = {
                name: getattr(script, name) for name in ("stage", "channel", "kind", "place", "is_active")
            }
            kwargs["initial"] = start
        super().__init__(*args, **kwargs)
        if not script:
            del self.fields["why"]
        for aspect in ("channel", "kind"):
            self.fields[aspect].choices = [ALL, *choices_of(aspect)]  # type: ignore[attr-defined]
        for code, name in languages():
            titles, texts = (script.titles, script.texts) if script else ({}, {})
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title: %(language)s") % {"language": name},
                max_length=80,
                required=False,
                initial=titles.get(code, ""),
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Words: %(language)s") % {"language": name},
                required=False,
                initial=texts.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
            )
        self.fields |= {name: self.fields.pop(name) for name in ("is_active", "why") if name in self.fields}

    def written(self) -> dict[str, Any]:
        """What the verb takes."""
        said = self.cleaned_data
        return {
            "titles": {code: said[f"title_{code}"] for code, _name in languages()},
            "texts": {code: said[f"text_{code}"] for code, _name in languages()},
            **{name: said[name] for name in ("stage", "channel", "kind", "place", "is_active")},
            "why": said.get("why", ""),
        }


class CompanyNameForm(forms.Form):
    def __init__(self, *args: Any, names: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in languages():
            self.fields[code] = forms.CharField(
                label=_("Company name: %(language)s") % {"language": name},
                max_length=80,
                required=False,
                initial=(names or {}).get(code, ""),
            )
