from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event


@event("exchange.import_started")
@dataclass(frozen=True, kw_only=True)
class ImportStarted(Event):
    title = _("Import started")


@event("exchange.import_done")
@dataclass(frozen=True, kw_only=True)
class ImportDone(Event):
    title = _("Import done")
    taken: int
    known: int
    rejected: int


@event("exchange.import_failed")
@dataclass(frozen=True, kw_only=True)
class ImportFailed(Event):
    title = _("Import failed")


@event("exchange.mapping_added")
@dataclass(frozen=True, kw_only=True)
class MappingAdded(Event):
    title = _("Mapping added")
