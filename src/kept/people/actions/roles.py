"""Built-in roles follow what the rooms declare; what a manager changed stays."""

from django.db import transaction

from kept.kernel.access import PERMISSIONS

from ..models import Role
from ..rules import ROLE_WORDS


@transaction.atomic
def keep_built_in_roles() -> None:
    """Make missing roles and give each role the permissions that were declared since the last time."""
    for code, words in ROLE_WORDS.items():
        role, _ = Role.objects.get_or_create(code=code, defaults={"words": words})
        declared = {p.code for p in PERMISSIONS.values() if code in p.roles}
        new = declared - set(role.known)
        if new:
            role.permissions = sorted(set(role.permissions) | new)
            role.known = sorted(set(role.known) | declared)
            role.save(update_fields=["permissions", "known"])
