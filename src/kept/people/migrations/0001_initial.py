import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("login", models.CharField(max_length=60, unique=True, verbose_name="login")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("client", "Client"),
                            ("subcontractor", "Subcontractor"),
                        ],
                        default="staff",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("language", models.CharField(default="zh-hans", max_length=10, verbose_name="language")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("is_new", models.BooleanField(default=False, verbose_name="new to the work")),
            ],
            options={
                "verbose_name": "person",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("words", models.JSONField(default=dict)),
                ("permissions", models.JSONField(default=list)),
                ("known", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "role",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("prefix", models.CharField(max_length=12)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "API key",
            },
        ),
        migrations.CreateModel(
            name="Branch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="city")),
                ("is_headquarters", models.BooleanField(default=False, verbose_name="headquarters")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outlets",
                        to="people.branch",
                    ),
                ),
            ],
            options={
                "verbose_name": "branch",
                "ordering": ("code",),
            },
        ),
        migrations.AddField(
            model_name="person",
            name="branch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="persons",
                to="people.branch",
            ),
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="people.branch"
                    ),
                ),
            ],
            options={
                "verbose_name": "team",
                "ordering": ("name",),
            },
        ),
        migrations.AddField(
            model_name="person",
            name="teams",
            field=models.ManyToManyField(blank=True, related_name="members", to="people.team"),
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope_kind",
                    models.CharField(
                        choices=[
                            ("company", "Whole company"),
                            ("branch", "Branch"),
                            ("team", "Team"),
                            ("customer", "Customer"),
                            ("partner", "Subcontractor"),
                        ],
                        default="company",
                        max_length=20,
                        verbose_name="scope",
                    ),
                ),
                ("scope_id", models.BigIntegerField(blank=True, null=True)),
                ("valid_until", models.DateTimeField(blank=True, null=True, verbose_name="valid until")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="people.role"
                    ),
                ),
            ],
            options={
                "verbose_name": "grant",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scope_id", None), ("scope_kind", "company")),
                            models.Q(
                                models.Q(("scope_kind", "company"), _negated=True),
                                models.Q(("scope_id", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_company_grant_names_no_part",
                    )
                ],
            },
        ),
    ]
