"""What a clerk types about contacts."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.orders.models import Order
from kept.parties.models import ContactPerson, Customer
from kept.parties.ui.phones import be_a_phone
from kept.promises.enums import Phase
from kept.transport.models import Shipment

from ..actions.intake import Intake
from ..enums import CaseKind, Channel, Direction, Impact, Served, Urgency
from ..models import Call, Case
from .answer_forms import AnsweringForm
from .kind_forms import KindForm, kind_forms
from .pasting import PastingForm

SERVED_KNOWN = [("", _("as far as known")), *Served.choices]
SERVED_FILTER = [("", _("all")), *Served.choices, ("unknown", _("not known"))]
PHASE_FILTER = [("", _("all")), *Phase.choices, ("unknown", _("not known"))]
MOST_FILES = 6
RINGS = 30


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files, each checked when it is kept."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = (
            [item for item in (data or []) if item]
            if isinstance(data, (list, tuple))
            else [data] * bool(data)
        )
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)d files at once.") % {"most": MOST_FILES})
        return [super(Files, self).clean(item, initial) for item in files]


class ContactForm(PastingForm):
    """One call, in the order in which a clerk hears it."""

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel, initial=Channel.PHONE)
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction, initial=Direction.IN)
    is_internal = forms.BooleanField(label=_("A colleague calls"), required=False)
    served = forms.ChoiceField(label=_("Served party"), choices=SERVED_KNOWN, required=False)
    caller_name = forms.CharField(label=_("Caller"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False, validators=[be_a_phone])
    email = forms.EmailField(label=_("Mail address"), required=False)
    ring_count = forms.IntegerField(label=_("Rings"), min_value=0, max_value=RINGS, required=False)
    summary = forms.CharField(
        label=_("What was said, or paste the chat"),
        widget=forms.Textarea(attrs={"rows": 4, "hx-preserve": True}),
        required=False,
    )
    papers = Files(label=_("Screenshots and papers"), required=False)
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("", _("Only a contact")), *CaseKind.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    demand = forms.CharField(
        label=_("What the customer wants"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    impact = forms.TypedChoiceField(label=_("Impact"), choices=Impact, coerce=int, required=False)
    urgency = forms.TypedChoiceField(
        label=_("Urgency"), choices=Urgency, coerce=int, required=False, initial=Urgency.SOON
    )
    answer = forms.CharField(
        label=_("Answered at once with"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    settles = forms.BooleanField(label=_("This answers the matter, not only the call"), required=False)
    call_back = forms.BooleanField(label=_("Promise to call back"), required=False)

    customer = forms.ModelChoiceField(Customer.objects.none(), required=False, widget=forms.HiddenInput)
    contact_person = forms.ModelChoiceField(
        ContactPerson.objects.none(), required=False, widget=forms.HiddenInput
    )
    order = forms.ModelChoiceField(Order.objects.none(), required=False, widget=forms.HiddenInput)
    shipment = forms.ModelChoiceField(Shipment.objects.none(), required=False, widget=forms.HiddenInput)
    case = forms.ModelChoiceField(Case.objects.none(), required=False, widget=forms.HiddenInput)
    call = forms.ModelChoiceField(Call.objects.none(), required=False, widget=forms.HiddenInput)

    OF_CONTACT = (
        "caller_name phone email served ring_count summary is_internal customer contact_person order shipment"
    ).split()

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = {
            "customer": Customer.objects.permitted(actor, "parties.view"),
            "contact_person": ContactPerson.objects.permitted(actor, "parties.view"),
            "order": Order.objects.permitted(actor, "orders.view").select_related("customer", "branch"),
            "shipment": Shipment.objects.permitted(actor, "transport.view").select_related(
                "customer", "order"
            ),
            "case": Case.objects.permitted(actor, "desk.work").unfinished(),
            "call": Call.objects.permitted(actor, "desk.calls").select_related("contact"),
        }
        for name, rows in reach.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.of_kind = kind_forms(self.data if self.is_bound else None)

    @property
    def kinds(self) -> list[KindForm]:
        return list(self.of_kind.values())

    def clean(self) -> dict[str, Any] | None:
        """What the chosen kind asks is checked with the rest."""
        said = super().clean()
        asked = self.of_kind.get(self.cleaned_data.get("kind", ""))
        if asked is not None and not asked.is_valid():
            raise forms.ValidationError(_("Check what the kind of case asks."))
        return said

    def intake(self) -> Intake:
        """What the verb takes; fields that stayed empty are left to it."""
        said = self.cleaned_data
        matter = {name: said[name] for name in ("demand", "impact", "urgency") if said.get(name)}
        if said["kind"] in self.of_kind:
            matter["details"] = self.of_kind[said["kind"]].details()
        return Intake(
            channel=said["channel"],
            direction=said["direction"],
            call=said["call"],
            case=said["case"],
            kind="" if said["case"] else said["kind"],
            reading=said["reading"],
            answer=said["answer"],
            settles=said["settles"],
            call_back=said["call_back"],
            contact={name: said[name] for name in self.OF_CONTACT if said.get(name) not in (None, "")},
            matter=matter,
            uploads=said["papers"],
        )


class ContactAnswerForm(AnsweringForm):
    channel = forms.ChoiceField(label=_("Answered by"), choices=Channel)
    text = forms.CharField(label=_("What they were told"), widget=forms.Textarea(attrs={"rows": 3}))


class ServiceForm(forms.Form):
    served = forms.ChoiceField(
        label=_("Served party"), choices=[("", _("not known")), *Served.choices], required=False
    )
    phase = forms.ChoiceField(
        label=_("Phase"), choices=[("", _("not known")), *Phase.choices], required=False
    )


class DismissalForm(forms.Form):
    why = forms.CharField(label=_("Why no answer is needed"), max_length=200)


class ContactCaseForm(forms.Form):
    kind = forms.ChoiceField(label=_("Open a case"), choices=CaseKind)
    title = forms.CharField(label=_("Title"), max_length=160, required=False)


class ContactFilter(forms.Form):
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("", _("all")), *Channel.choices], required=False
    )
    direction = forms.ChoiceField(
        label=_("Direction"), choices=[("", _("all")), *Direction.choices], required=False
    )
    served = forms.ChoiceField(label=_("Served party"), choices=SERVED_FILTER, required=False)
    phase = forms.ChoiceField(label=_("Phase"), choices=PHASE_FILTER, required=False)
    waiting = forms.BooleanField(label=_("Waiting for an answer"), required=False)
    mine = forms.BooleanField(label=_("Mine"), required=False)
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    customer = forms.IntegerField(label=_("Customer"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def narrow(self, rows: Any) -> Any:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        for name in ("channel", "direction", "customer"):
            if name in wanted:
                rows = rows.filter(**{name: wanted[name]})
        if "served" in wanted:
            rows = rows.serving(wanted["served"])
        if "phase" in wanted:
            rows = rows.in_phase(wanted["phase"])
        if "waiting" in wanted:
            rows = rows.waiting()
        if "mine" in wanted and self.actor:
            rows = rows.filter(person=self.actor.person_id)
        if "since" in wanted:
            rows = rows.filter(at__gte=make_aware(datetime.combine(wanted["since"], time.min)))
        return rows
