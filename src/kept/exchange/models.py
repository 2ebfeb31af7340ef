"""Imports: a file taken in through a mapping, batch by batch, with every row that was refused."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.people.models import Person

from .enums import FileContent, RejectReason, RunState, reason_words

number_series("import", "IM-{yy}{mm}-{n:04}", _("Imports"))

R = RunState


class MappingFile(models.Model):
    """A mapping that somebody uploaded. The newest of a name counts; older ones stay for their runs."""

    name = models.CharField(_("name"), max_length=60)
    text = models.TextField(_("mapping"))
    digest = models.CharField(max_length=64)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(_("added"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = Permitted["MappingFile"].as_manager()

    class Meta:
        verbose_name = _("mapping")
        indexes = (models.Index(fields=("name", "-id"), name="mapping_by_name"),)
        constraints = (models.UniqueConstraint(fields=("name", "digest"), name="a_mapping_is_kept_once"),)

    def __str__(self) -> str:
        return self.name


class ImportRunQuerySet(Permitted["ImportRun"]):
    def to_work_on(self) -> ImportRunQuerySet:
        return self.filter(state__in=(R.UPLOADED, R.WAITING, R.RUNNING), is_job=True).order_by("id")


class ImportRun(Lifecycle, models.Model):
    """One file taken in with one mapping. The same file with the same mapping is the same run."""

    number = models.CharField(_("import"), max_length=20, unique=True)
    file_name = models.CharField(_("file"), max_length=200)
    stored_as = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    kind = models.CharField(_("holds"), max_length=20, choices=FileContent, default=FileContent.DELIVERIES)
    mapping_name = models.CharField(_("mapping"), max_length=60)
    mapping_text = models.TextField()
    mapping_digest = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=R.RUNNING)
    is_job = models.BooleanField(default=False)
    columns = models.JSONField(default=list)
    rows_total = models.PositiveIntegerField(_("rows in the file"), null=True)
    rows_done = models.PositiveIntegerField(_("rows read"), default=0)
    rows_taken = models.PositiveIntegerField(_("taken in"), default=0)
    rows_known = models.PositiveIntegerField(_("already there"), default=0)
    rows_rejected = models.PositiveIntegerField(_("rows rejected"), default=0)
    marked = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    promises = models.PositiveIntegerField(_("promises"), default=0)
    new_customers = models.PositiveIntegerField(_("new customers"), default=0)
    new_partners = models.PositiveIntegerField(_("new partners"), default=0)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    started_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    MOVES: ClassVar = {
        R.UPLOADED: {R.CHECKED, R.FAILED, R.DROPPED},
        R.CHECKED: {R.WAITING, R.DROPPED, R.UPLOADED},
        R.WAITING: {R.RUNNING, R.DONE, R.FAILED},
        R.RUNNING: {R.DONE, R.FAILED},
        R.FAILED: {R.UPLOADED, R.RUNNING, R.DROPPED},
        R.DROPPED: {R.UPLOADED, R.RUNNING},
        R.DONE: set(),
    }
    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        indexes = (
            models.Index(
                fields=("id",),
                name="import_to_work_on",
                condition=Q(is_job=True, state__in=("uploaded", "waiting", "running")),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("digest", "mapping_digest"), name="a_file_is_imported_once_by_a_mapping"
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("exchange:run", args=[self.number])

    @property
    def path(self) -> Path:
        """Where an uploaded file is kept until the run is done."""
        return settings.MEDIA_ROOT / "imports" / self.stored_as

    @property
    def is_worked_on(self) -> bool:
        """Whether the worker has something to do with it."""
        return self.is_job and self.state in (R.UPLOADED, R.WAITING, R.RUNNING)

    def forget_file(self) -> None:
        """The uploaded file is no longer needed."""
        if self.stored_as:
            self.path.unlink(missing_ok=True)

    @property
    def share_done(self) -> float | None:
        return self.rows_done / self.rows_total if self.rows_total else None

    def end(self, state: str, *, at: datetime, problem: str = "") -> None:
        self.move_to(state)
        self.ended_at, self.problem = at, problem[:300]


class ImportBatch(models.Model):
    """Rows that came in by one act. What stands here is in; a run goes on after the last of these."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    from_row = models.PositiveIntegerField()
    to_row = models.PositiveIntegerField()
    taken = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    acknowledged_at = models.DateTimeField()

    class Meta:
        verbose_name = _("import batch")
        constraints = (models.UniqueConstraint(fields=("run", "number"), name="a_run_counts_its_batches"),)


class RejectedRow(models.Model):
    """A row that was refused, as it stood in the file, with the column and the reason."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejected", db_index=False)
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=RejectReason)
    value = models.CharField(max_length=120, blank=True)
    limit = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=160, blank=True)
    cells = models.JSONField(default=list)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = Permitted["RejectedRow"].as_manager()

    class Meta:
        verbose_name = _("rejected row")
        ordering = ("row",)
        constraints = (models.UniqueConstraint(fields=("run", "row"), name="a_row_is_rejected_once"),)

    @property
    def why(self) -> str:
        """The reason in the reader's language."""
        return reason_words(self.reason, value=self.value, limit=self.limit)
