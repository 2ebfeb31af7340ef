"""What is asked of requirements at steps, and of their checks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.catalog.models import Service
from kept.desk.enums import CaseKind
from kept.kernel.actor import Actor
from kept.kernel.web.needing import needed_when
from kept.parties.ui.choosing import CustomerField

from ..actions.stepping import CHANGEABLE, Found
from ..enums import Hand, Operation, StepVerdict
from ..models import Requirement, Standard, StepAnswer
from ..queries.steps import Line, Stage
from . import fields
from .check_forms import CAMERA

FIXED = ("step", "customer", "service")
USUAL_DAYS = 30


class RequirementForm(forms.Form):
    """One requirement; for whom it counts is asked of a new one alone."""

    step = forms.ChoiceField(label=_("Step of the operation"), choices=Operation)
    text = fields.text(
        _("What is required"), rows=3, help_text=_("In words that whoever does it understands.")
    )
    wants_check = forms.BooleanField(label=_("A check is demanded"), required=False, initial=True)
    wants_photo = forms.BooleanField(label=_("A photo is demanded"), required=False)
    responsible = forms.ChoiceField(
        label=_("Responsible"), required=False, choices=[fields.NONE, *Hand.choices]
    )
    standard = forms.ModelChoiceField(
        Standard.objects.in_force(), label=_("Service standard behind it"), required=False, empty_label="–"
    )

    def __init__(
        self, *args: Any, actor: Actor, requirement: Requirement | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"] = forms.ModelChoiceField(
            Service.objects.offered(), label=_("Service"), required=False, empty_label=_("all services")
        )
        self.fields["customer"] = CustomerField(
            actor=actor, required=False, help_text=_("Left empty: for all customers.")
        )
        self.order_fields(["step", "text", "customer", "service"])
        if requirement is not None:
            for name in FIXED:
                del self.fields[name]
            standards = Standard.objects.filter(Q(ended_on=None) | Q(pk=requirement.standard_id))
            self.fields["standard"].queryset = standards  # type: ignore[attr-defined]
            self.initial.update({name: getattr(requirement, name) for name in CHANGEABLE})


class RequirementFilter(forms.Form):
    q = forms.CharField(label=_("Words or number"), required=False, widget=forms.SearchInput)
    step = fields.any_of(_("Step of the operation"), Operation)
    service = fields.service(empty_label=_("all"))
    responsible = fields.any_of(_("Responsible"), Hand)
    retired = forms.BooleanField(label=_("Show retired ones too"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(actor=actor, required=False)

    def narrow(self, rows: Any) -> Any:
        said = self.cleaned_data
        rows = rows if said["retired"] else rows.in_force()
        if text := said["q"].strip():
            rows = rows.filter(Q(number__iexact=text) | Q(text__icontains=text))
        wanted = ("step", "service", "responsible", "customer")
        return rows.filter(**{name: said[name] for name in wanted if said[name]})


class StepAnswerFilter(forms.Form):
    step = fields.any_of(_("Step of the operation"), Operation)
    verdict = fields.any_of(pgettext_lazy("check of a step", "Answer"), StepVerdict)
    first = fields.day(_("From day"), required=False)
    last = fields.day(_("Until day"), required=False)
    replaced = forms.BooleanField(label=_("Show replaced answers too"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(actor=actor, required=False)

    def narrow(self, rows: Any) -> Any:
        said = self.cleaned_data
        rows = rows if said["replaced"] else rows.current()
        if customer := said["customer"]:
            rows = rows.filter(Q(order__customer=customer) | Q(shipment__customer=customer))
        wanted = {
            "requirement__step": said["step"],
            "verdict": said["verdict"],
            "answered_at__date__gte": said["first"],
            "answered_at__date__lte": said["last"],
        }
        return rows.filter(**{name: value for name, value in wanted.items() if value})


class FiguresForm(forms.Form):
    """The days in which goods passed a step, and whose goods."""

    first = fields.day(_("From day"))
    last = fields.day(_("Until day"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(actor=actor, required=False)

    @staticmethod
    def usual() -> dict[str, Any]:
        today = localdate()
        return {"first": today - timedelta(days=USUAL_DAYS - 1), "last": today, "customer": None}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", _("The last day lies before the first."))
        return said


class StepForm(forms.Form):
    """The checks of one step: each answered, or left for later."""

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{stage.name}_%s"
        super().__init__(*args, **kwargs)
        self.stage = stage
        for line in stage.checks:
            key = f"check-{line.requirement.pk}"
            self.fields |= {f"{key}-{name}": each for name, each in _asked(line).items()}

    def groups(self) -> list[tuple[Line, list[forms.BoundField]]]:
        names = ("verdict", "remark", "photo")
        return [
            (
                line,
                [
                    self[name]
                    for each in names
                    if (name := f"check-{line.requirement.pk}-{each}") in self.fields
                ],
            )
            for line in self.stage.checks
        ]

    def found(self) -> dict[int, Found]:
        said = self.cleaned_data
        return {
            line.requirement.pk: Found(
                verdict=said.get(f"check-{line.requirement.pk}-verdict") or "",
                remark=said.get(f"check-{line.requirement.pk}-remark") or "",
                photo=said.get(f"check-{line.requirement.pk}-photo"),
            )
            for line in self.stage.checks
        }


class StepCaseForm(forms.Form):
    """A case of what was not kept, as it is proposed."""

    KINDS = (CaseKind.EXCEPTION, CaseKind.COMPLAINT, CaseKind.INTERNAL)
    kind = forms.ChoiceField(label=_("Kind of case"), choices=[(kind.value, kind.label) for kind in KINDS])
    title = forms.CharField(label=_("Title"), max_length=160)
    reason = fields.text(_("What happened"), rows=4)

    def __init__(self, *args: Any, answer: StepAnswer, **kwargs: Any) -> None:
        where = f"{answer.requirement.get_step_display()} · {answer.subject.number}"
        kwargs["initial"] = {
            "title": f"{answer.remark} · {where}"[:160],
            "reason": f"{where}\n{answer.requirement.number} {answer.asked}\n{answer.remark}",
        }
        super().__init__(*args, **kwargs)


def _asked(line: Line) -> dict[str, forms.Field]:
    answer = line.answer
    asked: dict[str, forms.Field] = {
        "verdict": forms.ChoiceField(
            label=pgettext_lazy("check of a step", "Answer"),
            choices=StepVerdict.choices,
            required=False,
            initial=answer.verdict if answer else "",
            widget=forms.RadioSelect,
        ),
        "remark": forms.CharField(
            label=_("Remark"), max_length=300, required=False, initial=answer.remark if answer else ""
        ),
    }
    if line.requirement.wants_photo:
        asked["photo"] = forms.FileField(
            label=_("Photo"),
            required=False,
            widget=forms.FileInput(CAMERA),
        )
        needed_when(asked["photo"], _("a photo is demanded here"))
    return asked
