import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


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
            name="FactCursor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=40, unique=True)),
                ("last_event_id", models.BigIntegerField(default=0)),
                ("as_of", models.DateTimeField()),
            ],
            options={
                "verbose_name": "state of a fact table",
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.CharField(max_length=60, verbose_name="indicator")),
                (
                    "slice",
                    models.CharField(
                        choices=[
                            ("all", "Whole company"),
                            ("customer", "Customer"),
                            ("branch", "Branch"),
                            ("subcontractor", "Subcontractor"),
                            ("service", "Service"),
                        ],
                        max_length=14,
                        verbose_name="whose",
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("numerator", models.DecimalField(decimal_places=6, max_digits=24)),
                ("denominator", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("value", models.DecimalField(decimal_places=9, max_digits=24, verbose_name="figure")),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                ("as_of", models.DateTimeField(verbose_name="as of")),
                (
                    "branch",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="parties.partner",
                        verbose_name="subcontractor",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="catalog.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "score",
                "indexes": [
                    models.Index(fields=["indicator", "slice", "month"], name="score_by_indicator"),
                    models.Index(fields=["customer", "indicator", "month"], name="score_by_customer"),
                    models.Index(fields=["branch", "indicator", "month"], name="score_by_branch"),
                    models.Index(fields=["partner", "indicator", "month"], name="score_by_partner"),
                    models.Index(fields=["service", "indicator", "month"], name="score_by_service"),
                    models.Index(fields=["month"], name="score_by_month"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("branch", None),
                                ("customer", None),
                                ("partner", None),
                                ("service", None),
                                ("slice", "all"),
                            ),
                            models.Q(
                                ("branch", None),
                                ("customer__isnull", False),
                                ("partner", None),
                                ("service", None),
                                ("slice", "customer"),
                            ),
                            models.Q(
                                ("branch__isnull", False),
                                ("customer", None),
                                ("partner", None),
                                ("service", None),
                                ("slice", "branch"),
                            ),
                            models.Q(
                                ("branch", None),
                                ("customer", None),
                                ("partner__isnull", False),
                                ("service", None),
                                ("slice", "subcontractor"),
                            ),
                            models.Q(
                                ("branch", None),
                                ("customer", None),
                                ("partner", None),
                                ("service__isnull", False),
                                ("slice", "service"),
                            ),
                            _connector="OR",
                        ),
                        name="a_score_is_of_its_slice",
                    ),
                    models.UniqueConstraint(
                        fields=("indicator", "month", "slice", "customer", "branch", "partner", "service"),
                        name="an_indicator_has_one_figure_a_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.CharField(max_length=60, verbose_name="indicator")),
                ("value", models.DecimalField(decimal_places=9, max_digits=18, verbose_name="level set")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("set_at", models.DateTimeField(verbose_name="set at")),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="parties.partner",
                        verbose_name="subcontractor",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="catalog.service",
                        verbose_name="service",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="set by",
                    ),
                ),
            ],
            options={
                "verbose_name": "target",
                "indexes": [models.Index(fields=["indicator", "-valid_from", "-id"], name="target_in_force")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="a_target_ends_after_it_begins",
                    )
                ],
            },
        ),
    ]
