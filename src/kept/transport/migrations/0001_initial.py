import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.kernel.lifecycle
import kept.transport.models.shipments
from kept.kernel.fillfactor import fill_pages


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("comms", "0001_initial"),
        ("documents", "0001_initial"),
        ("orders", "0001_initial"),
        ("parties", "0001_initial"),
        ("people", "0001_initial"),
        ("promises", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Shipment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="waybill")),
                (
                    "customer_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="customer's reference"),
                ),
                ("external_key", models.CharField(blank=True, max_length=160, null=True)),
                (
                    "public_token",
                    models.CharField(default=kept.transport.models.shipments.public_token, max_length=43),
                ),
                ("origin_city", models.CharField(blank=True, max_length=60, verbose_name="from")),
                ("destination_city", models.CharField(blank=True, max_length=60, verbose_name="to")),
                ("consignee_name", models.CharField(blank=True, max_length=80, verbose_name="consignee")),
                (
                    "consignee_phone",
                    models.CharField(blank=True, max_length=40, verbose_name="consignee's phone"),
                ),
                ("consignee_phone_tail", models.CharField(blank=True, max_length=4)),
                (
                    "consignee_address",
                    models.CharField(blank=True, max_length=200, verbose_name="consignee's address"),
                ),
                ("pieces", models.PositiveIntegerField(blank=True, null=True, verbose_name="pieces")),
                (
                    "weight_kg",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=12, null=True, verbose_name="weight"
                    ),
                ),
                (
                    "volume_m3",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="volume"
                    ),
                ),
                (
                    "declared_value",
                    models.BigIntegerField(blank=True, null=True, verbose_name="declared value"),
                ),
                (
                    "cod_amount",
                    models.BigIntegerField(blank=True, null=True, verbose_name="cash on delivery"),
                ),
                ("freight_cost", models.BigIntegerField(blank=True, null=True, verbose_name="freight cost")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("payment", models.CharField(blank=True, max_length=20, verbose_name="payment")),
                ("is_collected", models.BooleanField(default=False, verbose_name="receiver collects")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("picked_up", "Picked up"),
                            ("in_transit", "In transit"),
                            ("out_for_delivery", "Out for delivery"),
                            ("partly_delivered", "Partly delivered"),
                            ("delivered", "Delivered"),
                            ("refused", "Refused"),
                            ("returned", "Returned"),
                            ("lost", "Lost"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("planned_at", models.DateTimeField(verbose_name="planned")),
                ("promised_from", models.DateTimeField(blank=True, null=True, verbose_name="promised from")),
                ("promised_at", models.DateTimeField(blank=True, null=True, verbose_name="promised")),
                ("is_day", models.BooleanField(default=False)),
                ("eta_at", models.DateTimeField(blank=True, null=True, verbose_name="expected")),
                ("picked_up_at", models.DateTimeField(blank=True, null=True, verbose_name="picked up")),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="delivered")),
                ("state_at", models.DateTimeField(blank=True, null=True)),
                ("last_event_at", models.DateTimeField(blank=True, null=True, verbose_name="last news")),
                ("last_code", models.CharField(blank=True, max_length=30)),
                ("last_place", models.CharField(blank=True, max_length=80, verbose_name="last seen at")),
                ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shipments",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shipments",
                        to="parties.partner",
                        verbose_name="carrier",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shipments",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "delivery_promise",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="promises.promise",
                        verbose_name="delivery promise",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shipments",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "shipment",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number",),
                        name="a_waybill_number_is_given_once",
                        opclasses=("varchar_pattern_ops",),
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("external_key__isnull", False)),
                        fields=("external_key",),
                        name="a_shipment_comes_once",
                    ),
                    models.UniqueConstraint(
                        fields=("public_token",), name="a_receivers_link_opens_one_shipment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "delivered"), _negated=True),
                            ("delivered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_delivered_shipment_knows_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("promised_from", None),
                            ("promised_at", None),
                            ("promised_at__gte", models.F("promised_from")),
                            _connector="OR",
                        ),
                        name="a_shipment_window_ends_after_it_begins",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["customer", "-id"], name="shipment_by_customer"),
                    models.Index(fields=["branch", "-id"], name="shipment_by_branch"),
                    models.Index(
                        condition=models.Q(("carrier__isnull", False)),
                        fields=["carrier", "-id"],
                        name="shipment_by_carrier",
                    ),
                    models.Index(fields=["state", "-id"], name="shipment_by_state"),
                    models.Index(
                        fields=["consignee_phone_tail", "-planned_at"], name="shipment_by_phone_tail"
                    ),
                    models.Index(fields=["-planned_at", "-id"], name="shipment_by_plan"),
                    models.Index(
                        condition=models.Q(("delivered_at__isnull", False)),
                        fields=["delivered_at"],
                        name="shipment_by_delivery",
                    ),
                    models.Index(fields=["destination_city", "-id"], name="shipment_by_destination"),
                    models.Index(fields=["origin_city", "-id"], name="shipment_by_origin"),
                    models.Index(fields=["promised_at", "id"], name="shipment_by_promise"),
                    models.Index(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "planned",
                                    "picked_up",
                                    "in_transit",
                                    "out_for_delivery",
                                    "partly_delivered",
                                    "refused",
                                ),
                            )
                        ),
                        fields=["state", "promised_at", "id"],
                        name="shipment_due",
                    ),
                    models.Index(
                        fields=["customer_reference"],
                        name="shipment_by_reference",
                        opclasses=("varchar_pattern_ops",),
                    ),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="ReceiptReturn",
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
                        choices=[("original", "Original"), ("photo", "Photo")],
                        default="original",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("copies", models.PositiveSmallIntegerField(default=1, verbose_name="copies")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("required", "Required"),
                            ("signed", "Signed"),
                            ("received", "Received by us"),
                            ("checked", "Checked"),
                            ("returned", "Returned to customer"),
                            ("archived", "Archived"),
                        ],
                        default="required",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due back")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="signed")),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="received")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="checked")),
                ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="returned")),
                ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="archived")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "shipment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipt",
                        to="transport.shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt to return",
                "verbose_name_plural": "receipts to return",
                "indexes": [
                    models.Index(fields=["state", "due_at"], name="receipt_due"),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="PickupNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=120, verbose_name="place of pick-up")),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="opening hours")),
                (
                    "freight_due",
                    models.BigIntegerField(blank=True, null=True, verbose_name="freight to collect"),
                ),
                ("arrived_at", models.DateTimeField(verbose_name="arrived")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "last_result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("told", "Told"),
                            ("no_answer", "No answer"),
                            ("wrong_number", "Wrong number"),
                            ("refused", "Does not want the goods"),
                            ("sent", "Message sent"),
                        ],
                        max_length=12,
                        verbose_name="last result",
                    ),
                ),
                ("next_at", models.DateTimeField(blank=True, null=True, verbose_name="to be told next")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="told")),
                (
                    "promise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="promises.promise",
                    ),
                ),
                (
                    "shipment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pickup_notice",
                        to="transport.shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "pick-up notice",
                "verbose_name_plural": "pick-up notices",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("told_at__isnull", False), ("next_at__isnull", False), _connector="OR"
                        ),
                        name="who_is_not_told_yet_is_to_be_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("freight_due", None), ("freight_due__gte", 0), _connector="OR"),
                        name="freight_to_collect_is_no_debt",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("told_at", None)),
                        fields=["next_at", "id"],
                        name="pickup_notice_due",
                    ),
                    models.Index(fields=["arrived_at", "id"], name="pickup_notice_by_arrival"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attempt_no", models.PositiveSmallIntegerField(default=1, verbose_name="attempt")),
                ("happened_at", models.DateTimeField(verbose_name="happened")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("delivered", "Delivered"),
                            ("partial", "Partly delivered"),
                            ("refused", "Refused"),
                            ("absent", "Nobody there"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("receiver_name", models.CharField(blank=True, max_length=80, verbose_name="received by")),
                (
                    "pieces_delivered",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="pieces handed over"),
                ),
                (
                    "pieces_damaged",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="of these damaged"),
                ),
                (
                    "pieces_short",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="pieces missing"),
                ),
                (
                    "condition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("good", "Good"),
                            ("damaged", "Damaged"),
                            ("short", "Pieces missing"),
                            ("wrong", "Wrong goods"),
                        ],
                        max_length=10,
                        verbose_name="condition",
                    ),
                ),
                ("papers_ok", models.BooleanField(blank=True, null=True, verbose_name="papers right")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("weather", "Weather or disaster"),
                            ("traffic", "Road or congestion"),
                            ("vehicle", "Vehicle or accident"),
                            ("sorting", "Wrong sorting"),
                            ("capacity", "No capacity"),
                            ("address", "Wrong address"),
                            ("absent", "Receiver absent"),
                            ("closed", "Receiver closed"),
                            ("customer_wish", "Customer wants it later"),
                            ("payment", "Payment missing"),
                            ("papers", "Papers missing"),
                            ("damage", "Goods damaged"),
                            ("shortage", "Pieces missing"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("hand", "By hand"),
                            ("api", "By program"),
                            ("import", "From a file"),
                            ("portal", "From the portal"),
                        ],
                        default="hand",
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "signature",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="transport.shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery attempt",
                "verbose_name_plural": "delivery attempts",
                "ordering": ("attempt_no",),
                "constraints": [
                    models.UniqueConstraint(fields=("shipment", "attempt_no"), name="attempts_are_counted"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pieces_damaged", None),
                            ("pieces_delivered", None),
                            ("pieces_damaged__lte", models.F("pieces_delivered")),
                            _connector="OR",
                        ),
                        name="damaged_pieces_were_handed_over",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["happened_at"], name="delivery_by_moment"),
                    models.Index(
                        condition=models.Q(("photo__isnull", False)),
                        fields=["photo"],
                        name="delivery_by_photo",
                    ),
                    models.Index(
                        condition=models.Q(("signature__isnull", False)),
                        fields=["signature"],
                        name="delivery_by_signature",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Connection",
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
                            ("planned", "Planned"),
                            ("met", "Handed over in time"),
                            ("missed", "Handed over too late"),
                            ("dropped", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("air", "Flight"),
                            ("rail", "Train"),
                            ("sea", "Ship"),
                            ("road", "Line haul"),
                            ("other", "Other"),
                        ],
                        max_length=6,
                        verbose_name="goes on by",
                    ),
                ),
                (
                    "service",
                    models.CharField(blank=True, max_length=40, verbose_name="flight, train or voyage"),
                ),
                ("place", models.CharField(max_length=120, verbose_name="handed over at")),
                ("handover_by", models.DateTimeField(verbose_name="to be handed over by")),
                ("departs_at", models.DateTimeField(blank=True, null=True, verbose_name="departs")),
                ("planned_at", models.DateTimeField(verbose_name="planned")),
                ("handed_over_at", models.DateTimeField(blank=True, null=True, verbose_name="handed over")),
                ("taken_by", models.CharField(blank=True, max_length=80, verbose_name="goods taken by")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "carrier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.partner",
                        verbose_name="next carrier",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="promises.promise",
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="connections",
                        to="transport.shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "onward connection",
                "verbose_name_plural": "onward connections",
                "ordering": ("handover_by", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("departs_at", None),
                            ("departs_at__gte", models.F("handover_by")),
                            _connector="OR",
                        ),
                        name="a_connection_departs_after_it_is_reached",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("met", "missed")), _negated=True),
                            ("handed_over_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_connection_that_was_reached_says_when",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "planned")),
                        fields=["handover_by", "id"],
                        name="connection_due",
                    ),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="ShipmentException",
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
                            ("delay", "Delay"),
                            ("damage", "Damage"),
                            ("refusal", "Refusal"),
                            ("shortage", "Shortage"),
                            ("failed_delivery", "Delivery failed"),
                            ("lost_contact", "No news"),
                            ("weather", "Weather"),
                            ("congestion", "Congestion"),
                            ("stopped", "No movement"),
                            ("missed_pickup", "Pickup missed"),
                            ("missed_connection", "Connection missed or at risk"),
                            ("lost", "Goods lost"),
                            ("uncollected", "Not collected"),
                        ],
                        max_length=20,
                        verbose_name="exception",
                    ),
                ),
                ("cause_key", models.CharField(blank=True, max_length=80)),
                ("seen_at", models.DateTimeField(verbose_name="seen")),
                ("over_at", models.DateTimeField(blank=True, null=True, verbose_name="over")),
                (
                    "shipment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exceptions",
                        to="transport.shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "shipment exception",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("over_at", None)),
                        fields=("shipment", "kind"),
                        name="an_open_exception_is_seen_once",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["shipment", "kind"], name="exception_by_shipment"),
                    models.Index(
                        condition=models.Q(("over_at", None)), fields=["-id"], name="exception_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrackingEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, verbose_name="event")),
                ("occurred_at", models.DateTimeField(verbose_name="happened")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="place")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("reason", models.CharField(blank=True, max_length=20, verbose_name="reason")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("hand", "By hand"),
                            ("api", "By program"),
                            ("import", "From a file"),
                            ("portal", "From the portal"),
                        ],
                        default="hand",
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                ("external_key", models.CharField(blank=True, max_length=120)),
                ("eta_at", models.DateTimeField(blank=True, null=True, verbose_name="expected")),
                ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tracking",
                        to="transport.shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "tracking event",
                "ordering": ("-occurred_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_key", ""), _negated=True),
                        fields=("shipment", "external_key"),
                        name="a_carrier_tells_a_key_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("external_key", "")),
                        fields=("shipment", "code", "occurred_at"),
                        name="the_same_news_counts_once",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["shipment", "-occurred_at", "-id"], name="tracking_by_shipment"),
                    models.Index(fields=["recorded_at"], name="tracking_by_recording"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tried_at", models.DateTimeField(verbose_name="when")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("sms", "SMS"),
                            ("email", "Mail"),
                            ("visit", "In person"),
                        ],
                        default="phone",
                        max_length=6,
                        verbose_name="channel",
                    ),
                ),
                ("dialled", models.CharField(max_length=254, verbose_name="number dialled")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("told", "Told"),
                            ("no_answer", "No answer"),
                            ("wrong_number", "Wrong number"),
                            ("refused", "Does not want the goods"),
                            ("sent", "Message sent"),
                        ],
                        max_length=12,
                        verbose_name="result",
                    ),
                ),
                ("answered_by", models.CharField(blank=True, max_length=80, verbose_name="who answered")),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("female", "Woman"), ("male", "Man"), ("unknown", "Not known")],
                        max_length=7,
                        verbose_name="sex",
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("hand", "By hand"),
                            ("api", "By program"),
                            ("import", "From a file"),
                            ("portal", "From the portal"),
                        ],
                        default="hand",
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="comms.message",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="transport.pickupnotice",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt to tell the receiver",
                "ordering": ("tried_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "tried_at", "dialled"), name="a_call_to_the_receiver_is_noted_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result__in", ("told", "refused")), _negated=True),
                            models.Q(
                                models.Q(("answered_by", ""), _negated=True),
                                models.Q(("sex", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="who_was_told_has_a_name_and_a_sex_or_unknown",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoadEvent",
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
                        choices=[("weather", "Weather"), ("congestion", "Congestion")],
                        max_length=20,
                        verbose_name="exception",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="what happens")),
                ("places", models.JSONField(default=list, verbose_name="places")),
                ("lanes", models.JSONField(default=list, verbose_name="lanes")),
                ("begins_at", models.DateTimeField(verbose_name="from when")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="expected until")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="over")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
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
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="named by",
                    ),
                ),
            ],
            options={
                "verbose_name": "event on the road",
                "verbose_name_plural": "events on the road",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["begins_at"],
                        name="road_event_running",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("ended_at__gte", models.F("begins_at")), _connector="OR"
                        ),
                        name="a_road_event_ends_after_it_begins",
                    )
                ],
            },
        ),
        fill_pages("transport", "Shipment", 50),
    ]
