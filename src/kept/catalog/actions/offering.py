"""Adding, changing and retiring what we offer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..enums import ServiceKind
from ..events import ServiceAdded, ServiceChanged, ServiceOfferedAgain, ServiceRetired
from ..models import Service

CODE = re.compile(r"(?!new$)[a-z][a-z0-9_]*")
"""As it stands in addresses, where `new` is the form of a new service."""
CHANGEABLE = frozenset({"words", "kind", "covers", "position"})


class CodeTaken(Refused):
    default = _("Another service has this code already.")


class CodeUnfit(Refused):
    default = _(
        "A code begins with a letter and has small letters, digits and underscores, at most 30; not “new”."
    )


class NameMissing(Refused):
    default = _("Name the service in at least one language.")


class WhyMissing(Refused):
    default = _("Say why it is retired.")


class LastOfAll(Refused):
    default = _("This is the last service on offer; without it no order could be taken. Add another first.")


@transaction.atomic
def add_service(
    *, code: str, words: Mapping[str, str], kind: str, covers: str = "", by: Actor, at: datetime
) -> Service:
    """A service that may be chosen from now on, at the end of the list."""
    code = code.strip()
    if not CODE.fullmatch(code) or len(code) > 30:
        raise CodeUnfit(field="code")
    if Service.objects.filter(code=code).exists():
        raise CodeTaken(field="code")
    last = Service.objects.order_by("-position").values_list("position", flat=True).first()
    service = Service.objects.create(
        code=code,
        words=_named(words),
        kind=ServiceKind(kind),
        covers=covers.strip(),
        position=0 if last is None else last + 1,
    )
    emit(ServiceAdded(subject=Subject.of(service), occurred_at=at, kind=service.kind), by=by)
    return service


@transaction.atomic
def change_service(*, service: Service, changes: Mapping[str, Any], by: Actor, at: datetime) -> Service:
    """Write what differs. The code stays: orders and imports are written with it."""
    found = Service.objects.select_for_update().get(pk=service.pk)
    wanted = {name: value for name, value in changes.items() if name in CHANGEABLE}
    if "words" in wanted:
        wanted["words"] = _named(wanted["words"])
    changed = sorted(name for name, value in wanted.items() if getattr(found, name) != value)
    if not changed:
        return found
    for name in changed:
        setattr(found, name, wanted[name])
    found.save(update_fields=changed)
    emit(ServiceChanged(subject=Subject.of(found), occurred_at=at, fields=tuple(changed)), by=by)
    return found


@transaction.atomic
def retire_service(*, service: Service, why: str, by: Actor, at: datetime) -> Service:
    """Offer it no longer for anything new. What names it already keeps it, so nothing breaks."""
    offered = list(Service.objects.select_for_update().offered())
    if not why.strip():
        raise WhyMissing(field="why")
    if [each.pk for each in offered] == [service.pk]:
        raise LastOfAll
    found = Service.objects.get(pk=service.pk)
    found.retire(why=why, at=at)
    found.save(update_fields=["retired_at", "retired_why"])
    emit(ServiceRetired(subject=Subject.of(found), occurred_at=at, why=found.retired_why), by=by)
    return found


@transaction.atomic
def offer_again(*, service: Service, by: Actor, at: datetime) -> Service:
    """A retired service is on offer again."""
    found = Service.objects.select_for_update().get(pk=service.pk)
    found.offer_again()
    found.save(update_fields=["retired_at", "retired_why"])
    emit(ServiceOfferedAgain(subject=Subject.of(found), occurred_at=at), by=by)
    return found


def _named(words: Mapping[str, str]) -> dict[str, str]:
    """The names in our languages, without the empty ones."""
    named = {code: text for code, _words in settings.LANGUAGES if (text := words.get(code, "").strip())}
    if not named:
        raise NameMissing(field="words")
    return named
