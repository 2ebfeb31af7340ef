import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.kernel.lifecycle


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0001_initial"),
        ("people", "0001_initial"),
        ("promises", "0001_initial"),
        ("surveys", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Gap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("survey_item", "Felt: survey item"),
                            ("service_level", "Done: service level"),
                            ("component", "Done: part of the service level"),
                            ("promise_kind", "Done: promises kept"),
                        ],
                        max_length=16,
                        verbose_name="seen in",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Not acted on"), ("acted", "Being acted on"), ("closed", "Filled")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("promise_kind", models.CharField(blank=True, max_length=30, verbose_name="promise")),
                (
                    "component",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("time", "Time"),
                            ("quantity", "Quantity"),
                            ("quality", "Quality"),
                            ("documents", "Documents"),
                        ],
                        max_length=12,
                        verbose_name="component",
                    ),
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
                ("key", models.CharField(editable=False, max_length=120)),
                ("wanted", models.DecimalField(decimal_places=6, max_digits=12, verbose_name="wanted")),
                ("got", models.DecimalField(decimal_places=6, max_digits=12, verbose_name="got")),
                ("gap", models.DecimalField(decimal_places=6, max_digits=12, verbose_name="gap")),
                (
                    "width",
                    models.DecimalField(decimal_places=6, max_digits=8, verbose_name="share of the scale"),
                ),
                (
                    "importance",
                    models.DecimalField(decimal_places=6, max_digits=8, verbose_name="importance"),
                ),
                ("priority", models.DecimalField(decimal_places=6, max_digits=8, verbose_name="priority")),
                ("basis", models.PositiveIntegerField(verbose_name="records behind it")),
                ("item_class", models.CharField(blank=True, max_length=12, verbose_name="class")),
                ("since", models.DateTimeField(verbose_name="measured from")),
                ("until", models.DateTimeField(verbose_name="measured until")),
                ("as_of", models.DateTimeField(verbose_name="as of")),
                ("evidence", models.JSONField(default=dict, verbose_name="evidence")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gaps",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gaps",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gaps",
                        to="surveys.item",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gaps",
                        to="surveys.survey",
                    ),
                ),
            ],
            options={
                "verbose_name": "gap",
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("title", models.CharField(max_length=160, verbose_name="what is done")),
                ("due_on", models.DateField(verbose_name="due day")),
                ("cost", models.BigIntegerField(blank=True, null=True, verbose_name="cost")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                (
                    "expected_from",
                    models.DecimalField(
                        decimal_places=6, max_digits=12, verbose_name="expected effect: from"
                    ),
                ),
                (
                    "expected_to",
                    models.DecimalField(decimal_places=6, max_digits=12, verbose_name="expected effect: to"),
                ),
                ("risk", models.CharField(blank=True, max_length=200, verbose_name="risk")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("running", "Running"),
                            ("done", "Carried out"),
                            ("dropped", "Given up"),
                        ],
                        default="proposed",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                ("agreed_at", models.DateTimeField(blank=True, null=True, verbose_name="agreed")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="begun")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                ("dropped_at", models.DateTimeField(blank=True, null=True, verbose_name="dropped")),
                ("why_dropped", models.CharField(blank=True, max_length=200, verbose_name="why dropped")),
                (
                    "measured_before",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=12, null=True, verbose_name="before"
                    ),
                ),
                (
                    "measured_after",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=12, null=True, verbose_name="after"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("better", "Better"),
                            ("worse", "Worse"),
                            ("unproven", "No difference shown"),
                            ("too_little", "Not enough data"),
                        ],
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                (
                    "re_measured_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="measured again"),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="promises.policyversion",
                    ),
                ),
                (
                    "gap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="strategy.gap",
                        verbose_name="gap",
                    ),
                ),
            ],
            options={
                "verbose_name": "action",
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="Remeasurement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("measured_at", models.DateTimeField()),
                ("before_from", models.DateTimeField()),
                ("before_until", models.DateTimeField()),
                ("after_from", models.DateTimeField()),
                ("after_until", models.DateTimeField()),
                ("before_n", models.PositiveIntegerField()),
                ("after_n", models.PositiveIntegerField()),
                ("before", models.DecimalField(decimal_places=6, max_digits=12, null=True)),
                ("after", models.DecimalField(decimal_places=6, max_digits=12, null=True)),
                ("difference", models.DecimalField(decimal_places=6, max_digits=12, null=True)),
                ("low", models.DecimalField(decimal_places=6, max_digits=12, null=True)),
                ("high", models.DecimalField(decimal_places=6, max_digits=12, null=True)),
                ("p_value", models.DecimalField(decimal_places=6, max_digits=8, null=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("better", "Better"),
                            ("worse", "Worse"),
                            ("unproven", "No difference shown"),
                            ("too_little", "Not enough data"),
                        ],
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                ("least", models.PositiveIntegerField()),
                ("method", models.CharField(blank=True, max_length=40)),
                ("series", models.JSONField(default=list)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remeasurements",
                        to="strategy.action",
                    ),
                ),
            ],
            options={
                "verbose_name": "re-measurement",
                "ordering": ("-measured_at", "-id"),
            },
        ),
        migrations.AddIndex(
            model_name="gap",
            index=models.Index(fields=["-priority", "-id"], name="gap_by_priority"),
        ),
        migrations.AddIndex(
            model_name="gap",
            index=models.Index(fields=["customer", "state"], name="gap_by_customer"),
        ),
        migrations.AddConstraint(
            model_name="gap",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "closed"), _negated=True),
                fields=("key",),
                name="a_shortfall_is_one_gap_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["state", "due_on"], name="action_by_state"),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "dropped"), _negated=True),
                    models.Q(("why_dropped", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_dropped_action_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True), ("done_at__isnull", False), _connector="OR"
                ),
                name="a_done_action_has_a_moment",
            ),
        ),
        migrations.AddIndex(
            model_name="remeasurement",
            index=models.Index(fields=["action", "-measured_at"], name="remeasurement_by_action"),
        ),
    ]
