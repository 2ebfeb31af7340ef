"""Forms whose unusual fields are folded away until they are wanted."""

from __future__ import annotations

from typing import ClassVar

from django import forms


class Folding(forms.BaseForm):
    """Name the unusual fields in `UNUSUAL`; the template shows `usual`, and `unusual` inside a fold."""

    UNUSUAL: ClassVar[tuple[str, ...]] = ()

    def usual(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in self.UNUSUAL]

    def unusual(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name in self.UNUSUAL]

    def unfolds(self) -> bool:
        """Whether a folded field has an error and must be seen."""
        return any(bound.errors for bound in self.unusual())
