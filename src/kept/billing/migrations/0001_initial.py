from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.kernel.lifecycle


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0001_initial"),
        ("orders", "0001_initial"),
        ("parties", "0001_initial"),
        ("people", "0001_initial"),
        ("transport", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Charge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("kind", models.CharField(max_length=30, verbose_name="kind")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("settled", "Settled"), ("reversed", "Reversed")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "payer",
                    models.CharField(
                        choices=[("customer", "Customer"), ("consignee", "Consignee")],
                        default="customer",
                        max_length=10,
                        verbose_name="payer",
                    ),
                ),
                (
                    "payment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("prepaid", "Freight prepaid"),
                            ("freight_collect", "Freight collect"),
                            ("monthly", "Monthly account"),
                            ("cod", "Cash on delivery"),
                        ],
                        max_length=16,
                        verbose_name="payment",
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                (
                    "tax_rate",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=7, verbose_name="tax rate"
                    ),
                ),
                ("tax", models.BigIntegerField(default=0, verbose_name="tax")),
                (
                    "basis",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("1"), max_digits=18, verbose_name="basis"
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="rate"
                    ),
                ),
                ("clause", models.JSONField(default=dict, verbose_name="clause")),
                ("event_uid", models.UUIDField()),
                (
                    "event_name",
                    models.CharField(
                        choices=[
                            ("transport.shipment_delivered", "Delivered"),
                            ("transport.shipment_returned", "Returned to the shipper"),
                            ("desk.compensation_paid", "Compensated"),
                            ("billing.dispute_decided", "Dispute decided"),
                        ],
                        max_length=80,
                        verbose_name="event",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="happened")),
                ("period", models.DateField(verbose_name="month")),
                ("charged_at", models.DateTimeField(verbose_name="charged")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                ("reversed_at", models.DateTimeField(blank=True, null=True, verbose_name="reversed")),
                ("reverse_reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "branch",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
                (
                    "rate_card",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.ratecard",
                        verbose_name="rate card",
                    ),
                ),
                (
                    "reversed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="transport.shipment",
                        verbose_name="shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "charge",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "reversed"), _negated=True),
                        fields=("event_uid", "kind"),
                        name="an_event_is_charged_once_per_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reversed"), _negated=True),
                            models.Q(
                                ("reversed_at__isnull", False),
                                models.Q(("reverse_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_reversed_charge_says_when_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "settled"), _negated=True),
                            ("settled_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_settled_charge_says_when",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["customer", "-id"], name="charge_by_customer"),
                    models.Index(fields=["branch", "-id"], name="charge_by_branch"),
                    models.Index(fields=["period", "-id"], name="charge_by_period"),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["customer"], name="charge_open"
                    ),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="ChargeHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("matter", models.CharField(db_index=True, max_length=20, verbose_name="matter")),
                ("why", models.TextField(verbose_name="reason")),
                ("held_at", models.DateTimeField(verbose_name="held")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stands", "It stands"),
                            ("credited", "Partly given back"),
                            ("reversed", "Reversed"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("credited", models.BigIntegerField(default=0, verbose_name="credited")),
                ("note", models.TextField(blank=True, verbose_name="note on the decision")),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="billing.charge",
                        verbose_name="charge",
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
                    "held_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="held by",
                    ),
                ),
            ],
            options={
                "verbose_name": "disputed charge",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("charge",),
                        name="a_charge_is_held_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("outcome", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_hold_says_its_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recharge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("contested", "Contested"),
                            ("upheld", "Upheld"),
                            ("settled", "Settled"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("matter", models.CharField(db_index=True, max_length=20, verbose_name="matter")),
                ("loss", models.CharField(max_length=20, verbose_name="loss")),
                ("source_uid", models.UUIDField(db_index=True)),
                ("basis_uid", models.UUIDField()),
                (
                    "share",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="share of liability"),
                ),
                ("whole", models.BigIntegerField(verbose_name="whole loss")),
                ("amount", models.BigIntegerField(verbose_name="amount")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("why", models.TextField(blank=True, verbose_name="reason")),
                ("period", models.DateField(verbose_name="month")),
                ("recharged_at", models.DateTimeField(verbose_name="recharged")),
                ("contested_at", models.DateTimeField(blank=True, null=True, verbose_name="contested")),
                ("contest", models.TextField(blank=True, verbose_name="why it is contested")),
                ("contest_decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("contest_note", models.TextField(blank=True, verbose_name="note on the decision")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                ("withdrawn_why", models.TextField(blank=True, verbose_name="why it was withdrawn")),
                (
                    "branch",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "contest_decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recharges",
                        to="parties.partner",
                        verbose_name="subcontractor",
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recharges",
                        to="transport.shipment",
                        verbose_name="shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "recharge",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source_uid", "basis_uid", "partner"),
                        name="a_loss_is_recharged_once_per_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "contested"), _negated=True),
                            models.Q(
                                ("contested_at__isnull", False), models.Q(("contest", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_contested_recharge_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_withdrawn_recharge_says_why",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["partner", "-id"], name="recharge_by_partner"),
                    models.Index(fields=["branch", "-id"], name="recharge_by_branch"),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="Unpriced",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_uid", models.UUIDField(unique=True)),
                (
                    "event_name",
                    models.CharField(
                        choices=[
                            ("transport.shipment_delivered", "Delivered"),
                            ("transport.shipment_returned", "Returned to the shipper"),
                            ("desk.compensation_paid", "Compensated"),
                            ("billing.dispute_decided", "Dispute decided"),
                        ],
                        max_length=80,
                        verbose_name="event",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("no_service", "The shipment names no service."),
                            ("no_weight", "The shipment has no weight."),
                            ("no_card", "No rate card is in force for this customer and service."),
                            ("no_rate", "The rate card has no price for this lane."),
                            (
                                "currency",
                                "The shipment's amounts are in another currency than the rate card.",
                            ),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="happened")),
                ("seen_at", models.DateTimeField(verbose_name="seen")),
                ("tried_at", models.DateTimeField(verbose_name="tried")),
                ("priced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "branch",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unpriced",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unpriced",
                        to="transport.shipment",
                        verbose_name="shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "event without a price",
                "verbose_name_plural": "events without a price",
                "indexes": [
                    models.Index(
                        condition=models.Q(("priced_at", None)), fields=["-id"], name="unpriced_waiting"
                    ),
                    models.Index(fields=["customer", "-id"], name="unpriced_by_customer"),
                    models.Index(fields=["branch", "-id"], name="unpriced_by_branch"),
                ],
            },
        ),
    ]
