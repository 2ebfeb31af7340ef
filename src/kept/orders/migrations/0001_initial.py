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
        ("quotes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("placed", "Placed"),
                            ("held", "On hold"),
                            ("released", "Released"),
                            ("in_progress", "In progress"),
                            ("delivered", "Delivered"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("portal", "Customer portal"),
                            ("file", "Excel or CSV file"),
                            ("api", "Program (API)"),
                            ("quote", "Accepted quote"),
                        ],
                        default="phone",
                        max_length=10,
                    ),
                ),
                (
                    "customer_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="customer's reference"),
                ),
                ("external_key", models.CharField(blank=True, max_length=160, null=True)),
                (
                    "payment",
                    models.CharField(
                        choices=[
                            ("prepaid", "Freight prepaid"),
                            ("freight_collect", "Freight collect"),
                            ("monthly", "Monthly account"),
                            ("cod", "Cash on delivery"),
                        ],
                        default="monthly",
                        max_length=16,
                        verbose_name="payment",
                    ),
                ),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("cod_amount", models.BigIntegerField(blank=True, null=True)),
                ("declared_value", models.BigIntegerField(blank=True, null=True)),
                (
                    "receipt_kind",
                    models.CharField(
                        choices=[("none", "No receipt"), ("original", "Original paper"), ("photo", "Photo")],
                        default="none",
                        max_length=10,
                        verbose_name="signed receipt",
                    ),
                ),
                (
                    "receipt_copies",
                    models.PositiveSmallIntegerField(default=0, verbose_name="receipt copies"),
                ),
                (
                    "delivery_mode",
                    models.CharField(
                        choices=[
                            ("self_pickup", "Self pick-up"),
                            ("delivery", "Delivery"),
                            ("upstairs", "Carry upstairs"),
                        ],
                        default="delivery",
                        max_length=12,
                        verbose_name="how delivered",
                    ),
                ),
                (
                    "appointment_number",
                    models.CharField(blank=True, max_length=60, verbose_name="appointment number"),
                ),
                (
                    "receiving_hours",
                    models.CharField(blank=True, max_length=60, verbose_name="receiving hours"),
                ),
                ("handling_marks", models.JSONField(blank=True, default=list)),
                (
                    "further_services",
                    models.JSONField(blank=True, default=list, verbose_name="further services"),
                ),
                ("special", models.TextField(blank=True, verbose_name="special requirements")),
                (
                    "confirmed_need",
                    models.TextField(blank=True, verbose_name="need as confirmed with the customer"),
                ),
                ("origin_city", models.CharField(max_length=60, verbose_name="pick-up city")),
                (
                    "origin_address",
                    models.CharField(blank=True, max_length=200, verbose_name="pick-up address"),
                ),
                ("origin_name", models.CharField(blank=True, max_length=80, verbose_name="shipper")),
                ("origin_phone", models.CharField(blank=True, max_length=40, verbose_name="shipper's phone")),
                ("destination_city", models.CharField(max_length=60, verbose_name="delivery city")),
                (
                    "destination_address",
                    models.CharField(blank=True, max_length=200, verbose_name="delivery address"),
                ),
                ("destination_name", models.CharField(blank=True, max_length=80, verbose_name="consignee")),
                (
                    "destination_phone",
                    models.CharField(blank=True, max_length=40, verbose_name="consignee's phone"),
                ),
                ("wanted_pickup_at", models.DateTimeField(blank=True, null=True)),
                ("wanted_delivery_from", models.DateTimeField(blank=True, null=True)),
                ("wanted_delivery_at", models.DateTimeField(blank=True, null=True)),
                ("delivery_is_day", models.BooleanField(default=False)),
                ("pieces", models.PositiveIntegerField(default=0)),
                ("weight_kg", models.DecimalField(decimal_places=3, max_digits=16, null=True)),
                ("volume_m3", models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                ("received_at", models.DateTimeField()),
                ("placed_at", models.DateTimeField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=200)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="contracts.agreement",
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="parties.customer",
                    ),
                ),
                (
                    "delivery_promise",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.promise",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="quotes.quote",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "order",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number",),
                        name="an_order_number_is_given_once",
                        opclasses=("varchar_pattern_ops",),
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("external_key__isnull", False)),
                        fields=("external_key",),
                        name="an_order_comes_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cod_amount", None), ("cod_amount__gte", 0), _connector="OR"),
                            models.Q(("declared_value", None), ("declared_value__gte", 0), _connector="OR"),
                        ),
                        name="an_order_carries_no_negative_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("payment", "cod"), _negated=True),
                            ("cod_amount__gt", 0),
                            _connector="OR",
                        ),
                        name="cash_on_delivery_names_its_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("receipt_copies", 0), ("receipt_kind", "none")),
                            models.Q(
                                models.Q(("receipt_kind", "none"), _negated=True), ("receipt_copies__gt", 0)
                            ),
                            _connector="OR",
                        ),
                        name="receipt_copies_need_a_receipt",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wanted_delivery_from", None),
                            models.Q(
                                ("wanted_delivery_at__gte", models.F("wanted_delivery_from")),
                                ("wanted_delivery_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_delivery_window_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "cancelled")),
                            ("placed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="an_order_past_draft_was_placed",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["customer", "-id"], name="order_by_customer"),
                    models.Index(fields=["branch", "-id"], name="order_by_branch"),
                    models.Index(fields=["state", "-id"], name="order_by_state"),
                    models.Index(fields=["customer_reference"], name="order_by_reference"),
                    models.Index(fields=["placed_at"], name="order_by_placing"),
                    models.Index(fields=["wanted_delivery_at"], name="order_by_wanted_delivery"),
                    models.Index(
                        condition=models.Q(("agreement__isnull", False)),
                        fields=["agreement"],
                        name="order_by_agreement",
                    ),
                    models.Index(
                        condition=models.Q(("quote__isnull", False)), fields=["quote"], name="order_by_quote"
                    ),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("customer", "The customer asked"),
                            ("credit", "Credit or payment"),
                            ("documents", "Papers missing"),
                            ("goods", "Goods not ready"),
                            ("address", "Address unclear"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("held_at", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "held_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holds", to="orders.order"
                    ),
                ),
            ],
            options={
                "verbose_name": "hold",
                "ordering": ("-held_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("order",),
                        name="an_order_has_one_open_hold",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderBranch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("origin", "Origin branch"),
                            ("destination", "Destination branch"),
                            ("handling", "Handling branch"),
                            ("blamed", "Blamed branch"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.branch"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="branches",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "verbose_name": "participating branch",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order", "branch", "part"), name="a_branch_takes_a_part_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("description", models.CharField(max_length=160)),
                ("item_code", models.CharField(blank=True, max_length=60)),
                ("quantity", models.DecimalField(decimal_places=3, default=Decimal("1"), max_digits=14)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("pieces", models.PositiveIntegerField(default=1)),
                ("weight_kg", models.DecimalField(decimal_places=3, max_digits=12, null=True)),
                ("volume_m3", models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.order"
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.packagekind",
                    ),
                ),
            ],
            options={
                "verbose_name": "order line",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gt", 0),
                            models.Q(("weight_kg", None), ("weight_kg__gt", 0), _connector="OR"),
                            models.Q(("volume_m3", None), ("volume_m3__gt", 0), _connector="OR"),
                        ),
                        name="an_order_line_measures_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=120)),
                ("rows", models.JSONField(default=list)),
                ("row_count", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("placed_at", models.DateTimeField(null=True)),
                ("order_count", models.PositiveIntegerField(default=0)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parties.customer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "order file",
                "indexes": [models.Index(fields=["person", "-id"], name="intake_by_person")],
            },
        ),
    ]
