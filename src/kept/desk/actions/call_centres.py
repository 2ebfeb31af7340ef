"""The register of call centres: equipment, seats, and whose telephone is whose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.people.models import Person

from ..events import CallCentreKept
from ..models import CallCentre, Extension


class NameTaken(Refused):
    default = _("There is a call centre of this name already.")


class ExtensionTaken(Refused):
    default = _("Extension %(number)s belongs to %(centre)s already.")

    def __init__(self, extension: Extension) -> None:
        words = {"number": extension.number, "centre": extension.centre}
        super().__init__(self.default % words, field="extensions")


@transaction.atomic
def keep_call_centre(
    *,
    centre: CallCentre | None = None,
    extensions: Mapping[str, Person | None] | None = None,
    by: Actor,
    at: datetime,
    **details: Any,
) -> CallCentre:
    """Add a centre or change one. `extensions` says who sits at which telephone; None leaves them."""
    centre = CallCentre() if centre is None else CallCentre.objects.select_for_update().get(pk=centre.pk)
    for name, value in details.items():
        setattr(centre, name, value)
    if CallCentre.objects.exclude(pk=centre.pk).filter(name=centre.name).exists():
        raise NameTaken(field="name")
    centre.save()
    if extensions is not None:
        _seat(centre, extensions)
    emit(CallCentreKept.of(centre, at=at, seats=centre.seats), by=by)
    return centre


def _seat(centre: CallCentre, extensions: Mapping[str, Person | None]) -> None:
    elsewhere = Extension.objects.filter(number__in=extensions).exclude(centre=centre)
    if taken := elsewhere.select_related("centre").first():
        raise ExtensionTaken(taken)
    centre.extensions.exclude(number__in=extensions).delete()
    for number, person in extensions.items():
        Extension.objects.update_or_create(number=number, defaults={"centre": centre, "person": person})
