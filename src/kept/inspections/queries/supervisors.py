"""What a social supervisor may read: their own findings and nothing else."""

from __future__ import annotations

from kept.kernel.actor import Actor

from ..models import Finding
from ..models.findings import FindingQuerySet


def own_findings(actor: Actor) -> FindingQuerySet:
    """Newest first."""
    rows: FindingQuerySet = Finding.objects.filter(supervisor__person=actor.person_id)
    return rows.exclude(supervisor=None).order_by("-found_at", "-pk")
