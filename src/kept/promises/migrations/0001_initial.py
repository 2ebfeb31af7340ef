import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.kernel.choices


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("parties", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceCalendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="code")),
                ("words", models.JSONField(default=dict, verbose_name="name")),
            ],
            options={
                "verbose_name": "service calendar",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30, verbose_name="promise")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("for_contract", models.BooleanField(default=False, verbose_name="only by contract line")),
                (
                    "lane_origin",
                    models.CharField(blank=True, max_length=60, verbose_name="origin of the lane"),
                ),
                (
                    "lane_destination",
                    models.CharField(blank=True, max_length=60, verbose_name="destination of the lane"),
                ),
                (
                    "segment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("core", "Core customer"),
                            ("potential", "Potential customer"),
                            ("general", "General customer"),
                        ],
                        max_length=12,
                        verbose_name="segment",
                    ),
                ),
                ("scope_key", models.CharField(editable=False, max_length=255, unique=True)),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalog.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "policy",
                "verbose_name_plural": "policies",
                "ordering": ("kind", "id"),
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("valid_from", models.DateTimeField(verbose_name="valid from")),
                ("valid_until", models.DateTimeField(blank=True, null=True, verbose_name="valid until")),
                (
                    "limit_kind",
                    models.CharField(
                        choices=[
                            ("working_time", "Working time"),
                            ("month_end", "End of the month"),
                            ("agreed", "Moment agreed with the customer"),
                        ],
                        default="working_time",
                        max_length=20,
                        verbose_name="limit",
                    ),
                ),
                ("limit", models.DurationField(blank=True, null=True, verbose_name="time allowed")),
                (
                    "warn_share",
                    models.DecimalField(
                        decimal_places=3, default="0.8", max_digits=4, verbose_name="warn at share of time"
                    ),
                ),
                ("warn_roles", models.JSONField(blank=True, default=list, verbose_name="warn whom")),
                ("price", models.BigIntegerField(blank=True, null=True, verbose_name="agreed consequence")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="promises.policy",
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="promises.servicecalendar",
                        verbose_name="calendar",
                    ),
                ),
            ],
            options={
                "verbose_name": "policy version",
                "ordering": ("policy", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "number"), name="a_policy_counts_its_versions"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="a_policy_version_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("limit_kind", "working_time"), _negated=True),
                            ("limit__isnull", False),
                            _connector="OR",
                        ),
                        name="working_time_needs_a_limit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("warn_share__gt", 0), ("warn_share__lte", 1)),
                        name="a_warning_comes_within_the_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("data", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="promises.servicecalendar",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar version",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("calendar", "number"), name="a_calendar_counts_its_versions"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30, verbose_name="promise")),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField()),
                ("subject_number", models.CharField(blank=True, max_length=60)),
                ("candidates", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("paused", "Paused"),
                            ("kept", "Kept"),
                            ("broken", "Broken"),
                            ("waived", "Waived"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("due_from", models.DateTimeField(null=True)),
                ("original_due_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("warn_at", models.DateTimeField()),
                ("is_day", models.BooleanField(default=False)),
                ("is_provisional", models.BooleanField(default=False)),
                ("paused_at", models.DateTimeField(null=True)),
                (
                    "pause_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waiting_customer", "waiting for the customer"),
                            ("waiting_third_party", "waiting for a third party"),
                        ],
                        max_length=20,
                    ),
                ),
                ("left_when_paused", models.DurationField(null=True)),
                ("met_at", models.DateTimeField(null=True)),
                ("broken_at", models.DateTimeField(null=True)),
                ("warned_at", models.DateTimeField(null=True)),
                ("is_late_evidence", models.BooleanField(default=False)),
                (
                    "time_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not promised"),
                            ("open", "Open"),
                            ("kept", "Kept"),
                            ("broken", "Broken"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "quantity_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not promised"),
                            ("open", "Open"),
                            ("kept", "Kept"),
                            ("broken", "Broken"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "quality_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not promised"),
                            ("open", "Open"),
                            ("kept", "Kept"),
                            ("broken", "Broken"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "documents_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not promised"),
                            ("open", "Open"),
                            ("kept", "Kept"),
                            ("broken", "Broken"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("staffing", "No one free in time"),
                            ("forgotten", "Overlooked"),
                            ("information", "Information missing or wrong"),
                            ("vehicle", "Vehicle or equipment"),
                            ("traffic", "Traffic"),
                            ("weather", "Weather or disaster"),
                            ("handling", "Handling or packing"),
                            ("sorting", "Wrong sorting or loading"),
                            ("absent", "Receiver absent or closed"),
                            ("address", "Wrong address given"),
                            ("goods_not_ready", "Goods not ready"),
                            ("documents", "Papers missing or wrong"),
                            ("capacity", "No capacity"),
                            ("system", "System failure"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="cause",
                    ),
                ),
                (
                    "liable_tier",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("us", "Us"),
                            ("subcontractor", "Subcontractor"),
                            ("client", "Client"),
                            ("clients_customer", "Client's customer"),
                            ("external", "External"),
                            ("undetermined", "Undetermined"),
                        ],
                        max_length=20,
                        verbose_name="liable",
                    ),
                ),
                ("cause_note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("is_excused", models.BooleanField(default=False, verbose_name="excused by contract")),
                ("price", models.BigIntegerField(null=True)),
                ("currency", models.CharField(default="CNY", max_length=3)),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="people.branch",
                    ),
                ),
                (
                    "calendar_version",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.calendarversion",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="parties.customer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.policyversion",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="parties.partner",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="people.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "promise",
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id"], name="promise_by_subject"),
                    models.Index(fields=["due_at", "id"], name="promise_by_due"),
                    models.Index(
                        models.Case(
                            models.When(
                                models.Q(("kind__in", ["ring_answer"]), _negated=True),
                                met_at=None,
                                state__in=("running", "paused", "broken"),
                                then="due_at",
                            )
                        ),
                        models.F("due_at").desc(),
                        models.F("id").desc(),
                        name="promise_by_breaking",
                    ),
                    models.Index(
                        condition=models.Q(("met_at", None), ("state__in", ("running", "paused", "broken"))),
                        fields=["due_at", "id"],
                        name="promise_due",
                    ),
                    models.Index(
                        condition=models.Q(("met_at", None), ("state", "running")),
                        fields=["person", "due_at"],
                        name="promise_due_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("state", "running"), ("warned_at", None)),
                        fields=["warn_at"],
                        name="promise_to_warn",
                    ),
                    models.Index(fields=["customer", "-due_at"], name="promise_by_customer"),
                    models.Index(fields=["state", "broken_at"], name="promise_broken_on"),
                    models.Index(fields=["started_at"], name="promise_by_start"),
                    models.Index(
                        condition=models.Q(("provider__isnull", False)),
                        fields=["provider"],
                        name="promise_by_provider",
                    ),
                    models.Index(
                        condition=models.Q(("team__isnull", False)), fields=["team"], name="promise_by_team"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paused"), _negated=True),
                            models.Q(("left_when_paused__isnull", False), ("paused_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_paused_promise_knows_its_time_left",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "broken"), _negated=True),
                            ("broken_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_broken_promise_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept"), _negated=True),
                            ("met_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_kept_promise_was_met",
                    ),
                ],
            },
            bases=(kept.kernel.choices.Labelled, models.Model),
        ),
    ]
