from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.kernel.choices
import kept.kernel.lifecycle


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("catalog", "0001_initial"),
        ("parties", "0001_initial"),
        ("promises", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("active", "Active"), ("ended", "Ended")],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("service_level", models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True)),
                ("duties", models.TextField(blank=True)),
                ("remedies", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, max_length=200)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="parties.customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="an_agreement_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("service_level", None),
                            models.Q(("service_level__gt", 0), ("service_level__lte", 1)),
                            _connector="OR",
                        ),
                        name="a_set_service_level_is_a_share",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["customer", "-valid_from"], name="agreement_by_customer"),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="AgreementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("liability", models.TextField(blank=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="contracts.agreement",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.policy",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.service"
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement line",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "service", "policy"),
                        name="an_agreement_names_a_policy_once_per_service",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RateCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("minimum", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=18)),
                (
                    "rounding_step_kg",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=8, null=True),
                ),
                (
                    "weight_rule",
                    models.CharField(
                        choices=[
                            ("greater", "Greater of actual and volumetric weight"),
                            ("half_throw", "Mean of actual and volumetric weight"),
                            ("actual", "Actual weight only"),
                        ],
                        default="greater",
                        max_length=12,
                    ),
                ),
                (
                    "volumetric_divisor",
                    models.DecimalField(decimal_places=2, default=Decimal("6000"), max_digits=10),
                ),
                ("fuel_share", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=7)),
                ("tax_rate", models.DecimalField(decimal_places=6, default=Decimal("0.09"), max_digits=7)),
                ("made_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rate_cards",
                        to="contracts.agreement",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.service"
                    ),
                ),
            ],
            options={
                "verbose_name": "rate card",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="a_rate_card_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fuel_share__gte", 0),
                            ("minimum__gte", 0),
                            ("tax_rate__gte", 0),
                            ("volumetric_divisor__gt", 0),
                            models.Q(
                                ("rounding_step_kg", None), ("rounding_step_kg__gt", 0), _connector="OR"
                            ),
                        ),
                        name="a_rate_card_has_sound_numbers",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["service", "-valid_from"], name="rate_card_by_service"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RateZone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=60)),
                ("destination", models.CharField(blank=True, max_length=60)),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="zones",
                        to="contracts.ratecard",
                    ),
                ),
            ],
            options={
                "verbose_name": "price zone",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("card", "origin", "destination"), name="a_card_prices_a_lane_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Surcharge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("per_shipment", "Per shipment"),
                            ("per_kg", "Per kg"),
                            ("share_of_base", "Share of base freight"),
                            ("share_of_declared", "Share of declared value"),
                            ("share_of_cod", "Share of cash on delivery"),
                        ],
                        max_length=20,
                    ),
                ),
                ("rate", models.DecimalField(decimal_places=6, max_digits=18)),
                ("minimum", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=18)),
                ("tax_rate", models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True)),
                ("on_demand", models.BooleanField(default=False)),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="surcharges",
                        to="contracts.ratecard",
                    ),
                ),
            ],
            options={
                "verbose_name": "surcharge",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("card", "code"), name="a_card_names_a_surcharge_once"),
                    models.CheckConstraint(
                        condition=models.Q(("minimum__gte", 0), ("rate__gte", 0)),
                        name="a_surcharge_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WeightBreak",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_kg", models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=12)),
                ("rate", models.DecimalField(decimal_places=6, max_digits=18)),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="breaks",
                        to="contracts.ratezone",
                    ),
                ),
            ],
            options={
                "verbose_name": "weight break",
                "ordering": ("from_kg",),
                "constraints": [
                    models.UniqueConstraint(fields=("zone", "from_kg"), name="a_weight_break_begins_once"),
                    models.CheckConstraint(
                        condition=models.Q(("from_kg__gte", 0), ("rate__gte", 0)),
                        name="a_weight_break_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
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
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_statements",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "service statement",
                "ordering": ("number",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("segment", ""), ("customer", None), _connector="OR"),
                        name="a_statement_is_for_a_segment_or_a_customer",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("customer__isnull", False), ("ended_on", None)),
                        fields=("customer",),
                        name="a_customer_has_one_statement_standing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("customer", None), ("ended_on", None)),
                        fields=("segment",),
                        name="a_segment_has_one_statement_standing",
                    ),
                ],
            },
            bases=(kept.kernel.choices.Labelled, models.Model),
        ),
        migrations.CreateModel(
            name="StatementVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("words", models.JSONField(verbose_name="text")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("changed", models.CharField(blank=True, max_length=200, verbose_name="what changed")),
                ("made_at", models.DateTimeField(verbose_name="written")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="contracts.servicestatement",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a service statement",
                "ordering": ("statement", "-number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("statement", "number"), name="a_service_statement_counts_its_versions"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="a_version_of_a_statement_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("taken_by", models.CharField(max_length=120, verbose_name="taken by")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("email", "Mail"),
                            ("post", "By post"),
                            ("chat", "By chat"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("on", models.DateField(verbose_name="handed over")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="parties.contactperson",
                        verbose_name="contact person",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="contracts.statementversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "service text handed over",
                "ordering": ("-on", "-id"),
                "indexes": [models.Index(fields=["customer", "version", "-on"], name="handover_by_customer")],
            },
            bases=(kept.kernel.choices.Labelled, models.Model),
        ),
        migrations.CreateModel(
            name="ClientPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("changed", models.CharField(blank=True, max_length=200, verbose_name="what changed")),
                ("made_at", models.DateTimeField(verbose_name="written")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="client_policies",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "client's service policy",
                "ordering": ("customer", "-version"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("customer", "version"), name="a_client_policy_counts_its_versions"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            ("document__isnull", False),
                            _connector="OR",
                        ),
                        name="a_client_policy_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PreparationNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "element",
                    models.CharField(
                        choices=[
                            ("statement", "Written service statement"),
                            ("text", "Service text handed over to the customer"),
                            ("organisation", "Our organisation structure told"),
                            ("flexibility", "Contingency and flexibility"),
                            ("technical", "Technical services"),
                        ],
                        max_length=12,
                        verbose_name="element",
                    ),
                ),
                ("is_in_place", models.BooleanField(verbose_name="in place")),
                ("on", models.DateField(verbose_name="day")),
                ("remark", models.CharField(max_length=300, verbose_name="remark")),
                ("noted_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preparation_notes",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "note on an element before the transaction",
                "ordering": ("-on", "-id"),
                "indexes": [
                    models.Index(fields=["customer", "element", "-on", "-id"], name="preparation_by_customer")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("element__in", ["organisation", "flexibility", "technical"])),
                        name="only_what_no_record_tells_is_noted",
                    )
                ],
            },
            bases=(kept.kernel.choices.Labelled, models.Model),
        ),
    ]
