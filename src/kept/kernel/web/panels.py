"""Panels: what later rooms know about a record, hung on its page and loaded on their own address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from kept.kernel.actor import Actor

Show = Callable[[HttpRequest, Any], tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class RecordType:
    """A kind of record with a page of its own: how it is loaded, and who may see it."""

    name: str
    model: type[models.Model]
    permission: str


@dataclass(frozen=True)
class Panel:
    name: str
    type: str
    title: Any
    order: int
    permission: str
    show: Show

    def address(self, record: models.Model) -> str:
        return reverse("kernel:panel", args=(self.name, self.type, record.pk))


TYPES: dict[str, RecordType] = {}
PANELS: dict[tuple[str, str], Panel] = {}


def record_type(name: str, *, model: type[models.Model], permission: str) -> RecordType:
    """Say that a record has a page where panels may hang, e.g. `record_type("parties.customer", ...)`."""
    TYPES[name] = RecordType(name, model, permission)
    return TYPES[name]


def panel(type_name: str, *, title: Any, order: int, permission: str) -> Callable[[Show], Show]:
    """Hang `show(request, record) -> (template, context)` on the pages of a record type."""

    def hang(show: Show) -> Show:
        name = f"{show.__module__.removeprefix('kept.').split('.')[0]}.{show.__name__}"
        PANELS[type_name, name] = Panel(name, type_name, title, order, permission, show)
        return show

    return hang


def panels_of(type_name: str, actor: Actor) -> list[Panel]:
    """The panels of a record type that this actor may see, in order."""
    hung = [panel for panel in PANELS.values() if panel.type == type_name and actor.may(panel.permission)]
    return sorted(hung, key=lambda panel: (panel.order, panel.name))
