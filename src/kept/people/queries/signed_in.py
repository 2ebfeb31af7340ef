"""Who signs in, and who is signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from ..models import Grant, Person


class PersonBackend(ModelBackend):
    """Each page asks who is signed in and what that person may do: both are read in one statement."""

    def get_user(self, user_id: Any) -> Person | None:
        grants = list(Grant.objects.filter(person=user_id).select_related("person", "role"))
        if not grants:
            return super().get_user(user_id)
        person = grants[0].person
        if not self.user_can_authenticate(person):
            return None
        person.held = tuple(grants)
        return person
