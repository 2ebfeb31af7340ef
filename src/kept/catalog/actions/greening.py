"""Green marks of services."""

from django.db import transaction

from ..models import Service


@transaction.atomic
def mark_green(*, service: Service, is_green: bool | None, disposes_green: bool | None, why: str) -> Service:
    """Whether the service spares the environment and its waste is disposed of so, and why; None: unknown."""
    found = Service.objects.select_for_update().get(pk=service.pk)
    found.is_green, found.disposes_green, found.green_why = is_green, disposes_green, why.strip()
    found.save(update_fields=["is_green", "disposes_green", "green_why"])
    return found
