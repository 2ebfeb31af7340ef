"""The chat that an unguessable address opens."""

from __future__ import annotations

from kept.desk.models import Chat


def chat_of_link(token: str) -> Chat | None:
    return (
        Chat.objects.select_related("person", "contact__closed_notice", "customer")
        .filter(token=token)
        .first()
    )
