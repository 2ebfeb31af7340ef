"""What every form about an attempt at the door asks for, by its outcome: ours and the subcontractor's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.kernel.web.needing import needed_when

from ..actions.delivering import missing_at_the_door


class AtTheDoor(forms.Form):
    """Tells all that is missing at once; its fields are declared by the forms that build on it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed_when(self.fields["receiver_name"], _("needed when goods are handed over"))
        needed_when(self.fields["pieces_delivered"], _("needed for a part"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        said = {name: given.get(name) for name in ("outcome", "receiver_name", "pieces_delivered")}
        said |= {name: said[name] or "" for name in ("outcome", "receiver_name")}
        for missing in missing_at_the_door(**said):  # type: ignore[arg-type]
            if missing.field not in self.errors:
                self.add_error(missing.field, str(missing.message))
        return given
