"""Fields of forms as pages draw them."""

from typing import ClassVar

import pytest
from django import forms
from django.db.models import QuerySet
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kept.kernel.templatetags.kept import fields_of
from kept.kernel.web.widgets import QuickSelects
from kept.people.models import Branch
from tests.factories import a_branch

MADE: list[str] = []


class Reason(forms.Form):
    same_for_all: ClassVar = True

    name = forms.CharField(label=_("Name"))

    def __init__(self, data: dict[str, str] | None = None) -> None:
        super().__init__(data)
        MADE.append("filled" if self.is_bound else "blank")


def test_a_blank_form_is_drawn_once_for_each_language() -> None:
    MADE.clear()
    with override("en"):
        english, again = fields_of(Reason()), fields_of(Reason())
    with override("zh-hans"):
        chinese = fields_of(Reason())

    assert english == again
    assert "Name" in english
    assert "Name" not in chinese
    assert MADE.count("blank") == 3 + 2  # each page makes one, and each language draws one


def test_what_somebody_filled_is_never_drawn_for_others() -> None:
    with override("en"):
        blank, wrong, right = (fields_of(form) for form in (Reason(), Reason({}), Reason({"name": "Wang"})))

    assert "error" not in blank
    assert "error" in wrong
    assert "Wang" in right
    assert "Wang" not in fields_of(Reason())


@pytest.mark.django_db
def test_records_to_choose_from_are_read_without_a_cursor_at_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    branch = a_branch()
    monkeypatch.setattr(QuerySet, "iterator", None)

    field = forms.ModelChoiceField(Branch.objects.all(), empty_label="any")

    assert [str(label) for _value, label in field.choices] == ["any", str(branch)]


class Chosen(forms.Form):
    carrier = forms.ChoiceField(
        choices=[("", "–"), ("x\"'", "<b>顺 & 风</b>"), ("North", [(7, 1234), (8, "eight")])],
        widget=forms.Select(attrs={"data-a": 'q"', "autofocus": True, "hidden": False}),
    )
    kinds = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], initial=["b"])
    ours = forms.NullBooleanField()


@pytest.mark.parametrize("name", ["carrier", "kinds", "ours"])
def test_a_list_of_choices_is_drawn_without_templates_as_django_draws_it_with_them(name: str) -> None:
    for bound in (Chosen()[name], Chosen({"carrier": "7", "kinds": ["a", "b"], "ours": "true"})[name]):
        theirs, ours = (
            bound.field.widget.render(bound.html_name, bound.value(), bound.build_widget_attrs({}), renderer)
            for renderer in (DjangoTemplates(), QuickSelects())
        )
        assert parse_html(ours) == parse_html(theirs)
        assert "<b>" not in ours
