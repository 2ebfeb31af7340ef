import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.desk.models.belongings
import kept.kernel.lifecycle


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("orders", "0001_initial"),
        ("parties", "0001_initial"),
        ("people", "0001_initial"),
        ("transport", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallCentre",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        help_text="As the telephone system says it.",
                        max_length=40,
                        verbose_name="number that is called",
                    ),
                ),
                ("equipment", models.CharField(blank=True, max_length=120, verbose_name="equipment")),
                ("seats", models.PositiveSmallIntegerField(default=0, verbose_name="seats")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_centres",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "call centre",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Case",
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
                            ("question", "Question"),
                            ("consultation", "Consultation"),
                            ("cargo_query", "Cargo query"),
                            ("complaint", "Complaint"),
                            ("exception", "Exception"),
                            ("dispute", "Dispute"),
                            ("claim", "Claim"),
                            ("suggestion", "Suggestion"),
                            ("internal", "Internal request"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("answered", "Answered"),
                            ("solved", "Solved"),
                            ("closed", "Closed"),
                            ("reopened", "Reopened"),
                            ("merged", "Merged"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("employee", "Employee"),
                            ("manager", "Manager"),
                            ("headquarters", "Headquarters"),
                        ],
                        default="employee",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "impact",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "One shipment"), (2, "One customer"), (3, "Many customers or safety")],
                        default=1,
                        verbose_name="impact",
                    ),
                ),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Can wait"), (2, "Soon"), (3, "Now")], default=2, verbose_name="urgency"
                    ),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "S1"), (2, "S2"), (3, "S3"), (4, "S4")],
                        default=4,
                        verbose_name="severity",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="title")),
                ("caller_name", models.CharField(blank=True, max_length=80, verbose_name="caller")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("demand", models.TextField(blank=True, verbose_name="demand")),
                ("process", models.TextField(blank=True, verbose_name="handling")),
                ("result", models.TextField(blank=True, verbose_name="result")),
                ("customer_opinion", models.TextField(blank=True, verbose_name="customer's opinion")),
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
                ("measure", models.TextField(blank=True, verbose_name="measure")),
                ("prevention", models.TextField(blank=True, verbose_name="prevention")),
                ("chasers", models.PositiveIntegerField(default=0, verbose_name="asked again")),
                ("passed_on", models.PositiveIntegerField(default=0, verbose_name="passed on")),
                ("reopenings", models.PositiveIntegerField(default=0, verbose_name="re-opened")),
                ("external_key", models.CharField(blank=True, max_length=160, null=True, unique=True)),
                ("cause_key", models.CharField(blank=True, max_length=120)),
                (
                    "trouble",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("delay", "Delay"),
                            ("damage", "Damage"),
                            ("refusal", "Refusal"),
                            ("shortage", "Shortage"),
                            ("failed_delivery", "Delivery failed"),
                            ("lost_contact", "No news"),
                            ("weather", "Weather"),
                            ("congestion", "Congestion"),
                        ],
                        max_length=20,
                        verbose_name="exception",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="place")),
                (
                    "new_eta",
                    models.DateTimeField(blank=True, null=True, verbose_name="new estimated arrival"),
                ),
                ("proposal", models.TextField(blank=True, verbose_name="proposal")),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="details")),
                ("snoozed_until", models.DateTimeField(blank=True, null=True, verbose_name="snoozed until")),
                ("snooze_note", models.CharField(blank=True, max_length=160, verbose_name="why it rests")),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("solved_at", models.DateTimeField(blank=True, null=True, verbose_name="solved")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "contact_person",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deputy",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="desk.case",
                        verbose_name="follows case",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="desk.case",
                        verbose_name="merged into",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person responsible",
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="transport.shipment",
                        verbose_name="shipment",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
                (
                    "watchers",
                    models.ManyToManyField(
                        blank=True, related_name="watched_cases", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "case",
                "verbose_name_plural": "cases",
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("related", "Related"),
                            ("causes", "Causes"),
                            ("duplicate", "Same matter"),
                            ("split", "Split off"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="desk.case"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="linked_from",
                        to="desk.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "link of two cases",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="note")),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="desk.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="CaseShipment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("linked_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shipments", to="desk.case"
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_links",
                        to="transport.shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "shipment of a case",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("email", "Mail"),
                            ("sms", "SMS"),
                            ("wechat", "WeChat"),
                            ("qq", "QQ"),
                            ("chat", "Online chat"),
                            ("social", "Social media"),
                            ("letter", "Letter"),
                            ("visit", "Visit"),
                            ("portal", "Customer portal"),
                        ],
                        default="phone",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "Incoming"), ("out", "Outgoing")],
                        default="in",
                        max_length=3,
                        verbose_name="direction",
                    ),
                ),
                ("is_internal", models.BooleanField(default=False, verbose_name="from a colleague")),
                ("caller_name", models.CharField(blank=True, max_length=80, verbose_name="caller")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("summary", models.TextField(blank=True, verbose_name="what was said")),
                ("ring_count", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rings")),
                (
                    "ring_seconds",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="seconds it rang"),
                ),
                ("is_missed", models.BooleanField(default=False, verbose_name="nobody picked up")),
                ("needs_answer", models.BooleanField(default=False, verbose_name="an answer is awaited")),
                ("is_answer", models.BooleanField(default=False, verbose_name="is an answer")),
                ("is_chaser", models.BooleanField(default=False, verbose_name="asks again")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("logged_at", models.DateTimeField(verbose_name="logged")),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered_by",
                        to="desk.contact",
                        verbose_name="answers",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="desk.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "contact_person",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="clerk",
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="transport.shipment",
                        verbose_name="shipment",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ringing", "Ringing"),
                            ("talking", "Talking"),
                            ("ended", "Ended"),
                            ("missed", "Missed"),
                        ],
                        default="ringing",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "Incoming"), ("out", "Outgoing")],
                        default="in",
                        max_length=3,
                        verbose_name="direction",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("phone_key", models.CharField(blank=True, max_length=40)),
                ("line", models.CharField(blank=True, max_length=40, verbose_name="number that is called")),
                ("queue", models.CharField(blank=True, max_length=60, verbose_name="queue")),
                ("began_at", models.DateTimeField(verbose_name="began")),
                ("rang_at", models.DateTimeField(blank=True, null=True, verbose_name="rang")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="picked up")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "abandoned",
                    models.BooleanField(blank=True, null=True, verbose_name="given up by the caller"),
                ),
                ("recording", models.URLField(blank=True, max_length=500, verbose_name="recording")),
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
                    "contact_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="parties.contactperson",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calls",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "passed_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="passed to",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calls",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="clerk",
                    ),
                ),
                (
                    "rings_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="rings at",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calls",
                        to="desk.callcentre",
                        verbose_name="call centre",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calls",
                        to="desk.contact",
                        verbose_name="contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "call",
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("employee", "Employee"),
                            ("manager", "Manager"),
                            ("headquarters", "Headquarters"),
                        ],
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("why", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escalations",
                        to="desk.case",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "escalation",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="extension")),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="desk.callcentre",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="extensions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "extension",
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("promises", models.PositiveIntegerField(default=0, verbose_name="promises")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("at", models.DateTimeField()),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.branch",
                    ),
                ),
                ("cases", models.ManyToManyField(blank=True, related_name="hand_overs", to="desk.case")),
                (
                    "contacts",
                    models.ManyToManyField(blank=True, related_name="hand_overs", to="desk.contact"),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken by",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-over of a shift",
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(default=kept.desk.models.belongings._token, max_length=43, unique=True),
                ),
                (
                    "rating",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="rating",
                    ),
                ),
                (
                    "is_solved",
                    models.BooleanField(blank=True, null=True, verbose_name="solved for the customer"),
                ),
                ("text", models.TextField(blank=True, verbose_name="opinion")),
                ("asked_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="opinion", to="desk.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "opinion",
            },
        ),
        migrations.CreateModel(
            name="CallCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_key", models.CharField(max_length=160, unique=True)),
                ("line", models.CharField(blank=True, max_length=60, verbose_name="line")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                ("offered", models.PositiveIntegerField(verbose_name="calls")),
                ("answered", models.PositiveIntegerField(blank=True, null=True, verbose_name="answered")),
                ("abandoned", models.PositiveIntegerField(blank=True, null=True, verbose_name="given up")),
                (
                    "in_time",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="answered in time"),
                ),
                (
                    "handle_seconds",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="seconds of work"),
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
            ],
            options={
                "verbose_name": "count of calls",
                "ordering": ("-starts_at", "line"),
                "indexes": [models.Index(fields=["starts_at"], name="call_count_by_moment")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered", None), ("answered__lte", models.F("offered")), _connector="OR"
                        ),
                        name="no_more_calls_answered_than_came_in",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallSignal",
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
                            ("ringing", "Rings"),
                            ("answered", "Picked up"),
                            ("transferred", "Passed on"),
                            ("ended", "Hung up"),
                            ("recorded", "Recorded"),
                            ("lost", "Nothing more was heard"),
                        ],
                        max_length=12,
                        verbose_name="signal",
                    ),
                ),
                ("mark", models.CharField(max_length=80)),
                ("at", models.DateTimeField(verbose_name="when")),
                ("agent", models.CharField(blank=True, max_length=60, verbose_name="extension")),
                ("heard_at", models.DateTimeField()),
                ("said", models.JSONField(default=dict)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signals", to="desk.call"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "signal of a telephone system",
                "ordering": ("at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("call", "kind", "mark"), name="a_signal_is_heard_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("open", "answered", "reopened"))),
                fields=["branch", "kind"],
                name="case_unfinished",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("open", "answered", "reopened"))),
                fields=["owner"],
                name="case_unfinished_of_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["customer", "-opened_at"], name="case_by_customer"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-opened_at", "-id"], name="case_by_opening"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ("open", "answered", "reopened")),
                    models.Q(("cause_key", ""), _negated=True),
                ),
                fields=("cause_key",),
                name="one_open_case_per_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into", None)),
                    _connector="OR",
                ),
                name="a_merged_case_names_the_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    ("solved_at__isnull", False),
                    ("external_key__isnull", False),
                    _connector="OR",
                ),
                name="a_closed_case_was_solved_or_comes_from_elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="caselink",
            constraint=models.UniqueConstraint(fields=("case", "other"), name="two_cases_are_linked_once"),
        ),
        migrations.AddConstraint(
            model_name="caselink",
            constraint=models.CheckConstraint(
                condition=models.Q(("case", models.F("other")), _negated=True),
                name="a_case_is_not_linked_to_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseshipment",
            constraint=models.UniqueConstraint(
                fields=("case", "shipment"), name="a_case_names_a_shipment_once"
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("answered_at", None), ("needs_answer", True)),
                fields=["at"],
                name="contact_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["customer", "-at"], name="contact_by_customer"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["phone", "-at"], name="contact_by_phone"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["case", "-at"], name="contact_by_case"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["-at", "-id"], name="contact_by_moment"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answers", None), ("is_answer", False)), ("direction", "out"), _connector="OR"
                ),
                name="only_an_outgoing_contact_answers",
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["-began_at", "-id"], name="call_by_moment"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["phone_key", "-began_at"], name="call_by_phone"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["contact"], name="call_by_contact"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("state__in", ("ringing", "talking"))),
                fields=["began_at"],
                name="call_going_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rating", None), models.Q(("rating__gte", 1), ("rating__lte", 5)), _connector="OR"
                ),
                name="a_rating_is_one_to_five",
            ),
        ),
    ]
