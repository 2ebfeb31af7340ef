import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kept.desk.models.belongings
import kept.desk.models.chats
import kept.desk.models.offers
import kept.kernel.choices
import kept.kernel.lifecycle


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("billing", "0001_initial"),
        ("catalog", "0001_initial"),
        ("documents", "0001_initial"),
        ("orders", "0001_initial"),
        ("parties", "0001_initial"),
        ("people", "0001_initial"),
        ("promises", "0001_initial"),
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
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("question", models.TextField(verbose_name="question")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until")),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "collection of suggestions",
                "ordering": ("-starts_on", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="a_collection_ends_after_it_begins",
                    )
                ],
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
                (
                    "served",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("client", "The client itself"),
                            ("behalf", "A client's customer, in the client's name"),
                        ],
                        max_length=10,
                        verbose_name="served party",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("before", "Before the transaction"),
                            ("during", "During the transaction"),
                            ("after", "After the transaction"),
                        ],
                        max_length=6,
                        verbose_name="phase",
                    ),
                ),
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
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="desk.campaign",
                        verbose_name="collection",
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("open", "answered", "reopened")),
                            models.Q(("cause_key", ""), _negated=True),
                        ),
                        fields=("cause_key",),
                        name="one_open_case_per_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("state", "merged")),
                            models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into", None)),
                            _connector="OR",
                        ),
                        name="a_merged_case_names_the_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            ("solved_at__isnull", False),
                            ("external_key__isnull", False),
                            _connector="OR",
                        ),
                        name="a_closed_case_was_solved_or_comes_from_elsewhere",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("open", "answered", "reopened"))),
                        fields=["branch", "kind"],
                        name="case_unfinished",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("open", "answered", "reopened"))),
                        fields=["owner"],
                        name="case_unfinished_of_owner",
                    ),
                    models.Index(fields=["customer", "-opened_at"], name="case_by_customer"),
                    models.Index(fields=["-opened_at", "-id"], name="case_by_opening"),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
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
            name="CauseCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("words", models.JSONField(default=dict, verbose_name="name")),
                (
                    "cause",
                    models.CharField(
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
                ("is_used", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="desk.causecode",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "cause in detail",
                "ordering": ("cause", "code"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent", None),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_cause_is_not_part_of_itself",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="cause_code",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="desk.causecode",
                verbose_name="cause in detail",
            ),
        ),
        migrations.CreateModel(
            name="Chat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "token",
                    models.CharField(default=kept.desk.models.chats._token, max_length=43, unique=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("talking", "Talking"), ("ended", "Over")],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("visitor_name", models.CharField(max_length=80, verbose_name="visitor")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("origin", models.CharField(blank=True, max_length=32)),
                ("began_at", models.DateTimeField(verbose_name="began")),
                ("last_line_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chats",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="clerk",
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
                    "visitor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "chat",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "talking"))),
                        fields=["began_at", "id"],
                        name="chat_waiting",
                    ),
                    models.Index(fields=["origin", "-began_at"], name="chat_by_origin"),
                    models.Index(fields=["person", "-last_line_at"], name="chat_by_clerk"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChatLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("visitor", "Visitor"), ("clerk", "Clerk"), ("house", "What happened")],
                        max_length=8,
                    ),
                ),
                ("text", models.TextField()),
                ("key", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "chat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="desk.chat"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
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
                "verbose_name": "line of a chat",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("chat", "key"),
                        name="a_line_is_said_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Compensation",
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
                            ("proposed", "To be decided"),
                            ("approved", "Approved"),
                            ("refused", "Refused by us"),
                            ("accepted", "Accepted by the customer"),
                            ("declined", "Declined by the customer"),
                            ("made_good", "Made good"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("money", "Payment in money"),
                            ("credit", "Credit on the next statement"),
                            ("free_service", "Free service"),
                            ("redelivery", "Delivery again, free"),
                            ("gift", "Gift"),
                            ("apology", "Letter of apology"),
                        ],
                        max_length=14,
                        verbose_name="measure",
                    ),
                ),
                ("amount", models.BigIntegerField(default=0, verbose_name="amount")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("why", models.TextField(verbose_name="reason")),
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
                        verbose_name="decided by",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("decision_note", models.TextField(blank=True, verbose_name="note on the decision")),
                ("reaction", models.TextField(blank=True, verbose_name="what the customer said")),
                ("reacted_at", models.DateTimeField(blank=True, null=True, verbose_name="customer answered")),
                ("made_good_at", models.DateTimeField(blank=True, null=True, verbose_name="made good")),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="how it was made good")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="compensations",
                        to="desk.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "charge",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.charge",
                        verbose_name="charge",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="compensations",
                        to="parties.customer",
                        verbose_name="customer",
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
                    "made_good_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made good by",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "compensation",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="a_compensation_is_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "proposed"), ("decided_at__isnull", False), _connector="OR"
                        ),
                        name="a_decided_compensation_says_when",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "proposed")),
                        fields=["-id"],
                        name="compensation_undecided",
                    ),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("us", "The customer claims from us"),
                            ("carrier", "We claim from the subcontractor"),
                            ("insurer", "We claim from the insurer"),
                        ],
                        max_length=10,
                        verbose_name="against whom",
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("claim", "Claim"),
                            ("warranty", "Three guarantees: repair, exchange, return"),
                        ],
                        default="claim",
                        max_length=10,
                        verbose_name="cost of",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be decided"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("paid", "Paid"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("insurer", models.CharField(blank=True, max_length=120, verbose_name="insurer")),
                ("product", models.CharField(blank=True, max_length=120, verbose_name="product")),
                ("grounds", models.TextField(verbose_name="grounds")),
                ("amount", models.BigIntegerField(verbose_name="amount claimed")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("filed_at", models.DateTimeField(verbose_name="filed")),
                ("granted", models.BigIntegerField(blank=True, null=True, verbose_name="amount granted")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("decision_note", models.TextField(blank=True, verbose_name="note on the decision")),
                ("pay_by", models.DateField(blank=True, null=True, verbose_name="to be paid by")),
                ("paid_at", models.DateTimeField(blank=True, null=True, verbose_name="paid")),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="proof of payment")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
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
                    "filed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="filed by",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.partner",
                        verbose_name="subcontractor",
                    ),
                ),
                (
                    "compensation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim",
                        to="desk.compensation",
                        verbose_name="compensation",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="a_claim_is_above_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("granted", None),
                            models.Q(("granted__gte", 0), ("granted__lte", models.F("amount"))),
                            _connector="OR",
                        ),
                        name="a_claim_grants_no_more_than_it_asks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("side", "us"),
                            models.Q(("partner__isnull", False), ("side", "carrier")),
                            models.Q(("side", "insurer"), models.Q(("insurer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_claim_names_whom_it_is_against",
                    ),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
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
                (
                    "served",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("client", "The client itself"),
                            ("behalf", "A client's customer, in the client's name"),
                        ],
                        max_length=10,
                        verbose_name="served party",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("before", "Before the transaction"),
                            ("during", "During the transaction"),
                            ("after", "After the transaction"),
                        ],
                        max_length=6,
                        verbose_name="phase",
                    ),
                ),
                ("caller_name", models.CharField(blank=True, max_length=80, verbose_name="caller")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="subject")),
                (
                    "doubt",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("foreign", "It names a case whose customer this sender does not belong to."),
                            ("not_vouched", "Our mail server does not vouch for this sender's address."),
                            ("disguised", "The sender's name shows another address than it was sent from."),
                            ("several", "Several customers have this sender's address or domain."),
                        ],
                        max_length=12,
                        verbose_name="doubt",
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="what was said")),
                ("lines", models.JSONField(blank=True, default=list)),
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
                ("external_key", models.CharField(blank=True, max_length=160, null=True, unique=True)),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answers", None), ("is_answer", False)),
                            ("direction", "out"),
                            _connector="OR",
                        ),
                        name="only_an_outgoing_contact_answers",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None), ("needs_answer", True)),
                        fields=["at"],
                        name="contact_waiting",
                    ),
                    models.Index(fields=["customer", "-at"], name="contact_by_customer"),
                    models.Index(fields=["phone", "-at"], name="contact_by_phone"),
                    models.Index(fields=["case", "-at"], name="contact_by_case"),
                    models.Index(fields=["-at", "-id"], name="contact_by_moment"),
                ],
            },
            bases=(kept.kernel.choices.Labelled, models.Model),
        ),
        migrations.AddField(
            model_name="chat",
            name="contact",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chat",
                to="desk.contact",
                verbose_name="contact",
            ),
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
                "indexes": [
                    models.Index(fields=["-began_at", "-id"], name="call_by_moment"),
                    models.Index(fields=["phone_key", "-began_at"], name="call_by_phone"),
                    models.Index(fields=["contact"], name="call_by_contact"),
                    models.Index(
                        condition=models.Q(("state__in", ("ringing", "talking"))),
                        fields=["began_at"],
                        name="call_going_on",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EscalationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="kinds")),
                ("severities", models.JSONField(blank=True, default=list, verbose_name="severities")),
                ("promise", models.CharField(blank=True, max_length=30, verbose_name="promise")),
                (
                    "share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=4,
                        null=True,
                        verbose_name="share of the time",
                    ),
                ),
                (
                    "late_minutes",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="working minutes after the breach"
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
                        verbose_name="to which level",
                    ),
                ),
                ("rises", models.BooleanField(default=True, verbose_name="the case rises")),
                ("since", models.DateTimeField(verbose_name="valid from")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="valid until")),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="desk.escalationstep",
                        verbose_name="replaces",
                    ),
                ),
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
                "verbose_name": "step of escalation",
                "verbose_name_plural": "steps of escalation",
                "ordering": ("promise", "share", "late_minutes", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("late_minutes__isnull", False), ("share", None)),
                            models.Q(("late_minutes", None), ("share__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_step_of_escalation_has_one_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share", None), models.Q(("share__gt", 0), ("share__lt", 1)), _connector="OR"
                        ),
                        name="a_step_of_escalation_comes_within_the_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "employee"), _negated=True), ("rises", False), _connector="OR"
                        ),
                        name="no_case_rises_to_the_employee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("ended_at__gte", models.F("since")), _connector="OR"
                        ),
                        name="a_step_of_escalation_ends_after_it_begins",
                    ),
                ],
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
                ("rose", models.BooleanField(default=True, verbose_name="the case rose")),
                ("why", models.TextField(blank=True, verbose_name="reason")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="was due")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="passed on by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escalations",
                        to="desk.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.promise",
                        verbose_name="promise",
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
                        verbose_name="to whom",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken",
                        to="desk.escalationstep",
                    ),
                ),
            ],
            options={
                "verbose_name": "escalation",
                "verbose_name_plural": "escalations",
                "ordering": ("at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "step", "promise"), name="a_step_of_escalation_is_taken_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at", None), ("promise", None), ("step", None)),
                            models.Q(
                                ("due_at__isnull", False), ("promise__isnull", False), ("step__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="an_escalation_by_clock_names_its_promise",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step__isnull", False), models.Q(("why", ""), _negated=True), _connector="OR"
                        ),
                        name="an_escalation_has_a_reason",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="escalation_by_moment"),
                ],
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
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "sort",
                    models.CharField(
                        choices=[("task", "Follow-up"), ("return_visit", "Return visit")],
                        default="task",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "after a solved complaint"),
                            ("regular", "at the interval of the value class"),
                        ],
                        max_length=8,
                        verbose_name="planned by rule",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what is to be done")),
                ("subject_type", models.CharField(blank=True, max_length=60)),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                ("subject_number", models.CharField(blank=True, max_length=60, verbose_name="about")),
                ("needs_contact", models.BooleanField(default=False, verbose_name="an answer was promised")),
                ("result", models.TextField(blank=True, verbose_name="result")),
                (
                    "satisfied",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Very dissatisfied"),
                            (2, "Dissatisfied"),
                            (3, "Neither nor"),
                            (4, "Satisfied"),
                            (5, "Very satisfied"),
                        ],
                        null=True,
                        verbose_name="how satisfied",
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=200, verbose_name="next step")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                ("is_dropped", models.BooleanField(default=False, verbose_name="not needed any more")),
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
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="desk.contact",
                        verbose_name="told by",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up",
                "verbose_name_plural": "follow-ups",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None),
                            ("needs_contact", False),
                            ("contact__isnull", False),
                            ("is_dropped", True),
                            _connector="OR",
                        ),
                        name="a_promised_answer_was_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("satisfied", None),
                            models.Q(("satisfied__gte", 1), ("satisfied__lte", 5)),
                            _connector="OR",
                        ),
                        name="a_satisfaction_is_one_to_five",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None), ("rule", "solved")),
                        fields=("subject_type", "subject_id"),
                        name="a_case_has_one_open_return_visit",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None), ("rule", "regular")),
                        fields=("customer",),
                        name="a_customer_has_one_open_regular_visit",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["owner"], name="follow_up_open"
                    ),
                    models.Index(fields=["subject_type", "subject_id"], name="follow_up_by_subject"),
                ],
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
                ("offered", models.PositiveIntegerField(default=0, verbose_name="things offered")),
                ("taken", models.PositiveIntegerField(default=0, verbose_name="things taken over")),
                ("promises", models.PositiveIntegerField(default=0, verbose_name="promises")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("reply", models.TextField(blank=True, verbose_name="reply")),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
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
                    "follow_ups",
                    models.ManyToManyField(blank=True, related_name="hand_overs", to="desk.followup"),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)), fields=["taker"], name="hand_over_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("offered"))),
                        name="no_more_is_taken_over_than_was_offered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InsuranceReport",
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
                        choices=[("due", "To be reported"), ("reported", "Reported"), ("closed", "Closed")],
                        default="due",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("insurer", models.CharField(blank=True, max_length=120, verbose_name="insurer")),
                ("reported_at", models.DateTimeField(blank=True, null=True, verbose_name="reported at")),
                ("spoke_with", models.CharField(blank=True, max_length=80, verbose_name="spoke with")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=60, verbose_name="insurer's reference"),
                ),
                ("facts", models.TextField(blank=True, verbose_name="facts")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                ("outcome", models.CharField(blank=True, max_length=200, verbose_name="what came of it")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="insurance_reports",
                        to="desk.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "claim",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="insurance_report",
                        to="desk.claim",
                        verbose_name="claim",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="transport.shipment",
                        verbose_name="shipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "insurance report",
                "verbose_name_plural": "insurance reports",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "shipment"), name="goods_are_reported_once_in_a_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reported"), _negated=True),
                            models.Q(
                                models.Q(("insurer", ""), _negated=True), ("reported_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="what_was_reported_names_insurer_and_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("closed_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_closed_report_says_when_and_what_came_of_it",
                    ),
                ],
            },
            bases=(kept.kernel.lifecycle.Lifecycle, models.Model),
        ),
        migrations.CreateModel(
            name="LearnedModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[("kind", "Kind of case"), ("cause", "Cause"), ("urgency", "Urgency")],
                        max_length=10,
                        verbose_name="suggests",
                    ),
                ),
                ("n", models.PositiveIntegerField(verbose_name="version")),
                ("cases", models.PositiveIntegerField(verbose_name="cases")),
                ("tested_on", models.PositiveIntegerField(default=0, verbose_name="tested on")),
                ("accuracy", models.FloatField(null=True, verbose_name="right")),
                ("baseline", models.FloatField(null=True, verbose_name="the usual class alone")),
                ("classes", models.JSONField(default=list)),
                ("is_offered", models.BooleanField(default=False, verbose_name="offered")),
                (
                    "why_not",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("too_few", "Too few cases yet"),
                            ("one_class", "Only one class so far"),
                            ("no_better", "No better than the usual class"),
                        ],
                        max_length=12,
                        verbose_name="why not offered",
                    ),
                ),
                ("content", models.BinaryField(default=b"")),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("seed", models.PositiveIntegerField()),
                ("trained_at", models.DateTimeField(verbose_name="trained")),
            ],
            options={
                "verbose_name": "learned model",
                "constraints": [
                    models.UniqueConstraint(fields=("target", "n"), name="trainings_are_counted"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_offered", False), ("accuracy__isnull", False), _connector="OR"
                        ),
                        name="an_offered_model_was_measured",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LiabilityDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cause", models.CharField(blank=True, max_length=20, verbose_name="cause")),
                ("why", models.TextField(verbose_name="reason")),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
                ("replaced_at", models.DateTimeField(blank=True, null=True, verbose_name="replaced")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="liability_decisions",
                        to="desk.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on liability",
                "verbose_name_plural": "decisions on liability",
                "ordering": ("-decided_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("case",),
                        name="one_liability_decision_in_force",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LiabilityShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tier",
                    models.CharField(
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
                (
                    "share",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="share of liability"),
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
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="desk.liabilitydecision",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.partner",
                        verbose_name="subcontractor",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person responsible",
                    ),
                ),
            ],
            options={
                "verbose_name": "share of liability",
                "ordering": ("-share", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", 0), ("share__lte", 100)),
                        name="a_share_of_liability_is_above_zero_up_to_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("tier", "subcontractor"), _negated=True),
                            models.Q(("partner", None), _negated=True),
                            _connector="OR",
                        ),
                        name="a_liable_subcontractor_is_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Macro",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                ("steps", models.JSONField(default=list, verbose_name="steps")),
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
                "verbose_name": "macro",
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("name", "team"), name="a_macro_has_its_name"),
                    models.UniqueConstraint(
                        condition=models.Q(("team", None)),
                        fields=("name",),
                        name="a_shared_macro_has_its_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Norm",
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
                ("content", models.TextField(verbose_name="what is said")),
                ("mode", models.TextField(verbose_name="how")),
                ("time", models.TextField(verbose_name="when")),
                ("made_at", models.DateTimeField(verbose_name="changed")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "communication norm",
                "ordering": ("-made_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(default=kept.desk.models.offers._token, max_length=43, unique=True),
                ),
                ("options", models.JSONField(default=list, verbose_name="we offer")),
                ("offered_at", models.DateTimeField(verbose_name="offered")),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wait", "Wait for the goods"),
                            ("redeliver", "Deliver on another day"),
                            ("other_carrier", "Send by another carrier"),
                            ("return", "Send the goods back"),
                            ("compensation", "Claim compensation"),
                        ],
                        max_length=14,
                        verbose_name="chosen",
                    ),
                ),
                ("wanted_day", models.DateField(blank=True, null=True, verbose_name="wanted day")),
                ("said", models.CharField(blank=True, max_length=200, verbose_name="remark")),
                ("chosen_at", models.DateTimeField(blank=True, null=True, verbose_name="chosen at")),
                ("by_link", models.BooleanField(default=False, verbose_name="by the customer")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offers", to="desk.case"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "offer",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "customer"), name="a_customer_is_offered_once_in_a_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("choice", ""), ("chosen_at__isnull", False), _connector="OR"),
                        name="a_choice_has_a_moment",
                    ),
                ],
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating", None),
                            models.Q(("rating__gte", 1), ("rating__lte", 5)),
                            _connector="OR",
                        ),
                        name="a_rating_is_one_to_five",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PreventiveAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("what", models.CharField(max_length=300, verbose_name="what is done")),
                (
                    "cause",
                    models.CharField(
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
                ("due_on", models.DateField(verbose_name="due")),
                ("made_at", models.DateTimeField(verbose_name="planned at")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                ("effect", models.TextField(blank=True, verbose_name="what was done and what it brought")),
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
                        related_name="preventive_actions",
                        to="desk.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "cause_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desk.causecode",
                        verbose_name="cause in detail",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.customer",
                        verbose_name="customer",
                    ),
                ),
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
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "preventive action",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None), models.Q(("effect", ""), _negated=True), _connector="OR"
                        ),
                        name="a_done_preventive_action_says_its_effect",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Queue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("words", models.JSONField(default=dict, verbose_name="name")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("push", "Given out: to whoever is on duty and has least"),
                            ("pull", "Taken: each clerk takes the next"),
                        ],
                        default="pull",
                        max_length=4,
                        verbose_name="how matters find their clerk",
                    ),
                ),
                ("priority", models.PositiveSmallIntegerField(default=5, verbose_name="priority")),
                ("notices", models.JSONField(blank=True, default=dict, verbose_name="out-of-hours notice")),
                ("is_last", models.BooleanField(default=False, verbose_name="takes what no rule takes")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.servicecalendar",
                        verbose_name="service hours",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queues",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "queue",
                "verbose_name_plural": "queues",
                "ordering": ("priority", "code"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_last", True)),
                        fields=("is_last",),
                        name="one_queue_takes_the_rest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_last", False), ("is_active", True), _connector="OR"),
                        name="the_last_queue_is_in_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("priority__gte", 1), ("priority__lte", 9)),
                        name="a_priority_is_one_to_nine",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedNotice",
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
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("sender", models.CharField(max_length=254, verbose_name="sender")),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="open again")),
                ("text", models.TextField(verbose_name="text")),
                ("at", models.DateTimeField()),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closed_notice",
                        to="desk.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desk.queue",
                        verbose_name="queue",
                    ),
                ),
            ],
            options={
                "verbose_name": "out-of-hours notice",
                "verbose_name_plural": "out-of-hours notices",
                "ordering": ("-at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sender", "channel", "opens_at"),
                        name="a_sender_is_told_once_in_a_closed_period",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("opens_at", None)),
                        fields=("sender", "channel"),
                        name="a_sender_is_told_once_while_no_opening_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QueueEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("matched", models.JSONField(default=list, verbose_name="why here")),
                ("is_business", models.BooleanField(default=True)),
                (
                    "is_out_of_hours",
                    models.BooleanField(default=False, verbose_name="came outside the service hours"),
                ),
                ("entered_at", models.DateTimeField(verbose_name="since")),
                (
                    "taking",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("opened", "by whoever wrote it down"),
                            ("clerk", "given to the customer's own clerk"),
                            ("deputy", "given to the deputy of the customer's clerk"),
                            ("push", "given to whoever had least"),
                            ("pull", "taken as the next"),
                            ("hand", "given by hand"),
                            ("moved", "moved to another queue"),
                            ("done", "done before anybody took it"),
                        ],
                        max_length=10,
                        verbose_name="taken how",
                    ),
                ),
                ("weighed", models.JSONField(default=list, verbose_name="who was weighed")),
                ("left_at", models.DateTimeField(null=True, verbose_name="left")),
                ("missed_at", models.DateTimeField(null=True, verbose_name="nobody on duty")),
                (
                    "branch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.branch",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queue_entries",
                        to="desk.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queue_entries",
                        to="desk.contact",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken by",
                    ),
                ),
                (
                    "queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="desk.queue",
                        verbose_name="queue",
                    ),
                ),
            ],
            options={
                "verbose_name": "place in a queue",
                "ordering": ("-entered_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case", None), ("contact__isnull", False)),
                            models.Q(("case__isnull", False), ("contact", None)),
                            _connector="OR",
                        ),
                        name="one_matter_stands_in_a_queue",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("case__isnull", False), ("left_at", None)),
                        fields=("case",),
                        name="a_case_waits_in_one_queue",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("contact__isnull", False), ("left_at", None)),
                        fields=("contact",),
                        name="a_contact_waits_in_one_queue",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("left_at", None)),
                        fields=["queue", "entered_at"],
                        name="waiting_in_queue",
                    ),
                    models.Index(fields=["person", "-left_at"], name="queue_entry_by_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="QueueRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField(verbose_name="place")),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="kinds")),
                ("channels", models.JSONField(blank=True, default=list, verbose_name="channels")),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="languages")),
                ("segments", models.JSONField(blank=True, default=list, verbose_name="segments")),
                ("value_classes", models.JSONField(blank=True, default=list, verbose_name="value classes")),
                ("texts", models.JSONField(blank=True, default=list, verbose_name="words in the text")),
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
                    "queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="desk.queue"
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
                "verbose_name": "rule of a queue",
                "ordering": ("place", "id"),
            },
        ),
        migrations.CreateModel(
            name="QueueSkill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Basic"), (2, "Good"), (3, "Expert")], default=1, verbose_name="level"
                    ),
                ),
                (
                    "queue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="skills", to="desk.queue"
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.skill"
                    ),
                ),
            ],
            options={
                "verbose_name": "skill of a queue",
                "constraints": [
                    models.UniqueConstraint(fields=("queue", "skill"), name="a_queue_asks_a_skill_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reception",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "company",
                    models.CharField(blank=True, max_length=120, verbose_name="company of the visitor"),
                ),
                ("people", models.PositiveSmallIntegerField(default=1, verbose_name="how many")),
                ("purpose", models.CharField(max_length=200, verbose_name="purpose")),
                ("arrived_at", models.DateTimeField(verbose_name="arrived")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="left")),
                ("agreed", models.TextField(blank=True, verbose_name="what was agreed")),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reception",
                        to="desk.contact",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="received by",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None), ("left_at__gte", models.F("arrived_at")), _connector="OR"
                        ),
                        name="a_visitor_leaves_after_arriving",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("left_at", None)),
                        fields=["arrived_at"],
                        name="visitor_in_the_house",
                    ),
                    models.Index(fields=["-arrived_at", "-id"], name="visit_by_moment"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ask", models.TextField(verbose_name="what the branch is asked")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("result", models.TextField(blank=True, verbose_name="result")),
                ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="returned")),
                ("copied_at", models.DateTimeField(blank=True, null=True, verbose_name="copy received")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="referrals", to="desk.case"
                    ),
                ),
                (
                    "copied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "returned_by",
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
                "verbose_name": "referral to a branch",
                "ordering": ("asked_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("returned_at", None)),
                        fields=("case", "branch"),
                        name="a_branch_is_asked_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuggestionVerdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.CharField(max_length=20, verbose_name="suggested")),
                ("confidence", models.FloatField(verbose_name="how sure")),
                ("is_taken", models.BooleanField(verbose_name="taken")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="desk.case",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="desk.learnedmodel",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "verdict on a suggestion",
                "indexes": [
                    models.Index(fields=["model", "is_taken"], name="verdict_by_model"),
                ],
            },
        ),
        migrations.CreateModel(
            name="UpwardReport",
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
                            ("fact", "Important fact"),
                            ("demand", "Important demand"),
                            ("suggestion", "Suggestion worth a decision"),
                        ],
                        max_length=12,
                        verbose_name="what it is",
                    ),
                ),
                ("text", models.TextField(verbose_name="what the head must know")),
                ("at", models.DateTimeField(verbose_name="reported")),
                ("decision", models.TextField(blank=True, verbose_name="decision")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="seen")),
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
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="desk.case",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.customer",
                        verbose_name="customer",
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
                (
                    "seen_by",
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
                "verbose_name": "report upward",
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="AuthorityLimit",
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
                            ("money", "Payment in money"),
                            ("credit", "Credit on the next statement"),
                            ("free_service", "Free service"),
                            ("redelivery", "Delivery again, free"),
                            ("gift", "Gift"),
                            ("apology", "Letter of apology"),
                        ],
                        max_length=14,
                        verbose_name="measure",
                    ),
                ),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="up to")),
                ("valid_from", models.DateTimeField(verbose_name="valid from")),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.role",
                        verbose_name="role",
                    ),
                ),
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
                "verbose_name": "limit of authority",
                "verbose_name_plural": "limits of authority",
                "ordering": ("-valid_from", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="a_limit_of_authority_is_not_negative",
                    )
                ],
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
        migrations.CreateModel(
            name="CannedReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                ("texts", models.JSONField(default=dict, verbose_name="text")),
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
                "verbose_name": "canned reply",
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("name", "team"), name="a_canned_reply_has_its_name"),
                    models.UniqueConstraint(
                        condition=models.Q(("team", None)),
                        fields=("name",),
                        name="a_shared_canned_reply_has_its_name",
                    ),
                ],
            },
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
                "constraints": [
                    models.UniqueConstraint(fields=("case", "other"), name="two_cases_are_linked_once"),
                    models.CheckConstraint(
                        condition=models.Q(("case", models.F("other")), _negated=True),
                        name="a_case_is_not_linked_to_itself",
                    ),
                ],
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
                "constraints": [
                    models.UniqueConstraint(fields=("case", "shipment"), name="a_case_names_a_shipment_once")
                ],
            },
        ),
    ]
