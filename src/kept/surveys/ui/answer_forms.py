"""The questions of a questionnaire as a form: for the customer, for a sheet of paper, for a correction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.words import say
from kept.parties.ui.choosing import CustomerField

from ..enums import Asks, Feeling
from ..models import Item, Questionnaire
from ..rules.branching import asked_codes
from ..rules.marks import LONGEST, MARKED, SCALES, Mark

LABELS = {
    "importance": _("How important is it to you?"),
    "performance": _("How well do we do it?"),
    "expected": _("What do you expect?"),
    "perceived": _("What do you get?"),
    "nps": _("How likely?"),
    "present": _("How do you feel if it is there?"),
    "absent": _("How do you feel if it is missing?"),
    "choice": _("Your answer"),
    "text": _("Your words"),
}
LABELS_OF_KIND = {
    Asks.PERFORMANCE: _("How was it?"),
    Asks.SATISFIED: _("How satisfied are you?"),
    Asks.EFFORT: _("How easy was it?"),
    Asks.CHOICES: _("Choose all that fit"),
}
ENDS = {
    "importance": (_("not important"), _("very important")),
    "performance": (_("very bad"), _("very good")),
    "expected": (_("little"), _("much")),
    "perceived": (_("little"), _("much")),
    "nps": (_("not at all"), _("certainly")),
}
ENDS_OF_KIND = {
    Asks.SATISFIED: (_("very dissatisfied"), _("very satisfied")),
    Asks.EFFORT: (_("very hard"), _("very easy")),
}
MISSING = {"required": _("Please choose a mark."), "invalid_choice": _("Please choose a mark.")}


class AnswerForm(forms.Form):
    """Fields named `importance-<code>`; what the branching does not lead to is left out."""

    website = forms.CharField(required=False)

    def __init__(
        self, questionnaire: Questionnaire, data: Any = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.items = list(questionnaire.items.all())
        self.scale = questionnaire.marks
        for item in self.items:
            for name in MARKED[Asks(item.asks)]:
                self.fields[f"{name}-{item.code}"] = self._field(item, name)

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Each item with its fields, what the ends of the scale mean, and on what it hangs."""
        by_code = {item.code: item for item in self.items}
        return [
            {
                "item": item,
                "parts": [self._part(item, name) for name in MARKED[Asks(item.asks)]],
                "only_if": _only_if(item, by_code[item.after]) if item.after else "",
                "errors": [f for f in MARKED[Asks(item.asks)] if f"{f}-{item.code}" in self.errors]
                if self.is_bound
                else [],
            }
            for item in self.items
        ]

    def clean(self) -> dict[str, Any]:
        """A question that hangs on another must be answered if the answers lead to it."""
        asked = asked_codes(self.items, self._said())
        for item in self.items:
            if item.after and item.is_required and item.code in asked:
                for name in MARKED[Asks(item.asks)]:
                    field = f"{name}-{item.code}"
                    if field not in self.errors and self.cleaned_data.get(field) in (None, "", []):
                        self.add_error(field, self.fields[field].error_messages["required"])
        return self.cleaned_data

    def marks(self) -> dict[str, Mark]:
        """What was said, by item code, of the questions that were asked."""
        said = self._said()
        asked = asked_codes(self.items, said)
        return {code: mark for code, mark in said.items() if code in asked}

    def _said(self) -> dict[str, Mark]:
        said: dict[str, dict[str, Any]] = {}
        for item in self.items:
            for name in MARKED[Asks(item.asks)]:
                value = self.cleaned_data.get(f"{name}-{item.code}")
                if value not in (None, "", []):
                    said.setdefault(item.code, {})[name] = " ".join(value) if type(value) is list else value
        return {code: Mark(**given) for code, given in said.items()}

    def _part(self, item: Item, name: str) -> dict[str, Any]:
        bound = self[f"{name}-{item.code}"]
        many = len(bound.field.choices) if name in ENDS else 0  # type: ignore[attr-defined]
        return {
            "name": name,
            "field": bound,
            "ends": _ends(item, name),
            "marks": many,
            "is_offered": name in ("choice", "present", "absent"),
        }

    def _field(self, item: Item, name: str) -> forms.Field:
        plain: dict[str, Any] = {
            "label": LABELS_OF_KIND.get(Asks(item.asks), LABELS[name]),
            "required": item.is_required and not item.after,
        }
        if name == "text":
            return forms.CharField(**plain, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
        if name == "choice":
            offered = [(choice["code"], say(choice["words"])) for choice in item.choices]
            if item.asks == Asks.CHOICES:
                return forms.MultipleChoiceField(
                    **plain, choices=offered, widget=forms.CheckboxSelectMultiple
                )
            return forms.ChoiceField(**plain, choices=offered, widget=forms.RadioSelect)
        return forms.TypedChoiceField(
            **plain,
            choices=Feeling.choices if name in ("present", "absent") else self._scale(name),
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages=MISSING,
        )

    def _scale(self, name: str) -> list[tuple[int, str]]:
        low, high = SCALES.get(name, (self.scale.start, self.scale.stop - 1))
        return [(mark, str(mark)) for mark in range(low, high + 1)]


class PaperForm(AnswerForm):
    """The same questions, entered by us for somebody."""

    respondent = forms.CharField(
        label=_("Respondent"), max_length=80, help_text=_("A name or a number that stands on the paper.")
    )

    def __init__(
        self,
        questionnaire: Questionnaire,
        data: Any = None,
        *,
        actor: Actor,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(questionnaire, data, initial=initial)
        self.fields["customer"] = CustomerField(actor=actor, required=False)


class PhoneForm(PaperForm):
    """The same questions, asked by us on the phone."""

    def __init__(self, questionnaire: Questionnaire, data: Any = None, **more: Any) -> None:
        super().__init__(questionnaire, data, **more)
        self.fields["respondent"].help_text = _("The name of who answers the phone.")
        self.fields["customer"].required = True


class CorrectionForm(AnswerForm):
    """An entered sheet, to be put right."""

    why = forms.CharField(label=_("Why is it corrected?"), max_length=200)


def _ends(item: Item, name: str) -> tuple[Any, Any] | None:
    if item.ends and name not in ("importance", "expected"):
        return say(item.ends.get("low")), say(item.ends.get("high"))
    return ENDS_OF_KIND.get(Asks(item.asks), ENDS.get(name))


def _only_if(item: Item, earlier: Item) -> str:
    words = gettext("Only if the answer to question %(number)d %(test)s %(value)s")
    wanted = item.after_value
    if earlier.asks == Asks.KANO:
        wanted = str(Feeling(int(wanted)).label)
    elif earlier.choices:
        wanted = f"“{earlier.choice_words(wanted)}”"
    return words % {"number": earlier.position, "test": item.get_after_test_display(), "value": wanted}
