import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Competitor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "competitor",
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                ("short_name", models.CharField(blank=True, max_length=40, verbose_name="short name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("enterprise", "Enterprise"), ("person", "Person")],
                        default="enterprise",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("prospect", "Prospect"), ("active", "Active"), ("lost", "Lost")],
                        default="active",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("industry", models.CharField(blank=True, max_length=60, verbose_name="industry")),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        choices=[("small", "Small"), ("medium", "Medium"), ("large", "Large")],
                        max_length=10,
                        verbose_name="company size",
                    ),
                ),
                (
                    "cooperation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("occasional", "Occasional"),
                            ("regular", "Regular"),
                            ("strategic", "Strategic partner"),
                        ],
                        max_length=12,
                        verbose_name="cooperation",
                    ),
                ),
                (
                    "segment",
                    models.CharField(
                        choices=[
                            ("core", "Core customer"),
                            ("potential", "Potential customer"),
                            ("general", "General customer"),
                        ],
                        default="general",
                        max_length=12,
                        verbose_name="segment",
                    ),
                ),
                ("value_class", models.CharField(blank=True, max_length=10, verbose_name="value class")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="city")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                ("credit_limit", models.BigIntegerField(blank=True, null=True, verbose_name="credit limit")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("special_requirements", models.TextField(blank=True, verbose_name="special requirements")),
                (
                    "tracking_columns",
                    models.JSONField(blank=True, default=list, verbose_name="tracking table columns"),
                ),
                ("external_key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("since", models.DateField(blank=True, null=True, verbose_name="customer since")),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "account_manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account manager",
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="people.branch",
                        verbose_name="branch",
                    ),
                ),
            ],
            options={
                "verbose_name": "customer",
            },
        ),
        migrations.CreateModel(
            name="Consignee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("city", models.CharField(max_length=60, verbose_name="city")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                (
                    "receiving_hours",
                    models.CharField(blank=True, max_length=60, verbose_name="receiving hours"),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consignees",
                        to="parties.customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "consignee",
            },
        ),
        migrations.CreateModel(
            name="ForeignNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("number", models.CharField(db_index=True, max_length=120)),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField()),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parties.customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "foreign number",
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("subcontractor", "Subcontractor"),
                            ("supplier", "Supplier"),
                            ("insurer", "Insurer"),
                        ],
                        default="subcontractor",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="city")),
                ("external_key", models.CharField(blank=True, max_length=160, null=True, unique=True)),
            ],
            options={
                "verbose_name": "partner",
                "indexes": [models.Index(fields=["name"], name="partner_by_name")],
            },
        ),
        migrations.CreateModel(
            name="ContactPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("buyer", "Buyer"),
                            ("user", "User"),
                            ("decision_maker", "Decision maker"),
                            ("finance", "Finance"),
                            ("warehouse", "Warehouse"),
                        ],
                        default="user",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_persons",
                        to="parties.customer",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_persons",
                        to="parties.partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact person",
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("city", models.CharField(max_length=60, verbose_name="city")),
                ("district", models.CharField(blank=True, max_length=60, verbose_name="district")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                (
                    "receiving_hours",
                    models.CharField(blank=True, max_length=60, verbose_name="receiving hours"),
                ),
                ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sites",
                        to="parties.customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "site",
            },
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["name"], name="customer_by_name"),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(("credit_limit", None), ("credit_limit__gte", 0), _connector="OR"),
                name="a_credit_limit_is_not_negative",
            ),
        ),
        migrations.AddIndex(
            model_name="foreignnumber",
            index=models.Index(fields=["subject_type", "subject_id"], name="foreign_by_subject"),
        ),
        migrations.AddConstraint(
            model_name="contactperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("customer", None), ("partner__isnull", False)),
                    models.Q(("customer__isnull", False), ("partner", None)),
                    _connector="OR",
                ),
                name="a_contact_person_belongs_to_one_party",
            ),
        ),
    ]
