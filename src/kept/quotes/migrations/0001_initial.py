from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.kernel.lifecycle


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("contracts", "0001_initial"),
        ("parties", "0001_initial"),
        ("people", "0001_initial"),
        ("promises", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("answered", "Answered without a price"),
                            ("quoted", "Quoted"),
                            ("accepted", "Accepted"),
                            ("lost", "Lost"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("company", models.CharField(max_length=160, verbose_name="company")),
                ("caller_name", models.CharField(max_length=80, verbose_name="caller's name")),
                ("phone", models.CharField(max_length=80, verbose_name="contact details")),
                ("goods", models.CharField(max_length=160, verbose_name="goods")),
                (
                    "goods_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not dangerous"),
                            ("1", "1 Explosives"),
                            ("2", "2 Gases"),
                            ("3", "3 Flammable liquids"),
                            ("4", "4 Flammable solids"),
                            ("5", "5 Oxidizers and peroxides"),
                            ("6", "6 Toxic and infectious"),
                            ("7", "7 Radioactive"),
                            ("8", "8 Corrosive"),
                            ("9", "9 Other dangerous goods"),
                            ("unknown", "Not known yet"),
                        ],
                        max_length=8,
                        verbose_name="class of goods",
                    ),
                ),
                ("un_number", models.CharField(blank=True, max_length=8, verbose_name="UN number")),
                (
                    "sheet",
                    models.CharField(
                        choices=[
                            ("not_needed", "Not needed"),
                            ("missing", "Asked for, missing"),
                            ("received", "Received"),
                        ],
                        default="not_needed",
                        max_length=12,
                    ),
                ),
                ("origin", models.CharField(max_length=60, verbose_name="origin")),
                ("destination", models.CharField(max_length=60, verbose_name="destination")),
                ("volume", models.CharField(max_length=120, verbose_name="volume per shipment")),
                (
                    "weight_kg",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=12, null=True, verbose_name="weight (kg)"
                    ),
                ),
                (
                    "volume_m3",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="volume (m³)"
                    ),
                ),
                ("declared_value", models.BigIntegerField(blank=True, null=True)),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="planned day")),
                ("planned", models.CharField(blank=True, max_length=80, verbose_name="planned time")),
                ("special", models.TextField(blank=True, verbose_name="special requirements")),
                ("special_tags", models.JSONField(blank=True, default=list)),
                ("is_important", models.BooleanField(default=False, verbose_name="important business")),
                ("taken_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("lost_reason", models.CharField(blank=True, max_length=200)),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
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
                        related_name="inquiries",
                        to="parties.customer",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.promise",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "inquiry",
                "verbose_name_plural": "inquiries",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("company", ""), _negated=True),
                            models.Q(("caller_name", ""), _negated=True),
                            models.Q(("phone", ""), _negated=True),
                        ),
                        name="an_inquiry_names_company_caller_and_contact",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["state", "-id"], name="inquiry_by_state"),
                    models.Index(fields=["branch", "-id"], name="inquiry_by_branch"),
                    models.Index(fields=["customer", "-id"], name="inquiry_by_customer"),
                    models.Index(
                        fields=["company"], name="inquiry_by_company", opclasses=("varchar_pattern_ops",)
                    ),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="AnalysisTask",
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
                        choices=[("product", "Analyse the product"), ("distance", "Measure the distance")],
                        max_length=10,
                    ),
                ),
                ("result", models.TextField(blank=True)),
                ("distance_km", models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="quotes.inquiry"
                    ),
                ),
            ],
            options={
                "verbose_name": "analysis task",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inquiry", "kind"), name="an_inquiry_is_analysed_once_per_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("expired", "Expired"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("amount", models.BigIntegerField(default=0)),
                ("tax", models.BigIntegerField(default=0)),
                ("weight_kg", models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True)),
                ("volume_m3", models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True)),
                ("declared_value", models.BigIntegerField(blank=True, null=True)),
                ("cod_amount", models.BigIntegerField(blank=True, null=True)),
                ("valid_until", models.DateField()),
                ("terms", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reject_reason", models.CharField(blank=True, max_length=200)),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotes",
                        to="people.branch",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotes",
                        to="parties.customer",
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotes",
                        to="quotes.inquiry",
                    ),
                ),
                (
                    "rate_card",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.ratecard",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "quote",
                "indexes": [
                    models.Index(fields=["state", "-id"], name="quote_by_state"),
                    models.Index(fields=["branch", "-id"], name="quote_by_branch"),
                    models.Index(fields=["customer", "-id"], name="quote_by_customer"),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("email", "Email"),
                            ("wechat", "WeChat"),
                            ("sms", "Text message"),
                            ("letter", "Letter"),
                            ("visit", "Visit"),
                        ],
                        max_length=10,
                    ),
                ),
                ("spoken_to", models.CharField(max_length=80)),
                ("words", models.TextField(blank=True)),
                ("given_at", models.DateTimeField()),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="quotes.inquiry",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="quotes.quote",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to an inquiry",
                "ordering": ("-given_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("amount", models.BigIntegerField()),
                ("basis", models.DecimalField(decimal_places=6, default=Decimal("1"), max_digits=18)),
                ("rate", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=18)),
                ("tax_rate", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=7)),
                ("tax", models.BigIntegerField(default=0)),
                ("clause", models.JSONField(default=dict)),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="quotes.quote"
                    ),
                ),
            ],
            options={
                "verbose_name": "quote line",
                "ordering": ("id",),
            },
        ),
    ]
