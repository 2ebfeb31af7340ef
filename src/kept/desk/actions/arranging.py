"""Canned replies and macros: written by managers, checked before anybody sends one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.people.models import Team

from ..models import CannedReply, Macro
from ..rules import PLACEHOLDERS, unknown_placeholders


class UnknownPlaceholder(Refused):
    default = _("%(unknown)s is no placeholder. Known are: %(known)s")


class TextMissing(Refused):
    default = _("Write the text in at least one language.")


class NameTaken(Refused):
    default = _("There is one of this name already.")


class NoSteps(Refused):
    default = _("Choose at least one step.")


@transaction.atomic
def keep_reply(
    *,
    reply: CannedReply | None = None,
    name: str,
    texts: Mapping[str, str],
    team: Team | None = None,
    is_active: bool = True,
    by: Actor,
    at: datetime,
) -> CannedReply:
    """Write a canned reply, or change one. A gap that nothing fills is refused by name."""
    said = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not said:
        raise TextMissing(field="texts")
    for language, text in said.items():
        if unknown := unknown_placeholders(text):
            words = {"unknown": ", ".join(unknown), "known": _braced(PLACEHOLDERS)}
            raise UnknownPlaceholder(UnknownPlaceholder.default % words, field=f"text_{language}")
    reply = reply or CannedReply()
    _name(reply, name, team, is_active, at)
    reply.texts = said
    reply.save()
    return reply


@transaction.atomic
def keep_macro(
    *,
    macro: Macro | None = None,
    name: str,
    steps: Sequence[tuple[str, Any]],
    team: Team | None = None,
    is_active: bool = True,
    by: Actor,
    at: datetime,
) -> Macro:
    """Write a macro, or change one."""
    if not steps:
        raise NoSteps
    macro = macro or Macro()
    _name(macro, name, team, is_active, at)
    macro.steps = [list(step) for step in steps]
    macro.save()
    return macro


def _name(kept: CannedReply | Macro, name: str, team: Team | None, is_active: bool, at: datetime) -> None:
    if type(kept).objects.filter(name=name.strip(), team=team).exclude(pk=kept.pk).exists():
        raise NameTaken(field="name")
    kept.name, kept.team, kept.is_active, kept.changed_at = name.strip(), team, is_active, at


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{{{name}}}}}" for name in names)
