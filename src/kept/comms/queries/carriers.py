"""Which channel a message goes by."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, Value, When

from ..enums import AccountKind
from ..models import Account


def main_account(branch_id: int | None = None, team_id: int | None = None) -> Account | None:
    """The mail account of a team, else of a branch, else of the whole company."""
    near = Q(branch=None, team=None)
    if branch_id:
        near |= Q(branch=branch_id, team=None)
    if team_id:
        near |= Q(team=team_id)
    return Account.objects.sending().filter(near).order_by(_nearest(branch_id, team_id), "pk").first()


def sms_account(branch_id: int | None = None) -> Account | None:
    """The service by which a single phone is written to."""
    near = Q(branch=None) | Q(branch=branch_id)
    services = Account.objects.active().filter(near, kind=AccountKind.NOTIFICATION, is_group=False)
    return services.filter(medium="sms").order_by(_nearest(branch_id, None), "pk").first()


def group_chats(team_id: int | None, branch_id: int | None) -> list[Account]:
    """The group chats that a team named for its warnings; without a team those of the branch."""
    chats = Account.objects.active().filter(kind=AccountKind.NOTIFICATION, is_group=True)
    near = Q(team=team_id) if team_id else Q(pk__in=[])
    if branch_id:
        near |= Q(team=None, branch=branch_id)
    return list(chats.filter(near).order_by("pk"))


def _nearest(branch_id: int | None, team_id: int | None) -> Case:
    return Case(
        When(Q(team__isnull=False, team=team_id), then=Value(0)),
        When(Q(branch__isnull=False, branch=branch_id), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
