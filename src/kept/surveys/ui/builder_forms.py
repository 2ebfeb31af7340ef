"""Forms of those who write a questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.promises.kinds import kind_choices

from ..enums import AskedIf, Asks
from ..models import Item, Questionnaire
from ..rules.questions import CHOSEN
from .line_fields import LinesField

NAMES = (("zh_hans", "zh-hans"), ("zh_hant", "zh-hant"), ("en", "en"))
INTRO = {"rows": 2}
LETTERS = _("Use letters, digits, - and _ alone.")


class WordsForm(forms.Form):
    """Something said in three languages."""

    what: ClassVar[Any] = _("Title, %(language)s")

    zh_hans = forms.CharField(label="简体中文", max_length=200)
    zh_hant = forms.CharField(label="繁體中文", max_length=200)
    en = forms.CharField(label="English", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, _code in NAMES:
            field = self.fields[name]
            field.label = self.what % {"language": field.label}

    def words(self) -> dict[str, str]:
        return {code: self.cleaned_data[name] for name, code in NAMES}


class NewQuestionnaireForm(WordsForm):
    """An empty questionnaire or a copy of a ready one."""

    copy_of = forms.ModelChoiceField(
        label=_("Begin with the questions of"), queryset=Questionnaire.objects.none(), required=False
    )
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        error_messages={"invalid": LETTERS},
        help_text=_("Letters, digits and _; it stands in files and addresses."),
    )
    field_order = ("copy_of", "code", "zh_hans", "zh_hant", "en")

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["copy_of"].queryset = Questionnaire.objects.current()  # type: ignore[attr-defined]


class HeadingForm(WordsForm):
    """Title, introduction, scale and dimensions."""

    intro_zh_hans = forms.CharField(
        label=_("Introduction in Simplified Chinese"), required=False, widget=forms.Textarea(INTRO)
    )
    intro_zh_hant = forms.CharField(
        label=_("Introduction in Traditional Chinese"), required=False, widget=forms.Textarea(INTRO)
    )
    intro_en = forms.CharField(
        label=_("Introduction in English"), required=False, widget=forms.Textarea(INTRO)
    )
    low = forms.IntegerField(label=_("Lowest mark"), min_value=-10, max_value=99)
    high = forms.IntegerField(label=_("Highest mark"), min_value=1, max_value=100)
    dimensions = LinesField(
        label=_("Dimensions"),
        numbers=("weight",),
        required=False,
        help_text=_("One per line: code | weight | 简体 | 繁體 | English"),
    )

    def __init__(self, questionnaire: Questionnaire, data: Any = None) -> None:
        said = {name: questionnaire.words.get(code, "") for name, code in NAMES}
        intro = {f"intro_{name}": questionnaire.intro.get(code, "") for name, code in NAMES}
        own = {name: getattr(questionnaire, name) for name in ("low", "high", "dimensions")}
        super().__init__(data, initial={**said, **intro, **own})

    def heading(self) -> dict[str, Any]:
        asked = self.cleaned_data
        return {
            "words": self.words(),
            "intro": {code: asked[f"intro_{name}"] for name, code in NAMES},
            **{name: asked[name] for name in ("low", "high", "dimensions")},
        }


class QuestionForm(WordsForm):
    """One question of a draft."""

    what = _("Question, %(language)s")
    code = forms.SlugField(label=_("Code"), max_length=40, error_messages={"invalid": LETTERS})
    asks = forms.ChoiceField(label=_("Asks"), choices=Asks.choices)
    choices = LinesField(
        label=_("Choices"),
        required=False,
        help_text=_("Of questions with choices, one per line: code | 简体 | 繁體 | English"),
    )
    dimension = forms.ChoiceField(label=_("Dimension"), required=False)
    is_required = forms.BooleanField(label=_("Must be answered"), required=False, initial=True)
    after = forms.ChoiceField(label=_("Ask it only after question"), required=False)
    after_test = forms.ChoiceField(
        label=_("if the answer"), required=False, choices=[("", "–"), *AskedIf.choices]
    )
    after_value = forms.CharField(
        label=_("this mark or choice"),
        required=False,
        max_length=40,
        help_text=_("A mark, or the code of a choice."),
    )
    ends_low = LinesField(
        label=_("Words at the low end"), required=False, help_text="low | 简体 | 繁體 | English"
    )
    ends_high = LinesField(
        label=_("Words at the high end"), required=False, help_text="high | 简体 | 繁體 | English"
    )
    promise_kind = forms.ChoiceField(
        label=_("About what we promise"),
        required=False,
        choices=lambda: [("", "–"), *kind_choices()],
        help_text=_("Ties what is felt to what is measured."),
    )

    def __init__(
        self,
        questionnaire: Questionnaire,
        earlier: Sequence[Item],
        data: Any = None,
        *,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        dimensions = [
            (one["code"], questionnaire.dimension_words(one["code"])) for one in questionnaire.dimensions
        ]
        asked = [(item.code, f"{item.position} {item}") for item in earlier if item.asks != Asks.TEXT]
        self.fields["dimension"].choices = [("", "–"), *dimensions]  # type: ignore[attr-defined]
        self.fields["after"].choices = [("", _("always")), *asked]  # type: ignore[attr-defined]

    @staticmethod
    def of(item: Item) -> dict[str, Any]:
        """What stands in the form of a question that is already there."""
        said = {name: item.words.get(code, "") for name, code in NAMES}
        ends = {
            f"ends_{end}": [{"code": end, "words": item.ends[end]}]
            for end in ("low", "high")
            if item.ends.get(end)
        }
        plain = (
            "code",
            "asks",
            "choices",
            "dimension",
            "is_required",
            "after",
            "after_test",
            "after_value",
            "promise_kind",
        )
        return {**said, **ends, **{name: getattr(item, name) for name in plain}}

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        if asked.get("after") and not asked.get("after_test"):
            self.add_error("after_test", _("Say how the answer must be."))
        if asked.get("after") and not asked.get("after_value"):
            self.add_error("after_value", _("Say how the answer must be."))
        return asked

    def question(self) -> dict[str, Any]:
        """The question as its verb wants it."""
        asked = self.cleaned_data
        hangs = ("after", "after_test", "after_value")
        return {
            "words": self.words(),
            "code": asked["code"],
            "asks": asked["asks"],
            "choices": asked["choices"] if asked["asks"] in CHOSEN else [],
            "dimension": asked["dimension"],
            "is_required": asked["is_required"],
            "promise_kind": asked["promise_kind"],
            "ends": {
                end: asked[f"ends_{end}"][0]["words"] for end in ("low", "high") if asked[f"ends_{end}"]
            },
            **{name: asked[name] if asked["after"] else "" for name in hangs},
        }
