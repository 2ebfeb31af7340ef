import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.kernel.lifecycle


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("desk", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first", "First complaint of the month"),
                            ("second", "Second complaint of the month"),
                            ("third", "Third complaint of the month"),
                            ("later", "Fourth and each later complaint of the month"),
                            ("branch_manager", "Joint fine of the branch manager"),
                            ("coordinator", "Joint fine of the complaint coordinator at headquarters"),
                            ("ignored", "Complaint not handled, or excused"),
                        ],
                        max_length=16,
                        verbose_name="for what",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "To be decided"),
                            ("imposed", "Imposed"),
                            ("waived", "Waived"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="offered",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("lowest", models.BigIntegerField(verbose_name="from")),
                ("highest", models.BigIntegerField(verbose_name="up to")),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="amount")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                (
                    "consequence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing more"),
                            ("criticism", "Criticism in the whole company"),
                            ("review", "Review of dismissal"),
                        ],
                        max_length=12,
                        verbose_name="consequence",
                    ),
                ),
                ("why", models.TextField(blank=True, verbose_name="reason")),
                ("offered_at", models.DateTimeField(verbose_name="put to a decision")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("note", models.TextField(blank=True, verbose_name="note on the decision")),
                (
                    "because",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint",
                        to="conduct.fine",
                        verbose_name="joint with",
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fines",
                        to="desk.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fines",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "fine",
                "indexes": [models.Index(fields=["person", "month"], name="fine_by_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind__in", ("first", "second", "third", "later")),
                            models.Q(("state", "withdrawn"), _negated=True),
                        ),
                        fields=("case", "person"),
                        name="a_complaint_costs_a_person_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("first", "second", "third", "later")), _negated=True),
                            models.Q(("state", "withdrawn"), _negated=True),
                        ),
                        fields=("case", "person", "kind"),
                        name="a_joint_fine_is_offered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "imposed"), _negated=True),
                            models.Q(("amount__isnull", False), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_imposed_fine_has_an_amount_and_a_decision",
                    ),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="Tariff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first", "First complaint of the month"),
                            ("second", "Second complaint of the month"),
                            ("third", "Third complaint of the month"),
                            ("later", "Fourth and each later complaint of the month"),
                            ("branch_manager", "Joint fine of the branch manager"),
                            ("coordinator", "Joint fine of the complaint coordinator at headquarters"),
                            ("ignored", "Complaint not handled, or excused"),
                        ],
                        max_length=16,
                        verbose_name="for what",
                    ),
                ),
                ("lowest", models.BigIntegerField(verbose_name="from")),
                ("highest", models.BigIntegerField(verbose_name="up to")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                (
                    "consequence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing more"),
                            ("criticism", "Criticism in the whole company"),
                            ("review", "Review of dismissal"),
                        ],
                        max_length=12,
                        verbose_name="consequence",
                    ),
                ),
                ("valid_from", models.DateTimeField(verbose_name="valid from")),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "row of the table of fines",
                "ordering": ("-valid_from", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("highest__gte", models.F("lowest")), ("lowest__gte", 0)),
                        name="a_fine_goes_from_the_lowest_to_the_highest",
                    )
                ],
            },
        ),
    ]
